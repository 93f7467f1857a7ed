import { PGlite } from '@electric-sql/pglite';
import { afterAll, expect, test } from 'vitest';
import { applied } from './support.js';

const database = new PGlite();
afterAll(() => database.close());

const LONG = 'a_table_whose_name_is_so_long_that_nothing_else_fits_behind_it';
const COLUMN = 'a_column_whose_name_is_long_as_well_and_needs_to_be_shortened';

async function serverNames(): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(`
    SELECT c.relname || '.' || k.conname AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE k.connamespace = 'public'::regnamespace AND k.contype <> 'n'
    UNION SELECT t.relname || '.' || i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
      WHERE i.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') ORDER BY 1`);
  return rows.map((row) => row.name).sort();
}

test.each([
  'CREATE TABLE t (id serial PRIMARY KEY, a int UNIQUE, b int CHECK (b > 0) CHECK (b < 9), c int REFERENCES t, UNIQUE (a, b), CHECK (a > b), CHECK (a <> b))',
  'CREATE TABLE t (id int, PRIMARY KEY (id), UNIQUE (id), CONSTRAINT named UNIQUE (id))',
  'CREATE TABLE t (a int, b text); CREATE INDEX ON t (a); CREATE INDEX ON t (a); CREATE INDEX ON t (lower(b), a); CREATE UNIQUE INDEX ON t ((a + 1), (a + 2)); CREATE INDEX ON t (a) INCLUDE (b)',
  `CREATE TABLE ${LONG} (${COLUMN} int UNIQUE REFERENCES ${LONG} (${COLUMN}), b int); CREATE INDEX ON ${LONG} (${COLUMN}, b); CREATE INDEX ON ${LONG} (${COLUMN}, b); ALTER TABLE ${LONG} ADD FOREIGN KEY (b) REFERENCES ${LONG} (${COLUMN}), ADD FOREIGN KEY (b) REFERENCES ${LONG} (${COLUMN})`,
  'CREATE TABLE t (a int, b int); CREATE TABLE t_a_key (a int); CREATE INDEX t_b_idx ON t (b); ALTER TABLE t ADD UNIQUE (a); CREATE INDEX ON t (b)',
  'CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE); ALTER TABLE t RENAME TO u; CREATE TABLE t (a int PRIMARY KEY, b int REFERENCES u (b)); ALTER TABLE t RENAME b TO c; ALTER TABLE t ADD FOREIGN KEY (c) REFERENCES u (b)',
  'CREATE TABLE t (a int, b int, c int); CREATE UNIQUE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (b); ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i; ALTER TABLE t ADD PRIMARY KEY USING INDEX j; ALTER TABLE t ADD EXCLUDE USING btree (c WITH =)',
  'CREATE TABLE t (a int, b int, UNIQUE (a, b), CHECK (a > b)); CREATE INDEX i ON t (b); CREATE INDEX j ON t (a) WHERE b > 0; ALTER TABLE t DROP COLUMN b',
])('the server names alike: %s', async (script) => {
  await database.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${script}`);
  const ours = [...applied(script).tables].flatMap(([key, table]) => [...table.constraints.keys(), ...table.indexes.keys()].map((name) => `${key}.${name}`));
  expect(ours.sort()).toEqual(await serverNames());
});
