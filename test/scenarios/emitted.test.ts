import { beforeAll, describe, expect, it } from 'vitest';
import { loadSql, readSql } from '../../src/languages/sql/index.js';
import type { Operation } from '../../src/operation.js';
import { DEFAULT_VERSIONS } from '../../src/target.js';
import { tracedText } from '../../src/value.js';
import { isInstalled, sentByAlembic } from './alembic.js';
import { normal } from './normal.js';
import { SCENARIOS, projectOf } from './projects.js';
import { lastMigration } from './read.js';
import { RECORDED, statementsOf } from './record.js';

beforeAll(() => loadSql('postgres'));

const at = { file: 'sent.sql', start: 0, end: 0 };
const readAll = (statements: readonly string[]): readonly Operation[] =>
  statements.flatMap((statement) => readSql(tracedText(statement, at, false), at, { dialect: 'postgres', version: DEFAULT_VERSIONS.postgres }).flat()).map((draft): Operation => ({ ...draft, statement: 0, certainty: 'always' }));

describe.each(RECORDED)('what is read is what %s itself sends', (framework) => {
  it.each(SCENARIOS)('%s', async (scenario) => {
    const migration = await lastMigration(projectOf(scenario, framework));
    for (const direction of ['upgrade', 'downgrade'] as const) {
      expect(normal(migration[direction].operations)).toEqual(normal(readAll(await statementsOf(scenario, framework, direction))));
    }
  });
});

/** Without a connection Alembic writes a statement for each row, with one it sends them together. */
const together = (operations: readonly object[]): readonly object[] => operations.filter((operation, i) => JSON.stringify(operation) !== JSON.stringify(operations[i - 1]));

if (isInstalled()) {
  describe('what is read is what Alembic itself writes', () => {
    const sent = sentByAlembic();
    it.each(SCENARIOS)('%s', async (scenario) => {
      const migration = await lastMigration(projectOf(scenario, 'alembic'));
      for (const direction of ['upgrade', 'downgrade'] as const) {
        expect(normal(migration[direction].operations)).toEqual(together(normal(readAll([sent.get(scenario)?.[direction] ?? '']).filter(({ kind }) => kind !== 'transaction'))));
      }
    });
  });
} else {
  console.warn('Alembic is not installed here (PYTHON names another interpreter): what it writes itself was not compared.');
}
