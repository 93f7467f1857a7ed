import type { Draft } from '../../../operation.js';
import { isUnknown } from '../../../value.js';

const key = (name: unknown): string => (typeof name === 'string' ? name.toLowerCase() : '');

/** Names of the indexes that the statement makes. */
function madeIndexes(drafts: readonly Draft[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const draft of drafts) {
    if (draft.kind === 'createIndex' && draft.index.named !== false) out.add(key(draft.index.name));
    if (draft.kind === 'addConstraint' && draft.constraint.named && !isUnknown(draft.constraint.name)) out.add(key(draft.constraint.name));
    if (draft.kind === 'renameIndex') out.add(key(draft.to));
  }
  return out;
}

/** Whether the statement adds a column of that name, or gives it to another one. */
const comes = (drafts: readonly Draft[], column: string): boolean =>
  drafts.some((draft) => (draft.kind === 'addColumn' && key(draft.column.name) === column) || (draft.kind === 'renameColumn' && key(draft.to) === column));

/**
 * The server works out what a table is behind all actions of an ALTER TABLE. Done one by one they have to come in an order in which
 * no action is refused for what another one is about to do: constraints go first, columns come before what is built on
 * them, an index that a new one stands in for goes last, and the table gets its new name at the end.
 */
export function inServerOrder(drafts: readonly Draft[]): Draft[] {
  if (drafts.length < 2) return [...drafts];
  const made = madeIndexes(drafts);
  const rank = (draft: Draft): number => {
    switch (draft.kind) {
      case 'dropConstraint':
        return draft.type === 'foreignKey' || draft.type === 'check' ? 0 : 2;
      case 'dropIndex':
        return made.has(key(draft.index)) ? 2 : 5;
      case 'renameIndex':
        return 3;
      case 'dropColumn':
        // an index on the column may be dropped by its name in the same statement
        return comes(drafts, key(draft.column)) ? 1 : 6;
      case 'createIndex':
        return 4;
      case 'addConstraint':
        return draft.constraint.type === 'foreignKey' ? 4.5 : 4;
      case 'renameTable':
        return 7;
      default:
        return 2;
    }
  };
  return drafts.map((draft, at) => ({ draft, at, order: rank(draft) })).sort((a, b) => a.order - b.order || a.at - b.at).map(({ draft }) => draft);
}
