import { describe, expect, test } from 'vitest';
import { apply } from '../../src/catalog/apply.js';
import { replay, roundTrip } from '../../src/catalog/assume.js';
import { EMPTY_CATALOG } from '../../src/catalog/catalog.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { diff } from '../../src/catalog/diff.js';
import { hasColumn, hasConstraint, hasIndex, hasTable, hasType } from '../../src/catalog/query.js';
import type { Action, Operation } from '../../src/operation.js';
import { unknown } from '../../src/value.js';
import { applied, operation, POSTGRES, provenanceOf, replayed, sql } from './support.js';

const SCHEMA = `CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE SCHEMA s; CREATE SEQUENCE q;
  CREATE TABLE p (id serial PRIMARY KEY, code text UNIQUE);
  CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES p (id), a varchar(50) DEFAULT 'x', b int CHECK (b > 0), m mood);
  CREATE TABLE s.t (id int); CREATE INDEX ix_a ON t (a); CREATE UNIQUE INDEX ux_b ON t (b) WHERE b > 1;
  CREATE VIEW v AS SELECT a FROM t; CREATE MATERIALIZED VIEW mv AS SELECT 1 AS one; CREATE INDEX mi ON mv (one);
  CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); CREATE POLICY pol ON t; ALTER TABLE t ENABLE ROW LEVEL SECURITY;`;

const CHANGES = `CREATE TABLE n (a serial, b int UNIQUE REFERENCES t); DROP TABLE t CASCADE; DROP TABLE s.t; DROP TABLE p, t; ALTER TABLE t RENAME TO u; ALTER TABLE p SET SCHEMA s;
  ALTER TABLE t ADD c int UNIQUE; ALTER TABLE t DROP b; ALTER TABLE t DROP COLUMN a CASCADE; ALTER TABLE t RENAME a TO z; ALTER TABLE p RENAME id TO pid; ALTER TABLE t ALTER a TYPE text, ALTER a SET NOT NULL, ALTER b SET DEFAULT 1;
  ALTER TABLE t ADD CONSTRAINT c CHECK (a <> b::text) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_b_check; ALTER TABLE t DROP CONSTRAINT t_p_fkey; ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE; ALTER TABLE t RENAME CONSTRAINT t_pkey TO pk;
  CREATE INDEX n ON t (lower(a)); DROP INDEX ix_a; DROP INDEX mi; ALTER INDEX ux_b RENAME TO ux; CREATE TYPE n2 AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'mad' BEFORE 'glad'; ALTER TYPE mood RENAME TO temper; DROP TYPE mood CASCADE;
  CREATE OR REPLACE VIEW v AS SELECT b FROM t; DROP VIEW v; DROP MATERIALIZED VIEW mv; ALTER VIEW v RENAME TO w; DROP FUNCTION f() CASCADE; DROP TRIGGER tr ON t; ALTER TABLE t DISABLE ROW LEVEL SECURITY; DROP SCHEMA s CASCADE; ALTER SCHEMA s RENAME TO r;
  COMMENT ON TABLE t IS 'x'; COMMENT ON COLUMN t.a IS 'y'; ALTER SEQUENCE q OWNED BY t.id; UPDATE t SET a = 1; TRUNCATE t; SET lock_timeout = 0; COMMIT; GRANT SELECT ON t TO r; CREATE EXTENSION citext;
  ALTER TABLE t ADD CONSTRAINT uu UNIQUE USING INDEX ux_b; CREATE TABLE l (LIKE t); CREATE TABLE sel AS SELECT * FROM t; ALTER TABLE unseen ADD c int; DROP TABLE unseen2; ALTER TABLE t OWNER TO me;`;

const UNREADABLE: readonly Action[] = [
  { kind: 'createTable', table: unknown('input'), columns: [], constraints: [] },
  { kind: 'createTable', table: { name: 'x' }, columns: [{ name: unknown('input'), type: unknown('input'), nullable: unknown('input') }], constraints: [{ type: 'primaryKey', named: false, columns: unknown('input') }] },
  { kind: 'dropTable', table: unknown('input') },
  { kind: 'renameTable', table: { name: 't' }, to: unknown('input') },
  { kind: 'renameTable', table: unknown('input'), to: 'x' },
  { kind: 'addColumn', table: { name: 't' }, column: { name: unknown('input'), type: 'integer', nullable: true } },
  { kind: 'dropColumn', table: { name: 't' }, column: unknown('input') },
  { kind: 'renameColumn', table: { name: 't' }, column: 'a', to: unknown('input') },
  { kind: 'renameColumn', table: { name: 't' }, column: unknown('input'), to: 'a' },
  { kind: 'alterColumn', table: { name: 't' }, column: unknown('input'), set: { nullable: false } },
  { kind: 'alterColumn', table: { name: 't' }, column: 'a', set: { type: unknown('input'), nullable: unknown('input'), default: unknown('input'), comment: unknown('input'), generated: unknown('input'), identity: 'always' } },
  { kind: 'addConstraint', table: { name: 't' }, constraint: { type: 'foreignKey', named: true, name: unknown('input'), columns: unknown('input'), references: { table: unknown('input'), columns: unknown('input') } } },
  { kind: 'addConstraint', table: unknown('input'), constraint: { type: 'check', named: false, expression: unknown('input') } },
  { kind: 'validateConstraint', table: { name: 't' }, constraint: unknown('input') },
  { kind: 'dropConstraint', table: { name: 't' } },
  { kind: 'dropConstraint', table: { name: 't' }, constraint: unknown('input'), type: 'foreignKey' },
  { kind: 'renameConstraint', table: { name: 't' }, constraint: 't_pkey', to: unknown('input') },
  { kind: 'createIndex', table: { name: 't' }, index: { name: unknown('input'), columns: [unknown('input')], unique: true } },
  { kind: 'createIndex', table: unknown('input'), index: { name: 'i', columns: ['a'], unique: false } },
  { kind: 'dropIndex', index: unknown('input') },
  { kind: 'dropIndex', table: { name: 't' }, index: unknown('input') },
  { kind: 'renameIndex', index: unknown('input'), to: 'x' },
  { kind: 'renameIndex', index: 'ix_a', to: unknown('input') },
  { kind: 'createEnum', name: unknown('input'), values: unknown('input') },
  { kind: 'createEnum', name: { name: 'e' }, values: unknown('input') },
  { kind: 'alterEnum', name: { name: 'mood' }, addValue: unknown('input'), renameValue: { from: unknown('input'), to: 'x' } },
  { kind: 'alterEnum', name: { name: 'mood' }, to: unknown('input') },
  { kind: 'dropEnum', name: unknown('input') },
  { kind: 'createObject', object: { kind: 'view', name: unknown('input') } },
  { kind: 'dropObject', object: { kind: 'function', name: unknown('input') }, cascade: true },
  { kind: 'alterObject', object: { kind: 'table', name: 't' }, action: 'what nobody knows' },
  { kind: 'alterObject', object: { kind: 'view', name: 'v' }, to: unknown('input') },
  { kind: 'modifyRows', verb: 'delete', table: unknown('input') },
  { kind: 'opaque', reason: 'r', touches: 'anything' },
  { kind: 'opaque', reason: 'r', touches: [{ name: 't' }, { name: 'nowhere' }] },
];
const OPERATIONS: readonly Operation[] = [...sql(CHANGES), ...UNREADABLE.map((action) => operation(action))];

/** Freezes the catalog to its depths; its maps and sets refuse changes. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map || value instanceof Set) {
    for (const entry of value.values()) frozen(entry);
    for (const method of ['set', 'add', 'delete', 'clear']) {
      Object.defineProperty(value, method, {
        value: () => {
          throw new Error('changed in place');
        },
      });
    }
  } else for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** The catalog as text, to see whether it was changed. */
const printed = (catalog: Catalog): string =>
  JSON.stringify(catalog, (_, value: unknown) => (value instanceof Map ? { map: [...value] } : value instanceof Set ? { set: [...value] } : value));

const base = replayed(SCHEMA);
const gap: Catalog = { ...EMPTY_CATALOG, complete: false };

describe('laws', () => {
  test('nothing differs from itself', () => {
    expect(OPERATIONS.length).toBeGreaterThan(80);
    expect(diff(base, base)).toEqual([]);
    expect(diff(base, replayed(SCHEMA))).toEqual([]);
  });

  test('apply, replay and diff change nothing in place and never throw', () => {
    for (const start of [base, gap, EMPTY_CATALOG]) {
      const before = printed(start);
      frozen(start);
      for (const each of OPERATIONS) {
        for (const certainty of ['always', 'maybe'] as const) {
          const { end } = replay(start, [{ ...each, certainty }], POSTGRES, provenanceOf);
          diff(start, end);
          diff(end, start);
          expect(diff(end, end)).toEqual([]);
        }
      }
      expect(printed(start)).toBe(before);
    }
  });

  test('operations run one after the other never throw, in any dialect', () => {
    for (const dialect of ['postgres', 'mysql', 'sqlite', 'mssql'] as const) {
      const target = { dialect, version: [1] };
      for (let from = 0; from < OPERATIONS.length; from += 7) {
        const rotated = [...OPERATIONS.slice(from), ...OPERATIONS.slice(0, from)];
        const trip = roundTrip(base, rotated, [...rotated].reverse(), target, provenanceOf);
        diff(trip.start, trip.afterDowngrade);
      }
    }
  });

  test('independent operations commute', () => {
    const independent = sql(`CREATE TABLE n (a int); ALTER TABLE p ADD x int; ALTER TABLE t ADD y int; CREATE INDEX i1 ON p (code); CREATE INDEX i2 ON t (b); CREATE TYPE e AS ENUM ('a'); ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE p DROP CONSTRAINT p_code_key; DROP INDEX ix_a; CREATE VIEW w AS SELECT 1; DROP TABLE s.t`);
    for (const [i, first] of independent.entries()) {
      for (const second of independent.slice(i + 1)) {
        const one = applied([first, second], base);
        const other = applied([second, first], base);
        expect(diff(one, other)).toEqual([]);
        expect(diff(other, one)).toEqual([]);
      }
    }
  });

  test('an opaque statement never makes the unknown known', () => {
    const questions = (catalog: Catalog): (boolean | undefined)[] => [
      ...['t', 'p', 'nowhere'].flatMap((name) => [hasTable(catalog, { name }), hasColumn(catalog, { name }, 'a'), hasColumn(catalog, { name }, 'zz'), hasConstraint(catalog, { name }, 't_pkey'), hasIndex(catalog, { name }, 'ix_a')]),
      hasType(catalog, { name: 'mood' }), hasType(catalog, { name: 'none' }), hasIndex(catalog, undefined, 'none'),
    ];
    for (const start of [base, gap, replayed('DROP TABLE t; ALTER TABLE p DROP a', gap)]) {
      const known = questions(start);
      for (const touches of ['anything', [{ name: 't' }], [{ name: 'nowhere' }]] as const) {
        const after = questions(apply(start, operation({ kind: 'opaque', reason: 'r', touches }), POSTGRES, {}));
        after.forEach((answer, i) => {
          if (answer !== undefined) expect(answer).toBe(known[i]);
        });
      }
    }
  });

  test('a long history over many tables is replayed quickly', () => {
    let catalog = replayed(Array.from({ length: 500 }, (_, i) => `CREATE TABLE t${i} (id serial PRIMARY KEY, a int UNIQUE, b int REFERENCES t${Math.max(0, i - 1)} (id))`).join(';'));
    const migrations = Array.from({ length: 4000 }, (_, i) => ({
      up: sql(`ALTER TABLE t${i % 500} ADD COLUMN c${i} int; CREATE INDEX i${i} ON t${i % 500} (c${i})`),
      down: sql(`DROP INDEX i${i}; ALTER TABLE t${i % 500} DROP COLUMN c${i}`),
    }));
    const began = performance.now();
    for (const { up, down } of migrations) {
      const trip = roundTrip(catalog, up, down, POSTGRES, provenanceOf);
      expect(diff(trip.start, trip.afterDowngrade)).toEqual([]);
      catalog = trip.afterUpgrade;
    }
    // measured at well under two seconds; a loaded machine may take longer
    expect(performance.now() - began).toBeLessThan(8000);
  }, 30_000);
});
