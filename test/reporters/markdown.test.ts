import { describe, expect, it } from 'vitest';
import type { Finding, Report, Review } from '../../src/finding.js';
import { NO_IMPACT } from '../../src/impact.js';
import type { Operation } from '../../src/operation.js';
import { markdown } from '../../src/reporters/markdown.js';
import { code, message, plainText } from '../../src/reporters/markdown-text.js';
import { project, revision, run } from '../hosts/command.js';
import { context, drop, empty, files, report } from './report.js';

const place = { certainty: 'always', statement: 0, span: drop.span } as const;
const table = { name: 'users' };
const steps: Review['steps'] = [
  {
    operation: { kind: 'dropColumn', table, column: 'bio', ...place } as Operation,
    impact: { ...NO_IMPACT, locks: [{ table, mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes' }], rewrite: true, table },
  },
];
const migration = (id: string): Review['migration'] => report.migrations.find((each) => each.id === id) as Review['migration'];
const back = { ...migration('b2'), downgrade: { ...migration('b2').downgrade, status: 'present' as const } };
const review = (over: Partial<Review> = {}): Review => ({ migration: back, steps, differences: [], ...over });
const text = (reviews: readonly Review[], over: Partial<Report> = {}): string => markdown({ ...report, findings: [], suppressed: [], unread: [], opaque: [], problems: [], reviews, ...over }, files, context);

describe('markdown', () => {
  it('tells what a migration changes, what that locks and what work it is', () => {
    expect(text([review()])).toContain('| drop column `users.bio` | ACCESS EXCLUSIVE on `users`, blocks **reads and writes** | rewrites the table |');
  });

  it.each([
    ['mirrors', review(), {}, '✅ mirrors'],
    ['differs', review({ differences: [{ kind: 'column', change: 'changed', table: 'users', name: 'bio', attribute: 'type', before: 'varchar(50)', after: 'varchar(20)', uncertain: false }] }), {}, '❌ differs: column `users.bio` changed (type: was `varchar(50)`, is `varchar(20)`)'],
    ['loses data', review(), { suppressed: [drop] }, 'mirrors: upgrade and downgrade leave the schema as it was. ⚠️ **Data is lost**'],
    ['is empty', review({ migration: migration('b2'), differences: undefined }), {}, '❌ none: the downgrade is empty'],
    ['is refused', review({ migration: { ...back, downgrade: { ...back.downgrade, status: 'irreversible' } } }), {}, '❌ declared irreversible'],
  ] as const)('tells of a way back that %s', (_, of, over, expected) => {
    expect(text([of], over)).toContain(`**Way back:** ${expected}`);
  });

  it('lists findings with their remedy, the worst first, and what was not understood', () => {
    const found = markdown({ ...report, reviews: [review()] }, files, context);
    expect(found).toContain('## 🔴 migralint: 1 error, 1 warning, 1 note in 1 migration');
    expect(found.indexOf('**empty-downgrade**')).toBeLessThan(found.indexOf('**drop-column**'));
    expect(found).toContain('Keep the column for one release, then drop it.');
    expect(found).toContain('DO block');
    expect(found).toContain('this file cannot be read: permission denied');
  });

  it('leaves out locks on tables that the change creates', () => {
    const create = 'op.create_table("posts", sa.Column("id", sa.Integer()))\n    op.create_index("i", "posts", ["id"])';
    const { stdout } = run(project({ 'migrations/versions/d4.py': revision('d4', 'c3', create, 'op.drop_table("posts")') }), ['--format', 'markdown', 'migrations/versions/d4.py']);
    expect(stdout).toContain('| create index `posts i` |  |  |');
  });

  it('fits into a comment, and says what is left out', () => {
    const many = Array.from({ length: 2000 }, (_, i): Finding => ({ ...empty, message: 'x'.repeat(200), fingerprint: String(i) }));
    const long = markdown({ ...report, findings: many, reviews: [review(), review({ migration: migration('a1') })] }, files, context);
    expect(long.length).toBeLessThan(65_536);
    expect(long).toContain('did not fit here');
  });

  it('is what the command line prints', () => {
    const { status, stdout } = run(project(), ['--format', 'markdown']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^<!-- migralint -->\n## 🔴 migralint: 2 errors in 3 migrations\n/u);
    expect(stdout).toContain('| drop column `users.bio` | ACCESS EXCLUSIVE on `users`, blocks **reads and writes** |');
    expect(stdout).toContain('**Way back:** ❌ none: the downgrade is empty. ⚠️ **Data is lost**');
    expect(stdout).toContain('**Way back:** ✅ mirrors');
  });
});

describe('names of migrations stay text', () => {
  const hostile = 'x`</td><script>alert(1)</script> ![a](http://evil) @team | [b](javascript:c) <!-- ';
  it('in a code span, in a table too', () => {
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`')).toBe('`` ` ``');
    expect(code('a|b\nc')).toBe('`a\\|b c`');
    expect(code('')).toBe('');
  });
  it('in text', () => {
    const written = plainText(hostile);
    expect(written).not.toMatch(/[<]|(?<!\\)[[\]|`]|@t|:\/\//u);
  });
  it('in messages, whose own code stays code', () => {
    expect(message('Dropping `users.bio` deletes *all* of it')).toBe('Dropping `users.bio` deletes \\*all\\* of it');
    expect(message(`Dropping \`${hostile}\` fails`)).not.toContain('<script');
  });
  it('in the whole comment', () => {
    const evil = { ...drop, message: `Dropping ${hostile}`, related: [{ message: hostile, span: drop.span }] };
    const operation = { kind: 'dropTable', table: { name: hostile }, ...place } as unknown as Operation;
    const found = text([review({ steps: [{ operation, impact: { ...NO_IMPACT, note: hostile } }], migration: { ...back, message: hostile } })], { findings: [evil] });
    for (const line of found.split('\n')) expect(line.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/gu, '').replace(/<(?:!-- migralint --|br|\/?sub)>/gu, '')).not.toMatch(/<[a-z!/]|@team|(?<!\\)\]\(/u);
  });
});
