import type { Catalog, ColumnEntry } from '../catalog/catalog.js';
import { nameKey } from '../catalog/names.js';
import { NO_IMPACT, UNKNOWN_IMPACT, type Algorithm, type Impact } from '../impact.js';
import type { ActionOf, Name, Operation } from '../operation.js';
import type { Target } from '../target.js';
import { isUnknown, known } from '../value.js';
import { mysqlTypeChange } from './mysql-casts.js';

/** Whether the version is this one or a later one. */
function since({ version }: Target, ...wanted: readonly number[]): boolean {
  for (let i = 0; i < wanted.length; i += 1) {
    // a bare `8.0` stands for its newest patch
    const have = version[i] ?? Infinity;
    if (have !== wanted[i]) return have > (wanted[i] ?? 0);
  }
  return true;
}

/** How strongly the others are held up while the statement runs, behind the short metadata lock that every one takes. */
function impact(table: Name, algorithm: Algorithm, rest: Partial<Impact> = {}): Impact {
  const copies = algorithm === 'copy';
  const rewrite = copies || algorithm === 'rebuild';
  return { ...NO_IMPACT, locks: [{ table, mode: copies ? 'SHARED NO WRITE' : 'metadata', blocks: copies ? 'writes' : 'none' }], scan: rewrite, rewrite, indexBuild: rewrite, table, algorithm, ...rest };
}

/** What an operation costs on InnoDB, by the documentation of MySQL; MariaDB adds and drops columns instantly since 10.3 and 10.4. */
export function mysqlImpact(operation: Operation, before: Catalog, target: Target): Impact {
  if (operation.kind === 'opaque') return operation.rowsOnly === true ? NO_IMPACT : UNKNOWN_IMPACT;
  if (!('table' in operation) || operation.table === undefined || isUnknown(operation.table)) return NO_IMPACT;
  const { table } = operation;
  const mariadb = target.dialect === 'mariadb';
  switch (operation.kind) {
    case 'addColumn':
      return impact(table, addedColumn(operation, target, mariadb));
    case 'dropColumn':
      return impact(table, (mariadb ? since(target, 10, 4) : since(target, 8, 0, 29)) ? 'instant' : 'rebuild');
    case 'renameColumn':
      return impact(table, mariadb || since(target, 8, 0, 28) ? 'instant' : 'inplace');
    case 'alterColumn':
      return impact(table, alteredColumn(operation, before.tables.get(nameKey(table))?.columns, target));
    case 'createIndex': {
      const special = operation.index.using !== undefined && /^(?:fulltext|spatial)$/u.test(operation.index.using);
      const lock = special ? { locks: [{ table, mode: 'SHARED NO WRITE', blocks: 'writes' as const }] } : {};
      return impact(table, 'inplace', { scan: true, indexBuild: true, ...lock });
    }
    case 'addConstraint':
      return addedConstraint(operation, table, before);
    case 'dropConstraint':
      return impact(table, operation.type === 'primaryKey' ? 'copy' : 'inplace');
    case 'dropIndex':
    case 'renameIndex':
      return impact(table, 'inplace');
    case 'renameTable':
    case 'dropTable':
      return impact(table, 'instant');
    default:
      return NO_IMPACT;
  }
}

function addedColumn({ column }: ActionOf<'addColumn'>, target: Target, mariadb: boolean): Algorithm {
  if (column.identity !== undefined) return 'copy';
  const given = known(column.default);
  const called = given !== undefined && /\(/u.test(given) && !/^current_timestamp|^now\(/iu.test(given) && !given.startsWith("'");
  if (called) return 'copy';
  return (mariadb ? since(target, 10, 3) : since(target, 8, 0, 12)) ? 'instant' : 'rebuild';
}

function alteredColumn({ column, set }: ActionOf<'alterColumn'>, columns: ReadonlyMap<string, ColumnEntry> | undefined, target: Target): Algorithm {
  const old = isUnknown(column) ? undefined : columns?.get(column)?.column;
  if (set.type !== undefined) {
    const [from, to] = [known(old?.type), known(set.type)];
    const copies = from === undefined || to === undefined ? true : mysqlTypeChange(from, to, target.dialect).rewrites;
    if (copies !== false) return 'copy';
    if (from !== to) return to?.startsWith('varchar') && target.dialect === 'mysql' ? 'inplace' : 'instant';
  }
  return set.nullable !== undefined && set.nullable !== old?.nullable ? 'rebuild' : 'instant';
}

function addedConstraint({ constraint }: ActionOf<'addConstraint'>, table: Name, before: Catalog): Impact {
  if (constraint.type === 'primaryKey') return impact(table, 'rebuild');
  if (constraint.type === 'unique') return impact(table, 'inplace', { scan: true, indexBuild: true });
  // with the checks off the rows that are there are not looked at
  if (constraint.type === 'foreignKey') return before.foreignKeysOff === true ? impact(table, 'inplace') : impact(table, 'copy');
  return impact(table, 'copy');
}
