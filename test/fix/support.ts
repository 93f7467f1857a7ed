import { loadMissedParsers, loadParsers } from '../../src/analyze.js';
import { settingsOf } from '../../src/config.js';
import { fix, type Fixes, type FixOptions } from '../../src/fix/fix.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { rules } from '../../rules/index.js';

/** What is offered for files that lie together. */
export async function fixesFor(files: Readonly<Record<string, string>>, options: Partial<FixOptions> = {}): Promise<Fixes> {
  const snapshot = memorySnapshot(files);
  await loadParsers(snapshot, options);
  const run = (): Fixes => fix(snapshot, { rules, settingOf: settingsOf({}, { rules: {}, locate: (file) => file }), ...options });
  const found = run();
  return (await loadMissedParsers()) ? run() : found;
}

const HOME = { 'alembic.ini': '[alembic]\nscript_location = migrations\n', 'migrations/env.py': 'from alembic import context\n' };

const revision = (id: string, parent: string | undefined, rest: string): string =>
  `from alembic import op\nimport sqlalchemy as sa\n\nrevision = '${id}'\ndown_revision = ${parent === undefined ? 'None' : `'${parent}'`}\n\n\n${rest}`;

export const body = (lines: string): string => lines.trim().replaceAll(/^/gmu, '    ').replaceAll(/^ +$/gmu, '');

/** The file of a revision that follows one which makes what was there before, after the fix; a reason where there is none. */
export async function fixedAlembic(before: string, upgrade: string, downgrade: string | undefined, options: Partial<FixOptions> = {}): Promise<string> {
  const text = revision('b2', 'a1', `def upgrade():\n${body(upgrade)}\n${downgrade === undefined ? '' : `\n\ndef downgrade():\n${body(downgrade)}\n`}`);
  const { fixes, unfixed } = await fixesFor(
    { ...HOME, 'migrations/versions/a1.py': revision('a1', undefined, `def upgrade():\n${body(before)}\n\n\ndef downgrade():\n    raise NotImplementedError('the first revision')\n`), 'migrations/versions/b2.py': text },
    options,
  );
  const found = fixes.find(({ migration }) => migration.id === 'b2');
  return found?.changes[0]?.after ?? unfixed.find(({ migration }) => migration.id === 'b2')?.reason ?? 'no finding';
}

/** The body of the downgrade that was written. */
export const downgradeIn = (text: string): string => (/\ndef downgrade\([^\n]*\n([^]*)$/u.exec(text)?.[1] ?? text).replaceAll(/^ {4}/gmu, '').trim();
