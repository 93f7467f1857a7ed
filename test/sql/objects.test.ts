import { describe, expect, test } from 'vitest';
import { actionsOf, kindsOf, useParser } from './harness.js';

useParser();

describe('objects', () => {
  test('views know their text and what they read', () => {
    expect(actionsOf('CREATE OR REPLACE VIEW v AS\n  SELECT a.x, -- why\n   b.y FROM a JOIN s.b ON true; CREATE MATERIALIZED VIEW IF NOT EXISTS m AS WITH c AS (SELECT * FROM d) SELECT * FROM c WITH NO DATA')).toEqual([
      { kind: 'createObject', object: { kind: 'view', name: 'v', definition: 'SELECT a.x, b.y FROM a JOIN s.b ON true', reads: [{ name: 'a' }, { schema: 's', name: 'b' }] }, orReplace: true },
      { kind: 'createObject', object: { kind: 'materializedView', name: 'm', definition: 'WITH c AS (SELECT * FROM d) SELECT * FROM c', reads: [{ name: 'd' }] }, ifNotExists: true },
    ]);
  });

  test('functions, triggers, policies', () => {
    expect(
      actionsOf(`CREATE FUNCTION s.f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
        CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC DELETE FROM t; SELECT CASE WHEN true THEN 1 END; END;
        CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
        CREATE POLICY y ON t USING (true)`),
    ).toMatchObject([
      { object: { kind: 'function', schema: 's', name: 'f', definition: '(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1; $$' } },
      { object: { kind: 'procedure', name: 'p' } },
      { object: { kind: 'trigger', name: 'g', table: { name: 't' } } },
      { object: { kind: 'policy', name: 'y', table: { name: 't' } } },
    ]);
  });

  test('the rest of what can be created', () => {
    expect(
      actionsOf(`CREATE EXTENSION IF NOT EXISTS "uuid-ossp"; CREATE SCHEMA IF NOT EXISTS s; CREATE SEQUENCE q START 5; CREATE DOMAIN d AS int CHECK (value > 1); CREATE TYPE c AS (a int);
        CREATE STATISTICS st ON a, b FROM t; CREATE ROLE r; CREATE RULE u AS ON INSERT TO t DO ALSO (DELETE FROM x; DELETE FROM y); CREATE AGGREGATE g(int) (sfunc = f, stype = int)`),
    ).toMatchObject([
      { object: { kind: 'extension', name: 'uuid-ossp' }, ifNotExists: true },
      { object: { kind: 'schema', name: 's' }, ifNotExists: true },
      { object: { kind: 'sequence', name: 'q', definition: 'START 5' } },
      { object: { kind: 'domain', name: 'd', definition: 'AS int CHECK (value > 1)' } },
      { object: { kind: 'type', name: 'c', definition: 'AS (a int)' } },
      { object: { kind: 'statistics', name: 'st', table: { name: 't' } } },
      { object: { kind: 'role', name: 'r' } },
      { object: { kind: 'rule', name: 'u', table: { name: 't' } } },
      { object: { kind: 'aggregate', name: 'g' } },
    ]);
  });

  test('a schema with its elements', () => {
    expect(kindsOf('CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT 1')).toEqual(['createObject', 'createTable', 'createObject']);
  });

  test('alterations', () => {
    expect(
      actionsOf('ALTER SEQUENCE s RESTART WITH 5; ALTER FUNCTION f(int) OWNER TO x; ALTER EXTENSION e UPDATE; ALTER DOMAIN d DROP CONSTRAINT c; ALTER POLICY p ON t RENAME TO q; ALTER TYPE c ADD ATTRIBUTE b int; GRANT SELECT ON t, u TO x'),
    ).toEqual([
      { kind: 'alterObject', object: { kind: 'sequence', name: 's' }, action: 'RESTART WITH 5' },
      { kind: 'alterObject', object: { kind: 'function', name: 'f' }, action: 'owner to x' },
      { kind: 'alterObject', object: { kind: 'extension', name: 'e' }, action: 'UPDATE' },
      { kind: 'alterObject', object: { kind: 'domain', name: 'd' }, action: 'DROP CONSTRAINT c' },
      { kind: 'alterObject', object: { kind: 'policy', name: 'p', table: { name: 't' } }, to: 'q' },
      { kind: 'alterObject', object: { kind: 'type', name: 'c' }, action: 'add attribute b int' },
      { kind: 'alterObject', object: { kind: 'grant', name: 't' }, action: 'grant select on t, u to x' },
      { kind: 'alterObject', object: { kind: 'grant', name: 'u' }, action: 'grant select on t, u to x' },
    ]);
  });

  test('comments', () => {
    expect(actionsOf("COMMENT ON COLUMN s.t.c IS 'x'; COMMENT ON COLUMN t.c IS NULL; COMMENT ON TABLE t IS 'y'; COMMENT ON VIEW v IS 'z'")).toMatchObject([
      { kind: 'alterColumn', table: { schema: 's', name: 't' }, column: 'c', set: { comment: 'x' } },
      { kind: 'alterColumn', table: { name: 't' }, column: 'c', set: { comment: null } },
      { kind: 'alterObject', object: { kind: 'comment', name: 't', table: { name: 't' }, definition: 'y' } },
      { kind: 'alterObject', object: { kind: 'comment', name: 'v', definition: 'z' } },
    ]);
  });

  test('maintenance', () => {
    expect(
      actionsOf('LOCK TABLE a, b IN SHARE MODE; LOCK a; VACUUM FULL a; ANALYZE a; REINDEX INDEX CONCURRENTLY i; CLUSTER a USING i; REFRESH MATERIALIZED VIEW CONCURRENTLY m'),
    ).toMatchObject([
      { object: { kind: 'table', name: 'a' }, action: 'lock in share mode' },
      { object: { kind: 'table', name: 'b' }, action: 'lock in share mode' },
      { object: { kind: 'table', name: 'a' }, action: 'lock in access exclusive mode' },
      { object: { kind: 'table', name: 'a' }, action: 'vacuum full' },
      { object: { kind: 'table', name: 'a' }, action: 'analyze' },
      { object: { kind: 'other', name: 'i' }, action: 'reindex index concurrently' },
      { object: { kind: 'table', name: 'a' }, action: 'cluster' },
      { object: { kind: 'materializedView', name: 'm' }, action: 'refresh concurrently' },
    ]);
  });

  test('settings and transactions', () => {
    expect(actionsOf("SET LOCAL lock_timeout = '5s'; SET search_path TO a, b; RESET lock_timeout; SELECT set_config('x.y', 'z', false); BEGIN; SAVEPOINT a; ROLLBACK TO a; COMMIT; ROLLBACK")).toEqual([
      { kind: 'setting', name: 'lock_timeout', value: '5s' },
      { kind: 'setting', name: 'search_path', value: 'a, b' },
      { kind: 'setting', name: 'lock_timeout', value: 'DEFAULT' },
      { kind: 'setting', name: 'x.y', value: 'z' },
      { kind: 'transaction', verb: 'begin' },
      { kind: 'transaction', verb: 'savepoint' },
      { kind: 'transaction', verb: 'savepoint' },
      { kind: 'transaction', verb: 'commit' },
      { kind: 'transaction', verb: 'rollback' },
    ]);
  });
});

describe('SELECT', () => {
  test('has no effect but that of the functions it calls', () => {
    expect(kindsOf("SELECT 1; SELECT setval('s', max(id)) FROM t; SELECT pg_advisory_lock(1); SHOW x; EXPLAIN DELETE FROM t; SELECT count(*) FROM t WHERE lower(a) = 'x'")).toEqual([]);
    expect(actionsOf('SELECT my_function(1)')).toEqual([{ kind: 'opaque', reason: 'calls a function: my_function', text: 'SELECT my_function(1)', touches: 'anything' }]);
    expect(actionsOf("SELECT create_hypertable('conditions', 'time'); SELECT AddGeometryColumn('public', 'roads', 'geom', 4326, 'POINT', 2)")).toMatchObject([
      { kind: 'opaque', touches: [{ name: 'conditions' }] },
      { kind: 'opaque', touches: [{ name: 'roads' }] },
    ]);
    expect(actionsOf('CALL p(1)')).toMatchObject([{ kind: 'opaque', reason: 'calls a procedure', touches: 'anything' }]);
  });
});
