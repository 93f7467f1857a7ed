import type { ConstraintEntry, IndexEntry, Table } from '../catalog/catalog.js';
import type { Difference } from '../catalog/difference.js';
import type { Constraint, Name } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Way } from './undo.js';

const DEPENDS: Readonly<Record<Constraint['type'], number>> = { foreignKey: 0, check: 1, exclude: 1, unique: 2, primaryKey: 3 };
const rankOf = ({ kind, subkind }: Difference): number => (kind === 'index' ? 2 : (DEPENDS[subkind as Constraint['type']] ?? 2));

/** Constraints and indexes of tables that stay: foreign keys first, then what they may rest on. */
export function dropParts(way: Way): void {
  const all = [...way.of('constraint', 'left', 'changed', 'renamed'), ...way.of('index', 'left', 'changed', 'renamed')];
  const seen = new Set<string>();
  for (const difference of all.sort((a, b) => rankOf(a) - rankOf(b))) {
    const { kind, change, table: key = '', name, after } = difference;
    if (seen.has(`${kind} ${key} ${name}`)) continue;
    seen.add(`${kind} ${key} ${name}`);
    const table = way.current.tables.get(key);
    if (change === 'renamed' && table && after !== undefined) rename(way, kind, table.name, after, name);
    else if (table) drop(way, table, kind, name);
    else if (kind === 'index') way.add({ kind: 'dropIndex', index: name });
  }
}

function rename(way: Way, kind: Difference['kind'], table: Name, from: string, to: string): void {
  if (kind === 'index') way.add({ kind: 'renameIndex', table, index: from, to });
  else way.add({ kind: 'renameConstraint', table, constraint: from, to });
}

function drop(way: Way, table: Table, kind: Difference['kind'], name: string): void {
  if (kind === 'index') {
    if (!table.indexes.has(name)) return;
    way.add({ kind: 'dropIndex', table: table.name, index: name, ...(table.name.schema !== undefined && { schema: table.name.schema }) });
    return;
  }
  const entry = table.constraints.get(name);
  if (!entry) return;
  if (name.startsWith('?')) way.obstacle(`the name of a constraint of ${table.name.name} is not known`);
  way.add({ kind: 'dropConstraint', table: table.name, constraint: name, type: entry.constraint.type });
}

/** What was dropped with its table or column, or on its own: keys before the foreign keys that rest on them. */
export function makeParts(way: Way): void {
  const all = [...way.of('constraint', 'lost', 'changed'), ...way.of('index', 'lost', 'changed')];
  const seen = new Set<string>();
  for (const { kind, table: key = '', name } of all.sort((a, b) => rankOf(b) - rankOf(a))) {
    if (seen.has(`${kind} ${key} ${name}`)) continue;
    seen.add(`${kind} ${key} ${name}`);
    const table = way.to.tables.get(key);
    const entry = kind === 'index' ? table?.indexes.get(name) : table?.constraints.get(name);
    if (!table || !entry || !isReadable(entry)) {
      way.obstacle(`the definition of the ${kind} ${name} is not known`);
      continue;
    }
    if (way.current.tables.get(key)?.[kind === 'index' ? 'indexes' : 'constraints'].has(name)) continue;
    if ('index' in entry) way.add(creationOf(table, entry));
    else way.add({ kind: 'addConstraint', table: table.name, constraint: named(entry), ...(!entry.valid && { notValid: true }) });
  }
}

export const creationOf = (table: Table, { name, index }: IndexEntry) => ({ kind: 'createIndex', table: table.name, index: { ...index, name } }) as const;
/** Under the name that the server gave it. */
export const named = ({ name, constraint }: ConstraintEntry): Constraint => ({ ...constraint, name, named: true });

export function isReadable(entry: ConstraintEntry | IndexEntry): boolean {
  if (!entry.complete || entry.name.startsWith('?')) return false;
  if ('index' in entry) return !entry.index.columns.some((part) => isUnknown(part)) && !isUnknown(entry.index.where);
  const { constraint } = entry;
  if ('expression' in constraint) return !isUnknown(constraint.expression);
  if (isUnknown(constraint.columns) || constraint.columns.some((column) => isUnknown(column))) return false;
  if (constraint.type !== 'foreignKey') return true;
  const { references, onDelete, onUpdate } = constraint;
  return !isUnknown(references.table) && !isUnknown(references.columns) && !references.columns.some((column) => isUnknown(column)) && !isUnknown(onDelete) && !isUnknown(onUpdate);
}
