import type { ActionOf, Name, SchemaObject } from '../operation.js';
import { isUnknown, unknown } from '../value.js';
import type { Catalog, ObjectEntry, Table } from './catalog.js';
import { dropColumnsOf, dropEnum, isOfType, renamedEnum, withColumnsRetyped } from './apply-type.js';
import { dropTable, renameTable } from './apply-table.js';
import type { Context } from './apply-parts.js';
import { changeTable } from './apply-parts.js';
import { mapValues, withEntry, withKeys, withoutEntries, withoutKeys } from './edit.js';
import { nameKey, objectKey, schemaOf } from './names.js';
import { mentions } from './text.js';

const DEPENDS_ON_READ: ReadonlySet<SchemaObject['kind']> = new Set(['view', 'materializedView', 'rule']);

/** Views that read a table or view. Functions do not count: their bodies are no dependency for the server. */
export function readersOf(catalog: Catalog, key: string): readonly ObjectEntry[] {
  const out: ObjectEntry[] = [];
  for (const entry of catalog.objects.values()) {
    if (DEPENDS_ON_READ.has(entry.object.kind) && entry.object.reads?.some((name) => nameKey(name) === key)) out.push(entry);
  }
  return out;
}

/** A view that reads one table alone and names the column needs it for sure; of the others that cannot be told. */
export const needsColumn = ({ object }: ObjectEntry, column: string): boolean =>
  object.reads?.length === 1 && object.definition !== undefined && !isUnknown(object.definition) && mentions(object.definition, column);

/** The catalog after a column was dropped with CASCADE: views that need it are gone, those that may need it may be. */
export function dropReadersOfColumn(catalog: Catalog, table: string, column: string): Catalog {
  const readers = readersOf(catalog, table);
  const out = dropReaders(catalog, readers.filter((reader) => needsColumn(reader, column)));
  const doubtful = new Set(readers.filter((reader) => !needsColumn(reader, column)).map(({ object }) => objectKey(object)));
  if (doubtful.size === 0) return out;
  return { ...out, objects: mapValues(out.objects, (entry, key) => (doubtful.has(key) && !entry.uncertain ? { ...entry, uncertain: true } : entry)) };
}

/** The catalog without some views, and without the views that read them. */
export function dropReaders(catalog: Catalog, readers: readonly ObjectEntry[]): Catalog {
  let out = catalog;
  for (const { object } of readers) {
    const key = objectKey(object);
    if (key === undefined || !out.objects.has(key)) continue;
    out = { ...out, objects: withoutEntries(out.objects, [key]), absent: withKeys(out.absent, key) };
    if (!isUnknown(object.name)) out = dropReaders(out, readersOf(out, nameKey({ schema: object.schema, name: object.name })));
  }
  return out;
}

/** The catalog with every object mapped and listed under the key that it then has. */
export function relocateObjects(catalog: Catalog, change: (object: SchemaObject) => SchemaObject): Catalog {
  let changed = false;
  const objects = new Map<string, ObjectEntry>();
  for (const [key, entry] of catalog.objects) {
    const object = change(entry.object);
    if (object === entry.object) objects.set(key, entry);
    else {
      changed = true;
      objects.set(objectKey(object) ?? key, { ...entry, object });
    }
  }
  return changed ? { ...catalog, objects } : catalog;
}

const withObject = (catalog: Catalog, key: string, entry: ObjectEntry): Catalog => ({
  ...catalog,
  objects: withEntry(catalog.objects, key, entry),
  absent: withoutKeys(catalog.absent, key),
});

/** CREATE of a view, function, trigger ... `OR REPLACE` takes the place of one that exists. */
export function createObject(context: Context, operation: ActionOf<'createObject'>): Catalog {
  const { catalog, maybe, made } = context;
  const { object } = operation;
  if (object.kind === 'comment') return setTableComment(context, object);
  if (object.kind === 'table' || object.kind === 'grant') return catalog;
  const key = objectKey(object);
  if (key === undefined) return catalog;
  const present = catalog.objects.get(key);
  if (present && !present.uncertain && operation.orReplace !== true) return catalog;
  const relation = isUnknown(object.name) ? '' : nameKey({ schema: object.schema, name: object.name });
  if ((object.kind === 'view' || object.kind === 'materializedView' || object.kind === 'sequence') && catalog.tables.get(relation)?.uncertain === false) return catalog;
  const complete = operation.ifNotExists !== true || catalog.complete || catalog.absent.has(key);
  return withObject(catalog, key, { object, complete, uncertain: maybe, made, ...columnsThen(catalog, object) });
}

/** The columns of the tables that a view reads, as they are now: `SELECT *` takes these and no later ones. */
function columnsThen(catalog: Catalog, object: SchemaObject): Pick<ObjectEntry, 'columnsThen'> {
  if (object.kind !== 'view' && object.kind !== 'materializedView') return {};
  return { columnsThen: new Map((object.reads ?? []).map((name) => [nameKey(name), new Set(catalog.tables.get(nameKey(name))?.columns.keys())])) };
}

/** SQLite and MySQL drop a trigger by its name alone. */
function onItsTable(catalog: Catalog, object: SchemaObject): SchemaObject {
  if (object.kind !== 'trigger' || object.table !== undefined) return object;
  for (const { object: each } of catalog.objects.values()) if (each.kind === 'trigger' && each.name === object.name) return each;
  return object;
}

/** DROP of a view, function, trigger ..., of a composite or enum type, or of a schema with all that is in it. */
export function dropObject(context: Context, operation: ActionOf<'dropObject'>): Catalog {
  const { catalog, maybe } = context;
  const object = onItsTable(catalog, operation.object);
  if (object.kind === 'comment') return setTableComment(context, { ...object, definition: undefined });
  if (object.kind === 'grant' || isUnknown(object.name)) return catalog;
  const name: Name = { ...(object.schema === undefined ? {} : { schema: object.schema }), name: object.name };
  if (object.kind === 'table') return dropTable(context, { kind: 'dropTable', table: name, cascade: operation.cascade });
  if (object.kind === 'type' && catalog.enums.has(nameKey(name))) return dropEnum(context, { name, cascade: operation.cascade });
  const key = objectKey(object);
  if (key === undefined) return catalog;
  const entry = catalog.objects.get(key);
  const dropped = object.kind === 'schema' && operation.cascade && !maybe ? withoutSchema(catalog, object.name) : catalog;
  if (!entry) return maybe ? dropped : { ...dropped, absent: withKeys(dropped.absent, key) };
  if (maybe && !entry.uncertain) return withObject(dropped, key, { ...entry, uncertain: true });
  const dependents = dependentsOf(catalog, object, nameKey(name));
  if (!operation.cascade && !maybe && (dependents.some((dependent) => !dependent.uncertain) || (isType(object) && isColumnType(catalog, name)))) return catalog;
  const readerless = dropReaders(dropped, maybe ? [] : dependents);
  const out = isType(object) && operation.cascade ? dropColumnsOf({ ...context, catalog: readerless }, name) : readerless;
  const removed = { ...out, objects: withoutEntries(out.objects, [key]), absent: maybe ? out.absent : withKeys(out.absent, key) };
  return object.kind === 'materializedView' ? withoutLooseIndexes(removed, nameKey(name)) : removed;
}

const isType = (object: SchemaObject): boolean => object.kind === 'domain' || object.kind === 'type';

/** Whether a column has the type for sure: the server then refuses to drop it. */
const isColumnType = (catalog: Catalog, name: Name): boolean =>
  [...catalog.tables.values()].some((table) => !table.uncertain && [...table.columns.values()].some((held) => !held.uncertain && isOfType(held.column.type, name)));

function dependentsOf(catalog: Catalog, object: SchemaObject, key: string): readonly ObjectEntry[] {
  if (object.kind === 'view' || object.kind === 'materializedView') return readersOf(catalog, key);
  if (object.kind !== 'function' || isUnknown(object.name)) return [];
  const name = object.name.replace(/\s*\(.*$/su, '');
  const executes = (entry: ObjectEntry): boolean => {
    const { definition } = entry.object;
    if (entry.object.kind !== 'trigger' || definition === undefined || isUnknown(definition)) return false;
    const called = /\bexecute\s+(?:function|procedure)\s+(.*)$/isu.exec(definition)?.[1];
    return called !== undefined && mentions(called.replace(/\(.*$/su, ''), name);
  };
  return [...catalog.objects.values()].filter(executes);
}

function withoutLooseIndexes(catalog: Catalog, on: string): Catalog {
  const gone = [...(catalog.looseIndexes ?? [])].filter(([, entry]) => entry.on && nameKey(entry.on) === on).map(([key]) => key);
  return gone.length === 0 || !catalog.looseIndexes ? catalog : { ...catalog, looseIndexes: withoutEntries(catalog.looseIndexes, gone), absent: withKeys(catalog.absent, ...gone.map((key) => `index:${key}`)) };
}

function withoutSchema(catalog: Catalog, schema: string): Catalog {
  const home = schemaOf({ schema });
  const tables = [...catalog.tables].filter(([, table]) => schemaOf(table.name) === home).map(([key]) => key);
  const enums = [...catalog.enums].filter(([, entry]) => schemaOf(entry.name) === home).map(([key]) => key);
  const objects = [...catalog.objects].filter(([, { object }]) => schemaOf(object.table === undefined || isUnknown(object.table) ? object : object.table) === home && object.kind !== 'extension' && object.kind !== 'schema').map(([key]) => key);
  return {
    ...catalog,
    tables: withoutEntries(catalog.tables, tables),
    enums: withoutEntries(catalog.enums, enums),
    objects: withoutEntries(catalog.objects, objects),
    absent: withKeys(catalog.absent, ...tables, ...enums, ...objects),
  };
}

/** ALTER of a table (settings), a comment on one, or of an object: renamed, moved, given to a table, or changed. */
export function alterObject(context: Context, operation: ActionOf<'alterObject'>): Catalog {
  const { catalog } = context;
  const { object, to, action } = operation;
  if (object.kind === 'comment') return setTableComment(context, object);
  if (object.kind === 'grant' || isUnknown(object.name)) return catalog;
  const name: Name = { ...(object.schema === undefined ? {} : { schema: object.schema }), name: object.name };
  if (object.kind === 'table' && to === undefined) return changeTable(context, name, (table) => withSetting(table, action));
  const moved = /^set schema "?([^"]+)"?$/iu.exec(action ?? '')?.[1];
  if (to !== undefined && isUnknown(to)) return { ...catalog, complete: false };
  const target: Name | undefined = moved !== undefined ? { schema: moved, name: name.name } : to !== undefined ? { ...name, name: to } : undefined;
  if (target) {
    if (object.kind === 'table') return renameTable(context, { kind: 'renameTable', table: name, to: target.name, ...(moved === undefined ? {} : { toSchema: moved }) });
    if (object.kind === 'schema') return renameSchema(context, object, target.name);
    const type = catalog.enums.get(nameKey(name));
    return object.kind === 'type' && type ? renamedEnum(context, nameKey(name), type, target) : renameObject(context, object, target);
  }
  return changeObject(context, object, action);
}

/** The catalog with an object under another name. */
export function renameObject(context: Context, object: SchemaObject, to: Name): Catalog {
  const { catalog, maybe, made } = context;
  const from = objectKey(object);
  const entry = from === undefined ? undefined : catalog.objects.get(from);
  if (from === undefined || !entry) return catalog;
  const onTable = object.kind === 'trigger' || object.kind === 'policy' || object.kind === 'rule';
  const renamed: SchemaObject = { ...entry.object, name: to.name, ...(onTable || to.schema === undefined ? {} : { schema: to.schema }) };
  const key = objectKey(renamed);
  if (key === undefined || key === from || catalog.objects.has(key)) return catalog;
  const put = withObject(catalog, key, { ...entry, object: renamed, uncertain: entry.uncertain || maybe, made });
  if (maybe && !entry.uncertain) return withObject(put, from, { ...entry, uncertain: true });
  const out = { ...put, objects: withoutEntries(put.objects, [from]), absent: withKeys(put.absent, from) };
  const old = isUnknown(object.name) ? undefined : nameKey({ schema: object.schema, name: object.name });
  if (isType(object) && !isUnknown(object.name)) return withColumnsRetyped(out, { ...(object.schema === undefined ? {} : { schema: object.schema }), name: object.name }, to);
  return onTable ? out : relocateObjects(out, (other) => (other.reads?.some((read) => nameKey(read) === old) ? { ...other, reads: other.reads.map((read) => (nameKey(read) === old ? to : read)) } : other));
}

function renameSchema(context: Context, object: SchemaObject, to: string): Catalog {
  const home = isUnknown(object.name) ? undefined : schemaOf({ schema: object.name });
  let out = renameObject(context, { ...object, schema: undefined }, { name: to });
  if (home === undefined) return out;
  for (const table of out.tables.values()) {
    if (schemaOf(table.name) === home) out = renameTable({ ...context, catalog: out }, { kind: 'renameTable', table: table.name, to: table.name.name, toSchema: to });
  }
  for (const [key, entry] of out.enums) if (schemaOf(entry.name) === home) out = renamedEnum({ ...context, catalog: out }, key, entry, { schema: to, name: entry.name.name });
  return relocateObjects(out, (other) => (schemaOf(other) === home ? { ...other, schema: to } : other));
}

const OWNED_BY = /\bowned by\s+(\S+)\.[^.\s]+$/iu;
const KEEPS_DEFINITION = /^(?:owner|set tablespace|depends|refresh)/iu;

function changeObject(context: Context, object: SchemaObject, action: string | undefined): Catalog {
  const { catalog, maybe, made } = context;
  const key = objectKey(object);
  const entry = key === undefined ? undefined : catalog.objects.get(key);
  if (key === undefined || !entry || KEEPS_DEFINITION.test(action ?? '')) return catalog;
  const owner = object.kind === 'sequence' ? OWNED_BY.exec(action ?? '')?.[1] : undefined;
  if (owner !== undefined) {
    const parts = owner.split('.').map((text) => text.replaceAll('"', ''));
    const table: Name = { ...(parts.length > 1 ? { schema: parts[0] ?? '' } : {}), name: parts[parts.length - 1] ?? '' };
    return withObject(catalog, key, { ...entry, object: { ...entry.object, table } });
  }
  return withObject(catalog, key, { ...entry, object: { ...entry.object, definition: unknown('unsupported') }, uncertain: entry.uncertain || maybe, made });
}

function setTableComment(context: Context, object: SchemaObject): Catalog {
  const name: Name | undefined =
    object.table !== undefined ? (isUnknown(object.table) ? undefined : object.table) : isUnknown(object.name) ? undefined : { schema: object.schema, name: object.name };
  if (name === undefined || !context.catalog.tables.has(nameKey(name))) return context.catalog;
  // one on a constraint or trigger names its table, too
  if (object.table !== undefined && object.name !== name.name) return context.catalog;
  return changeTable(context, name, (table) => {
    const { comment: _, ...rest } = table;
    const text = object.definition;
    const removed = text === undefined || (typeof text === 'string' && /^(?:''|null|)$/iu.test(text.trim()));
    return removed ? rest : { ...rest, comment: text };
  });
}

/** What a table has without being told: a setting that says so again is no setting. */
const STANDARD = new Set(['disable row level security', 'no force row level security', 'set logged', 'replica identity default', 'set without cluster', 'set with oids', 'set without oids']);

/** Done once, and nothing of it is kept. */
const PASSING = /^(?:lock|vacuum|analyze|reindex|cluster$|refresh|check|validate)\b/u;

/** The table with a setting remembered by its subject, so that `enable x` and then `disable x` leave nothing. */
export function withSetting(table: Table, action: string | undefined): Table {
  const text = action?.trim().replace(/\s+/gu, ' ').toLowerCase();
  if (text === undefined || text === '' || PASSING.test(text)) return table;
  const [subject, value] = settingOf(text);
  const settings = new Map(table.settings);
  if (value === undefined && table.complete) settings.delete(subject);
  else settings.set(subject, value ?? STANDARD_VALUE);
  const { settings: _, ...rest } = table;
  return settings.size === 0 ? rest : { ...rest, settings };
}

/** Value of a setting that has been put back to what a new table has. */
export const STANDARD_VALUE = 'default';

function settingOf(text: string): readonly [subject: string, value: string | undefined] {
  const match =
    /^(no force|force) (.+)$/u.exec(text) ??
    /^(enable|disable)(?: always| replica)? (.+)$/u.exec(text) ??
    /^(attach|detach) (partition \S+)/u.exec(text) ??
    /^(no inherit|inherit) (.+)$/u.exec(text) ??
    /^(set|reset) (\(\s*[\w.]+)/u.exec(text);
  const [, verb, rest] = match ?? [];
  if (verb === undefined || rest === undefined) {
    const subject = /^(?:owner|replica identity|cluster|set (?:un)?logged|set tablespace|set access method|set statistics|set storage)/u.exec(text)?.[0] ?? text;
    return [subject.replace('unlogged', 'logged'), STANDARD.has(text) ? undefined : text];
  }
  const subject = verb.endsWith('force') ? `force ${rest}` : verb === 'set' || verb === 'reset' ? `set ${rest.slice(1).trim()}` : verb.endsWith('inherit') ? `inherit ${rest}` : rest;
  const trigger = subject.startsWith('trigger') || subject.startsWith('rule');
  if (trigger) return [subject, verb === 'enable' && text.startsWith('enable trigger') ? undefined : text];
  const undone = verb === 'no force' || verb === 'disable' || verb === 'detach' || verb === 'no inherit' || verb === 'reset';
  return [subject, undone ? undefined : verb === 'set' ? text : verb];
}
