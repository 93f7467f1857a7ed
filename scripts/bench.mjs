#!/usr/bin/env node
// Prints how long whole processes take: `npm run bench`, or `npm run bench -- FOLDER` with one folder of migrations per repository in FOLDER.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchEslint } from './bench-eslint.mjs';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const RUNS = 9;

function time(args, cwd) {
  const started = process.hrtime.bigint();
  const result = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (result.status === null || result.status > 1) throw new Error(`${args.join(' ')} ended with ${result.status}: ${result.stderr}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}
function median(args, cwd) {
  time(args, cwd);
  const times = Array.from({ length: RUNS }, () => time(args, cwd)).sort((a, b) => a - b);
  return times[RUNS >> 1];
}

/** A history of `count` revisions such as autogenerate writes, every fourth with SQL of its own. */
function writeHistory(folder, count) {
  const versions = join(folder, 'migrations', 'versions');
  mkdirSync(versions, { recursive: true });
  writeFileSync(join(folder, 'alembic.ini'), '[alembic]\nscript_location = migrations\nsqlalchemy.url = postgresql://localhost/bench\n');
  writeFileSync(join(folder, 'migrations', 'env.py'), 'from alembic import context\n');
  for (let i = 1; i <= count; i += 1) {
    const id = `r${String(i).padStart(4, '0')}`;
    const parent = i === 1 ? 'None' : `'r${String(i - 1).padStart(4, '0')}'`;
    const sql = i % 4 === 0 ? `    op.execute("UPDATE t${i} SET name = 'x' WHERE name IS NULL")\n` : '';
    writeFileSync(
      join(versions, `${id}_step.py`),
      `"""step ${i}"""\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision = '${id}'\ndown_revision = ${parent}\n\n\ndef upgrade():\n    op.create_table(\n        't${i}',\n        sa.Column('id', sa.Integer(), nullable=False),\n        sa.Column('name', sa.String(length=50), nullable=True),\n        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),\n        sa.PrimaryKeyConstraint('id'),\n    )\n    op.create_index(op.f('ix_t${i}_name'), 't${i}', ['name'], unique=False)\n${sql}\n\ndef downgrade():\n    op.drop_index(op.f('ix_t${i}_name'), table_name='t${i}')\n    op.drop_table('t${i}')\n`,
    );
  }
}

/** A history of `count` files of SQL. */
function writeSql(folder, count) {
  for (let i = 1; i <= count; i += 1) {
    const migration = join(folder, 'prisma', 'migrations', `20240101${String(i).padStart(6, '0')}_step`);
    mkdirSync(migration, { recursive: true });
    const change = i % 4 === 0 ? `ALTER TABLE "t${i - 1}" ADD COLUMN "note" TEXT NOT NULL DEFAULT '';\n` : `CREATE TABLE "t${i}" (\n    "id" SERIAL NOT NULL,\n    "name" VARCHAR(50),\n    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,\n    CONSTRAINT "t${i}_pkey" PRIMARY KEY ("id")\n);\nCREATE INDEX "t${i}_name_idx" ON "t${i}"("name");\n`;
    writeFileSync(join(migration, 'migration.sql'), change);
  }
  writeFileSync(join(folder, 'prisma', 'migrations', 'migration_lock.toml'), 'provider = "postgresql"\n');
}

const bare = median(['-e', ''], tmpdir());
const print = (what, ms) => console.log(`${what.padEnd(52)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / bare).toFixed(2).padStart(6)} x node`);
print("node -e ''", bare);
print('migralint --version', median([cli, '--version'], tmpdir()));

const root = mkdtempSync(join(tmpdir(), 'migralint-bench-'));
try {
  const alone = join(root, 'alone');
  writeHistory(alone, 1);
  print('check one file, alone', median([cli, 'check', '--no-cache', 'migrations/versions/r0001_step.py'], alone));
  const history = join(root, 'history');
  writeHistory(history, 300);
  const cache = ['--cache-location', join(root, 'cache')];
  print('check one file in a history of 300, never read', median([cli, 'check', '--no-cache', 'migrations/versions/r0300_step.py'], history));
  print('check one file in a history of 300, read before', median([cli, 'check', ...cache, 'migrations/versions/r0300_step.py'], history));
  print('check a history of 300, never read', median([cli, 'check', '--no-cache', '.'], history));
  const sql = join(root, 'sql');
  writeSql(sql, 1000);
  print('check 1,000 files of SQL, never read', median([cli, 'check', '--no-cache', '.'], sql));
  benchEslint(root, { writeHistory, measure: (args, cwd) => Math.min(...Array.from({ length: 3 }, () => time(args, cwd))), report: print });
} finally {
  rmSync(root, { recursive: true, force: true });
}

const corpus = process.argv[2];
if (corpus !== undefined) {
  const projects = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const cache = mkdtempSync(join(tmpdir(), 'migralint-bench-cache-'));
  const check = ['check', '.', '--format', 'json', '--preset', 'strict', '--cache-location', cache];
  for (const run of ['never read', 'read before']) {
    const measured = projects.map((name) => ({ name, ms: time([cli, ...check], resolve(corpus, name)) }));
    for (const { name, ms } of measured.sort((a, b) => b.ms - a.ms).slice(0, 5)) print(`check ${name}, ${run}`, ms);
    print(`check, all ${projects.length} one after another, ${run}`, measured.reduce((sum, { ms }) => sum + ms, 0));
  }
  rmSync(cache, { recursive: true, force: true });
}
