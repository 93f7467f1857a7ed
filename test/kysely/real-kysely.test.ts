import { beforeAll, describe, expect, it } from 'vitest';
import { actions, load, read, sent } from './migrate.js';

beforeAll(load);

const create = (lines: string): string => `await db.schema.createTable('t')${lines}.execute();`;
const alter = (lines: string): string => `await db.schema.alterTable('t')${lines}.execute();`;

const EVERYWHERE: Readonly<Record<string, string>> = {
  'columns': create(".addColumn('id', 'integer', (c) => c.primaryKey()).addColumn('a', 'varchar(255)', (c) => c.notNull().defaultTo('x').unique()).addColumn('b', 'decimal(10, 2)').addColumn('c', sql`text`)"),
  'defaults': create(".addColumn('a', 'text', (c) => c.defaultTo(\"it's\")).addColumn('b', 'integer', (c) => c.defaultTo(5)).addColumn('d', 'timestamp', (c) => c.defaultTo(sql`CURRENT_TIMESTAMP`).notNull())"),
  'references of columns': create(".addColumn('a', 'integer', (c) => c.references('o.id').onDelete('cascade').onUpdate('set null').notNull())"),
  'constraints': create(".addColumn('a', 'integer').addColumn('b', 'integer').addPrimaryKeyConstraint('pk', ['a']).addUniqueConstraint('uq', ['a', 'b']).addCheckConstraint('ck', sql`a > 1`).addForeignKeyConstraint('fk', ['a', 'b'], 'o', ['x', 'y'], (c) => c.onDelete('set null'))"),
  'tables that may be there': create(".ifNotExists().addColumn('a', 'integer')") + "await db.schema.dropTable('t').ifExists().execute(); await db.schema.dropTable('u').execute();",
  'added columns': alter(".addColumn('a', 'text', (c) => c.notNull())"),
  'renamed': alter(".renameTo('u')") + alter(".renameColumn('a', 'b')"),
  'dropped columns': alter(".dropColumn('a')"),
  'indexes': "await db.schema.createIndex('i').on('t').columns(['a', 'b desc']).unique().execute(); await db.schema.createIndex('j').on('t').column('a').execute();",
  'views': "await db.schema.createView('v').as(db.selectFrom('t').select(['a', 'b']).where('a', '=', 1)).execute(); await db.schema.dropView('v').execute();",
  'raw SQL': "await sql`alter table ${sql.table('t')} add column ${sql.ref('a')} integer`.execute(db); await sql.raw('drop table x').execute(db); await sql`update ${sql.id('t')} set a = ${5} where b = ${sql.lit('y')}`.execute(db);",
  'joined parts': "const names = ['a', 'b']; await sql`create index i on t (${sql.join(names.map((name) => sql.ref(name)))})`.execute(db);",
  'rows': "await db.updateTable('t').set({ a: 1 }).where('b', '=', 2).execute(); await db.deleteFrom('t').execute(); await db.insertInto('t').values({ a: 1, b: 'x' }).execute(); await db.deleteFrom('t').where('a', 'in', [1, 2]).where('b', 'is', null).execute();",
  'rows told by callbacks': "await db.updateTable('t').set((eb) => ({ a: eb.ref('b') })).where((eb) => eb.or([eb('a', '=', 1), eb('b', 'is', null)])).execute();",
  'rows from other tables': "await db.insertInto('t').expression(db.selectFrom('o').select('a')).execute();",
  'a transaction': "await db.transaction().execute(async (trx) => { await trx.schema.dropTable('a').execute(); await trx.deleteFrom('t').execute(); });",
  'builders are kept and go on': "let table = db.schema.createTable('t').addColumn('a', 'integer'); for (const name of ['b', 'c']) table = table.addColumn(name, 'text'); await table.execute();",
  'calls in between': create(".addColumn('a', 'integer', (c) => c.$call((d) => d.notNull())).$call((t) => t.addColumn('b', 'text'))"),
  'compiled queries': "await db.executeQuery(CompiledQuery.raw('drop table a')); await db.executeQuery(db.schema.dropTable('b').compile());",
};

const POSTGRES: Readonly<Record<string, string>> = {
  'several alterations': alter(".addColumn('z', 'text').dropColumn('y').alterColumn('q', (c) => c.setDataType('integer')).alterColumn('r', (c) => c.setDefault(5))"),
  'types that are converted': alter(".alterColumn('q', (c) => c.setDataType(sql`int using q::int`))"),
  'alterations': ['setNotNull()', 'dropNotNull()', 'dropDefault()', "setDefault('x')"].map((each) => alter(`.alterColumn('q', (c) => c.${each})`)).join(''),
  'schemas': "await db.withSchema('s').schema.createTable('t').addColumn('a', 'integer', (c) => c.references('o.id')).execute(); await db.schema.withSchema('s').dropTable('t').execute(); await db.schema.createSchema('s').ifNotExists().execute(); await db.schema.dropSchema('s').cascade().execute(); await db.schema.alterTable('a.t').setSchema('s').execute();",
  'keys later': alter(".addUniqueConstraint('u', ['a'])") + alter(".addForeignKeyConstraint('f', ['a'], 'o', ['id']).onDelete('cascade')") + alter(".addCheckConstraint('c', sql`a > 0`)") + alter(".addPrimaryKeyConstraint('p', ['a'])") + alter(".dropConstraint('x').ifExists().cascade()") + alter(".renameConstraint('x', 'y')"),
  'deferred constraints': create(".addColumn('a', 'integer').addUniqueConstraint('u', ['a'], (c) => c.deferrable().initiallyDeferred()).addForeignKeyConstraint('f', ['a'], 'o', ['id'], (c) => c.deferrable())"),
  'special columns': create(".addColumn('a', 'integer', (c) => c.generatedAlwaysAs(sql`b + 1`).stored()).addColumn('b', 'integer', (c) => c.generatedByDefaultAsIdentity()).addColumn('d', 'serial', (c) => c.primaryKey()).addColumn('e', 'integer', (c) => c.check(sql`e > 0`)).addColumn('f', 'boolean', (c) => c.defaultTo(false))"),
  'indexes': "await db.schema.createIndex('i').ifNotExists().on('t').using('gin').column('a').where('b', 'is', null).execute(); await db.schema.createIndex('j').on('t').expression(sql`lower(a)`).execute(); await db.schema.createIndex('k').on('t').column('a').where('b', '=', 'x').nullsNotDistinct().unique().execute(); await db.schema.dropIndex('i').ifExists().cascade().execute();",
  'types': "await db.schema.createType('mood').asEnum(['a', 'b']).execute(); await db.schema.dropType('mood').ifExists().execute();",
  'materialized views': "await db.schema.createView('m').materialized().as(db.selectFrom('t').selectAll()).execute(); await db.schema.refreshMaterializedView('m').concurrently().execute(); await db.schema.dropView('m').materialized().ifExists().execute(); await db.schema.createView('v').orReplace().as(db.selectFrom('t').select('a')).execute();",
  'tables from queries': "await db.schema.createTable('copy').as(db.selectFrom('t').select(['a'])).execute();",
  'names of the program': "const { ref } = db.dynamic; await sql`create index i on ${ref('t')} (${ref('someName')} desc)`.execute(db);",
};

const MYSQL: Readonly<Record<string, string>> = {
  'columns told again': alter(".modifyColumn('q', 'varchar(10)', (c) => c.notNull())"),
  'counters and places': create(".addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement().unsigned()).modifyEnd(sql`engine=InnoDB`)") + alter(".addColumn('b', 'text', (c) => c.modifyEnd(sql`after a`))"),
  'indexes of tables': alter(".addIndex('i').unique().columns(['a', 'b'])") + alter(".dropIndex('i')") + "await db.schema.createIndex('j').on('t').using('btree').column('a').execute(); await db.schema.dropIndex('j').on('t').execute();",
};

const SQLITE: Readonly<Record<string, string>> = {
  'counters': create(".addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())"),
};

const OWN = { postgres: POSTGRES, mysql: MYSQL, sqlite: SQLITE } as const;

describe('what is read is what Kysely sends', () => {
  for (const dialect of ['postgres', 'mysql', 'sqlite'] as const) {
    it.each(Object.entries({ ...EVERYWHERE, ...OWN[dialect] }))(`${dialect}: %s`, async (_, body) => {
      const expected = read(await sent(body, dialect), dialect);
      expect(expected).not.toEqual([]);
      expect(await actions(body, dialect)).toEqual(expected);
    });
  }
});
