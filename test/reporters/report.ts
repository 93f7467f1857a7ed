import type { Finding, Report } from '../../src/finding.js';
import type { Migration } from '../../src/migration.js';
import type { ReportContext } from '../../src/reporters/context.js';
import { memorySnapshot, type Snapshot } from '../../src/snapshot.js';
import type { Span } from '../../src/span.js';

const FIRST = 'migrations/versions/0001 first.py';
const SECOND = 'migrations/versions/0002_drop.py';

export const files: Snapshot = memorySnapshot({
  [FIRST]: '"""first"""\nrevision = "a1"\ndown_revision = None\n\n\ndef upgrade():\n    op.add_column("users", sa.Column("bio", sa.String(50)))\n',
  [SECOND]: 'revision = "b2"\ndown_revision = "a1"\n\n\ndef upgrade():\n    op.drop_column(\n        "users",\n        "bio",\n    )\n\n\ndef downgrade():\n\tpass  # 😀 op.add_column\n',
});

/** The span of a piece of the text. */
export function spanOf(file: string, text: string): Span {
  const start = files.read(file)?.indexOf(text) ?? -1;
  if (start < 0) throw new Error(`no "${text}" in ${file}`);
  return { file, start, end: start + text.length };
}

const migration = (file: string, id: string, parents: readonly string[]): Migration => ({
  file,
  id,
  parents,
  dependsOn: [],
  labels: [],
  framework: 'alembic',
  environment: 'migrations',
  upgrade: { status: 'present', operations: [], unread: [], transactional: true },
  downgrade: { status: 'empty', operations: [], unread: [], transactional: true },
});

const base = { related: [], suggestions: [], confidence: 'certain' } as const;
export const drop: Finding = {
  ...base,
  ruleId: 'drop-column',
  messageId: 'dropped',
  severity: 'warning',
  message: 'Dropping "users.bio" deletes its values: 100% of them, [sic]. Keep the column for one release, then drop it.',
  span: spanOf(SECOND, 'op.drop_column(\n        "users",\n        "bio",\n    )'),
  migration: 'b2',
  direction: 'upgrade',
  object: { kind: 'column', table: 'users', name: 'bio' },
  related: [{ message: 'created here as String(50)', span: spanOf(FIRST, 'op.add_column("users", sa.Column("bio", sa.String(50)))') }],
  fingerprint: 'f1',
};
export const empty: Finding = {
  ...base,
  ruleId: 'empty-downgrade',
  messageId: 'empty',
  severity: 'error',
  confidence: 'possible',
  message: 'The downgrade does nothing.',
  span: spanOf(SECOND, 'pass'),
  migration: 'b2',
  direction: 'downgrade',
  fingerprint: 'f2',
  suggestions: [{ title: 'Add the column again', edits: [{ span: spanOf(SECOND, 'pass'), text: 'op.add_column("users", sa.Column("bio", sa.String(50)))' }] }],
};
const behindEmoji: Finding = { ...base, ruleId: 'duplicate-object', messageId: 'twice', severity: 'note', message: 'twice', span: spanOf(SECOND, 'op.add_column'), fingerprint: 'f3' };

export const report: Report = {
  target: { dialect: 'postgres', version: [17] },
  histories: [{ framework: 'alembic', environment: 'migrations', target: { dialect: 'postgres', version: [17] }, dialectFrom: 'option' }],
  migrations: [migration(FIRST, 'a1', []), migration(SECOND, 'b2', ['a1'])],
  findings: [drop, empty, behindEmoji],
  suppressed: [{ ...drop, fingerprint: 'f4', suppression: { by: 'comment', reason: 'archived' } }],
  unread: [{ file: 'migrations/versions/broken.py', reason: 'invalid syntax' , cause: 'syntax'}],
  opaque: [{ reason: 'DO block', span: spanOf(SECOND, 'op.drop_column'), migration: 'b2', direction: 'upgrade' }],
  problems: [{ message: 'this file cannot be read: permission denied', file: 'migrations/versions/secret.py' }],
  reviewed: [SECOND],
};

export const context: ReportContext = {
  version: '1.2.3',
  rules: [
    { id: 'drop-column', summary: 'A column is dropped.', category: 'data-loss', severity: 'warning', document: '# drop-column\n\nA column is dropped.\n' },
    { id: 'empty-downgrade', summary: 'The downgrade does nothing.', category: 'rollback', severity: 'error' },
    { id: 'duplicate-object', summary: 'Something is made twice.', category: 'history', severity: 'note' },
  ],
};
