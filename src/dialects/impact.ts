import type { Catalog } from '../catalog/catalog.js';
import { UNKNOWN_IMPACT, type Impact } from '../impact.js';
import type { Operation } from '../operation.js';
import type { Dialect, Target } from '../target.js';
import { mysqlImpact } from './mysql-impact.js';
import { postgresImpact } from './postgres-impact.js';
import { sqliteImpact } from './sqlite-impact.js';

type ImpactOf = (operation: Operation, before: Catalog, target: Target) => Impact;

const DIALECTS: Partial<Record<Dialect, ImpactOf>> = {
  postgres: postgresImpact,
  mysql: mysqlImpact,
  mariadb: mysqlImpact,
  sqlite: sqliteImpact,
};

/** What an operation locks, reads and rewrites in the database that it runs on, the catalog being as it is before it. */
export const impactOf: ImpactOf = (operation, before, target) => DIALECTS[target.dialect]?.(operation, before, target) ?? UNKNOWN_IMPACT;
