import type { Constraint, Index } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Known } from '../value.js';
import { isNameless } from './apply-constraint.js';
import type { ConstraintEntry, IndexEntry, Table } from './catalog.js';
import { describeConstraint, describeIndex, keyColumns } from './describe.js';
import type { Difference } from './difference.js';
import { normalExpression } from './equivalent.js';
import { constraintColumns, nameKey, plainColumn } from './names.js';
import { lacks } from './query.js';

type Entry = IndexEntry | ConstraintEntry;
interface Found {
  readonly difference: Difference;
  /** Columns, where it is a unique constraint or a plain unique index. */
  readonly unique?: string;
}

/** How the indexes and constraints of two states of a table differ. */
export function diffParts(table: string, before: Table, after: Table, unproven: boolean, out: Difference[]): void {
  // an index that a foreign key has left behind serves the next one, and harms nobody
  const [olds, news] = [ownIndexes(before), ownIndexes(after)];
  const found = [
    ...matched(table, before, after, 'index', olds, news, unproven),
    ...matched(table, before, after, 'constraint', before.constraints, after.constraints, unproven),
  ];
  for (const { difference, unique } of found) {
    const counterpart = unique === undefined ? undefined : found.find((other) => other.unique === unique && other.difference.kind !== difference.kind && other.difference.change !== difference.change);
    if (!counterpart) out.push(difference);
    // a unique constraint came back as a unique index or the other way: both differences tell of each other
    else if (difference.change === 'lost') out.push({ ...difference, attribute: 'unique', after: `${counterpart.difference.kind} ${counterpart.difference.name}` });
    else out.push({ ...difference, attribute: 'unique', before: `${counterpart.difference.kind} ${counterpart.difference.name}` });
  }
}

const ownIndexes = ({ indexes }: Table): Table['indexes'] =>
  [...indexes.values()].some((entry) => entry.forForeignKey) ? new Map([...indexes].filter(([, entry]) => entry.forForeignKey !== true)) : indexes;

function matched(table: string, before: Table, after: Table, kind: 'index' | 'constraint', olds: ReadonlyMap<string, Entry>, news: ReadonlyMap<string, Entry>, unproven: boolean): Found[] {
  const out: Found[] = [];
  const doubt = before.uncertain || after.uncertain;
  const unpaired = new Map<string, [string, Entry][]>();
  for (const [key, entry] of news) {
    if (olds.has(key) && !isNameless(key)) continue;
    const shape = shapeOf(entry);
    if (shape === undefined) continue;
    const group = unpaired.get(shape);
    if (group) group.push([key, entry]);
    else unpaired.set(shape, [[key, entry]]);
  }
  const paired = new Set<string>();
  for (const [key, was] of olds) {
    const is = isNameless(key) ? undefined : news.get(key);
    if (is) {
      if (is !== was) out.push(...changes(table, kind, was, is, doubt));
      continue;
    }
    const shape = shapeOf(was);
    const other = shape === undefined ? undefined : unpaired.get(shape)?.shift();
    if (other) {
      paired.add(other[0]);
      const sameMade = was === other[1] || isNameless(key) || isNameless(other[0]) || (staysUnnamed(was) && staysUnnamed(other[1]));
      if (!sameMade) out.push({ difference: renamed(table, kind, was, other[1], doubt || (lacks(after, kind, key) !== false && !after.complete)) });
    } else if (!isNameless(key) ? lacks(after, kind, key) === false : after.complete) out.push(gone(table, kind, was, 'lost', doubt));
    else if (isNameless(key)) out.push(gone(table, kind, was, 'lost', true));
  }
  for (const [key, is] of news) {
    if (paired.has(key) || (olds.has(key) && !isNameless(key))) continue;
    if (isNameless(key)) out.push(gone(table, kind, is, 'left', true));
    else if (lacks(before, kind, key) === false) out.push(gone(table, kind, is, 'left', doubt));
    else if (unproven && !is.complete) out.push(unprovenly(gone(table, kind, is, 'left', true)));
  }
  return out;
}

const unprovenly = (found: Found): Found => ({ ...found, difference: { ...found.difference, unproven: true } });

const subkind = (entry: Entry): { readonly subkind?: string } => ('constraint' in entry ? { subkind: entry.constraint.type } : {});
const describe = (entry: Entry): string => ('constraint' in entry ? describeConstraint(entry.constraint) : describeIndex(entry.index));

/** SQLite gives no names: the key of such a constraint is ours. */
const staysUnnamed = (entry: Entry): boolean => ('constraint' in entry ? !entry.constraint.named && entry.constraint.name === undefined : entry.index.name === undefined);

function gone(table: string, kind: 'index' | 'constraint', entry: Entry, change: 'lost' | 'left', doubt: boolean): Found {
  const made = change === 'lost' ? { from: entry.made } : { to: entry.made };
  const text = entry.complete ? { [change === 'lost' ? 'before' : 'after']: describe(entry) } : {};
  const difference: Difference = { kind, ...subkind(entry), change, table, name: entry.name, ...text, uncertain: doubt || entry.uncertain, ...made };
  const unique = uniqueColumns(entry);
  return unique === undefined ? { difference } : { difference, unique };
}

function uniqueColumns(entry: Entry): string | undefined {
  if (!entry.complete) return undefined;
  if ('constraint' in entry) return keyColumns(entry.constraint);
  const { index } = entry;
  return index.unique && index.where === undefined ? index.columns.map((part) => plainColumn(part) ?? '?').join(',') : undefined;
}

const renamed = (table: string, kind: 'index' | 'constraint', was: Entry, is: Entry, doubt: boolean): Difference => ({
  kind, ...subkind(was), change: 'renamed', table, name: was.name, attribute: 'name', before: was.name, after: is.name, uncertain: doubt || was.uncertain || is.uncertain, from: was.made, to: is.made,
});

/** All that makes an index or constraint what it is but for its name; `undefined` where it is not all known. */
function shapeOf(entry: Entry): string | undefined {
  if (!entry.complete) return undefined;
  const attributes = 'constraint' in entry ? constraintAttributes(entry) : indexAttributes(entry.index);
  const values = Object.values(attributes);
  return values.some((value) => value === undefined) ? undefined : JSON.stringify(attributes);
}

type Attributes = Readonly<Record<string, string | undefined>>;
const EMPTY = '';

const expression = (text: Known<string> | undefined): string | undefined => (text === undefined ? EMPTY : isUnknown(text) ? undefined : normalExpression(text));
const joined = (names: readonly string[] | undefined): string | undefined => names?.join(', ');

/** Order `ASC` and `NULLS LAST` are what an index column has anyway. */
const indexColumn = (part: string): string => (plainColumn(part) === part ? part : normalExpression(part).replace(/ asc\b/u, '').replace(/(?<! desc) nulls last$/u, '').replace(/ desc nulls first$/u, ' desc'));

function indexAttributes(index: Index): Attributes {
  const columns = index.columns.map((part) => (isUnknown(part) ? undefined : indexColumn(part)));
  return {
    columns: columns.some((column) => column === undefined) ? undefined : columns.join(', '),
    unique: String(index.unique),
    where: expression(index.where),
    using: index.using === undefined ? 'btree' : index.using.toLowerCase(),
    include: (index.include ?? []).join(', '),
  };
}

const ACTIONS_NONE = new Set(['', 'NO ACTION']);
function action(value: Known<string> | undefined): string | undefined {
  if (value === undefined) return EMPTY;
  if (isUnknown(value)) return undefined;
  return ACTIONS_NONE.has(value.trim().toUpperCase()) ? EMPTY : value.trim().toUpperCase();
}

function constraintAttributes({ constraint, valid }: ConstraintEntry): Attributes {
  const common = { type: constraint.type, deferrable: deferrableOf(constraint), valid: String(valid) };
  switch (constraint.type) {
    case 'primaryKey':
      return { ...common, columns: joined(constraintColumns(constraint)) };
    case 'unique':
      return { ...common, columns: joined(constraintColumns(constraint)), nullsNotDistinct: String(constraint.nullsNotDistinct === true) };
    case 'foreignKey': {
      const { table, columns } = constraint.references;
      const target = isUnknown(table) ? undefined : nameKey(table);
      const on = isUnknown(columns) || columns.some((column) => isUnknown(column)) ? undefined : columns.join(', ');
      return { ...common, columns: joined(constraintColumns(constraint)), references: target === undefined || on === undefined ? undefined : `${target} (${on})`, onDelete: action(constraint.onDelete), onUpdate: action(constraint.onUpdate) };
    }
    case 'check':
    case 'exclude':
      return { ...common, expression: expression(constraint.expression) };
  }
}

const deferrableOf = (constraint: Constraint): string => (constraint.deferrable || constraint.initiallyDeferred ? (constraint.initiallyDeferred ? 'initially deferred' : 'deferrable') : EMPTY);

/** References without columns are to the primary key, which is not always known: they equal references with columns. */
const sameReferences = (was: string, is: string): boolean => was === is || (was.endsWith('()') || is.endsWith('()') ? was.replace(/\(.*$/u, '') === is.replace(/\(.*$/u, '') : false);

function changes(table: string, kind: 'index' | 'constraint', was: Entry, is: Entry, doubt: boolean): Found[] {
  if (!was.complete || !is.complete) return [];
  const common = { kind, ...subkind(was), change: 'changed', table, name: was.name, uncertain: doubt || was.uncertain || is.uncertain, from: was.made, to: is.made } as const;
  const old = 'constraint' in was ? constraintAttributes(was) : indexAttributes(was.index);
  const now = 'constraint' in is ? constraintAttributes(is) : indexAttributes(is.index);
  if (old.type !== now.type) return [{ difference: { ...common, attribute: 'type', before: describe(was), after: describe(is) } }];
  const out: Found[] = [];
  for (const [attribute, value] of Object.entries(old)) {
    const other = now[attribute];
    if (value === undefined || other === undefined || value === other) continue;
    if (attribute === 'references' && sameReferences(value, other)) continue;
    out.push({ difference: { ...common, attribute, before: value, after: other } });
  }
  return out;
}
