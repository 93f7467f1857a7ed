import { describe, expect, test } from 'vitest';
import { actionsOf, kindsOf, spansOf, useParser } from './harness.js';

useParser();

const block = (body: string, declarations = ''): string => `DO $$ ${declarations} BEGIN ${body} END $$;`;

describe('tests whether something exists', () => {
  test.each([
    ["IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'e') THEN CREATE TYPE e AS ENUM ('a'); END IF;", { kind: 'createEnum', ifNotExists: true }],
    ["IF to_regtype('e') IS NULL THEN CREATE TYPE e AS ENUM ('a'); END IF;", { kind: 'createEnum', ifNotExists: true }],
    ["IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = 'e' AND n.nspname = 'public') THEN CREATE TYPE e AS ENUM ('a'); END IF;", { kind: 'createEnum', ifNotExists: true }],
    ["IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 't' AND column_name = 'a') THEN ALTER TABLE t ADD COLUMN a int; END IF;", { kind: 'addColumn', ifNotExists: true }],
    ["IF (SELECT count(*) FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a') > 0 THEN ALTER TABLE t DROP COLUMN a; END IF;", { kind: 'dropColumn', ifExists: true }],
    ["IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND conrelid = 'public.t'::regclass) THEN ALTER TABLE t DROP CONSTRAINT k; END IF;", { kind: 'dropConstraint', ifExists: true }],
    ["IF NOT EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = 'k' AND table_name = 't' AND constraint_type = 'UNIQUE') THEN ALTER TABLE t ADD CONSTRAINT k UNIQUE (a); END IF;", { kind: 'addConstraint', ifNotExists: true }],
    ["IF NOT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'i') THEN CREATE INDEX i ON t (a); END IF;", { kind: 'createIndex', ifNotExists: true }],
    ["IF to_regclass('public.t') IS NOT NULL THEN DROP TABLE t; END IF;", { kind: 'dropTable', ifExists: true }],
    ["IF NOT EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = 'x' AND enumtypid = 'e'::regtype) THEN ALTER TYPE e ADD VALUE 'x'; END IF;", { kind: 'alterEnum', ifNotExists: true }],
    ["IF EXISTS (SELECT 1 FROM pg_type WHERE typname = 'e') THEN RETURN; END IF; CREATE TYPE e AS ENUM ('a');", { kind: 'createEnum', ifNotExists: true }],
    ["PERFORM 1 FROM pg_type WHERE typname = 'e'; IF NOT FOUND THEN CREATE TYPE e AS ENUM ('a'); END IF;", { kind: 'createEnum', ifNotExists: true }],
    ["SELECT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'e') INTO known; IF NOT known THEN CREATE TYPE e AS ENUM ('a'); END IF;", { kind: 'createEnum', ifNotExists: true }],
    ["IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 't') AND NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a') THEN ALTER TABLE t ADD a int; END IF;", { kind: 'addColumn', ifNotExists: true }],
    ["IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'p') THEN ALTER TABLE t ADD PRIMARY KEY (a); END IF;", { kind: 'addConstraint', ifNotExists: true }],
    ["BEGIN CREATE TYPE e AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END;", { kind: 'createEnum', ifNotExists: true }],
    ["BEGIN ALTER TABLE t ADD a int; EXCEPTION WHEN duplicate_column THEN RAISE NOTICE 'there already'; END;", { kind: 'addColumn', ifNotExists: true }],
    ["BEGIN DROP TABLE t; EXCEPTION WHEN undefined_table OR insufficient_privilege THEN NULL; END;", { kind: 'dropTable', ifExists: true }],
  ])('%s', (body, action) => {
    const drafts = actionsOf(block(body)) as { certainty?: string }[];
    expect(drafts).toMatchObject([action]);
    expect(drafts[0]?.certainty).toBeUndefined();
  });

  test('what the test does not ask for is a maybe', () => {
    expect(actionsOf(block("IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a') THEN ALTER TABLE t ADD a int; UPDATE t SET a = 1; ELSE DROP TABLE u; END IF;"))).toMatchObject([
      { kind: 'addColumn', ifNotExists: true },
      { kind: 'modifyRows', certainty: 'maybe' },
      { kind: 'dropTable', certainty: 'maybe' },
    ]);
    for (const condition of ["current_setting('x') = 'y'", "EXISTS (SELECT 1 FROM users WHERE a = 1)", "EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a' AND is_nullable = 'NO')", "EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE table_name = 't' AND constraint_type = 'UNIQUE')"]) {
      expect(actionsOf(block(`IF ${condition} THEN ALTER TABLE t DROP COLUMN a; END IF;`))).toMatchObject([{ kind: 'dropColumn', certainty: 'maybe' }]);
    }
  });
});

describe('dynamic SQL', () => {
  test('constant text is read', () => {
    const text = block("EXECUTE 'ALTER TABLE t ADD a text DEFAULT ''x'''; EXECUTE 'DROP TABLE ' || 'u';");
    expect(actionsOf(text)).toMatchObject([{ kind: 'addColumn', column: { name: 'a', default: "'x'" } }, { kind: 'dropTable', table: { name: 'u' } }]);
    expect(spansOf(text)[0]).toBe("ADD a text DEFAULT ''x''");
  });

  test('format, variables and lists of names', () => {
    expect(
      actionsOf(block("EXECUTE format('ALTER TABLE %I ADD %s int', 'My Table', 'a'); v := 'DROP TABLE x'; EXECUTE v; FOREACH v IN ARRAY ARRAY['p', 'q'] LOOP EXECUTE 'TRUNCATE ' || quote_ident(v); END LOOP;", 'DECLARE v text;')),
    ).toMatchObject([{ kind: 'addColumn', table: { name: 'My Table' } }, { kind: 'dropTable', table: { name: 'x' } }, { verb: 'truncate', table: { name: 'p' } }, { verb: 'truncate', table: { name: 'q' } }]);
  });

  test('what is not known is unknown, or opaque', () => {
    expect(actionsOf(block("FOR r IN SELECT * FROM pg_tables LOOP EXECUTE format('DROP TABLE %I', r.tablename); END LOOP; EXECUTE r.sql;"))).toMatchObject([
      { kind: 'dropTable', table: { unknown: 'input' }, certainty: 'maybe' },
      { kind: 'opaque', touches: 'anything' },
    ]);
  });
});

describe('blocks', () => {
  test('statements of PL/pgSQL itself have no effect', () => {
    expect(kindsOf(block("<<l>> LOOP x := x + 1; EXIT WHEN x > 3; CONTINUE l; END LOOP; RAISE NOTICE 'a;b'; ASSERT true; GET DIAGNOSTICS n = ROW_COUNT; NULL; SELECT a, b INTO STRICT x, y FROM t; RETURN;", 'DECLARE x int := 1; n bigint;'))).toEqual([]);
  });

  test('statements keep their place, and INTO of PL/pgSQL makes no table', () => {
    const text = block('INSERT INTO t (a) VALUES (1) RETURNING id INTO x; CASE x WHEN 1 THEN DROP TABLE a; ELSE DROP TABLE b; END CASE; WHILE true LOOP DELETE FROM c; END LOOP; CALL p();');
    expect(actionsOf(text)).toMatchObject([
      { verb: 'insert' },
      { kind: 'dropTable', certainty: 'maybe' },
      { kind: 'dropTable', certainty: 'maybe' },
      { verb: 'delete', certainty: 'maybe' },
      { kind: 'opaque', reason: 'calls a procedure' },
    ]);
    expect(spansOf(text)).toEqual(['INSERT INTO t (a) VALUES (1) RETURNING id', 'DROP TABLE a', 'DROP TABLE b', 'DELETE FROM c', 'CALL p()']);
  });

  test('a body between single quotes, and other languages', () => {
    expect(actionsOf("DO LANGUAGE 'plpgsql' 'BEGIN UPDATE t SET a = ''x''; END'")).toMatchObject([{ verb: 'update' }]);
    expect(actionsOf('DO LANGUAGE plpython3u $$ plpy.execute("DROP TABLE a") $$')).toMatchObject([{ kind: 'opaque', touches: 'anything' }]);
  });

  test('a handler that raises again changes nothing', () => {
    expect(actionsOf(block("BEGIN CREATE TABLE t (); EXCEPTION WHEN others THEN RAISE; END;"))).toEqual([{ kind: 'createTable', table: { name: 't' }, columns: [], constraints: [] }]);
  });
});
