import { describe, expect, it } from 'vitest';
import { configProblems } from '../../src/config.js';
import { defineFramework } from '../../src/define-framework.js';
import type { Migration } from '../../src/migration.js';
import type { Operation } from '../../src/operation.js';
import { loadMissedParsers, loadParsers } from '../../src/analyze.js';
import { loadSql, readSql } from '../../src/languages/sql/index.js';
import { readHistories } from '../../src/read.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { DEFAULT_VERSIONS, type Dialect } from '../../src/target.js';
import { tracedText } from '../../src/value.js';
import { normal } from '../scenarios/normal.js';

const HELPER = defineFramework({
  name: 'helper',
  files: ['steps/*.js'],
  exports: { upgrade: 'forwards', downgrade: 'back' },
  types: { string: 'varchar($1)', price: 'numeric($1, $2)' },
  expressions: { now: 'now()', raw: '$1' },
  column: { name: 'name', type: 'type', required: 'notNull', key: 'primaryKey', unique: 'unique', default: 'default', refs: 'references' },
  methods: {
    create: { does: 'createTable', arguments: ['table', 'columns', { guarded: 'ifNotExists' }] },
    drop: { does: 'dropTable', arguments: ['table', { cascade: 'cascade', guarded: 'ifExists' }] },
    rename: { does: 'renameTable', arguments: ['table', 'to'] },
    add: { does: 'addColumn', arguments: ['table', 'column', 'type', { required: 'notNull', default: 'default', refs: 'references', onDelete: 'onDelete', comment: 'ignored' }] },
    remove: { does: 'dropColumn', arguments: ['table', 'column'] },
    move: { does: 'renameColumn', arguments: ['table', 'column', 'to'] },
    alter: { does: 'alterColumn', arguments: ['table', 'column', { type: 'type', using: 'using', nullable: 'nullable', default: 'default' }] },
    index: { does: 'createIndex', arguments: ['table', 'columns', { name: 'name', unique: 'unique', where: 'where', online: 'concurrently' }] },
    unindex: { does: 'dropIndex', arguments: ['name'] },
    primary: { does: 'addPrimaryKey', arguments: ['table', 'name', 'columns'] },
    unique: { does: 'addUnique', arguments: ['table', 'name', 'columns'] },
    foreign: { does: 'addForeignKey', arguments: ['table', 'name', 'columns', 'references', 'referencedColumns', { onDelete: 'onDelete', onUpdate: 'onUpdate' }] },
    check: { does: 'addCheck', arguments: ['table', 'name', 'expression'] },
    unconstrain: { does: 'dropConstraint', arguments: ['table', 'name'] },
    enum: { does: 'createEnum', arguments: ['name', 'values'] },
    value: { does: 'addEnumValue', arguments: ['name', 'value'] },
    unenum: { does: 'dropEnum', arguments: ['name'] },
    sql: { does: 'execute', arguments: ['sql'] },
  },
});

async function migrated(body: string, dialect: Dialect = 'postgres', back = ''): Promise<Migration> {
  const snapshot = memorySnapshot({ 'steps/001_first.js': `exports.forwards = async (db) => {\n${body}\n};\nexports.back = async (db) => {${back}};\n` });
  const settings = { dialect, frameworks: [HELPER] };
  await loadParsers(snapshot, settings);
  const read = (): Migration | undefined => readHistories(snapshot, { settings, dialect }).histories[0]?.migrations[0];
  const first = read();
  const migration = (await loadMissedParsers()) ? read() : first;
  if (!migration) throw new Error('no migration was found');
  return migration;
}

async function sqlOf(statements: string, dialect: Dialect = 'postgres'): Promise<unknown> {
  await loadSql(dialect);
  const at = { file: 'a.sql', start: 0, end: 0 };
  const drafts = readSql(tracedText(statements, at, false), at, { dialect, version: DEFAULT_VERSIONS[dialect] }).flat();
  return normal(drafts.map((draft): Operation => ({ ...draft, statement: 0, certainty: 'always' })));
}

const CALLS: readonly (readonly [call: string, sql: string])[] = [
  [`db.create('t', [{ name: 'id', type: 'integer', key: true }, { name: 'label', type: db.string(50), required: true, default: 'x' }])`, `CREATE TABLE t (id integer PRIMARY KEY, label varchar(50) NOT NULL DEFAULT 'x')`],
  [`db.create('t', { id: 'integer', at: { type: 'timestamptz', default: db.now }, o: { type: 'integer', refs: 'o.id' } }, { guarded: true })`, 'CREATE TABLE IF NOT EXISTS t (id integer, at timestamptz DEFAULT now(), o integer REFERENCES o (id))'],
  [`db.drop('app.t', { cascade: true, guarded: true })`, 'DROP TABLE IF EXISTS app.t CASCADE'],
  [`db.rename('t', 'u')`, 'ALTER TABLE t RENAME TO u'],
  [`db.add('t', 'a', 'string(20)', { required: true, default: db.raw("lower('X')"), comment: 'it is a' })`, `ALTER TABLE t ADD COLUMN a varchar(20) NOT NULL DEFAULT lower('X')`],
  [`db.add('t', 'a', db.price(10, 2), { default: 5 })`, 'ALTER TABLE t ADD COLUMN a numeric(10, 2) DEFAULT 5'],
  [`db.add('t', 'a', 'string')`, 'ALTER TABLE t ADD COLUMN a varchar'],
  [`db.add('t', 'a', 'integer', { refs: 'app.o', onDelete: 'SET NULL' })`, 'ALTER TABLE t ADD COLUMN a integer REFERENCES app (o) ON DELETE SET NULL'],
  [`db.remove('t', 'Camel')`, 'ALTER TABLE t DROP COLUMN "Camel"'],
  [`db.move('t', 'a', 'b')`, 'ALTER TABLE t RENAME COLUMN a TO b'],
  [`db.alter('t', 'a', { type: 'integer', using: 'a::integer', nullable: false, default: null })`, 'ALTER TABLE t ALTER COLUMN a TYPE integer USING a::integer; ALTER TABLE t ALTER COLUMN a SET NOT NULL; ALTER TABLE t ALTER COLUMN a DROP DEFAULT'],
  [`db.alter('t', 'a', { nullable: true, default: 'x' })`, "ALTER TABLE t ALTER COLUMN a DROP NOT NULL; ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'"],
  [`db.index('t', ['a', 'b'], { name: 'i', unique: true, where: 'a > 0', online: true })`, 'CREATE UNIQUE INDEX CONCURRENTLY i ON t (a, b) WHERE a > 0'],
  [`db.index('t', 'a')`, 'CREATE INDEX ON t (a)'],
  [`db.unindex('i')`, 'DROP INDEX i'],
  [`db.primary('t', 't_pkey', ['a'])`, 'ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a)'],
  [`db.unique('t', 'u', ['a', 'b'])`, 'ALTER TABLE t ADD CONSTRAINT u UNIQUE (a, b)'],
  [`db.foreign('t', 'f', ['a'], 'app.o', ['id'], { onDelete: 'CASCADE', onUpdate: 'RESTRICT' })`, 'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES app.o (id) ON DELETE CASCADE ON UPDATE RESTRICT'],
  [`db.check('t', 'c', 'a > 0')`, 'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)'],
  [`db.unconstrain('t', 'c')`, 'ALTER TABLE t DROP CONSTRAINT c'],
  [`db.enum('mood', ['sad', "it's"])`, "CREATE TYPE mood AS ENUM ('sad', 'it''s')"],
  [`db.value('mood', 'calm')`, "ALTER TYPE mood ADD VALUE 'calm'"],
  [`db.unenum('mood')`, 'DROP TYPE mood'],
  [`db.sql('UPDATE t SET a = 1')`, 'UPDATE t SET a = 1'],
];

describe('a described helper', () => {
  it.each(CALLS)('%s', async (call, sql) => {
    const { upgrade } = await migrated(`await ${call};`);
    expect(upgrade.unread).toEqual([]);
    expect(normal(upgrade.operations)).toEqual(await sqlOf(sql));
  });

  it('says a column of MySQL again as a whole', async () => {
    const { upgrade } = await migrated(`await db.alter('t', 'a', { type: 'string(20)', nullable: false, default: 'x' });`, 'mysql');
    expect(normal(upgrade.operations)).toEqual(await sqlOf("ALTER TABLE t MODIFY a varchar(20) NOT NULL DEFAULT 'x'", 'mysql'));
  });

  it('is found at the call, in a loop and in a function of the file, too', async () => {
    const body = "const both = async (name) => { await db.remove('t', name); };\nfor (const name of ['a', 'b']) await both(name);";
    const { upgrade } = await migrated(body);
    expect(upgrade.operations.map((operation) => (operation.kind === 'dropColumn' ? operation.column : undefined))).toEqual(['a', 'b']);
    for (const { span } of upgrade.operations) expect(span.file).toBe('steps/001_first.js');
    const text = `exports.forwards = async (db) => {\n${body}`;
    const [one] = (await migrated("await db.remove('t', 'a');")).upgrade.operations;
    expect(one && `exports.forwards = async (db) => {\nawait db.remove('t', 'a');`.slice(one.span.start, one.span.end)).toBe("db.remove('t', 'a')");
    expect(upgrade.operations.map(({ span }) => text.slice(span.start, span.end))).toEqual(["db.remove('t', name)", "db.remove('t', name)"]);
  });

  it.each([
    ['a method that is not described', "await db.vacuum('t');"],
    ['an option that is not described', "await db.remove('t', 'a', { cascade: true });"],
    ['options that cannot be read', "await db.add('t', 'a', 'text', await read());"],
    ['columns that cannot be read', "await db.create('t', process.env.COLUMNS);"],
    ['a statement that cannot be read', 'await db.sql(process.env.STATEMENT);'],
  ])('does not pass over %s', async (_, body) => {
    const { upgrade } = await migrated(body);
    expect([...upgrade.unread, ...upgrade.operations.filter(({ kind }) => kind === 'opaque')]).not.toEqual([]);
  });

  it('leaves a name open that nobody knows', async () => {
    const { upgrade } = await migrated("await db.remove('t', process.env.COLUMN);");
    expect(upgrade.operations).toMatchObject([{ kind: 'dropColumn', table: { name: 't' }, column: { unknown: expect.any(String) as string } }]);
  });

  it('has the way back that the file says', async () => {
    expect((await migrated("await db.remove('t', 'a');")).downgrade.status).toBe('empty');
    expect((await migrated("await db.remove('t', 'a');", 'postgres', " throw new Error('no'); ")).downgrade.status).toBe('irreversible');
  });

  it('is checked where the configuration is read', () => {
    const problems = configProblems({ frameworks: [{ name: 'helper', files: [], methods: { add: { does: 'addColum', arguments: ['table', 'colum'] } } }] }, []);
    expect(problems.map(({ path }) => path.join('.'))).toEqual(expect.arrayContaining(['frameworks.0.files', 'frameworks.0.methods.add.does']) as string[]);
  });
});
