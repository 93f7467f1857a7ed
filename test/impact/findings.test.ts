import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.js';
import type { Finding } from '../../src/finding.js';
import { checkJson } from '../../src/reporters/json.js';
import { stylish } from '../../src/reporters/stylish.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { toProject } from '../harness/documents.js';
import { lintAsConfigured } from '../harness/presets.js';

const HISTORY = `# history
def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('email', sa.Text), sa.Column('score', sa.Integer))
`;
const project = (body: string) => toProject([{ language: 'python', text: HISTORY }, { language: 'python', text: `def upgrade():\n    ${body}\n` }]);
const check = (body: string, config: Config = {}) => lintAsConfigured(project(body), { rules: { 'missing-downgrade': 'off' }, ...config });
const ids = (findings: readonly Finding[]): string[] => findings.map(({ ruleId }) => ruleId);

const INDEX = "op.create_index('ix_users_email', 'users', ['email'])";
const UNIQUE = "op.create_index('ix_users_email', 'users', ['email'], unique=True)";

describe('impact of what is reported', () => {
  it('is in the JSON output', async () => {
    const { files } = project(INDEX);
    const output = JSON.parse(checkJson(await check(INDEX), memorySnapshot(files))) as { readonly findings: readonly { readonly ruleId: string; readonly impact?: unknown }[] };
    expect(output.findings).toMatchObject([
      { ruleId: 'blocking-index-build', impact: { locks: [{ table: 'users', mode: 'SHARE', blocks: 'writes' }], scan: true, rewrite: false, indexBuild: true, table: 'users' } },
    ]);
  });

  it('is a line for people where they would have to wait for long', async () => {
    const text = async (body: string): Promise<string> => stylish(await check(body), memorySnapshot(project(body).files), { color: false, version: '0', rules: [] });
    expect(await text(INDEX)).toContain('impact: builds an index on users under SHARE on users (blocks writes)');
    expect(await text("op.alter_column('users', 'score', type_=sa.BigInteger)")).toContain('impact: rewrites users under ACCESS EXCLUSIVE on users (blocks reads and writes)');
    expect(await text("op.drop_column('users', 'score')")).not.toContain('impact:');
  });
});

describe('one finding for each cause', () => {
  it('the graver rule speaks and mentions the other', async () => {
    const { findings } = await check(UNIQUE);
    expect(ids(findings)).toEqual(['constraint-on-existing-data']);
    expect(findings[0]?.related.map(({ message }) => message.split(':')[0])).toEqual(['blocking-index-build']);
  });

  it('the other speaks where the graver rule is off', async () => {
    const { findings } = await check(UNIQUE, { rules: { 'missing-downgrade': 'off', 'constraint-on-existing-data': 'off' } });
    expect(ids(findings)).toEqual(['blocking-index-build']);
  });
});

describe('who has to wait depends on the project', () => {
  it.each([
    ['nobody uses the database while migrations run', { deployment: 'stop-the-world' }],
    ['the table is small', { smallTables: ['users'] }],
    ['the table is empty', { emptyTables: ['users'] }],
  ] as const)('no rule about locks speaks where %s', async (_, config) => {
    expect(ids((await check(INDEX, config)).findings)).toEqual([]);
  });
});
