import type { FrameworkEntry } from '../framework.js';
import { discover as discoverAlembic } from './alembic/discover.js';
import { discover as discoverDbMigrate } from './db-migrate/discover.js';
import { discover as discoverInHouse } from './in-house/discover.js';
import { discover as discoverKnex } from './knex/discover.js';
import { discover as discoverKysely } from './kysely/discover.js';
import { discover as discoverMikroOrm } from './mikro-orm/discover.js';
import { discover as discoverNodePgMigrate } from './node-pg-migrate/discover.js';
import { discover as discoverSequelize } from './sequelize/discover.js';
import { discover as discoverTypeorm } from './typeorm/discover.js';
import { SQL_FRAMEWORKS } from './sql/discover.js';

/** All frameworks that are read. Finding their histories is cheap; the rest of a framework is loaded where one was found. */
export const FRAMEWORKS: readonly FrameworkEntry[] = [
  { name: 'alembic', discover: discoverAlembic, load: async () => (await import('./alembic/index.js')).alembic },
  { name: 'knex', discover: discoverKnex, load: async () => (await import('./knex/index.js')).knex },
  { name: 'sequelize', discover: discoverSequelize, load: async () => (await import('./sequelize/index.js')).sequelize },
  { name: 'typeorm', discover: discoverTypeorm, load: async () => (await import('./typeorm/index.js')).typeorm },
  { name: 'kysely', discover: discoverKysely, load: async () => (await import('./kysely/index.js')).kysely },
  { name: 'mikro-orm', discover: discoverMikroOrm, load: async () => (await import('./mikro-orm/index.js')).mikroOrm },
  { name: 'node-pg-migrate', discover: discoverNodePgMigrate, load: async () => (await import('./node-pg-migrate/index.js')).nodePgMigrate },
  { name: 'db-migrate', discover: discoverDbMigrate, load: async () => (await import('./db-migrate/index.js')).dbMigrate },
  { name: 'in-house', discover: discoverInHouse, load: async () => (await import('./in-house/index.js')).inHouse },
  ...SQL_FRAMEWORKS,
];
