import { quoteName } from '../dialects/postgres-types.js';
import type { ActionOf, Name } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Known } from '../value.js';
import type { Catalog, ColumnEntry, EnumType } from './catalog.js';
import type { Context } from './apply-parts.js';
import { dropColumn } from './apply-column.js';
import { mapTables, mapValues, withEntry, withEntryMoved, withKeys, withoutEntries, withoutKeys } from './edit.js';
import { nameKey, schemaOf } from './names.js';
import { replaceInKnown } from './text.js';

const spelled = new WeakMap<Name, readonly string[]>();

/** The texts by which a column's type names a user type, its arrays left out. */
function spellings(name: Name): readonly string[] {
  const known = spelled.get(name);
  if (known) return known;
  const made = spellingsOf(name);
  spelled.set(name, made);
  return made;
}

function spellingsOf(name: Name): readonly string[] {
  const schema = schemaOf(name);
  const texts = [quoteName(name.name), name.name];
  return schema === undefined ? [...texts, ...texts.map((text) => `public.${text}`)] : texts.map((text) => `${quoteName(schema)}.${text}`);
}

/** Whether a column's type text is the user type or an array of it. */
export function isOfType(type: Known<string>, name: Name): boolean {
  if (isUnknown(type)) return false;
  const element = type.endsWith(']') ? type.replace(/(?:\[\d*\])+$/u, '') : type;
  return spellings(name).includes(element);
}

/** The enum type that a column's type text names, in the default schema or its own. */
export function enumOf(catalog: Catalog, type: Known<string>): EnumType | undefined {
  if (isUnknown(type)) return undefined;
  for (const entry of catalog.enums.values()) if (isOfType(type, entry.name)) return entry;
  return undefined;
}

const withEnum = (catalog: Catalog, key: string, entry: EnumType): Catalog => ({
  ...catalog,
  enums: withEntry(catalog.enums, key, entry),
  absent: withoutKeys(catalog.absent, key),
});

/** CREATE TYPE ... AS ENUM. A type that surely exists stays as it is. */
export function createEnum(context: Context, operation: ActionOf<'createEnum'>): Catalog {
  const { catalog } = context;
  if (isUnknown(operation.name)) return { ...catalog, complete: false };
  const key = nameKey(operation.name);
  const present = catalog.enums.get(key);
  if ((present && !present.uncertain) || catalog.objects.has(`type:${key}`) || catalog.objects.has(`domain:${key}`)) return catalog;
  const values = isUnknown(operation.values) ? [] : operation.values;
  // behind IF NOT EXISTS a type that was there before may have other labels
  const sure = operation.ifNotExists !== true || catalog.complete || catalog.absent.has(key);
  return withEnum(catalog, key, {
    name: operation.name,
    values,
    complete: !isUnknown(operation.values) && sure && !values.some((value) => isUnknown(value)),
    uncertain: context.maybe,
    ...(operation.implicit ? { implicit: true } : {}),
    made: context.made,
  });
}

/** DROP TYPE of an enum. The server refuses while a column has the type, unless it says CASCADE: then the columns go. */
export function dropEnum(context: Context, operation: Pick<ActionOf<'dropEnum'>, 'name' | 'cascade'>): Catalog {
  const { catalog, maybe } = context;
  const { name } = operation;
  if (isUnknown(name)) return { ...catalog, complete: false };
  const key = nameKey(name);
  const entry = catalog.enums.get(key);
  if (!entry) return maybe ? catalog : { ...catalog, absent: withKeys(catalog.absent, key) };
  if (maybe && !entry.uncertain) return withEnum(catalog, key, { ...entry, uncertain: true });
  const uses = (column: ColumnEntry): boolean => isOfType(column.column.type, name);
  const out = operation.cascade ? dropColumnsOf(context, name) : catalog;
  if (!operation.cascade && !maybe) {
    for (const table of catalog.tables.values()) {
      for (const column of table.columns.values()) if (uses(column) && !column.uncertain && !table.uncertain) return catalog;
    }
  }
  return { ...out, enums: withoutEntries(out.enums, [key]), absent: maybe ? out.absent : withKeys(out.absent, key) };
}

/** The catalog without the columns that have a type. */
export function dropColumnsOf(context: Context, type: Name): Catalog {
  let { catalog } = context;
  for (const table of context.catalog.tables.values()) {
    for (const [column, held] of table.columns) {
      if (isOfType(held.column.type, type)) catalog = dropColumn({ ...context, catalog }, { kind: 'dropColumn', table: table.name, column, cascade: true });
    }
  }
  return catalog;
}

/** ALTER TYPE of an enum: a label added or renamed, or the type renamed. */
export function alterEnum(context: Context, operation: ActionOf<'alterEnum'>): Catalog {
  const { catalog } = context;
  if (isUnknown(operation.name)) return catalog;
  const key = nameKey(operation.name);
  let entry = catalog.enums.get(key);
  if (!entry) return catalog;
  const { addValue, renameValue, to } = operation;
  const { made } = context;
  const uncertain = entry.uncertain || context.maybe;
  if (addValue !== undefined) entry = { ...entry, ...withLabel(entry, addValue, operation), uncertain, made };
  if (renameValue !== undefined) {
    const { from, to: label } = renameValue;
    const named = !isUnknown(from) && entry.values.includes(from);
    entry = { ...entry, values: entry.values.map((value) => (named && value === from ? label : value)), complete: entry.complete && named && !isUnknown(label), uncertain, made };
  }
  if (to === undefined) return entry === catalog.enums.get(key) ? catalog : withEnum(catalog, key, entry);
  if (isUnknown(to)) return { ...catalog, enums: withoutEntries(catalog.enums, [key]), absent: withKeys(catalog.absent, key), complete: false };
  return renamedEnum(context, key, entry, { ...operation.name, name: to });
}

function withLabel(entry: EnumType, label: Known<string>, place: Pick<ActionOf<'alterEnum'>, 'before' | 'after'>): Pick<EnumType, 'values' | 'complete'> {
  if (isUnknown(label)) return { values: entry.values, complete: false };
  if (entry.values.includes(label)) return entry;
  const values = [...entry.values];
  const at = place.before !== undefined ? values.indexOf(place.before) : place.after !== undefined ? values.indexOf(place.after) + 1 : -1;
  if (at > 0 || (place.before !== undefined && at === 0)) values.splice(at, 0, label);
  else values.push(label);
  return { values, complete: entry.complete };
}

/** The catalog with an enum under another name. */
export function renamedEnum(context: Pick<Context, 'catalog' | 'maybe'>, key: string, entry: EnumType, name: Name): Catalog {
  const { catalog, maybe } = context;
  const next = nameKey(name);
  if (next === key || (catalog.enums.has(next) && catalog.enums.get(next)?.uncertain !== true)) return catalog;
  if (maybe) {
    const copied = withEnum(catalog, next, { ...entry, name, uncertain: true });
    return entry.uncertain ? { ...copied, enums: withoutEntries(copied.enums, [key]) } : withEnum(copied, key, { ...entry, uncertain: true });
  }
  const moved: Catalog = {
    ...catalog,
    enums: withEntryMoved(catalog.enums, key, next, { ...entry, name }),
    absent: withKeys(withoutKeys(catalog.absent, next), key),
  };
  return withColumnsRetyped(moved, entry.name, name);
}

/** The catalog after a type was renamed: the types of columns and the casts in their defaults follow. */
export function withColumnsRetyped(catalog: Catalog, from: Name, to: Name): Catalog {
  const schema = schemaOf(to);
  const written = schema === undefined ? quoteName(to.name) : `${quoteName(schema)}.${quoteName(to.name)}`;
  return mapTables(catalog, (table) => {
    const columns = mapValues(table.columns, (held) => {
      const { column } = held;
      if (isUnknown(column.type) || !isOfType(column.type, from)) return held;
      const type = written + (/(?:\[\d*\])+$/u.exec(column.type)?.[0] ?? '');
      const given = column.default === undefined ? {} : { default: replaceInKnown(column.default, from.name, to.name) };
      return { ...held, column: { ...column, type, ...given } };
    });
    return columns === table.columns ? table : { ...table, columns };
  });
}
