import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { revision, run, temporary } from './command.js';

const operations = (folder: string, words: readonly string[]): string[] => {
  const { stdout } = run(folder, ['inspect', ...words, '--format', 'json']);
  const { migrations } = JSON.parse(stdout) as { migrations: { upgrade: { operations: { kind: string }[]; unread: unknown[] } }[] };
  return migrations.flatMap(({ upgrade }) => [...upgrade.operations.map(({ kind }) => kind), ...upgrade.unread.map(() => 'unread')]);
};

/** A repository whose migrations use a helper that lies far from them, and have no settings file above both. */
const repository = (): string =>
  temporary({
    '.git/HEAD': 'ref: refs/heads/main\n',
    'shop/tools/helpers.py': 'from alembic import op\n\ndef drop_all(connection):\n    op.drop_table("users")\n',
    'shop/db/migrations/env.py': '',
    'shop/db/migrations/versions/a1.py': `from shop.tools.helpers import drop_all\n${revision('a1', null, 'drop_all(op.get_bind())', 'pass')}`,
    'shop/db/migrations/versions/b2.py': `from ....tools.helpers import drop_all\n${revision('b2', 'a1', 'drop_all(op.get_bind())', 'pass')}`,
  });

describe('modules of the repository', () => {
  it.each([
    ['.', '.'],
    ['.', 'shop/db/migrations/versions'],
    ['.', 'shop/db/migrations/versions/a1.py'],
    ['shop/db/migrations', '.'],
    ['shop/db/migrations/versions', '.'],
    ['shop/tools', '../db/migrations'],
  ])('are found from %s for %s', (folder, operand) => {
    expect(new Set(operations(path.join(repository(), folder), [operand]))).toEqual(new Set(['dropTable']));
  });
});
