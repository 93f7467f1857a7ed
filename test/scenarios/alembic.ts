import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Direction } from '../../src/migration.js';
import { SCENARIOS, migrationOf } from './projects.js';

const PYTHON = process.env['PYTHON'] ?? 'python3';

export const isInstalled = (): boolean => spawnSync(PYTHON, ['-c', 'import alembic']).status === 0;

/** The SQL that Alembic writes for the migrations of all scenarios. */
export function sentByAlembic(): ReadonlyMap<string, Readonly<Record<Direction, string>>> {
  const files = new Map(SCENARIOS.map((scenario) => [scenario, fileURLToPath(new URL(`../../fixtures/scenarios/${scenario}/alembic/${Object.keys(migrationOf(scenario, 'alembic'))[0] ?? ''}`, import.meta.url))]));
  const output = execFileSync(PYTHON, [fileURLToPath(new URL('record_alembic.py', import.meta.url)), ...files.values()], { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
  const sent = JSON.parse(output) as Readonly<Record<string, Readonly<Record<Direction, string>>>>;
  return new Map([...files].flatMap(([scenario, file]) => (sent[file] ? [[scenario, sent[file]] as const] : [])));
}
