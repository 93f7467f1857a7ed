/** Tables that the migrations of the cases find. */
export const BASE = [
  `CREATE SCHEMA "app"`,
  `CREATE TYPE "mood" AS ENUM('sad', 'ok')`,
  `CREATE TYPE "t_e_enum" AS ENUM('a', 'b')`,
  `CREATE TABLE "o" ("id" SERIAL NOT NULL, "x" int, CONSTRAINT "PK_4fb0e878d2a9b28f4201398d9a0" PRIMARY KEY ("id"))`,
  `CREATE TABLE "t" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "s" character varying(50), "n" integer NOT NULL DEFAULT 5, "e" "t_e_enum" NOT NULL DEFAULT 'a', "amount" numeric(10,2), "u" text, "oId" integer, CONSTRAINT "PK_t" PRIMARY KEY ("id"))`,
];

/** Code of a migration, and what TypeORM 1.1.1 sent to PostgreSQL when it ran on those tables, but for the table that it keeps for itself. Recorded, not written. */
export const CASES: readonly { readonly what: string; readonly code: string; readonly sql: readonly string[] }[] = [
  {
    what: 'comments',
    code: `await queryRunner.addColumn('t', new TableColumn({ name: 'z', type: 'timestamptz', default: 'now()', precision: 6, comment: "it's z" })); await queryRunner.changeTableComment('t', 'about t');`,
    sql: [
      'ALTER TABLE "t" ADD "z" timestamptz(6) NOT NULL DEFAULT now()',
      `COMMENT ON COLUMN "t"."z" IS 'it''s z'`,
      `COMMENT ON TABLE "t" IS 'about t'`,
    ],
  },
  {
    what: 'schemas',
    code: `await queryRunner.createTable(new Table({ name: 'app.users', columns: [{ name: 'kind', type: 'enum', enum: ['a'] }] })); await queryRunner.createIndex('app.users', new TableIndex({ columnNames: ['kind'] })); await queryRunner.addColumn('app.users', new TableColumn({ name: 'oId', type: 'int' })); await queryRunner.createForeignKey('app.users', new TableForeignKey({ columnNames: ['oId'], referencedTableName: 'o', referencedColumnNames: ['id'] }));`,
    sql: [
      `CREATE TYPE "app"."users_kind_enum" AS ENUM('a')`,
      'CREATE TABLE "app"."users" ("kind" "app"."users_kind_enum" NOT NULL)',
      'CREATE INDEX "IDX_d8d3fc350ce9b5ca3212136208" ON "app"."users" ("kind")',
      'ALTER TABLE "app"."users" ADD "oId" int NOT NULL',
      'ALTER TABLE "app"."users" ADD CONSTRAINT "FK_d7c6eb00173b674924f118073e5" FOREIGN KEY ("oId") REFERENCES "o"("id")',
    ],
  },
  {
    what: 'columns in a list',
    code: `await queryRunner.addColumns('t', [new TableColumn({ name: 'a', type: 'int', isArray: true, default: "'{}'" }), new TableColumn({ name: 'b', type: 'boolean', default: false })]); await queryRunner.dropColumns('t', ['s', 'u']);`,
    sql: [
      `ALTER TABLE "t" ADD "a" int array NOT NULL DEFAULT '{}'`,
      'ALTER TABLE "t" ADD "b" boolean NOT NULL DEFAULT false',
      'ALTER TABLE "t" DROP COLUMN "s"',
      'ALTER TABLE "t" DROP COLUMN "u"',
    ],
  },
  {
    what: 'generated',
    code: `await queryRunner.createTable(new Table({ name: 'g', columns: [{ name: 'a', type: 'int' }, { name: 'b', type: 'int', generatedType: 'STORED', asExpression: 'a + 1' }] }));`,
    sql: [
      'CREATE TABLE "g" ("a" int NOT NULL, "b" int GENERATED ALWAYS AS (a + 1) STORED NOT NULL)',
    ],
  },
  {
    what: 'createTable',
    code: `await queryRunner.createTable(new Table({ name: 'nt', columns: [{ name: 'id', type: 'uuid', isPrimary: true, isGenerated: true, generationStrategy: 'uuid' }, { name: 'a', type: 'varchar' }, { name: 'b', type: 'int', isNullable: true, default: 5 }, { name: 'c', type: 'varchar', isUnique: true, length: '10' }, { name: 'e', type: 'enum', enum: ['x', 'y'] }, { name: 'm', type: 'enum', enum: ['sad', 'ok'], enumName: 'mood', isArray: true }, { name: 'ts', type: 'timestamp', precision: 3, default: 'now()' }, { name: 'price', type: 'decimal', precision: 10, scale: 2 }, { name: 'fk', type: 'int'}], foreignKeys: [{ columnNames: ['fk'], referencedTableName: 'o', referencedColumnNames: ['id'], onDelete: 'CASCADE', onUpdate: 'NO ACTION' }], indices: [{ columnNames: ['a'], isUnique: true }, { columnNames: ['b', 'a'], where: '"b" > 0', name: 'ix' }], checks: [{ expression: '"b" > 0' }], uniques: [{ columnNames: ['a', 'b'] }] }), true);`,
    sql: [
      `CREATE TYPE "public"."nt_e_enum" AS ENUM('x', 'y')`,
      'CREATE TABLE "nt" ("id" uuid NOT NULL DEFAULT uuid_generate_v4(), "a" varchar NOT NULL, "b" int DEFAULT 5, "c" varchar(10) NOT NULL, "e" "public"."nt_e_enum" NOT NULL, "m" "public"."mood" array NOT NULL, "ts" timestamp(3) NOT NULL DEFAULT now(), "price" decimal(10,2) NOT NULL, "fk" int NOT NULL, CONSTRAINT "UQ_e46d7c42dc50ea8110742a8c921" UNIQUE ("a", "b"), CONSTRAINT "UQ_a5e917a6125c1d2db589935b730" UNIQUE ("c"), CONSTRAINT "CHK_19fb59e5c5ce9816f3a344b917" CHECK ("b" > 0), CONSTRAINT "FK_35b40b2b3389d5f0f6a647d4734" FOREIGN KEY ("fk") REFERENCES "o" ("id") ON DELETE CASCADE ON UPDATE NO ACTION, CONSTRAINT "PK_a8d3a1ccd81a72a0d33333510ba" PRIMARY KEY ("id"))',
      'CREATE UNIQUE INDEX "IDX_1e1261b824fe7fe601c665f8e5" ON "nt" ("a")',
      'CREATE INDEX "ix" ON "nt" ("b", "a") WHERE "b" > 0',
    ],
  },
  {
    what: 'serials',
    code: `await queryRunner.createTable(new Table({ name: 'nt', columns: [{ name: 'id', type: 'bigint', isPrimary: true, isGenerated: true }, { name: 'k', type: 'int', isPrimary: true }, { name: 'i', type: 'int', isGenerated: true, generationStrategy: 'identity' }] }));`,
    sql: [
      'CREATE TABLE "nt" ("id" BIGSERIAL NOT NULL, "k" int NOT NULL, "i" int GENERATED BY DEFAULT AS IDENTITY NOT NULL, CONSTRAINT "PK_b34cd8d87e655ba4d2419931ffb" PRIMARY KEY ("id", "k"))',
    ],
  },
  {
    what: 'dropTable',
    code: `await queryRunner.query('CREATE INDEX "IDX_1" ON "t" ("n")'); await queryRunner.query('CREATE INDEX "ex" ON "t" (lower("s"))'); await queryRunner.query('ALTER TABLE "t" ADD CONSTRAINT "fk" FOREIGN KEY ("oId") REFERENCES "o"("id")'); await queryRunner.dropTable('t');`,
    sql: [
      'CREATE INDEX "IDX_1" ON "t" ("n")',
      'CREATE INDEX "ex" ON "t" (lower("s"))',
      'ALTER TABLE "t" ADD CONSTRAINT "fk" FOREIGN KEY ("oId") REFERENCES "o"("id")',
      'DROP INDEX "public"."IDX_1"',
      'ALTER TABLE "t" DROP CONSTRAINT "fk"',
      'DROP TABLE "t"',
    ],
  },
  {
    what: 'addColumn',
    code: `await queryRunner.addColumn('t', new TableColumn({ name: 'z', type: 'int', isNullable: true, isUnique: true })); await queryRunner.addColumn('t', new TableColumn({ name: 'f', type: 'enum', enum: ['p'], default: "'p'" }));`,
    sql: [
      'ALTER TABLE "t" ADD "z" int',
      'ALTER TABLE "t" ADD CONSTRAINT "UQ_bf11aaaa117da1d9c86eec553d2" UNIQUE ("z")',
      `CREATE TYPE "public"."t_f_enum" AS ENUM('p')`,
      `ALTER TABLE "t" ADD "f" "public"."t_f_enum" NOT NULL DEFAULT 'p'`,
    ],
  },
  {
    what: 'add primary',
    code: `await queryRunner.addColumn('t', new TableColumn({ name: 'z', type: 'int', isPrimary: true }));`,
    sql: [
      'ALTER TABLE "t" ADD "z" int NOT NULL',
      'ALTER TABLE "t" DROP CONSTRAINT "PK_t"',
      'ALTER TABLE "t" ADD CONSTRAINT "PK_t" PRIMARY KEY ("id", "z")',
    ],
  },
  {
    what: 'dropColumn enum',
    code: `await queryRunner.dropColumn('t', 'e');`,
    sql: [
      'ALTER TABLE "t" DROP COLUMN "e"',
      'DROP TYPE "public"."t_e_enum"',
    ],
  },
  {
    what: 'dropColumn indexed',
    code: `await queryRunner.query('CREATE INDEX "IDX_1" ON "t" ("n")'); await queryRunner.query('CREATE INDEX "two" ON "t" ("n", "s")'); await queryRunner.query('ALTER TABLE "t" ADD CONSTRAINT "un" UNIQUE ("n")'); await queryRunner.query('ALTER TABLE "t" ADD CONSTRAINT "ck" CHECK ("n" > 0)'); await queryRunner.dropColumn('t', 'n');`,
    sql: [
      'CREATE INDEX "IDX_1" ON "t" ("n")',
      'CREATE INDEX "two" ON "t" ("n", "s")',
      'ALTER TABLE "t" ADD CONSTRAINT "un" UNIQUE ("n")',
      'ALTER TABLE "t" ADD CONSTRAINT "ck" CHECK ("n" > 0)',
      'DROP INDEX "public"."IDX_1"',
      'ALTER TABLE "t" DROP CONSTRAINT "ck"',
      'ALTER TABLE "t" DROP CONSTRAINT "un"',
      'ALTER TABLE "t" DROP COLUMN "n"',
    ],
  },
  {
    what: 'dropColumn primary',
    code: `await queryRunner.dropColumn('t', 'id');`,
    sql: [
      'ALTER TABLE "t" DROP CONSTRAINT "PK_t"',
      'ALTER TABLE "t" DROP COLUMN "id"',
    ],
  },
  {
    what: 'renameTable',
    code: `await queryRunner.query('CREATE INDEX "IDX_ee70e8ccfbdf80a0e5c4cba7cd" ON "o" ("x")'); await queryRunner.renameTable('o', 'o2');`,
    sql: [
      'CREATE INDEX "IDX_ee70e8ccfbdf80a0e5c4cba7cd" ON "o" ("x")',
      'ALTER TABLE "o" RENAME TO "o2"',
      'ALTER TABLE "o2" RENAME CONSTRAINT "PK_4fb0e878d2a9b28f4201398d9a0" TO "PK_90789f5604bc858ef584aa22519"',
      'ALTER SEQUENCE "o_id_seq" RENAME TO "o2_id_seq"',
    ],
  },
  {
    what: 'renameTable enum',
    code: `await queryRunner.renameTable('t', 't2');`,
    sql: [
      'ALTER TABLE "t" RENAME TO "t2"',
      'ALTER TYPE "public"."t_e_enum" RENAME TO "t2_e_enum"',
    ],
  },
  {
    what: 'renameColumn',
    code: `await queryRunner.renameColumn('t', 'n', 'n2');`,
    sql: [
      'ALTER TABLE "t" RENAME COLUMN "n" TO "n2"',
    ],
  },
  {
    what: 'renameColumn enum',
    code: `await queryRunner.renameColumn('t', 'e', 'E2');`,
    sql: [
      'ALTER TABLE "t" RENAME COLUMN "e" TO "E2"',
      'ALTER TYPE "public"."t_e_enum" RENAME TO "t_e2_enum"',
    ],
  },
  {
    what: 'renameColumn indexed',
    code: `await queryRunner.createIndex('t', new TableIndex({ columnNames: ['n', 's'] })); await queryRunner.createForeignKey('t', new TableForeignKey({ columnNames: ['oId'], referencedTableName: 'o', referencedColumnNames: ['id'] })); await queryRunner.createUniqueConstraint('t', new TableUnique({ columnNames: ['s'] })); await queryRunner.renameColumn('t', 's', 's2'); await queryRunner.renameColumn('t', 'oId', 'o_id');`,
    sql: [
      'CREATE INDEX "IDX_652c0a19e92aecd66b819136b2" ON "t" ("n", "s")',
      'ALTER TABLE "t" ADD CONSTRAINT "FK_6d56257d88e7e32cd60a7eab638" FOREIGN KEY ("oId") REFERENCES "o"("id")',
      'ALTER TABLE "t" ADD CONSTRAINT "UQ_d3af31ac56d4eb2c06e35f68dd0" UNIQUE ("s")',
      'ALTER TABLE "t" RENAME COLUMN "s" TO "s2"',
      'ALTER TABLE "t" RENAME CONSTRAINT "UQ_d3af31ac56d4eb2c06e35f68dd0" TO "UQ_c55fac9bdef874479d9c0225137"',
      'ALTER INDEX "public"."IDX_652c0a19e92aecd66b819136b2" RENAME TO "IDX_f025cdae4833fc1fd836937907"',
      'ALTER TABLE "t" RENAME COLUMN "oId" TO "o_id"',
      'ALTER TABLE "t" RENAME CONSTRAINT "FK_6d56257d88e7e32cd60a7eab638" TO "FK_905a0f19e8cab995c27cb55a2ad"',
    ],
  },
  {
    what: 'change spelled',
    code: `await queryRunner.changeColumn('t', 's', new TableColumn({ name: 's', type: 'varchar', length: '50', isNullable: true }));`,
    sql: [
      'ALTER TABLE "t" DROP COLUMN "s"',
      'ALTER TABLE "t" ADD "s" varchar(50)',
    ],
  },
  {
    what: 'change length',
    code: `await queryRunner.changeColumn('t', 's', new TableColumn({ name: 's', type: 'character varying', length: '100', isNullable: true }));`,
    sql: [
      'ALTER TABLE "t" DROP COLUMN "s"',
      'ALTER TABLE "t" ADD "s" character varying(100)',
    ],
  },
  {
    what: 'change renamed',
    code: `await queryRunner.changeColumn('t', 's', new TableColumn({ name: 's9', type: 'character varying', length: '100', isNullable: true }));`,
    sql: [
      'ALTER TABLE "t" DROP COLUMN "s"',
      'ALTER TABLE "t" ADD "s9" character varying(100)',
    ],
  },
  {
    what: 'change rename only',
    code: `await queryRunner.changeColumn('t', 's', new TableColumn({ name: 's9', type: 'character varying', length: '50', isNullable: true }));`,
    sql: [
      'ALTER TABLE "t" RENAME COLUMN "s" TO "s9"',
    ],
  },
  {
    what: 'change nullable',
    code: `await queryRunner.changeColumn('t', 's', new TableColumn({ name: 's', type: 'character varying', length: '50' }));`,
    sql: [
      'ALTER TABLE "t" ALTER COLUMN "s" SET NOT NULL',
    ],
  },
  {
    what: 'change default',
    code: `await queryRunner.changeColumn('t', 'n', new TableColumn({ name: 'n', type: 'integer', default: 7 }));`,
    sql: [
      'ALTER TABLE "t" ALTER COLUMN "n" SET DEFAULT 7',
    ],
  },
  {
    what: 'change no default',
    code: `await queryRunner.changeColumn('t', 'n', new TableColumn({ name: 'n', type: 'integer' }));`,
    sql: [
      'ALTER TABLE "t" ALTER COLUMN "n" DROP DEFAULT',
    ],
  },
  {
    what: 'change precision',
    code: `await queryRunner.changeColumn('t', 'amount', new TableColumn({ name: 'amount', type: 'numeric', precision: 12, scale: 2, isNullable: true }));`,
    sql: [
      'ALTER TABLE "t" ALTER COLUMN "amount" TYPE numeric(12,2)',
    ],
  },
  {
    what: 'change enum',
    code: `await queryRunner.changeColumn('t', 'e', new TableColumn({ name: 'e', type: 'enum', enum: ['a', 'c'], default: "'a'" }));`,
    sql: [
      'ALTER TYPE "public"."t_e_enum" RENAME TO "t_e_enum_old"',
      `CREATE TYPE "public"."t_e_enum" AS ENUM('a', 'c')`,
      'ALTER TABLE "t" ALTER COLUMN "e" DROP DEFAULT',
      'ALTER TABLE "t" ALTER COLUMN "e" TYPE "public"."t_e_enum" USING "e"::"text"::"public"."t_e_enum"',
      `ALTER TABLE "t" ALTER COLUMN "e" SET DEFAULT 'a'`,
      'DROP TYPE "public"."t_e_enum_old"',
    ],
  },
  {
    what: 'change enum added',
    code: `await queryRunner.changeColumn('t', 'e', new TableColumn({ name: 'e', type: 'enum', enum: ['a', 'b', 'c'], default: "'a'" }));`,
    sql: [
      `ALTER TYPE "public"."t_e_enum" ADD VALUE 'c'`,
    ],
  },
  {
    what: 'change array',
    code: `await queryRunner.changeColumn('t', 'u', new TableColumn({ name: 'u', type: 'text', isArray: true, isNullable: true }));`,
    sql: [
      'ALTER TABLE "t" DROP COLUMN "u"',
      'ALTER TABLE "t" ADD "u" text array',
    ],
  },
  {
    what: 'change objects',
    code: `await queryRunner.changeColumn('t', new TableColumn({ name: 's', type: 'varchar', length: '50' }), new TableColumn({ name: 's', type: 'varchar', length: '50', isNullable: true }));`,
    sql: [
      'ALTER TABLE "t" ALTER COLUMN "s" DROP NOT NULL',
    ],
  },
  {
    what: 'change unique',
    code: `const t = await queryRunner.getTable('t'); const c = t.findColumnByName('u'); const d = c.clone(); d.isUnique = true; d.isNullable = false; await queryRunner.changeColumn('t', c, d);`,
    sql: [
      'ALTER TABLE "t" ALTER COLUMN "u" SET NOT NULL',
      'ALTER TABLE "t" ADD CONSTRAINT "UQ_6c3e3f820595686a21c133a1953" UNIQUE ("u")',
    ],
  },
  {
    what: 'foreign key found',
    code: `await queryRunner.query('ALTER TABLE "t" ADD CONSTRAINT "some_fk" FOREIGN KEY ("oId") REFERENCES "o"("id")'); const t = await queryRunner.getTable('t'); const fk = t.foreignKeys.find((f) => f.columnNames.indexOf('oId') !== -1); await queryRunner.dropForeignKey('t', fk);`,
    sql: [
      'ALTER TABLE "t" ADD CONSTRAINT "some_fk" FOREIGN KEY ("oId") REFERENCES "o"("id")',
      'ALTER TABLE "t" DROP CONSTRAINT "some_fk"',
    ],
  },
  {
    what: 'constraints',
    code: `await queryRunner.createUniqueConstraint('t', new TableUnique({ columnNames: ['s', 'n'] })); await queryRunner.createCheckConstraint('t', new TableCheck({ expression: '"n" > 0' })); await queryRunner.createForeignKey('t', new TableForeignKey({ columnNames: ['oId'], referencedTableName: 'o', referencedColumnNames: ['id'], onDelete: 'SET NULL', deferrable: 'INITIALLY DEFERRED' })); await queryRunner.createIndex('t', new TableIndex({ columnNames: ['n'], isUnique: true, where: '"n" > 0' }));`,
    sql: [
      'ALTER TABLE "t" ADD CONSTRAINT "UQ_652c0a19e92aecd66b819136b21" UNIQUE ("s", "n")',
      'ALTER TABLE "t" ADD CONSTRAINT "CHK_9362ca41adac9919163488f400" CHECK ("n" > 0)',
      'ALTER TABLE "t" ADD CONSTRAINT "FK_6d56257d88e7e32cd60a7eab638" FOREIGN KEY ("oId") REFERENCES "o"("id") ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED',
      'CREATE UNIQUE INDEX "IDX_6ddca09ef40d13b3b8539b2e78" ON "t" ("n") WHERE "n" > 0',
    ],
  },
  {
    what: 'drops by name',
    code: `await queryRunner.query('CREATE INDEX "IDX_1" ON "t" ("n")'); await queryRunner.dropIndex('t', 'IDX_1'); await queryRunner.dropPrimaryKey('o');`,
    sql: [
      'CREATE INDEX "IDX_1" ON "t" ("n")',
      'DROP INDEX "public"."IDX_1"',
      'ALTER TABLE "o" DROP CONSTRAINT "PK_4fb0e878d2a9b28f4201398d9a0"',
    ],
  },
  {
    what: 'primary keys',
    code: `await queryRunner.updatePrimaryKeys('t', [new TableColumn({ name: 'n', type: 'integer' })]); await queryRunner.dropPrimaryKey('t'); await queryRunner.createPrimaryKey('t', ['id', 'n']);`,
    sql: [
      'ALTER TABLE "t" DROP CONSTRAINT "PK_t"',
      'ALTER TABLE "t" ADD CONSTRAINT "PK_t" PRIMARY KEY ("n")',
      'ALTER TABLE "t" DROP CONSTRAINT "PK_t"',
      'ALTER TABLE "t" ADD CONSTRAINT "PK_897c5030cb2c3bceb6b76ed3bcf" PRIMARY KEY ("id", "n")',
    ],
  },
  {
    what: 'others',
    code: `await queryRunner.createSchema('app2', true); await queryRunner.createView(new View({ name: 'v', expression: 'SELECT id FROM t' })); await queryRunner.clearTable('t'); await queryRunner.dropSchema('app2', true, true);`,
    sql: [
      'CREATE SCHEMA IF NOT EXISTS "app2"',
      'CREATE VIEW "v" AS SELECT id FROM t',
      'TRUNCATE TABLE "t"',
      'DROP SCHEMA IF EXISTS "app2" CASCADE',
    ],
  },
];
