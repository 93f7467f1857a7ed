import { Database } from 'node-sqlite3-wasm';
import { expect, test } from 'vitest';
import { replay } from '../../src/catalog/assume.js';
import { EMPTY_CATALOG, type Catalog } from '../../src/catalog/catalog.js';
import type { Operation } from '../../src/operation.js';
import { Random } from '../catalog/server/random.js';
import { draftsOf } from './harness.js';
import { ourSchema, serverSchema } from './server/schema.js';
import { writeStatement } from './server/statements.js';

const replayed = (text: string, catalog: Catalog): Catalog => {
  const operations = draftsOf(text).map((draft, statement) => ({ statement, certainty: 'always', ...draft }) as Operation);
  return replay(catalog, operations, { dialect: 'sqlite', version: [3, 53] }, ({ span }) => ({ span })).end;
};

/** Runs what SQLite takes of some generated statements; what differs behind the last of them. */
function runSequence(seed: number): { readonly statements: readonly string[]; readonly found: readonly string[] } {
  const random = new Random(seed);
  const statements: string[] = [];
  let catalog: Catalog = EMPTY_CATALOG;
  const database = new Database();
  try {
    for (let left = random.between(5, 25); left > 0; left -= 1) {
      const statement = writeStatement(random, catalog);
      try {
        database.exec('SAVEPOINT s');
        database.exec(statement);
      } catch {
        // what the server refuses is no part of the history
        database.exec('ROLLBACK TO s');
        continue;
      }
      statements.push(statement);
      catalog = replayed(statement, catalog);
    }
    const [theirs, ours] = [serverSchema(database), ourSchema(catalog)];
    const missing = theirs.filter((line) => !ours.includes(line)).map((line) => `only SQLite: ${line}`);
    return { statements, found: [...missing, ...ours.filter((line) => !theirs.includes(line)).map((line) => `only the catalog: ${line}`)] };
  } finally {
    database.close();
  }
}

const SEQUENCES = 240;
const GROUP = 40;

test.each(Array.from({ length: SEQUENCES / GROUP }, (_, group) => group))('the catalog after a history equals that of SQLite, group %i', (group) => {
  for (let seed = group * GROUP + 1; seed <= (group + 1) * GROUP; seed += 1) {
    const { statements, found } = runSequence(seed);
    expect(found, `seed ${seed}:\n${statements.join(';\n')}`).toEqual([]);
  }
}, 60_000);
