import type { Catalog, Table } from '../../src/catalog/catalog.js';
import { sameExpression } from '../../src/catalog/equivalent.js';
import { canonicalMysqlType } from '../../src/dialects/mysql-types.js';
import { isUnknown, known } from '../../src/value.js';
import type { Server } from './server.js';

/** A schema as lines that can be compared. */
export type Schema = ReadonlyMap<string, string>;

const plain = (text: string): string => (text.startsWith("'") ? text : /^-?[\d.]+$/u.test(text) ? String(Number(text)) : text.toLowerCase());

export function serverSchema(server: Server, database: string): Schema {
  const ask = (query: string): readonly string[][] => server.run(database, [query]).rows;
  const out = new Map<string, string>();
  const here = `'${database}'`;
  for (const [table, column, type, nullable, given, extra, comment] of ask(`SELECT table_name, column_name, column_type, is_nullable, ifnull(column_default, 'NULL'), extra, column_comment FROM information_schema.columns WHERE table_schema = ${here}`)) {
    const counts = (extra ?? '').includes('auto_increment');
    out.set(`column ${table}.${column?.toLowerCase()}`, [canonicalMysqlType(type ?? ''), nullable === 'YES' ? 'null' : 'not null', counts ? 'counts' : given === 'NULL' ? '' : plain(given ?? ''), comment].join(' | '));
  }
  for (const [table, index, columns, nonUnique] of ask(
    `SELECT table_name, index_name, group_concat(concat(lower(column_name), ifnull(concat(' (', sub_part, ')'), '')) ORDER BY seq_in_index), max(non_unique) FROM information_schema.statistics WHERE table_schema = ${here} GROUP BY 1, 2`,
  )) out.set(`index ${table}.${index}`, `${nonUnique === '0' ? 'unique ' : ''}${columns}`);
  for (const [table, name, columns, target, onto, onDelete, onUpdate] of ask(
    `SELECT k.table_name, k.constraint_name, group_concat(lower(k.column_name) ORDER BY k.ordinal_position), k.referenced_table_name, group_concat(lower(k.referenced_column_name) ORDER BY k.ordinal_position), r.delete_rule, r.update_rule FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name WHERE k.table_schema = ${here} GROUP BY 1, 2`,
  )) out.set(`foreign key ${table}.${name}`, `${columns} -> ${target} (${onto}) ${[onDelete, onUpdate].map((rule) => (rule === 'RESTRICT' || rule === 'NO ACTION' ? '' : rule)).join('/')}`);
  for (const [table, name] of ask(`SELECT table_name, constraint_name FROM information_schema.check_constraints WHERE constraint_schema = ${here}`)) out.set(`check ${table}.${name}`, '');
  return out;
}

const defaultOf = (text: string | undefined): string => (text === undefined || sameExpression(text, undefined) === true ? '' : plain(text));

function tableLines(key: string, table: Table, out: Map<string, string>): void {
  for (const [name, { column }] of table.columns) {
    const parts = [known(column.type) ?? '?', column.nullable === false ? 'not null' : 'null', column.identity ? 'counts' : defaultOf(known(column.default)), known(column.comment) ?? ''];
    // MODIFY gives a column the case that it writes, which is nothing to anybody
    out.set(`column ${key}.${name.toLowerCase()}`, parts.join(' | '));
  }
  for (const [name, { index }] of table.indexes) out.set(`index ${key}.${name}`, `${index.unique ? 'unique ' : ''}${index.columns.map((part) => (isUnknown(part) ? '?' : part.toLowerCase())).join(',')}`);
  for (const [name, { constraint }] of table.constraints) {
    const listed = (columns: unknown): string => (columns as string[]).map((column) => column.toLowerCase()).join(',');
    if (constraint.type === 'primaryKey') out.set(`index ${key}.${name}`, `unique ${listed(constraint.columns)}`);
    else if (constraint.type === 'foreignKey') {
      out.set(`foreign key ${key}.${name}`, `${listed(constraint.columns)} -> ${known(constraint.references.table)?.name ?? '?'} (${listed(constraint.references.columns)}) ${known(constraint.onDelete) ?? ''}/${known(constraint.onUpdate) ?? ''}`);
    } else out.set(`check ${key}.${name}`, '');
  }
}

export function ourSchema(catalog: Catalog): Schema {
  const out = new Map<string, string>();
  for (const [key, table] of catalog.tables) tableLines(key, table, out);
  return out;
}

export function differences(server: Schema, ours: Schema): string[] {
  const out: string[] = [];
  for (const [key, value] of server) if (ours.get(key) !== value) out.push(`${key}: the server has "${value}", the catalog ${ours.has(key) ? `"${ours.get(key) ?? ''}"` : 'nothing'}`);
  for (const [key, value] of ours) if (!server.has(key)) out.push(`${key}: the catalog has "${value}", the server nothing`);
  return out;
}
