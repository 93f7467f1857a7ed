import { PGlite } from '@electric-sql/pglite';
import { afterAll, expect, test } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.js';
import { EMPTY_CATALOG } from '../../src/catalog/catalog.js';
import { differences, openThings, ourSchema } from './server/our-schema.js';
import { Random } from './server/random.js';
import { RESET, serverSchema } from './server/server-schema.js';
import { writeStatement } from './server/statements.js';
import { replayed } from './support.js';

const database = new PGlite();
afterAll(() => database.close());

/** Statements that the server has taken, and what differs behind the last of them. */
async function runSequence(seed: number): Promise<{ readonly statements: readonly string[]; readonly found: readonly string[] }> {
  const random = new Random(seed);
  const statements: string[] = [];
  let catalog: Catalog = EMPTY_CATALOG;
  await database.exec(RESET);
  for (let left = random.between(5, 25); left > 0; left -= 1) {
    const statement = writeStatement(random, catalog);
    try {
      await database.exec(statement);
    } catch {
      // what the server refuses is no part of the history
      continue;
    }
    statements.push(statement);
    catalog = replayed(statement, catalog);
  }
  return { statements, found: differences(await serverSchema(database), ourSchema(catalog), openThings(catalog)) };
}

const SEQUENCES = 320;
const GROUP = 40;

test.each(Array.from({ length: SEQUENCES / GROUP }, (_, group) => group))('the catalog after a history equals that of the server, group %i', async (group) => {
  for (let seed = group * GROUP + 1; seed <= (group + 1) * GROUP; seed += 1) {
    const { statements, found } = await runSequence(seed);
    expect(found, `seed ${seed}:\n${statements.join(';\n')}`).toEqual([]);
  }
}, 60_000);
