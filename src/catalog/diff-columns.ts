import type { Column } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Known } from '../value.js';
import type { ColumnEntry, Table } from './catalog.js';
import { describeColumn } from './describe.js';
import type { Difference } from './difference.js';
import { normalExpression, sameExpression, sameType } from './equivalent.js';
import { lacks } from './query.js';

/** How the columns of two states of a table differ. */
export function diffColumns(table: string, before: Table, after: Table, unproven: boolean, out: Difference[]): void {
  const doubt = before.uncertain || after.uncertain;
  for (const [name, was] of before.columns) {
    const is = after.columns.get(name);
    if (is === was) continue;
    if (is) out.push(...diffColumn(table, name, was, is, doubt));
    else if (lacks(after, 'column', name) === false) {
      out.push({ kind: 'column', change: 'lost', table, name, ...(was.complete ? { before: describeColumn(was.column) } : {}), uncertain: doubt || was.uncertain, from: was.made });
    }
  }
  for (const [name, is] of after.columns) {
    if (before.columns.has(name)) continue;
    const left = { kind: 'column', change: 'left', table, name, after: describeColumn(is.column), to: is.made } as const;
    if (lacks(before, 'column', name) === false) out.push({ ...left, uncertain: doubt || is.uncertain });
    else if (unproven && is.created !== undefined && !is.complete) out.push({ ...left, uncertain: true, unproven });
  }
}

type Attribute = 'type' | 'nullable' | 'default' | 'identity' | 'generated' | 'comment' | 'collation';

function diffColumn(table: string, name: string, was: ColumnEntry, is: ColumnEntry, doubt: boolean): Difference[] {
  const out: Difference[] = [];
  const put = (attribute: Attribute, before: string, after: string): void => {
    const hinted = [was, is].some((entry) => entry.hinted?.some((known) => known === attribute));
    out.push({ kind: 'column', change: 'changed', table, name, attribute, before, after, uncertain: doubt || was.uncertain || is.uncertain || hinted, from: was.made, to: is.made });
  };
  const [old, now] = [was.column, is.column];
  if (sameType(old.type, now.type) === false) put('type', text(old.type), text(now.type));
  if (!isUnknown(old.nullable) && !isUnknown(now.nullable) && old.nullable !== now.nullable) put('nullable', String(old.nullable), String(now.nullable));
  const counted = countsUp(old) && countsUp(now);
  if (!counted && sameDefault(old, now) === false) put('default', text(old.default), text(now.default));
  // what an entry never seen created does not say, it does not deny
  const complete = was.complete && is.complete;
  if (complete && (!counted || (old.identity && now.identity)) && old.identity !== now.identity) put('identity', old.identity ?? '', now.identity ?? '');
  if ((complete || (old.generated !== undefined && now.generated !== undefined)) && sameExpression(old.generated, now.generated) === false) put('generated', text(old.generated), text(now.generated));
  if ((complete || (old.comment !== undefined && now.comment !== undefined)) && sameComment(old.comment, now.comment) === false) put('comment', text(old.comment), text(now.comment));
  if (complete && (old.collation ?? 'default') !== (now.collation ?? 'default')) put('collation', old.collation ?? '', now.collation ?? '');
  return out;
}

const text = (value: Known<string> | undefined): string => (value === undefined || isUnknown(value) ? '' : value);

/** The server keeps `'0'`, `'f'` and `'no'` as false where the column is a boolean. */
function sameDefault(left: Column, right: Column): boolean | undefined {
  const same = sameExpression(left.default, right.default);
  if (same !== false || left.type !== 'boolean' || right.type !== 'boolean') return same;
  const truth = (column: Column): boolean | undefined => BOOLEANS.get(normalExpression(text(column.default)).replaceAll("'", ''));
  return truth(left) !== undefined && truth(left) === truth(right);
}
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([...['true', 't', 'yes', 'y', 'on', '1'].map((word) => [word, true] as const), ...['false', 'f', 'no', 'n', 'off', '0'].map((word) => [word, false] as const)]);

/** Whether the server numbers the rows, by an identity or a sequence: for a column the two are the same. */
const countsUp = (column: Column): boolean => column.identity !== undefined || (typeof column.default === 'string' && normalExpression(column.default) === 'nextval');

function sameComment(left: Known<string> | undefined, right: Known<string> | undefined): boolean | undefined {
  if (isUnknown(left) || isUnknown(right)) return undefined;
  const plain = (comment: string | undefined): string => (comment ?? '').replace(/^'(.*)'$/su, '$1').replaceAll("''", "'");
  return plain(left) === plain(right);
}
