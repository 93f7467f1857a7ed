import { transformSync } from 'esbuild';
import { sent as sentByKnex } from '../knex/migrate.js';
import { sent as sentByKysely } from '../kysely/migrate.js';
import { sent as sentByNodePgMigrate } from '../node-pg-migrate/migrate.js';
import { sent as sentBySequelize } from '../sequelize/migrate.js';
import type { Direction } from '../../src/migration.js';
import { migrationOf } from './projects.js';

const METHODS: Readonly<Record<Direction, string>> = { upgrade: 'up', downgrade: 'down' };

interface Recorder {
  /** What the framework hands to a migration. */
  readonly given: string;
  /** What the recorder lets a migration require. */
  readonly modules?: string;
  /** The recorder does not wait. */
  readonly atOnce?: true;
  sent(body: string): Promise<readonly string[]>;
}

/** Texts in quotes of its own are the same texts. */
const withoutDollars = (statement: string): string => statement.replace(/\$pga\$(.*?)\$pga\$/gu, "'$1'");

/** The columns that Sequelize looks for in the database before it renames them. */
const COLUMNS = { bio: { type: 'TEXT', allowNull: true }, about: { type: 'TEXT', allowNull: true } };

const RECORDERS: Readonly<Record<string, Recorder>> = {
  knex: { given: 'knex', sent: (body) => sentByKnex(body, 'postgres') },
  kysely: { given: 'db', modules: '{ sql }', sent: (body) => sentByKysely(body, 'postgres') },
  'node-pg-migrate': { given: 'pgm', atOnce: true, sent: async (body) => (await sentByNodePgMigrate(body)).map(withoutDollars) },
  sequelize: { given: 'queryInterface, Sequelize', sent: (body) => sentBySequelize(body, 'postgres', COLUMNS) },
};

/** The frameworks that run on Node.js. */
export const RECORDED: readonly string[] = Object.keys(RECORDERS);

/** The statements that a framework sends when it runs the migration of a scenario. No database is connected. */
export async function statementsOf(scenario: string, framework: string, direction: Direction): Promise<readonly string[]> {
  const recorder = RECORDERS[framework];
  const [file] = Object.entries(migrationOf(scenario, framework));
  if (!recorder || !file) throw new Error(`${framework} is not recorded`);
  const [name, text] = file;
  const code = name.endsWith('.ts') ? transformSync(text, { loader: 'ts', format: 'cjs' }).code : text;
  const load = `const module = { exports: {} };\n((module, exports, require) => {\n${code}\n})(module, module.exports, () => (${recorder.modules ?? '{}'}));`;
  return recorder.sent(`${load}\n${recorder.atOnce ? '' : 'await '}module.exports.${METHODS[direction]}(${recorder.given});`);
}
