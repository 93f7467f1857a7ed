import type { Operation } from '../../src/operation.js';

type Plain = Readonly<Record<string, unknown>>;

/** Where an operation stands, how it came about, and what follows from the rest of it. */
const BESIDES = new Set(['span', 'calledAt', 'statement', 'guards', 'inTransaction', 'reads', 'inline', 'implicit', 'named', 'leftToConvention', 'existing', 'filter', 'whereNull', 'setsNotNull', 'action']);

const SERIALS: Readonly<Record<string, string>> = { smallserial: 'smallint', serial: 'integer', bigserial: 'bigint' };

/** A serial is an integer whose default is a sequence. */
function serialAsInteger(value: Plain): Plain {
  const { type, default: given } = value;
  const integer = typeof type === 'string' ? SERIALS[type] : undefined;
  if (integer !== undefined) return { ...value, type: integer, default: 'nextval' };
  return typeof given === 'string' && given.startsWith('nextval(') ? { ...value, default: 'nextval' } : value;
}

/** Frameworks put names into quotes and have a case of their own for the words of SQL. */
const unquoted = (text: string): string => text.replace(/"([a-z_][a-z_0-9]*)"/gu, '$1');
const EXPRESSIONS: Readonly<Record<string, (text: string) => string>> = { where: (text) => unquoted(text).toLowerCase(), definition: (text) => unquoted(text).toLowerCase() };

function sameText(key: string, value: unknown): unknown {
  if (key === 'columns' && Array.isArray(value)) return value.map((each: unknown) => (typeof each === 'string' ? unquoted(each) : each));
  if (typeof value !== 'string') return value;
  return value === '' ? undefined : (EXPRESSIONS[key]?.(value) ?? value);
}

const plain = (value: object): Plain =>
  JSON.parse(
    JSON.stringify(value, (key, each: unknown) => {
      if (BESIDES.has(key) || (key === 'certainty' && each === 'always')) return undefined;
      return typeof each === 'object' && each !== null && !Array.isArray(each) ? serialAsInteger(each as Plain) : sameText(key, each);
    }),
  ) as Plain;

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const isAbout = (table: unknown) => ({ kind, ...other }: Plain): boolean => kind === 'createTable' && JSON.stringify(other['table']) === JSON.stringify(table);

/** What SQL says of an object by its name alone. */
function alone({ type, table, ...operation }: Plain): Plain {
  if (operation['kind'] === 'dropConstraint') return { ...operation, table };
  if (operation['kind'] === 'dropIndex') return operation;
  return { ...operation, ...(type !== undefined && { type }), ...(table !== undefined && { table }) };
}

/**
 * What operations do, without what differs between frameworks by nature: a constraint belongs to its new table, whether
 * it is written inside of it or behind, and the name says what is dropped.
 */
export function normal(operations: readonly Operation[]): readonly Plain[] {
  const result: Plain[] = [];
  for (const operation of operations.map(plain)) {
    const at = operation['kind'] === 'addConstraint' ? result.findIndex(isAbout(operation['table'])) : -1;
    const table = result[at];
    if (table) result[at] = { ...table, constraints: [...(table['constraints'] as unknown[]), operation['constraint']].sort(byText) };
    else if (operation['kind'] === 'createTable') result.push({ ...operation, constraints: [...(operation['constraints'] as unknown[])].sort(byText) });
    else result.push(alone(operation));
  }
  return result;
}
