import type { Table } from '../catalog/catalog.js';
import { nameKey } from '../catalog/names.js';
import { isUnknown } from '../value.js';
import { creationOf, isReadable, named } from './undo-parts.js';
import type { Way } from './undo.js';

/** Tables that the table's foreign keys reference, itself left out. */
function referenced(table: Table): readonly string[] {
  const own = nameKey(table.name);
  const keys: string[] = [];
  for (const { constraint } of table.constraints.values()) {
    if (constraint.type === 'foreignKey' && !isUnknown(constraint.references.table)) keys.push(nameKey(constraint.references.table));
  }
  return keys.filter((key) => key !== own);
}

/** Each table behind those that it references, as far as they do not reference each other in a circle. */
function referencedFirst(tables: readonly Table[]): readonly Table[] {
  const byKey = new Map(tables.map((table) => [nameKey(table.name), table]));
  const ordered: Table[] = [];
  const visited = new Set<string>();
  const visit = (key: string): void => {
    const table = byKey.get(key);
    if (!table || visited.has(key)) return;
    visited.add(key);
    referenced(table).forEach(visit);
    if (table.partitionOf !== undefined) visit(table.partitionOf);
    ordered.push(table);
  };
  for (const key of byKey.keys()) visit(key);
  return ordered;
}

export function dropTables(way: Way): void {
  const tables = way.of('table', 'left').flatMap(({ name }) => way.current.tables.get(name) ?? []);
  const order = [...referencedFirst(tables)].reverse();
  const place = new Map(order.map((table, index) => [nameKey(table.name), index]));
  for (const [index, table] of order.entries()) {
    // of tables that reference each other one has to let go first
    for (const other of order.slice(index + 1)) {
      for (const { name, constraint } of other.constraints.values()) {
        if (constraint.type === 'foreignKey' && !isUnknown(constraint.references.table) && nameKey(constraint.references.table) === nameKey(table.name)) {
          way.add({ kind: 'dropConstraint', table: other.name, constraint: name, type: 'foreignKey' });
        }
      }
    }
  }
  for (const table of [...tables].sort((a, b) => (place.get(nameKey(a.name)) ?? 0) - (place.get(nameKey(b.name)) ?? 0))) {
    way.add({ kind: 'dropTable', table: table.name });
  }
}

export function makeTables(way: Way): void {
  const lost = way.of('table', 'lost').flatMap(({ name }) => way.to.tables.get(name) ?? []);
  const made = new Set<string>();
  const later: (() => void)[] = [];
  for (const table of referencedFirst(lost)) {
    const key = nameKey(table.name);
    made.add(key);
    if (!isKnown(table)) {
      way.obstacle(`the table ${key} is not known as a whole`);
      continue;
    }
    const waits = (target: string): boolean => target !== key && !made.has(target) && lost.some((other) => nameKey(other.name) === target);
    const [now, then] = [[], []] as [ReturnType<typeof named>[], ReturnType<typeof named>[]];
    for (const entry of table.constraints.values()) {
      const { constraint } = entry;
      const postponed = constraint.type === 'foreignKey' && !isUnknown(constraint.references.table) && waits(nameKey(constraint.references.table));
      (postponed ? then : now).push(named(entry));
    }
    way.add(
      { kind: 'createTable', table: table.name, columns: [...table.columns.values()].map(({ column }) => column), constraints: now, ...(table.comment !== undefined && { comment: table.comment }) },
      { comment: 'The rows of this table cannot be restored.' },
    );
    for (const entry of table.indexes.values()) if (entry.forForeignKey !== true) way.add(creationOf(table, entry));
    for (const constraint of then) later.push(() => way.add({ kind: 'addConstraint', table: table.name, constraint }));
  }
  for (const add of later) add();
}

function isKnown(table: Table): boolean {
  if (!table.complete || table.uncertain || table.partitioned || table.partitionOf !== undefined || table.inherits) return false;
  const columns = [...table.columns.values()];
  const sure = columns.every(({ complete, uncertain, column }) => complete && !uncertain && !isUnknown(column.type) && !isUnknown(column.nullable) && !isUnknown(column.default) && !isUnknown(column.generated));
  return sure && [...table.constraints.values(), ...table.indexes.values()].every((entry) => isReadable(entry) && !entry.uncertain);
}
