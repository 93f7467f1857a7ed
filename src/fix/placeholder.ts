import { enumOf } from '../catalog/apply-type.js';
import type { Catalog, Table } from '../catalog/catalog.js';
import { constraintColumns, nameKey } from '../catalog/names.js';
import type { Column } from '../operation.js';
import { factsOf } from '../dialects/dialect.js';
import type { Dialect } from '../target.js';
import { isUnknown, known } from '../value.js';

const BY_TYPE: readonly (readonly [RegExp, string])[] = [
  [/\[\]$/u, "'{}'"],
  [/^(?:smallint|integer|bigint|int|tinyint|mediumint|numeric|decimal|real|float|double|money)/u, '0'],
  [/^(?:boolean|bool)\b/u, 'false'],
  [/^jsonb?\b/u, "'{}'"],
  [/^(?:timestamp|datetime)/u, 'CURRENT_TIMESTAMP'],
  [/^date\b/u, 'CURRENT_DATE'],
  [/^time\b/u, "'00:00'"],
  [/^interval/u, "'0'"],
  [/^(?:character|varchar|char|text|tinytext|mediumtext|longtext|citext|nvarchar|national|bytea|blob)/u, "''"],
];

/** What rows that have no value get until somebody knows better; `undefined`: there is nothing that would do. */
export function placeholderFor(catalog: Catalog, table: Table, column: Column, dialect: Dialect): string | undefined {
  const type = known(column.type);
  const name = known(column.name);
  if (type === undefined || name === undefined) return undefined;
  const { quoteName } = factsOf(dialect);
  for (const { constraint } of table.constraints.values()) {
    const columns = constraintColumns(constraint);
    if (!columns?.includes(name)) continue;
    if (constraint.type === 'unique' || constraint.type === 'primaryKey') {
      if (columns.length === 1) return uniqueValue(type, dialect);
    } else if (constraint.type === 'foreignKey' && columns.length === 1 && !isUnknown(constraint.references.table) && !isUnknown(constraint.references.columns)) {
      const target = known(constraint.references.columns[0]);
      return target === undefined ? undefined : `(SELECT min(${quoteName(target)}) FROM ${nameKey(constraint.references.table)})`;
    }
  }
  if (dialect === 'postgres' && type === 'uuid') return 'gen_random_uuid()';
  const label = enumOf(catalog, type)?.values[0] ?? undefined;
  if (label !== undefined) return isUnknown(label) ? undefined : `'${label.replaceAll("'", "''")}'`;
  const first = /^enum\(('(?:[^']|'')*')/u.exec(type)?.[1];
  return first ?? BY_TYPE.find(([pattern]) => pattern.test(type))?.[1];
}

function uniqueValue(type: string, dialect: Dialect): string | undefined {
  if (dialect !== 'postgres') return undefined;
  if (type === 'uuid') return 'gen_random_uuid()';
  return /^(?:text|character varying(?:\((?:3[6-9]|[4-9]\d|\d{3,})\))?)$/u.test(type) ? 'gen_random_uuid()::text' : undefined;
}
