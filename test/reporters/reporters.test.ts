import { describe, expect, it } from 'vitest';
import { github } from '../../src/reporters/github.js';
import { inspectText } from '../../src/reporters/inspect.js';
import { checkJson, inspectJson } from '../../src/reporters/json.js';
import { stylish } from '../../src/reporters/stylish.js';
import { unknown } from '../../src/value.js';
import { context, files, report, spanOf } from './report.js';

const none = { ...report, findings: [], unread: [], opaque: [], problems: [] };

describe('json', () => {
  const json = JSON.parse(checkJson(report, files));

  it('has lines and columns from 1, ends exclusive, columns in UTF-16 code units', () => {
    expect(json.version).toBe(1);
    expect(json.findings[0]).toEqual({
      ruleId: 'drop-column',
      messageId: 'dropped',
      severity: 'warning',
      confidence: 'certain',
      message: report.findings[0]?.message,
      file: 'migrations/versions/0002_drop.py',
      line: 6,
      column: 5,
      endLine: 9,
      endColumn: 6,
      migration: 'b2',
      direction: 'upgrade',
      object: { kind: 'column', table: 'users', name: 'bio' },
      related: [{ message: 'created here as String(50)', file: 'migrations/versions/0001 first.py', line: 7, column: 5, endLine: 7, endColumn: 60 }],
      fingerprint: 'f1',
      suggestions: [],
    });
    expect(json.findings[2]).toMatchObject({ line: 13, column: 13, endColumn: 26 });
  });

  it('counts what could not be read', () => {
    expect(json.summary).toEqual({ migrations: 2, reviewed: 1, operations: 0, unread: 2, findings: 3, suppressed: 1 });
  });

  it('writes edits with offsets', () => {
    const { start, end } = spanOf('migrations/versions/0002_drop.py', 'pass');
    expect(json.findings[1].suggestions).toEqual([{ title: 'Add the column again', edits: [{ file: 'migrations/versions/0002_drop.py', start, end, text: expect.stringContaining('op.add_column') }] }]);
  });
});

describe('inspect', () => {
  const span = spanOf('migrations/versions/0002_drop.py', '"bio"');
  const [first, second] = report.migrations;
  const operations = [
    { kind: 'addColumn', table: { name: 'users' }, column: { name: 'bio', type: unknown('environment', span), nullable: false, span }, span, statement: 1, certainty: 'maybe', guards: [] },
    { kind: 'opaque', reason: 'a loop', text: 'DROP \uE0000\uE001', touches: 'anything', span, statement: 2, certainty: 'always' },
    { kind: 'dropTable', table: { name: 'a\uE0000\uE001' }, span, statement: 3, certainty: 'always' },
  ] as const;
  const inspected = { ...report, migrations: [first!, { ...second!, upgrade: { ...second!.upgrade, operations, unread: [{ reason: 'eval', span }] } }] };

  it('prints operations with their place and says what it could not read', () => {
    const { migrations, target, unread } = JSON.parse(inspectJson(inspected, files));
    expect(target).toEqual({ dialect: 'postgres', version: '17' });
    expect(unread).toEqual([{ file: 'migrations/versions/broken.py', reason: 'invalid syntax' }]);
    expect(migrations[1]).toMatchObject({ file: 'migrations/versions/0002_drop.py', framework: 'alembic', id: 'b2', parents: ['a1'], downgrade: { status: 'empty', operations: [], unread: [] } });
    const location = { file: span.file, start: span.start, end: span.end, line: 8, column: 9, endLine: 8, endColumn: 14 };
    expect(migrations[1].upgrade.operations).toEqual([
      { kind: 'addColumn', certainty: 'maybe', location, statement: 1, table: { name: 'users' }, column: { name: 'bio', type: { unknown: 'environment' }, nullable: false } },
      { kind: 'opaque', certainty: 'always', location, statement: 2, reason: 'a loop', text: 'DROP {?}', touches: 'anything' },
      { kind: 'dropTable', certainty: 'always', location, statement: 3, table: { name: { unknown: 'input' } } },
    ]);
    expect(migrations[1].upgrade.unread).toEqual([{ reason: 'eval', location }]);
  });

  it('has a form for people', () => {
    const text = inspectText(inspected, files, context);
    expect(text).toContain('migrations/versions/0002_drop.py  alembic b2 after a1');
    expect(text).toContain('       8  addColumn users bio ? not null (maybe)');
    expect(text).toContain('       8  unread eval');
  });
});

describe('stylish', () => {
  it('shows the source, the remedy and where else to look', () => {
    expect(stylish(report, files, { ...context, width: 80 })).toMatchInlineSnapshot(`
      "migrations/versions/0002_drop.py  revision b2

        6:5  warning  drop-column
          Dropping "users.bio" deletes its values: 100% of them, [sic]. Keep the
          column for one release, then drop it.
          6 |     op.drop_column(
            |     ^^^^^^^^^^^^^^^
          7 |         "users",
          8 |         "bio",
          9 |     )
          see migrations/versions/0001 first.py:7:5: created here as String(50)

        13:2  error  empty-downgrade (possible: it rests on something that could not be read)
          The downgrade does nothing.
          13 |     pass  # 😀 op.add_column
             |     ^^^^
          fix Add the column again

        13:13  note  duplicate-object
          twice
          13 |     pass  # 😀 op.add_column
             |                ^^^^^^^^^^^^^

      3 findings (1 error, 1 warning, 1 note) in 1 of 2 migrations, 0 operations, 1 suppressed.
      2 places could not be read and were not checked: "migralint inspect" lists them,
      --fail-on-unread makes them fail the run.
      About a rule: migralint explain <rule>
      "
    `);
  });

  it('has no colour unless asked', () => {
    expect(stylish(report, files, context)).not.toContain('\u001B');
    expect(stylish(report, files, { ...context, color: true })).toContain('\u001B[31m');
  });

  it('says so when there is nothing to say', () => {
    expect(stylish(none, files, context)).toBe('No findings in 1 of 2 migrations, 0 operations, 1 suppressed.\n');
  });

  it('tells how to narrow down a long history', () => {
    const [first] = report.migrations;
    const long = { ...report, migrations: Array.from({ length: 20 }, () => first!), reviewed: Array.from({ length: 20 }, (_, i) => `r${i}`) };
    expect(stylish(long, files, context)).toContain('--since origin/main');
    expect(stylish(long, files, { ...context, limited: true })).not.toContain('--since');
  });

  it('keeps control characters of names away from the terminal', () => {
    const [finding] = report.findings;
    const text = stylish({ ...report, findings: [{ ...finding!, message: 'a \u001B[31m b' }] }, files, context);
    expect(text).not.toContain('\u001B');
  });
});

describe('github', () => {
  it('writes workflow commands, the worst first, escaped', () => {
    expect(github(report, files, { ...context, inRepository: (file) => `backend/${file}` }).split('\n')).toEqual([
      '::error file=backend/migrations/versions/secret.py,title=migralint::this file cannot be read: permission denied',
      '::error file=backend/migrations/versions/0002_drop.py,line=13,endLine=13,col=2,endColumn=6,title=empty-downgrade (possible)::The downgrade does nothing.',
      '::warning file=backend/migrations/versions/0002_drop.py,line=6,endLine=9,title=drop-column::Dropping "users.bio" deletes its values: 100%25 of them, [sic]. Keep the column for one release, then drop it.%0Abackend/migrations/versions/0001 first.py:7: created here as String(50)',
      '::notice file=backend/migrations/versions/0002_drop.py,line=13,endLine=13,col=13,endColumn=26,title=duplicate-object::twice',
      '',
    ]);
  });
});
