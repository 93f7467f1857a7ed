import type { Identity, Migration } from './migration.js';
import type { Span } from './span.js';

/** What is wrong with the graph of revisions. */
export interface HistoryProblem {
  readonly problem: 'duplicate' | 'missing' | 'cycle' | 'self';
  readonly migration: Migration;
  readonly span?: Span;
  /** The id concerned. */
  readonly id: string;
  readonly others: readonly Migration[];
}

/** What a change does to a migration that is merged already. */
export interface MergedEdit {
  readonly edit: 'upgrade' | 'downgrade' | 'order' | 'renamed' | 'deleted';
  /** As it is now; the merged version where there is none any more. */
  readonly migration: Migration;
  readonly merged: Migration;
  /** What is seen of the difference may be all or not. */
  readonly uncertain: boolean;
}

/** A node of the graph before its migration is read. */
export interface Revision extends Identity {
  readonly file: string;
}

export interface Graph<R extends Revision> {
  /** In an order in which they can run; revisions of a cycle come last. */
  readonly ordered: readonly R[];
  readonly heads: readonly R[];
  readonly problems: readonly { readonly problem: HistoryProblem['problem']; readonly revision: R; readonly id: string; readonly others: readonly R[]; readonly span?: Span }[];
}

/**
 * Orders revisions by their parents and dependencies. What is wrong is told, and the rest still ordered.
 * Revisions that could run in any order follow the branch that was begun, then their file names: the order does not depend
 * on how the files were listed.
 */
export function orderRevisions<R extends Revision>(revisions: readonly R[]): Graph<R> {
  const sorted = [...revisions].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const byId = new Map<string, R[]>();
  for (const revision of sorted) byId.set(revision.id, [...(byId.get(revision.id) ?? []), revision]);
  const byLabel = new Map<string, R>();
  for (const revision of sorted) for (const label of revision.labels) byLabel.set(label, revision);
  const problems: Graph<R>['problems'][number][] = [];
  for (const [id, same] of byId) {
    for (const revision of same.length > 1 ? same : []) problems.push({ problem: 'duplicate', revision, id, others: same.filter((other) => other !== revision), span: revision.idSpan });
  }

  const find = (reference: string): R | undefined => {
    const plain = reference.split('@').pop() ?? reference;
    const exact = byId.get(plain)?.[0] ?? byLabel.get(plain) ?? byLabel.get(reference.split('@')[0] ?? '');
    if (exact || plain.length < 4) return exact;
    // Alembic takes any beginning of an id that only one revision has
    const partial = [...byId.keys()].filter((id) => id.startsWith(plain));
    return partial.length === 1 ? byId.get(partial[0] ?? '')?.[0] : undefined;
  };

  const before = new Map<R, R[]>();
  const children = new Map<R, R[]>();
  const hasChild = new Set<R>();
  for (const revision of sorted) {
    const needed: R[] = [];
    for (const [reference, isParent] of [...revision.parents.map((id) => [id, true] as const), ...revision.dependsOn.map((id) => [id, false] as const)]) {
      const found = find(reference);
      if (found === revision) problems.push({ problem: 'self', revision, id: reference, others: [], span: revision.parentSpan });
      else if (!found) problems.push({ problem: 'missing', revision, id: reference, others: [], span: revision.parentSpan });
      else {
        needed.push(found);
        children.set(found, [...(children.get(found) ?? []), revision]);
        if (isParent) hasChild.add(found);
      }
    }
    before.set(revision, needed);
  }

  const waiting = new Map(sorted.map((revision) => [revision, new Set(before.get(revision)).size]));
  const ready = sorted.filter((revision) => waiting.get(revision) === 0).reverse();
  const ordered: R[] = [];
  for (let next = ready.pop(); next; next = ready.pop()) {
    ordered.push(next);
    for (const child of [...new Set(children.get(next) ?? [])].reverse()) {
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  const stuck = sorted.filter((revision) => (waiting.get(revision) ?? 0) > 0);
  const circle = stuck.filter((revision) => reaches(revision, revision, before));
  for (const revision of circle) problems.push({ problem: 'cycle', revision, id: revision.id, others: circle.filter((other) => other !== revision), span: revision.parentSpan });
  return { ordered: [...ordered, ...stuck], heads: sorted.filter((revision) => !hasChild.has(revision)), problems };
}

/** Migrations that run one after the other: each is the child of the one before it. */
export function orderSequence<R extends Revision>(revisions: readonly R[]): Graph<R> {
  const ordered = [...revisions].sort((a, b) => compare(a.sequence ?? a.file, b.sequence ?? b.file) || compare(a.file, b.file)).map((revision, i, all) => childOf(all[i - 1], revision));
  const byId = new Map<string, R[]>();
  for (const revision of ordered) byId.set(revision.id, [...(byId.get(revision.id) ?? []), revision]);
  const problems = [...byId].flatMap(([id, same]) => (same.length > 1 ? same.map((revision) => ({ problem: 'duplicate' as const, revision, id, others: same.filter((other) => other !== revision), span: revision.idSpan })) : []));
  return { ordered, heads: ordered.slice(-1), problems };
}

const children = new WeakMap<Revision, Revision>();

/** The revision behind another one: the same object each time, so that what is known of it is found again. */
function childOf<R extends Revision>(parent: R | undefined, revision: R): R {
  const known = children.get(revision) as R | undefined;
  if (known && known.parents[0] === parent?.id) return known;
  const child: R = { ...revision, parents: parent ? [parent.id] : [] };
  children.set(revision, child);
  return child;
}

/** Numbers come before text, and text is compared character by character. */
function compare(a: number | string, b: number | string): number {
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === 'number' ? -1 : 1;
}

function reaches<R>(from: R, to: R, before: ReadonlyMap<R, readonly R[]>): boolean {
  const seen = new Set<R>();
  const queue = [...(before.get(from) ?? [])];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(before.get(next) ?? []));
  }
  return false;
}
