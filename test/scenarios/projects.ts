import { readFileSync, readdirSync } from 'node:fs';
import { WRITINGS, rawBody } from '../harness/frameworks.js';

const folder = new URL('../../fixtures/scenarios/', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, folder), 'utf8');

export const SCENARIOS: readonly string[] = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

/** Why a framework writes a scenario in SQL: it has no word of its own for it, or one that does more. */
export const EXCEPTIONS = JSON.parse(text('exceptions.json')) as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The tables that all scenarios begin with. */
export const BASE: readonly string[] = text('base.sql').split(/;\n/u).filter((statement) => statement.trim() !== '');

const SQL = { folder: 'db/migrations', base: { '0001_base.up.sql': `${BASE.join(';\n')};\n`, '0001_base.down.sql': '-- nothing\n' }, files: {} };

/** How a file shows that it sends SQL which is written out. */
export const RAW: Readonly<Record<string, RegExp>> = {
  alembic: /\bop\.execute\("/u,
  knex: /\bknex\.raw\(`/u,
  typeorm: /\bqueryRunner\.query\(`/u,
  'node-pg-migrate': /\bpgm\.sql\(`/u,
  kysely: /\bsql`[^`]*`\.execute\(/u,
  sequelize: /\bsequelize\.query\(`/u,
  'db-migrate': /\bdb\.runSql\(`/u,
};

/** The migration of a scenario as a framework writes it; one file but for SQL, whose directions lie apart. */
export function migrationOf(scenario: string, framework: string): Readonly<Record<string, string>> {
  const home = `${scenario}/${framework}/`;
  return Object.fromEntries(readdirSync(new URL(home, folder)).map((name) => [name, text(home + name)]));
}

/** A project whose only migration besides the tables is that of the scenario. */
export function projectOf(scenario: string, framework: string): Readonly<Record<string, string>> {
  const writing = WRITINGS[framework];
  const { folder: home, base, files = {} } = writing ? { ...writing, base: { [writing.file(1)]: writing.text(1, rawBody(writing, BASE), '') } } : SQL;
  const migrations = { ...base, ...migrationOf(scenario, framework) };
  return { ...files, ...Object.fromEntries(Object.entries(migrations).map(([name, content]) => [`${home}/${name}`, content])) };
}

export const operationsOf = (scenario: string): { readonly upgrade: unknown; readonly downgrade: unknown } => JSON.parse(text(`${scenario}/operations.json`)) as { readonly upgrade: unknown; readonly downgrade: unknown };
