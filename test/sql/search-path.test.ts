import { expect, test } from 'vitest';
import { actionsOf, useParser } from './harness.js';

useParser();

const after = (path: string, text: string): unknown[] => (actionsOf(`SET search_path ${path}; ${text}`) as unknown[]).slice(1);

test('names without a schema land in the one that the path names', () => {
  expect(after('= app', 'CREATE TABLE t (a int REFERENCES u); ALTER TABLE t ADD b int; DROP INDEX i; CREATE TYPE e AS ENUM (); CREATE VIEW v AS SELECT 1 FROM t; DROP SEQUENCE q; CREATE TRIGGER tr BEFORE INSERT ON t EXECUTE FUNCTION f()')).toMatchObject([
    { kind: 'createTable', table: { schema: 'app', name: 't' }, constraints: [{ references: { table: { schema: 'app', name: 'u' } } }] },
    { kind: 'addColumn', table: { schema: 'app', name: 't' } },
    { kind: 'dropIndex', index: 'i', schema: 'app' },
    { kind: 'createEnum', name: { schema: 'app', name: 'e' } },
    { kind: 'createObject', object: { kind: 'view', schema: 'app', name: 'v', reads: [{ schema: 'app', name: 't' }] } },
    { kind: 'dropObject', object: { kind: 'sequence', schema: 'app', name: 'q' } },
    { kind: 'createObject', object: { kind: 'trigger', name: 'tr', table: { schema: 'app', name: 't' } } },
  ]);
});

test('names with a schema stay', () => {
  expect(after('TO app', 'CREATE TABLE public.t (a int); ALTER TABLE other.t ADD b int')).toMatchObject([{ table: { name: 't' } }, { table: { schema: 'other', name: 't' } }]);
  expect(after('TO app', 'CREATE TEMP TABLE x (a int); INSERT INTO x SELECT 1')).not.toMatchObject([{ table: { schema: 'app' } }, {}]);
  expect(after('TO app', 'CREATE TEMP TABLE x (a int); INSERT INTO x SELECT 1')).not.toMatchObject([{}, { table: { schema: 'app' } }]);
  expect(after('TO app', 'CREATE TABLE public.t (a int)')).not.toMatchObject([{ table: { schema: 'app' } }]);
});

test('with several schemas only what is made is known to land in the first', () => {
  expect(after('= app, public', 'ALTER TABLE old ADD a int; CREATE TABLE t (a int); ALTER TABLE t ADD b int')).toMatchObject([{ table: { name: 'old' } }, { table: { schema: 'app', name: 't' } }, { table: { schema: 'app', name: 't' } }]);
});

test.each(['= public', '= DEFAULT', "= ''", '= "$user", public'])('the usual path: %s', (path) => {
  const [action] = after(path, 'CREATE TABLE t (a int)');
  expect(action).toMatchObject({ table: { name: 't' } });
  expect(action).not.toMatchObject({ table: { schema: expect.anything() as string } });
});

test('the path of the session is set by a function as well, and taken back', () => {
  expect(actionsOf("SELECT set_config('search_path', 'app', false); DROP TABLE a; RESET search_path; DROP TABLE b")).toMatchObject([{}, { table: { schema: 'app' } }, {}, { table: { name: 'b' } }]);
});
