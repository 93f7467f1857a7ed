import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../src/frameworks/index.js';
import { WRITINGS } from '../harness/frameworks.js';
import { normal } from './normal.js';
import { EXCEPTIONS, RAW, SCENARIOS, migrationOf, operationsOf, projectOf } from './projects.js';
import { lastMigration } from './read.js';

const BUILDERS = FRAMEWORKS.map(({ name }) => name).filter((name) => name in WRITINGS);

/** What these write IF (NOT) EXISTS for, or look up, whoever asked for it. */
const GUARDED: Readonly<Record<string, readonly string[]>> = { sequelize: ['createTable', 'dropTable', 'dropIndex'], typeorm: ['createTable'], 'db-migrate': ['createTable'] };

function unguarded(operations: readonly Readonly<Record<string, unknown>>[], framework: string): unknown {
  return operations.map(({ ifNotExists, ifExists, ...operation }) => (GUARDED[framework]?.includes(String(operation['kind'])) ? operation : { ...operation, ...(ifNotExists === true && { ifNotExists }), ...(ifExists === true && { ifExists }) }));
}

describe.each(SCENARIOS)('%s', (scenario) => {
  it.each(['sql', ...BUILDERS])('%s', async (framework) => {
    const { upgrade, downgrade } = await lastMigration(projectOf(scenario, framework));
    const expected = operationsOf(scenario);
    const all = (operations: unknown): unknown => unguarded(operations as readonly Readonly<Record<string, unknown>>[], framework);
    expect({ upgrade: all(normal(upgrade.operations)), downgrade: all(normal(downgrade.operations)) }).toEqual({ upgrade: all(expected.upgrade), downgrade: all(expected.downgrade) });
  });
});

it.each(Object.entries(RAW))('%s is written in SQL only where it has no word of its own, and there is a reason', (framework, raw) => {
  const written = SCENARIOS.filter((scenario) => Object.values(migrationOf(scenario, framework)).some((text) => raw.test(text)));
  expect(written).toEqual(SCENARIOS.filter((scenario) => EXCEPTIONS[scenario]?.[framework] !== undefined));
});
