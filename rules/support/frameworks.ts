import type { Step } from '../../src/rule.js';

const OUTSIDE: Readonly<Record<string, string>> = {
  alembic: 'inside `with op.get_context().autocommit_block():`',
  knex: 'in a migration of its own with `exports.config = { transaction: false }`',
  typeorm: 'in a migration class of its own with `transaction = false`',
  'node-pg-migrate': 'in a migration of its own that calls `pgm.noTransaction()`',
  'mikro-orm': 'in a migration of its own whose `isTransactional()` returns false',
};

/** How a statement is run outside of a transaction, in the words of the framework that the migration is written for. */
export const outsideTransaction = ({ migration }: Pick<Step, 'migration'>): string => OUTSIDE[migration.framework] ?? 'in a migration of its own that runs outside of a transaction';
