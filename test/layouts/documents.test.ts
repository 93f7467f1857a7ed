import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import { describeFindings, lintProject, parseDocument, toProject } from '../harness/documents.js';

const page = (...blocks: readonly string[]): string => ['# x', '', 'Summary.', '', '## Unsafe', '', ...blocks.flatMap((block) => ['```sql', block, '```', ''])].join('\n');

async function findingsOf(rule: string, ...blocks: readonly string[]): Promise<readonly string[]> {
  const [section] = parseDocument(page(...blocks)).sections;
  const project = toProject(section?.blocks ?? []);
  const own = rules.find(({ id }) => id === rule);
  if (!own) throw new Error(`no rule ${rule}`);
  return describeFindings(await lintProject(project, own, rules), project);
}

describe('SQL in the document of a rule', () => {
  it('is a migration of its own, in the order of the page', async () => {
    expect(await findingsOf('drop-table', '-- history\nCREATE TABLE users (id int);', 'DROP TABLE users;')).toEqual(['db/migrations/002_step.up.sql:1 drop-table/dropped']);
  });
  it('shows both directions with sections', async () => {
    expect(await findingsOf('empty-downgrade', '-- migrate:up\nCREATE TABLE users (id int);\n\n-- migrate:down\n')).toEqual(['db/migrations/001_step.sql:4 empty-downgrade/empty']);
  });
  it('has the name that it gives itself', async () => {
    expect(await findingsOf('downgrade-mismatch', '-- file: db/1_a.up.sql\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);', '-- file: db/1_a.down.sql\nDROP TABLE a;')).toEqual(['db/1_a.up.sql:3 downgrade-mismatch/leftTable']);
  });
});
