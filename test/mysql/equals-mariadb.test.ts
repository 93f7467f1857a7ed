import { afterAll, describe, expect, test } from 'vitest';
import { EMPTY_CATALOG } from '../../src/catalog/catalog.js';
import { Random } from '../catalog/server/random.js';
import { differences, ourSchema, serverSchema } from './schemas.js';
import { startServer, type Server } from './server.js';
import { mayBeRefused, writeStatement } from './statements.js';
import { MARIADB, replayed } from './support.js';

const server = await startServer();
afterAll(() => server?.stop());

const SEQUENCES = 120;
/** Refusals that the catalog knows: of names that are there, and of what a foreign key needs. */
const KNOWN_REFUSALS: ReadonlySet<number> = new Set([1050, 1060, 1061, 1068, 1072, 1451, 1553, 1828, 1829]);

function runSequence(mariadb: Server, seed: number): { readonly statements: readonly string[]; readonly found: readonly string[] } {
  const random = new Random(seed);
  const database = `s${seed}`;
  mariadb.run('mysql', [`CREATE DATABASE ${database}`]);
  const written = Array.from({ length: random.between(6, 24) }, () => writeStatement(random));
  const { refused } = mariadb.run(database, written);
  const told = (index: number, statement: string): boolean => !refused.has(index) || (mayBeRefused(statement) && KNOWN_REFUSALS.has(refused.get(index) ?? 0));
  const statements = written.filter((statement, index) => told(index, statement));
  const catalog = statements.reduce((current, statement) => replayed(statement, MARIADB, current), EMPTY_CATALOG);
  return { statements, found: differences(serverSchema(mariadb, database), ourSchema(catalog)) };
}

describe.runIf(server !== undefined)('the catalog after a history equals that of MariaDB', () => {
  test.each(Array.from({ length: SEQUENCES / 20 }, (_, group) => group))('group %i', (group) => {
    for (let seed = group * 20 + 1; seed <= (group + 1) * 20; seed += 1) {
      const { statements, found } = server ? runSequence(server, seed) : { statements: [], found: [] };
      expect(found, `seed ${seed}:\n${statements.join(';\n')}`).toEqual([]);
    }
  }, 120_000);
});

describe.runIf(server === undefined)('MariaDB is not installed: the comparison with it is left out', () => {
  test('says so', () => {
    process.stderr.write('mariadbd was not found: 120 generated histories are not compared with a real server\n');
    expect(server).toBeUndefined();
  });
});
