import { enumOf } from '../catalog/apply-type.js';
import type { Table } from '../catalog/catalog.js';
import { nameKey } from '../catalog/names.js';
import { factsOf } from '../dialects/dialect.js';
import { defaultCastable, typeChange } from '../dialects/postgres-casts.js';
import type { Column, ColumnChange } from '../operation.js';
import { isUnknown, known } from '../value.js';
import { placeholderFor } from './placeholder.js';
import type { Way } from './undo.js';

/** Columns of tables that stay. */
export function undoColumns(way: Way, what: 'drop' | 'add' | 'alter'): void {
  if (what === 'drop') return dropColumns(way);
  if (what === 'add') return addColumns(way);
  for (const [key, names] of changedColumns(way)) for (const [name, attributes] of names) restore(way, key, name, attributes);
  for (const { attribute, name } of way.of('table', 'changed')) restoreTable(way, name, attribute ?? '');
}

function dropColumns(way: Way): void {
  const left = way.of('column', 'left');
  for (const { table: key = '', name } of [...left].reverse()) {
    const table = way.current.tables.get(key);
    if (table?.columns.has(name)) way.add({ kind: 'dropColumn', table: table.name, column: name });
  }
}

function addColumns(way: Way): void {
  for (const { table: key = '', name } of way.of('column', 'lost')) {
    const table = way.to.tables.get(key);
    const entry = table?.columns.get(name);
    if (!table || !entry) continue;
    const { column } = entry;
    if (isUnknown(column.type) || isUnknown(column.nullable) || isUnknown(column.default) || isUnknown(column.generated)) {
      way.obstacle(`the definition of the column ${key}.${name} is not known`);
      continue;
    }
    add(way, table, name, column);
  }
}

const isFilled = (column: Column): boolean => column.nullable !== false || column.default !== undefined || column.identity !== undefined || column.generated !== undefined;

function add(way: Way, table: Table, name: string, column: Column): void {
  const comment = column.generated === undefined ? 'The values of this column cannot be restored.' : undefined;
  if (isFilled(column)) {
    way.add({ kind: 'addColumn', table: table.name, column }, { ...(comment !== undefined && { comment }) });
    return;
  }
  way.add({ kind: 'addColumn', table: table.name, column: { ...column, nullable: true } }, { ...(comment !== undefined && { comment }) });
  requireValues(way, table, name, column, false);
}

/** NOT NULL again, once every row has some value. */
function requireValues(way: Way, table: Table, name: string, column: Column, alreadyThere: boolean): void {
  const value = placeholderFor(way.to, table, column, way.target.dialect);
  const { quoteName } = factsOf(way.target.dialect);
  if (value !== undefined) {
    const sql = `UPDATE ${tableText(way, table)} SET ${quoteName(name)} = ${value} WHERE ${quoteName(name)} IS NULL`;
    way.add(
      { kind: 'modifyRows', verb: 'update', table: table.name, filtered: true, columns: [name], setsNotNull: [name], whereNull: [name] },
      { sql, comment: alreadyThere ? 'Rows may have no value by now: choose what they get.' : 'A placeholder: choose what the rows get.' },
    );
  }
  const comment = value === undefined ? 'Fails while a row has no value: fill them first.' : undefined;
  way.add({ kind: 'alterColumn', table: table.name, column: name, set: { nullable: false } }, { column, ...(comment !== undefined && { comment }) });
}

function tableText(way: Way, { name }: Table): string {
  const { quoteName } = factsOf(way.target.dialect);
  return name.schema === undefined ? quoteName(name.name) : `${quoteName(name.schema)}.${quoteName(name.name)}`;
}

/** Table -> column -> what is different about it. */
function changedColumns(way: Way): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const tables = new Map<string, Map<string, Set<string>>>();
  for (const { table = '', name, attribute = '' } of way.of('column', 'changed')) {
    const columns = tables.get(table) ?? new Map<string, Set<string>>();
    tables.set(table, columns.set(name, (columns.get(name) ?? new Set()).add(attribute)));
  }
  return tables;
}

function restore(way: Way, key: string, name: string, attributes: ReadonlySet<string>): void {
  const table = way.to.tables.get(key);
  const then = table?.columns.get(name)?.column;
  const now = way.current.tables.get(key)?.columns.get(name)?.column;
  if (!table || !then || !now) return;
  const place = { kind: 'alterColumn', table: table.name, column: name } as const;
  if (attributes.has('generated') || attributes.has('collation') || attributes.has('identity')) {
    way.obstacle(`the ${[...attributes].join(' and ')} of the column ${key}.${name} cannot be changed in place`);
    return;
  }
  const type = attributes.has('type') && !isUnknown(then.type) && now.type !== then.type ? then.type : undefined;
  const change = type === undefined ? undefined : conversion(way, now, type, name);
  const restored = then.default === undefined ? null : then.default;
  const set: ColumnChange = {
    ...(type !== undefined && { type }),
    ...(attributes.has('nullable') && then.nullable === true && { nullable: true }),
    ...((attributes.has('default') || change?.dropsDefault) && { default: restored }),
    ...(attributes.has('comment') && { comment: then.comment ?? null }),
  };
  const stays = { ...then, ...(attributes.has('nullable') && then.nullable === false && { nullable: true }) };
  if (change?.dropsDefault) way.add({ ...place, set: { default: null } }, { column: now });
  if (Object.keys(set).length > 0) {
    // a default of the new type comes once the column has it
    const { default: fallback, ...rest } = set;
    const apart = change !== undefined && fallback !== undefined && Object.keys(rest).length > 0;
    const noDefault = change?.dropsDefault === true && fallback === null;
    const comment = change?.comment;
    if (apart || noDefault) way.add({ ...place, set: rest, ...(change?.using !== undefined && { using: change.using }) }, { column: { ...stays, default: undefined }, ...(comment !== undefined && { comment }) });
    else way.add({ ...place, set, ...(change?.using !== undefined && { using: change.using }) }, { column: stays, ...(comment !== undefined && { comment }) });
    if (apart && !noDefault) way.add({ ...place, set: { default: fallback } }, { column: stays });
  }
  if (attributes.has('nullable') && then.nullable === false) requireValues(way, table, name, then, true);
}

interface Conversion {
  readonly using?: string;
  readonly dropsDefault: boolean;
  readonly comment?: string;
}

/** How the values of a column become those of another type, where the server does not know by itself. */
function conversion(way: Way, now: Column, type: string, name: string): Conversion {
  const from = known(now.type);
  if (way.target.dialect !== 'postgres' || from === undefined) return { dropsDefault: false };
  const isEnum = (text: string): boolean => enumOf(way.current, text) !== undefined;
  const column = factsOf('postgres').quoteName(name);
  const { castable, loss } = typeChange(from, type, 'using', isEnum);
  const dropsDefault = now.default !== undefined && defaultCastable(known(now.default), from, type, isEnum) !== true;
  const comment = loss === 'mayFail' ? `Fails while a value does not fit in ${type}.` : loss === 'loses' ? `Loses what does not fit in ${type}.` : undefined;
  const using = castable === 'automatic' ? undefined : castable === 'needsUsing' ? `${column}::${type}` : throughText(from, type, column);
  return { dropsDefault, ...(using !== undefined && { using }), ...(comment !== undefined && { comment }) };
}

function throughText(from: string, type: string, column: string): string {
  const [array, wasArray] = [type.endsWith('[]'), from.endsWith('[]')];
  if (array && !wasArray) return `ARRAY[${column}]::${type}`;
  if (wasArray && !array) return `${column}[1]::${type}`;
  return `${column}::text${array ? '[]' : ''}::${type}`;
}

function restoreTable(way: Way, key: string, attribute: string): void {
  const table = way.to.tables.get(key);
  if (!table) return;
  way.obstacle(`the ${attribute} of the table ${nameKey(table.name)} is not written back`);
}
