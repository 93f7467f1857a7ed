import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogAfter, predict } from './predict.js';
import { Server } from './measure.js';

const TARGET = { dialect: 'postgres', version: [18] } as const;

const BASE = `
  CREATE SCHEMA other;
  CREATE TYPE mood AS ENUM ('a', 'b');
  CREATE DOMAIN posint AS int CHECK (VALUE > 0);
  CREATE DOMAIN plainint AS int;
  CREATE TABLE parent (id int PRIMARY KEY, x int);
  CREATE TABLE t (id int PRIMARY KEY, v varchar(10), s text, n numeric(10, 2), i int, j int, ts timestamp, nn text, m mood, p int, d json, c varchar(10) CHECK (length(c) > 0), g int NOT NULL);
  CREATE TABLE child (id int PRIMARY KEY, t_id int, parent_id int REFERENCES parent (id));
  CREATE TABLE dom (id int PRIMARY KEY, v posint);
  CREATE TABLE loose (a int, b int NOT NULL);
  CREATE UNIQUE INDEX loose_a ON loose (a);
  CREATE UNIQUE INDEX loose_b ON loose (b);
  CREATE INDEX t_i ON t (i);
  CREATE INDEX t_s ON t (s);
  CREATE UNIQUE INDEX t_b ON t (id);
  CREATE TABLE kept (id int PRIMARY KEY, name text);
  CREATE VIEW vw AS SELECT id, name FROM kept;
  CREATE MATERIALIZED VIEW mv AS SELECT id, i FROM t WHERE false;
  DROP MATERIALIZED VIEW mv;
  CREATE MATERIALIZED VIEW mv AS SELECT id, name FROM kept;
  CREATE UNIQUE INDEX mv_id ON mv (id);
  CREATE TABLE pt (id int, d int) PARTITION BY RANGE (d);
  CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (10);
  CREATE TABLE ptnew (id int, d int);
  CREATE TABLE ptchecked (id int, d int, CONSTRAINT bound CHECK (d IS NOT NULL AND d >= 30 AND d < 40));
  CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
  CREATE FUNCTION vol() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1';
  ALTER TABLE t ADD CONSTRAINT ck_nv CHECK (p > 0) NOT VALID;
  ALTER TABLE t ADD CONSTRAINT j_nv CHECK (j IS NOT NULL) NOT VALID;
  ALTER TABLE child ADD CONSTRAINT fk_nv FOREIGN KEY (t_id) REFERENCES t (id) NOT VALID;
  ALTER TABLE t ADD CONSTRAINT nn_chk CHECK (nn IS NOT NULL);
  ALTER TABLE t ADD CONSTRAINT uq_ts UNIQUE (id, g);
  CREATE TRIGGER tr0 BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg();
  CREATE POLICY p0 ON t USING (true);
  CREATE STATISTICS st0 ON i, j FROM t;
  CREATE SEQUENCE s1;
`;
const ROWS = `
  INSERT INTO parent SELECT g, g FROM generate_series(1, 50) g;
  INSERT INTO t SELECT g, 'a', 'a', 1, 1, 1, now(), 'x', 'a', 1, '{}', 'c', g FROM generate_series(1, 50) g;
  INSERT INTO child SELECT g, g, g FROM generate_series(1, 50) g;
  INSERT INTO dom SELECT g, g FROM generate_series(1, 50) g;
  INSERT INTO loose SELECT g, g FROM generate_series(1, 50) g;
  INSERT INTO kept SELECT g, 'a' FROM generate_series(1, 50) g;
  REFRESH MATERIALIZED VIEW mv;
  INSERT INTO pt SELECT g, g % 10 FROM generate_series(1, 50) g;
  INSERT INTO ptnew VALUES (1, 15);
  INSERT INTO ptchecked VALUES (1, 35);
  ANALYZE;
`;

/** The server reads all rows and has no word for it. */
const SILENT = new Set(['ALTER DOMAIN posint ADD CHECK (VALUE < 99)', 'REFRESH MATERIALIZED VIEW CONCURRENTLY mv', 'ANALYZE t', 'UPDATE parent SET x = 2', 'DELETE FROM child']);
/** Whether a valid check implies the bounds of a partition, or two types are compared alike, is not worked out. */
const UNKNOWN = new Set(['ALTER TABLE t ALTER i TYPE oid', 'ALTER TABLE pt ATTACH PARTITION ptchecked FOR VALUES FROM (30) TO (40)']);

const STATEMENTS: Readonly<Record<string, readonly string[]>> = {
  tables: [
    'CREATE TABLE z (a int)',
    'CREATE TABLE z (a int REFERENCES t (id), b int REFERENCES z (a), UNIQUE (a))',
    'CREATE TABLE z PARTITION OF pt FOR VALUES FROM (40) TO (50)',
    'DROP TABLE child',
    'DROP TABLE t CASCADE',
    'DROP TABLE pt1',
    'DROP TABLE pt',
    'ALTER TABLE child RENAME TO other',
    'ALTER TABLE child SET SCHEMA other',
    'TRUNCATE child',
    'TRUNCATE t CASCADE',
    'LOCK TABLE t',
    'LOCK TABLE t IN SHARE MODE',
    "COMMENT ON TABLE t IS 'x'",
    "COMMENT ON COLUMN t.i IS 'x'",
    "COMMENT ON CONSTRAINT uq_ts ON t IS 'x'",
  ],
  'ADD COLUMN': [
    'ALTER TABLE t ADD z int',
    'ALTER TABLE t ADD z int NOT NULL DEFAULT 5',
    "ALTER TABLE t ADD z text DEFAULT upper('a' || 'b')",
    'ALTER TABLE t ADD z timestamptz DEFAULT now()',
    'ALTER TABLE t ADD z timestamptz DEFAULT CURRENT_TIMESTAMP',
    "ALTER TABLE t ADD z text[] DEFAULT '{}'::text[]",
    'ALTER TABLE t ADD z uuid DEFAULT gen_random_uuid()',
    'ALTER TABLE t ADD z timestamptz DEFAULT clock_timestamp()',
    'ALTER TABLE t ADD z float DEFAULT (random() * 10)',
    'ALTER TABLE t ADD z serial',
    'ALTER TABLE t ADD z bigserial NOT NULL',
    'ALTER TABLE t ADD z int GENERATED ALWAYS AS IDENTITY',
    'ALTER TABLE t ADD z posint',
    'ALTER TABLE t ADD z posint DEFAULT 3',
    'ALTER TABLE t ADD z plainint DEFAULT 3',
    'ALTER TABLE t ADD z mood DEFAULT \'a\'',
    'ALTER TABLE t ADD z int CHECK (z > 0)',
    'ALTER TABLE t ADD z int DEFAULT 3 CHECK (z > 0)',
    'ALTER TABLE t ADD z int UNIQUE',
    'ALTER TABLE loose ADD z int PRIMARY KEY DEFAULT nextval(\'s1\')',
    'ALTER TABLE t ADD z int REFERENCES parent (id)',
    'ALTER TABLE t ADD z int DEFAULT 1 REFERENCES parent (id)',
    'ALTER TABLE pt ADD z int DEFAULT 1',
    'ALTER TABLE pt ADD z uuid DEFAULT gen_random_uuid()',
  ],
  'other changes of columns': [
    'ALTER TABLE t DROP COLUMN i',
    'ALTER TABLE child DROP COLUMN parent_id',
    'ALTER TABLE t RENAME COLUMN i TO k',
    'ALTER TABLE pt RENAME COLUMN id TO k',
    'ALTER TABLE t ALTER i SET DEFAULT 3',
    'ALTER TABLE t ALTER i DROP DEFAULT',
    'ALTER TABLE t ALTER i SET NOT NULL',
    'ALTER TABLE t ALTER g SET NOT NULL',
    'ALTER TABLE t ALTER nn SET NOT NULL',
    'ALTER TABLE t ALTER j SET NOT NULL',
    'ALTER TABLE t ALTER g DROP NOT NULL',
    'ALTER TABLE pt ALTER id SET NOT NULL',
    'ALTER TABLE parent ALTER id ADD GENERATED ALWAYS AS IDENTITY',
    'ALTER TABLE t ALTER i SET STATISTICS 200',
    'ALTER TABLE t ALTER s SET STORAGE external',
    'ALTER TABLE t ALTER s SET COMPRESSION pglz',
    'ALTER TABLE t ALTER i SET (n_distinct = 5)',
  ],
  'changes of a type': [
    'ALTER TABLE t ALTER v TYPE varchar(50)',
    'ALTER TABLE t ALTER v TYPE text',
    'ALTER TABLE t ALTER v TYPE varchar(5)',
    'ALTER TABLE t ALTER c TYPE varchar(50)',
    'ALTER TABLE t ALTER s TYPE varchar',
    'ALTER TABLE t ALTER s TYPE varchar(100)',
    'ALTER TABLE t ALTER i TYPE bigint',
    'ALTER TABLE t ALTER i TYPE text',
    'ALTER TABLE t ALTER n TYPE numeric(12, 2)',
    'ALTER TABLE t ALTER n TYPE numeric',
    'ALTER TABLE t ALTER n TYPE numeric(12, 4)',
    'ALTER TABLE t ALTER ts TYPE timestamp(3)',
    'ALTER TABLE t ALTER ts TYPE date',
    'ALTER TABLE t ALTER d TYPE jsonb',
    'ALTER TABLE t ALTER m TYPE text',
    'ALTER TABLE t ALTER v TYPE varchar(20) USING v::varchar(20)',
    'ALTER TABLE t ALTER v TYPE varchar(20) USING v',
    'ALTER TABLE t ALTER i TYPE int USING i + 1',
    'ALTER TABLE child ALTER parent_id TYPE bigint',
    'ALTER TABLE child ALTER t_id TYPE bigint',
    'ALTER TABLE pt ALTER id TYPE bigint',
    'ALTER TABLE parent ALTER id TYPE bigint',
    'ALTER TABLE t ALTER i TYPE oid',
  ],
  constraints: [
    'ALTER TABLE t ADD CONSTRAINT z CHECK (i > 0)',
    'ALTER TABLE t ADD CONSTRAINT z CHECK (i > 0) NOT VALID',
    'ALTER TABLE t ADD CONSTRAINT z NOT NULL i NOT VALID',
    'ALTER TABLE t VALIDATE CONSTRAINT ck_nv',
    'ALTER TABLE t VALIDATE CONSTRAINT nn_chk',
    'ALTER TABLE child ADD CONSTRAINT z FOREIGN KEY (t_id) REFERENCES t (id)',
    'ALTER TABLE child ADD CONSTRAINT z FOREIGN KEY (t_id) REFERENCES t (id) NOT VALID',
    'ALTER TABLE t ADD CONSTRAINT z FOREIGN KEY (i) REFERENCES t (id)',
    'ALTER TABLE pt ADD CONSTRAINT z FOREIGN KEY (id) REFERENCES parent (id)',
    'ALTER TABLE child VALIDATE CONSTRAINT fk_nv',
    'ALTER TABLE t ADD CONSTRAINT z UNIQUE (id, i)',
    'ALTER TABLE loose ADD CONSTRAINT z UNIQUE USING INDEX loose_a',
    'ALTER TABLE loose ADD PRIMARY KEY (a)',
    'ALTER TABLE loose ADD PRIMARY KEY (b)',
    'ALTER TABLE loose ADD PRIMARY KEY USING INDEX loose_a',
    'ALTER TABLE loose ADD PRIMARY KEY USING INDEX loose_b',
    'ALTER TABLE loose ADD EXCLUDE USING btree (a WITH =)',
    'ALTER TABLE t DROP CONSTRAINT nn_chk',
    'ALTER TABLE child DROP CONSTRAINT fk_nv',
    'ALTER TABLE t DROP CONSTRAINT uq_ts',
    'ALTER TABLE t RENAME CONSTRAINT uq_ts TO uq',
    'ALTER TABLE child ALTER CONSTRAINT child_parent_id_fkey DEFERRABLE',
    'ALTER DOMAIN posint ADD CHECK (VALUE < 99)',
    'ALTER DOMAIN posint ADD CONSTRAINT z CHECK (VALUE < 99) NOT VALID',
  ],
  indexes: [
    'CREATE INDEX z ON t (i)',
    'CREATE UNIQUE INDEX z ON t (id)',
    'CREATE INDEX z ON pt (id)',
    'CREATE INDEX z ON mv (name)',
    'DROP INDEX t_i',
    'DROP INDEX mv_id',
    'ALTER INDEX t_i RENAME TO t_k',
    'REINDEX INDEX t_i',
    'REINDEX TABLE t',
  ],
  maintenance: [
    'CLUSTER t USING t_i',
    'ALTER TABLE t CLUSTER ON t_i',
    'REFRESH MATERIALIZED VIEW mv',
    'REFRESH MATERIALIZED VIEW CONCURRENTLY mv',
    'ANALYZE t',
    'ALTER TABLE dom SET UNLOGGED',
    'ALTER TABLE t SET (fillfactor = 70)',
    'ALTER TABLE t RESET (fillfactor)',
    'ALTER TABLE t REPLICA IDENTITY FULL',
    'ALTER TABLE t OWNER TO CURRENT_USER',
  ],
  partitions: [
    'ALTER TABLE pt ATTACH PARTITION ptnew FOR VALUES FROM (10) TO (20)',
    'ALTER TABLE pt ATTACH PARTITION ptchecked FOR VALUES FROM (30) TO (40)',
    'ALTER TABLE pt DETACH PARTITION pt1',
  ],
  'triggers, policies, views': [
    'CREATE TRIGGER z BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg()',
    'DROP TRIGGER tr0 ON t',
    'ALTER TABLE t DISABLE TRIGGER tr0',
    'ALTER TABLE t ENABLE TRIGGER tr0',
    'ALTER TABLE t ENABLE ROW LEVEL SECURITY',
    'CREATE POLICY z ON t USING (true)',
    'DROP POLICY p0 ON t',
    'CREATE RULE z AS ON DELETE TO t DO NOTHING',
    'CREATE VIEW z AS SELECT * FROM t',
    'CREATE OR REPLACE VIEW vw AS SELECT id, name FROM kept',
    'DROP VIEW vw',
    'CREATE STATISTICS z ON i, g FROM t',
    'DROP STATISTICS st0',
  ],
  'types and rows': [
    "ALTER TYPE mood ADD VALUE 'c'",
    "ALTER TYPE mood RENAME VALUE 'a' TO 'z'",
    'CREATE TYPE z AS ENUM (\'a\')',
    'DROP DOMAIN plainint',
    'INSERT INTO parent VALUES (99, 1)',
    'UPDATE parent SET x = 2',
    'DELETE FROM child',
  ],
};

describe('impact in PostgreSQL, as measured', () => {
  const catalog = catalogAfter(BASE, TARGET);
  let server: Server;
  beforeAll(async () => {
    server = await Server.start(BASE + ROWS);
  });
  afterAll(() => server.close());

  describe.each(Object.entries(STATEMENTS))('%s', (_, statements) => {
    test.each(statements)('%s', async (statement) => {
      const measured = await server.measure(statement);
      const predicted = predict(statement, catalog, TARGET);
      expect(predicted.locks).toEqual(measured.locks);
      expect({ rewrite: predicted.rewrite }).toEqual({ rewrite: measured.rewritten.length > 0 });
      if (predicted.rewritten !== undefined) expect(measured.rewritten).toContain(predicted.rewritten === 'pt' ? 'pt1' : predicted.rewritten);
      // a rewrite reads all rows and builds all indexes in any case
      if (predicted.rewrite !== true) expect({ indexBuild: predicted.indexBuild }).toEqual({ indexBuild: UNKNOWN.has(statement) && measured.indexed ? 'unknown' : measured.indexed });
      if (!measured.indexed) expect({ scan: predicted.scan }).toEqual({ scan: SILENT.has(statement) ? true : UNKNOWN.has(statement) ? 'unknown' : measured.scanned });
    });
  });
});
