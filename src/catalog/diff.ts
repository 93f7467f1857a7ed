import { isUnknown } from '../value.js';
import type { Known } from '../value.js';
import type { Catalog, EnumType, ObjectEntry, Table } from './catalog.js';
import { diffParts } from './diff-parts.js';
import { diffColumns } from './diff-columns.js';
import { describeIndex } from './describe.js';
import type { Difference } from './difference.js';
import { normalDefinition } from './equivalent.js';
import { indexOwner, nameKey } from './names.js';
import { STANDARD_VALUE } from './apply-object.js';
import { hasObject } from './query.js';


export interface DiffOptions {
  /** Also what `to` has and `from` does not list, without being known to lack it: marked as such. */
  readonly unproven?: boolean;
}

/**
 * How `to` differs from `from`. Only what is known on both sides is compared: what one of them does not list is a difference
 * where that side is known not to have it. Column order and provenance are not compared. A table that is lost or left stands
 * for all its parts; a column does not stand for the indexes and constraints that went with it.
 */
export function diff(from: Catalog, to: Catalog, { unproven = false }: DiffOptions = {}): Difference[] {
  if (from === to) return [];
  const out: Difference[] = [];
  for (const [key, before] of from.tables) {
    const after = to.tables.get(key);
    if (after === before || before.temporary || after?.temporary) continue;
    if (after) diffTable(key, before, after, unproven, out);
    else if (isAbsent(to, key)) out.push({ kind: 'table', change: 'lost', name: key, uncertain: before.uncertain, from: before.made });
  }
  for (const [key, after] of to.tables) {
    if (from.tables.has(key) || after.temporary) continue;
    if (isAbsent(from, key)) out.push({ kind: 'table', change: 'left', name: key, uncertain: after.uncertain, to: after.made });
    else if (unproven && after.created !== undefined && !after.complete) out.push({ kind: 'table', change: 'left', name: key, uncertain: true, unproven, to: after.made });
  }
  if (from.enums !== to.enums) diffEnums(from, to, out);
  if (from.objects !== to.objects) diffObjects(from, to, out);
  if (from.looseIndexes !== to.looseIndexes) diffLooseIndexes(from, to, out);
  return out;
}

const isAbsent = (catalog: Catalog, key: string): boolean => catalog.complete || catalog.absent.has(key);

function diffTable(key: string, before: Table, after: Table, unproven: boolean, out: Difference[]): void {
  if (before.columns !== after.columns) diffColumns(key, before, after, unproven, out);
  if (before.indexes !== after.indexes || before.constraints !== after.constraints) diffParts(key, before, after, unproven, out);
  const common = { kind: 'table', change: 'changed', name: key, uncertain: before.uncertain || after.uncertain, from: before.made, to: after.made } as const;
  if (bothSay(before, before.comment, after, after.comment) && commentOf(before.comment) !== commentOf(after.comment)) {
    out.push({ ...common, attribute: 'comment', before: commentOf(before.comment), after: commentOf(after.comment) });
  }
  if (before.settings === after.settings) return;
  for (const subject of new Set([...(before.settings?.keys() ?? []), ...(after.settings?.keys() ?? [])])) {
    const was = before.settings?.get(subject);
    const is = after.settings?.get(subject);
    if (!bothSay(before, was, after, is) || (was ?? STANDARD_VALUE) === (is ?? STANDARD_VALUE)) continue;
    out.push({ ...common, attribute: subject, before: was ?? STANDARD_VALUE, after: is ?? STANDARD_VALUE });
  }
}

/** An incomplete table that says nothing may have anything. */
const bothSay = (before: Table, was: Known<string> | undefined, after: Table, is: Known<string> | undefined): boolean =>
  (was !== undefined || before.complete) && (is !== undefined || after.complete) && !isUnknown(was) && !isUnknown(is);
const commentOf = (comment: Known<string> | undefined): string => (comment === undefined || isUnknown(comment) ? '' : comment.replace(/^'(.*)'$/su, '$1').replaceAll("''", "'"));

function diffEnums(from: Catalog, to: Catalog, out: Difference[]): void {
  for (const [key, before] of from.enums) {
    const after = to.enums.get(key);
    if (after === before) continue;
    if (after) diffLabels(key, before, after, out);
    else if (isAbsent(to, key)) out.push({ kind: 'enum', change: 'lost', name: key, before: labels(before), uncertain: before.uncertain, from: before.made });
  }
  for (const [key, after] of to.enums) {
    if (from.enums.has(key) || !isAbsent(from, key)) continue;
    out.push({ kind: 'enum', change: 'left', name: key, after: labels(after), uncertain: after.uncertain, to: after.made });
  }
}

const labels = (entry: EnumType): string => entry.values.map((value) => (isUnknown(value) ? '?' : value)).join(', ');

/** Their order is not compared: a label cannot be put back in its place. */
function diffLabels(key: string, before: EnumType, after: EnumType, out: Difference[]): void {
  const common = { kind: 'enum', name: key, attribute: 'values', uncertain: before.uncertain || after.uncertain, from: before.made, to: after.made } as const;
  for (const value of before.values) if (after.complete && !isUnknown(value) && !after.values.includes(value)) out.push({ ...common, change: 'lost', before: value });
  for (const value of after.values) if (before.complete && !isUnknown(value) && !before.values.includes(value)) out.push({ ...common, change: 'left', after: value });
}

/** A trigger or policy of a table that is itself lost or left is not worth a word. */
function tableGone(entry: ObjectEntry, other: Catalog): boolean {
  const { table } = entry.object;
  return table !== undefined && !isUnknown(table) && isAbsent(other, nameKey(table)) && !other.tables.has(nameKey(table));
}

const tableOf = (entry: ObjectEntry): { readonly table?: string } => {
  const { table } = entry.object;
  return table === undefined || isUnknown(table) ? {} : { table: nameKey(table) };
};

function diffObjects(from: Catalog, to: Catalog, out: Difference[]): void {
  for (const [key, before] of from.objects) {
    const after = to.objects.get(key);
    if (after === before) continue;
    const common = { kind: 'object', subkind: before.object.kind, name: nameOf(before), ...tableOf(before) } as const;
    if (after) diffDefinition(common, before, after, out);
    else if (hasObject(to, before.object) === false && !tableGone(before, to)) out.push({ ...common, change: 'lost', uncertain: before.uncertain, from: before.made });
  }
  for (const [key, after] of to.objects) {
    if (from.objects.has(key) || hasObject(from, after.object) !== false || tableGone(after, from)) continue;
    out.push({ kind: 'object', subkind: after.object.kind, name: nameOf(after), ...tableOf(after), change: 'left', uncertain: after.uncertain, to: after.made });
  }
}

const nameOf = ({ object }: ObjectEntry): string => (isUnknown(object.name) ? '?' : nameKey({ schema: object.schema, name: object.name }));

function diffDefinition(common: Pick<Difference, 'kind' | 'subkind' | 'name' | 'table'>, before: ObjectEntry, after: ObjectEntry, out: Difference[]): void {
  const was = before.object.definition;
  const is = after.object.definition;
  if (!before.complete || !after.complete || was === undefined || is === undefined || isUnknown(was) || isUnknown(is)) return;
  if (normalDefinition(was) === normalDefinition(is)) return;
  out.push({ ...common, change: 'changed', attribute: 'definition', before: was, after: is, uncertain: before.uncertain || after.uncertain, from: before.made, to: after.made });
}

function diffLooseIndexes(from: Catalog, to: Catalog, out: Difference[]): void {
  for (const [one, other, change] of [[from, to, 'lost'], [to, from, 'left']] as const) {
    for (const [key, entry] of one.looseIndexes ?? []) {
      if (other.looseIndexes?.has(key) || indexOwner(other, entry.on?.schema, entry.name)) continue;
      if (!other.complete && !other.absent.has(`index:${key}`)) continue;
      const text = entry.complete ? { [change === 'lost' ? 'before' : 'after']: describeIndex(entry.index) } : {};
      const made = change === 'lost' ? { from: entry.made } : { to: entry.made };
      out.push({ kind: 'index', change, name: entry.name, ...(entry.on ? { table: nameKey(entry.on) } : {}), ...text, uncertain: entry.uncertain, ...made });
    }
  }
}
