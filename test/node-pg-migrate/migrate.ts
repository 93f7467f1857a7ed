import { createRequire } from 'node:module';
import type { Migration } from '../../src/migration.js';
import { only, plain } from '../kysely/migrate.js';

export const file = (up: string, more = ''): string => `const { PgLiteral } = require('node-pg-migrate');\nexports.shorthands = { money: { type: 'numeric(10,2)', notNull: true, default: 0 }, price: { type: 'money', comment: 'what it costs' } };\nexports.up = (pgm) => {\n${up}\n};\n${more}`;

export const migrated = (up: string, more = ''): Promise<Migration> => only({ 'migrations/1600000000000_first.js': file(up, more) });

interface Builder {
  getSqlSteps(): readonly string[];
  enableReverseMode(): Builder;
}
type BuilderClass = new (db: object, shorthands: object, decamelize: boolean, logger: object) => Builder;

/** The statements that node-pg-migrate itself sends for the body of `up`, or to take it back. */
export async function sent(up: string, reverse = false): Promise<readonly string[]> {
  const { PgLiteral } = (await import('node-pg-migrate')) as unknown as { readonly PgLiteral: unknown };
  const { MigrationBuilder } = (await import('node-pg-migrate/migrationBuilder' as string)) as { readonly MigrationBuilder: BuilderClass };
  const module = { exports: {} as { up(pgm: Builder): void; shorthands: object } };
  new Function('exports', 'require', file(up))(module.exports, (name: string) => (name === 'node-pg-migrate' ? { PgLiteral } : createRequire(import.meta.url)(name)));
  const builder = new MigrationBuilder({ query: () => undefined, select: () => undefined }, module.exports.shorthands, false, console);
  if (reverse) builder.enableReverseMode();
  module.exports.up(builder);
  return builder.getSqlSteps();
}

export const plainAll = (operations: readonly object[]): unknown[] => operations.map(plain);
