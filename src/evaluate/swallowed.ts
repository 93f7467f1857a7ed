import type { Expression, Handler } from './core.js';

/** What a handler may call without its errors counting as dealt with: it tells somebody, or lets go of a transaction. */
const TELLS = new Set(['print', 'log', 'error', 'warn', 'warning', 'info', 'debug', 'exception', 'critical', 'trace', 'getLogger', 'format', 'str', 'String', 'repr', 'rollback']);
const ANY = new Set(['Exception', 'BaseException']);
/** Errors of SQLAlchemy and of the drivers that a failed statement raises. */
const OF_DATABASE = new Set(['ProgrammingError', 'OperationalError', 'IntegrityError', 'InternalError', 'DatabaseError', 'DataError', 'NotSupportedError', 'SQLAlchemyError', 'DBAPIError', 'DuplicateTable', 'DuplicateColumn', 'DuplicateObject', 'UndefinedTable', 'UndefinedColumn', 'UndefinedObject']);

/** Whether a handler goes on as if nothing had happened, and whether it does so for any error. `undefined`: it does not, or nobody can tell. */
export function ignores({ types, body }: Handler): 'any' | 'database' | undefined {
  if (!body.every(isHarmless)) return undefined;
  if (types === undefined) return 'any';
  const names = (types.kind === 'list' ? types.items.map(({ value }) => value) : [types]).map(lastName);
  if (names.some((name) => name !== undefined && ANY.has(name))) return 'any';
  return names.some((name) => name !== undefined && OF_DATABASE.has(name)) ? 'database' : undefined;
}

const lastName = (expression: Expression): string | undefined => (expression.kind === 'name' ? expression.name : expression.kind === 'member' ? expression.property : undefined);

/** No raise, and no call of anything that might raise. */
function isHarmless(node: unknown): boolean {
  if (Array.isArray(node)) return node.every(isHarmless);
  if (typeof node !== 'object' || node === null) return true;
  if ('kind' in node) {
    if (node.kind === 'raise') return false;
    if (node.kind === 'call' && 'callee' in node && !TELLS.has(lastName(node.callee as Expression) ?? '')) return false;
  }
  return Object.values(node).every(isHarmless);
}
