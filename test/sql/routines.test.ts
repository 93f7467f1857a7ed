import { expect, test } from 'vitest';
import { actionsOf, kindsOf, spansOf, useParser } from './harness.js';

useParser();

const ADD = `CREATE FUNCTION add_audit(target text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  EXECUTE format('ALTER TABLE %I ADD COLUMN audited_at timestamptz', target);
END $$;`;

test('a call of a function that the same text has made does what its body does', () => {
  expect(actionsOf(`${ADD} SELECT add_audit('users'); SELECT public.add_audit('Posts'::text);`)).toMatchObject([
    { kind: 'createObject' },
    { kind: 'addColumn', table: { name: 'users' }, column: { name: 'audited_at' } },
    { kind: 'addColumn', table: { name: 'Posts' } },
  ]);
  expect(spansOf(`${ADD} SELECT add_audit('users')`)[1]).toBe('ADD COLUMN audited_at timestamptz');
});

test('so does that of a procedure, and of a function of SQL', () => {
  const text = `CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN LOOP UPDATE t SET a = 1 WHERE a IS NULL; EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$; CALL fill();
    CREATE FUNCTION clean() RETURNS void LANGUAGE sql AS 'DELETE FROM t'; DO $$ BEGIN PERFORM clean(); END $$;`;
  expect(actionsOf(text)).toMatchObject([{ kind: 'createObject' }, { verb: 'update', certainty: 'maybe' }, { kind: 'transaction' }, { kind: 'createObject' }, { verb: 'delete' }]);
});

test.each([
  ['for each row', `${ADD} SELECT add_audit(name) FROM tables`],
  ['of a body that is not SQL', "CREATE FUNCTION f() RETURNS void LANGUAGE plpython3u AS 'x'; SELECT f()"],
  ['of a function from elsewhere', 'CREATE FUNCTION g() RETURNS void LANGUAGE sql AS $$ SELECT 1 $$; SELECT f()'],
  ['of itself', "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT f()'; SELECT f()"],
])('a call %s is not read', (_, text) => {
  expect(kindsOf(text)).toEqual(['createObject', 'opaque']);
});
