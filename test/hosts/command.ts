import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

export const packageRoot = path.resolve(import.meta.dirname, '../..');
export const cli = path.join(packageRoot, 'dist/cli.js');

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Environment without what the terminal or the test runner says about colours. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _force, NO_COLOR: _no, MIGRALINT_DEBUG: _debug, ...rest } = process.env;
  return rest;
}

/** Runs the built command line. */
export function run(folder: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): Outcome {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [cli, ...words], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...plainEnvironment(), XDG_CACHE_HOME: caches(), ...environment } });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** One for all runs of a test file: a run after another finds what that has read, as users' runs do. */
let cache: string | undefined;
const caches = (): string => (cache ??= temporary());

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** An empty folder outside of any repository, with these files. */
export function temporary(files: Readonly<Record<string, string>> = {}): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'migralint-')));
  made.push(folder);
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

/** An Alembic revision. */
export const revision = (id: string, parent: string | null, upgrade: string, downgrade: string): string => `"""${id}"""
from alembic import op
import sqlalchemy as sa

revision = "${id}"
down_revision = ${parent === null ? 'None' : `"${parent}"`}


def upgrade():
    ${upgrade}


def downgrade():
    ${downgrade}
`;

export const CREATE = revision('a1', null, 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("bio", sa.String(50)))', 'op.drop_table("users")');
export const SAFE = revision('b2', 'a1', 'op.add_column("users", sa.Column("age", sa.Integer()))', 'op.drop_column("users", "age")');
/** The downgrade does not bring the column back. */
export const UNSAFE = revision('c3', 'b2', 'op.drop_column("users", "bio")', 'pass');

/** A project with a history of three revisions, the last of them unsafe. */
export const project = (more: Readonly<Record<string, string>> = {}): string =>
  temporary({
    'alembic.ini': '[alembic]\nscript_location = migrations\n',
    'migrations/env.py': 'from alembic import context\n',
    'migrations/versions/a1.py': CREATE,
    'migrations/versions/b2.py': SAFE,
    'migrations/versions/c3.py': UNSAFE,
    ...more,
  });
