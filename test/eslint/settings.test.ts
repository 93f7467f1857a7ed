import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { ALEMBIC, DROP_PHONE, USERS } from './alembic.js';
import { configured, lintFiles, writeProject } from './eslint.js';

const project = { ...ALEMBIC, 'migrations/versions/1.py': USERS, 'migrations/versions/2.py': DROP_PHONE };
const given = (migralint: object): Linter.Config[] => configured('recommended', { settings: { migralint } });

describe('settings.migralint', () => {
  it('says of the project what migralint’s own configuration says, rules aside', async () => {
    const { found } = await lintFiles(writeProject(project), given({ retiredColumns: ['users.phone'], rules: { 'drop-column': 'error' }, failOnUnread: true }));
    expect(found).toEqual([]);
  });

  it('leaves out what is to be ignored', async () => {
    const { found } = await lintFiles(writeProject(project), given({ ignore: ['migrations/versions/1.py'] }));
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining('broken-revision-chain/missing')]));
  });

  it('is refused where it is wrong, with the words of the command line', async () => {
    await expect(lintFiles(writeProject(project), given({ dialekt: 'mysql' }))).rejects.toThrow(/settings\.migralint: unknown key "dialekt"/u);
  });

  it('reviews only what comes after startAfter', async () => {
    const { found } = await lintFiles(writeProject(project), given({ startAfter: 'b2' }));
    expect(found).toEqual([]);
  });
});
