import type { DialectFacts } from './dialect.js';
import { canonicalSqliteType } from './sqlite-types.js';

export const SQLITE: DialectFacts = {
  clipIdentifier: (name) => name,
  longestName: undefined,
  partsIgnoreCase: true,
  tablesIgnoreCase: true,
  indexNames: 'schema',
  keysNameIndexes: false,
  danglingReferences: true,
  // a UNIQUE constraint has an index of its own, but DROP INDEX refuses it
  uniqueIsIndex: false,
  droppedColumn: 'isRefused',
  foreignKeyMakesIndex: false,
  foreignKeyHoldsColumns: true,
  refusesDependents: 'never',
  transactionalDdl: true,
  canonicalType: canonicalSqliteType,
  equivalentTypes: (left, right) => canonicalSqliteType(left) === canonicalSqliteType(right),
  // what the source leaves unnamed has no name that a later statement could use
  nameOf: () => undefined,
  quoteName: (name) => (/^[A-Za-z_][\w$]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`),
};
