import type { DialectFacts } from './dialect.js';
import { IDENTIFIER_CHARACTERS, mariadbName, mysqlName, quoteMysqlName } from './mysql-names.js';
import { canonicalMysqlType, equivalentMysqlTypes } from './mysql-types.js';

export const MYSQL: DialectFacts = {
  clipIdentifier: (name) => name,
  longestName: { length: IDENTIFIER_CHARACTERS, unit: 'characters', beyond: 'refused' },
  partsIgnoreCase: true,
  // as on Linux; lower_case_table_names says otherwise elsewhere
  tablesIgnoreCase: false,
  indexNames: 'table',
  keysNameIndexes: true,
  danglingReferences: false,
  uniqueIsIndex: true,
  droppedColumn: 'narrowsIndexes',
  foreignKeyMakesIndex: true,
  foreignKeyHoldsColumns: true,
  refusesDependents: 'foreignKeys',
  transactionalDdl: false,
  canonicalType: canonicalMysqlType,
  equivalentTypes: equivalentMysqlTypes,
  nameOf: mysqlName,
  quoteName: quoteMysqlName,
};

export const MARIADB: DialectFacts = {
  ...MYSQL,
  droppedColumn: 'narrowsPlainIndexes',
  nameOf: mariadbName,
  // JSON is another word for LONGTEXT
  equivalentTypes: (left, right) => equivalentMysqlTypes(withoutJson(left), withoutJson(right)),
};

const withoutJson = (type: string): string => (canonicalMysqlType(type) === 'json' ? 'longtext' : type);
