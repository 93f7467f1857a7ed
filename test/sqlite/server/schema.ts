import type { Database } from 'node-sqlite3-wasm';
import type { Catalog, Table } from '../../../src/catalog/catalog.js';
import { plainColumn } from '../../../src/catalog/names.js';
import { canonicalSqliteType } from '../../../src/dialects/sqlite-types.js';
import { known } from '../../../src/value.js';

type Row = Record<string, string | number | null>;
const rows = (database: Database, sql: string): Row[] => database.all(sql) as Row[];
const literal = (name: unknown): string => `'${String(name).replaceAll("'", "''")}'`;

/** The schema as lines of text, from the database itself. */
export function serverSchema(database: Database): string[] {
  const out: string[] = [];
  for (const { type, name, tbl_name: table, sql } of rows(database, "SELECT * FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")) {
    if (type === 'table') out.push(...tableLines(database, String(name)));
    else if (type === 'view') out.push(`view ${name}`);
    else if (type === 'trigger') out.push(`trigger ${name} on ${table}`);
    else if (sql !== null) out.push(indexLine(database, String(table), String(name)));
  }
  return out.sort();
}

function tableLines(database: Database, table: string): string[] {
  const out = [`table ${table}`];
  const columns = rows(database, `SELECT * FROM pragma_table_xinfo(${literal(table)})`);
  for (const { name, type, notnull, dflt_value: given, pk, hidden } of columns) {
    const key = Number(pk) > 0;
    out.push(`column ${table}.${name} ${canonicalSqliteType(String(type))}${notnull && !key ? ' not null' : ''}${given === null || given === 'NULL' || hidden ? '' : ` default ${given}`}${hidden ? ' generated' : ''}`);
  }
  const key = columns.filter(({ pk }) => Number(pk) > 0).sort((left, right) => Number(left['pk']) - Number(right['pk']));
  if (key.length > 0) out.push(`key ${table} (${key.map(({ name }) => name).join(', ')})`);
  for (const { name, origin } of rows(database, `SELECT * FROM pragma_index_list(${literal(table)})`)) {
    const columns = indexColumns(database, String(name)).join(', ');
    // over the very columns of the key it says nothing new
    if (origin === 'u' && columns !== key.map((column) => column['name']).join(', ')) out.push(`unique ${table} (${columns})`);
  }
  const keys = new Map<unknown, Row[]>();
  for (const row of rows(database, `SELECT * FROM pragma_foreign_key_list(${literal(table)})`)) keys.set(row['id'], [...(keys.get(row['id']) ?? []), row]);
  for (const parts of keys.values()) {
    const [first] = parts;
    out.push(`reference ${table} (${parts.map(({ from }) => from).join(', ')}) to ${first?.['table']} delete ${first?.['on_delete']} update ${first?.['on_update']}`);
  }
  return out;
}

const indexColumns = (database: Database, index: string): string[] => rows(database, `SELECT * FROM pragma_index_info(${literal(index)}) ORDER BY seqno`).map(({ name }) => String(name ?? 'expression'));

function indexLine(database: Database, table: string, index: string): string {
  const [entry] = rows(database, `SELECT * FROM pragma_index_list(${literal(table)}) WHERE name = ${literal(index)}`);
  const descending = rows(database, `SELECT * FROM pragma_index_xinfo(${literal(index)}) WHERE key = 1 ORDER BY seqno`).map(({ name, desc }) => `${name ?? 'expression'}${desc ? ' desc' : ''}`);
  return `index ${index} on ${table} (${descending.join(', ')})${entry?.['unique'] ? ' unique' : ''}${entry?.['partial'] ? ' partial' : ''}`;
}

/** The same lines from the catalog. */
export function ourSchema(catalog: Catalog): string[] {
  const out: string[] = [];
  for (const table of catalog.tables.values()) out.push(...ourTable(table));
  for (const { object } of catalog.objects.values()) {
    if (object.kind === 'view') out.push(`view ${String(object.name)}`);
    else if (object.kind === 'trigger') out.push(`trigger ${String(object.name)} on ${known(object.table)?.name}`);
  }
  return out.sort();
}

const names = (columns: unknown): string => (Array.isArray(columns) ? columns.join(', ') : '?');

function ourTable(table: Table): string[] {
  const name = table.name.name;
  const out = [`table ${name}`];
  const constraints = [...table.constraints.values()].map(({ constraint }) => constraint);
  const primary = constraints.find((constraint) => constraint.type === 'primaryKey');
  const key: readonly unknown[] = primary && Array.isArray(primary.columns) ? primary.columns : [];
  for (const { column } of table.columns.values()) {
    const notNull = column.nullable === false && !key.includes(column.name);
    out.push(`column ${name}.${String(column.name)} ${String(column.type)}${notNull ? ' not null' : ''}${column.default === undefined || column.generated !== undefined ? '' : ` default ${String(column.default)}`}${column.generated === undefined ? '' : ' generated'}`);
  }
  if (primary) out.push(`key ${name} (${names(key)})`);
  for (const constraint of constraints) {
    if (constraint.type === 'unique' && names(constraint.columns) !== names(key)) out.push(`unique ${name} (${names(constraint.columns)})`);
    if (constraint.type !== 'foreignKey') continue;
    out.push(`reference ${name} (${names(constraint.columns)}) to ${known(constraint.references.table)?.name} delete ${String(constraint.onDelete ?? 'NO ACTION')} update ${String(constraint.onUpdate ?? 'NO ACTION')}`);
  }
  for (const { name: index, index: { columns, unique, where } } of table.indexes.values()) {
    const parts = columns.map((column) => `${/\(/u.test(String(column)) ? 'expression' : String(plainColumn(column))}${/ DESC$/u.test(String(column)) ? ' desc' : ''}`);
    out.push(`index ${index} on ${name} (${parts.join(', ')})${unique ? ' unique' : ''}${where === undefined ? '' : ' partial'}`);
  }
  return out;
}
