import type { DialectFacts, Unnamed } from './dialect.js';
import { canonicalType, clipIdentifier, constraintName, quoteName } from './postgres-types.js';
import { IDENTIFIER_BYTES } from './postgres-names.js';

/** The first of name, name1, name2 ... that is not taken. */
function nameOf({ kind, table, columns, taken }: Unnamed): string {
  let name = constraintName(table, columns, kind);
  for (let i = 1; taken(name) && i < 10_000; i += 1) name = constraintName(table, columns, kind, String(i));
  return name;
}

export const POSTGRES: DialectFacts = {
  clipIdentifier,
  longestName: { length: IDENTIFIER_BYTES, unit: 'bytes', beyond: 'cut' },
  partsIgnoreCase: false,
  tablesIgnoreCase: false,
  indexNames: 'schema',
  keysNameIndexes: true,
  danglingReferences: false,
  uniqueIsIndex: false,
  droppedColumn: 'dropsIndexes',
  foreignKeyMakesIndex: false,
  foreignKeyHoldsColumns: false,
  refusesDependents: 'foreignKeysAndViews',
  transactionalDdl: true,
  canonicalType,
  equivalentTypes: (left, right) => canonicalType(left) === canonicalType(right),
  nameOf,
  quoteName,
};
