import type { Operation } from './bound.js';
import { addColumn, alterColumn, dropColumn } from './columns.js';
import { createCheckConstraint, createExcludeConstraint, createForeignKey, createPrimaryKey, createUniqueConstraint, dropConstraint } from './constraints.js';
import { createIndex, dropIndex } from './indexes.js';
import { bulkInsert, createTable, createTableComment, dropTable, dropTableComment, renameTable } from './tables.js';

/** GeoAlchemy's own operations: on PostgreSQL they do what the plain ones do. */
const SPATIAL_OPERATIONS: Readonly<Record<string, Operation>> = {
  add_geospatial_column: addColumn,
  drop_geospatial_column: dropColumn,
  create_geospatial_index: createIndex,
  drop_geospatial_index: dropIndex,
};

/** What `op` and a batch have in common. */
export const SHARED_OPERATIONS: Readonly<Record<string, Operation>> = {
  add_column: addColumn,
  drop_column: dropColumn,
  alter_column: alterColumn,
  create_index: createIndex,
  drop_index: dropIndex,
  create_foreign_key: createForeignKey,
  create_primary_key: createPrimaryKey,
  create_unique_constraint: createUniqueConstraint,
  create_check_constraint: createCheckConstraint,
  create_exclude_constraint: createExcludeConstraint,
  drop_constraint: dropConstraint,
  create_table_comment: createTableComment,
  drop_table_comment: dropTableComment,
  ...SPATIAL_OPERATIONS,
};

export const TABLE_OPERATIONS: Readonly<Record<string, Operation>> = {
  create_table: createTable,
  drop_table: dropTable,
  rename_table: renameTable,
  bulk_insert: bulkInsert,
  create_geospatial_table: createTable,
  drop_geospatial_table: dropTable,
};
