import type { Value } from './value.js';

/** Longer lists than this do not describe a schema. */
const LONGEST = 20_000;

/** Adds what can be told; a list that grows beyond all measure, or by something unread, is incomplete. */
export function addItems(list: { readonly items: Value[]; complete: boolean }, more: readonly Value[] | undefined): void {
  if (!more) {
    list.complete = false;
    return;
  }
  // a list may be added to itself
  const count = Math.min(more.length, Math.max(0, LONGEST - list.items.length));
  if (count < more.length) list.complete = false;
  for (let i = 0; i < count; i += 1) list.items.push(more[i] as Value);
}

export const isComplete = (value: Value): boolean => !((value.kind === 'list' || value.kind === 'record') && !value.complete);
