import type { Catalog, ColumnEntry, ConstraintEntry, IndexEntry, Table } from '../../../src/catalog/catalog.js';
import { normalExpression } from '../../../src/catalog/equivalent.js';
import { nameKey, plainColumn } from '../../../src/catalog/names.js';
import { isUnknown, type Known } from '../../../src/value.js';
import type { Schema } from './server-schema.js';

type Facts = Record<string, string>;

const written = (name: { readonly schema?: string; readonly name: string }): string => (name.schema === undefined || name.schema === 'public' ? name.name : `${name.schema}.${name.name}`);
const listed = (names: Known<readonly Known<string>[]>): string | undefined => (isUnknown(names) || names.some((name) => isUnknown(name)) ? undefined : names.join(','));

/** What is not known is not said. */
function known(facts: Readonly<Record<string, string | boolean | undefined>>): Facts {
  return Object.fromEntries(Object.entries(facts).flatMap(([fact, value]) => (value === undefined ? [] : [[fact, String(value)]])));
}
const expression = (text: Known<string> | undefined): string | undefined => (text === undefined ? '' : isUnknown(text) ? undefined : normalExpression(text));

function columnFacts({ column }: ColumnEntry): Facts {
  return known({
    type: isUnknown(column.type) ? undefined : column.type,
    nullable: isUnknown(column.nullable) ? undefined : column.nullable,
    default: expression(column.default),
    identity: column.identity === undefined ? '' : column.identity === 'always' ? 'a' : 'd',
    generated: expression(column.generated),
  });
}

const TYPES = { primaryKey: 'p', unique: 'u', foreignKey: 'f', check: 'c', exclude: 'x' } as const;
const ACTIONS: Readonly<Record<string, string>> = { CASCADE: 'c', 'SET NULL': 'n', 'SET DEFAULT': 'd', RESTRICT: 'r' };

function constraintFacts({ constraint, valid }: ConstraintEntry): Facts {
  const shared = { type: TYPES[constraint.type], valid, deferrable: constraint.deferrable === true };
  if ('expression' in constraint) return known({ ...shared, columns: constraint.type === 'check' ? [...(constraint.columns ?? [])].sort().join(',') : undefined });
  if (!('references' in constraint)) return known({ ...shared, columns: listed(constraint.columns) });
  const { table, columns } = constraint.references;
  const action = (text: Known<string> | undefined): string | undefined => (text === undefined ? 'a' : isUnknown(text) ? undefined : ACTIONS[text]);
  return known({ ...shared, columns: listed(constraint.columns), table: isUnknown(table) ? undefined : written(table), references: listed(columns), onDelete: action(constraint.onDelete), onUpdate: action(constraint.onUpdate) });
}

function indexFacts({ index }: IndexEntry): Facts {
  const columns: readonly Known<string>[] = index.columns.map((part) => (isUnknown(part) ? part : (plainColumn(part) ?? '()')));
  return known({ unique: index.unique, partial: index.where !== undefined, columns: listed([...columns, ...(index.include ?? [])]) });
}

function tableInto(schema: Schema, table: Table): void {
  const name = written(table.name);
  schema.set(`table ${name}`, {});
  for (const [key, entry] of table.columns) if (!entry.uncertain) schema.set(`column ${name}.${key}`, columnFacts(entry));
  for (const [key, entry] of table.constraints) if (!entry.uncertain) schema.set(`constraint ${name}.${key}`, constraintFacts(entry));
  for (const [key, entry] of table.indexes) if (!entry.uncertain) schema.set(`index ${name}.${key}`, indexFacts(entry));
}

const KINDS = new Set(['view', 'materializedView', 'sequence', 'domain']);

/** What our catalog says. */
export function ourSchema(catalog: Catalog): Schema {
  const schema: Schema = new Map();
  for (const table of catalog.tables.values()) if (!table.uncertain) tableInto(schema, table);
  for (const { name, values } of catalog.enums.values()) schema.set(`enum ${written(name)}`, known({ labels: listed(values) }));
  for (const { object, uncertain } of catalog.objects.values()) {
    if (uncertain) continue;
    const owned = object.kind === 'sequence' && object.table !== undefined;
    if (KINDS.has(object.kind) && !isUnknown(object.name) && !owned) schema.set(`object ${object.kind} ${written({ schema: object.schema, name: object.name })}`, {});
  }
  for (const { name, on, ...entry } of catalog.looseIndexes?.values() ?? []) if (on) schema.set(`index ${written(on)}.${name}`, indexFacts({ name, ...entry }));
  return schema;
}

/** Tables of which the catalog says that there may be more than it lists, and what may be there or not. */
export function openThings(catalog: Catalog): ReadonlySet<string> {
  const tables = [...catalog.tables.values()].filter(({ complete, uncertain }) => !complete || uncertain);
  const objects = [...catalog.objects].filter(([, { uncertain }]) => uncertain);
  return new Set([...tables.map(({ name }) => nameKey(name)), ...objects.map(([key]) => `object ${key.replace(':', ' ')}`)]);
}

/** What one says and the other does not, in words. What belongs to an open table may be missing on our side, and so may a view that we are not sure of. */
export function differences(server: Schema, ours: Schema, open: ReadonlySet<string>): string[] {
  const out: string[] = [];
  for (const [key, facts] of server) {
    const said = ours.get(key);
    const [, name = ''] = /^(?:column|constraint|index) (.+)\.[^.]+$/u.exec(key) ?? [];
    if (!said) {
      if (!open.has(name) && !open.has(key)) out.push(`missing: ${key} ${JSON.stringify(facts)}`);
      continue;
    }
    for (const [fact, value] of Object.entries(said)) if (value !== facts[fact]) out.push(`${key} ${fact}: ${value} instead of ${facts[fact] ?? ''}`);
  }
  for (const key of ours.keys()) if (!server.has(key)) out.push(`not there: ${key}`);
  return out;
}
