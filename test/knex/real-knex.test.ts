import { beforeAll, describe, expect, it } from 'vitest';
import { actions, load, read, sent } from './migrate.js';

beforeAll(load);

const table = (lines: string): string => `await knex.schema.createTable('t', (t) => { ${lines} });`;
const alter = (lines: string): string => `await knex.schema.alterTable('t', (t) => { ${lines} });`;

/** Bodies of migrations that Knex sends without asking the database first. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  'numbers': table("t.increments(); t.integer('a'); t.bigInteger('b').unsigned(); t.tinyint('c'); t.smallint('d'); t.mediumint('e'); t.float('f'); t.double('g'); t.decimal('h'); t.decimal('i', 12, 4);"),
  'texts': table("t.string('a'); t.string('b', 50).notNullable(); t.text('c'); t.text('d', 'longtext'); t.uuid('e').primary(); t.binary('f'); t.json('g'); t.jsonb('h');"),
  'times': table("t.bigIncrements('id'); t.date('a'); t.time('b'); t.timestamp('c'); t.dateTime('d').notNullable(); t.timestamp('e', { useTz: false }); t.datetime('f', { precision: 3 });"),
  'timestamps': table('t.increments(); t.timestamps();') + alter('t.timestamps(true, true);') + alter('t.timestamps({ useCamelCase: true, defaultToNow: true });') + alter('t.dropTimestamps();'),
  'defaults': table("t.boolean('a').defaultTo(true); t.boolean('b').defaultTo(false).notNullable(); t.integer('c').defaultTo(0); t.string('d').defaultTo(\"it's\"); t.timestamp('e').defaultTo(knex.fn.now()); t.string('f').defaultTo(null); t.integer('g').defaultTo(knex.raw('1 + 1')); t.jsonb('h').defaultTo(JSON.stringify({ a: 1 }));"),
  'enumerations': table("t.enu('a', ['x', 'y']); t.enum('b', ['x', 'y']).notNullable().defaultTo('x');"),
  'specific types': table("t.specificType('a', 'varchar(40)'); t.specificType('b', 'integer').notNullable();"),
  'keys of columns': table("t.increments('id'); t.integer('a').unique(); t.integer('b').index(); t.integer('c').references('id').inTable('o').onDelete('CASCADE'); t.integer('d').references('o.id').onUpdate('SET NULL').notNullable();"),
  'keys of the table': table("t.integer('a'); t.integer('b'); t.primary(['a', 'b']); t.unique(['a', 'b']); t.index(['a'], 'named'); t.foreign('a').references('id').inTable('o'); t.foreign(['a', 'b'], 'fk').references(['x', 'y']).inTable('p').onDelete('SET NULL');"),
  'names of keys': `await knex.schema.createTable('My-Table', (t) => { t.string('SomeName').unique(); t.index(['SomeName']); });`,
  'added columns come first': alter("t.dropColumn('a'); t.string('b'); t.integer('c').notNullable().defaultTo(1); "),
  'alter': alter("t.string('s', 10).alter(); t.integer('n').notNullable().defaultTo(3).alter();"),
  'keys later': alter("t.unique('a'); t.unique(['a', 'b'], 'named'); t.index('c'); t.foreign('d').references('o.id'); t.dropUnique(['a']); t.dropUnique(['a'], 'named'); t.dropIndex('c'); t.dropForeign('d'); t.dropForeign(['d'], 'fk'); t.dropPrimary();"),
  'columns given one by one or as a list': alter("t.dropColumns('a', 'b'); t.dropColumn(['c', 'd']);"),
  'tables': "await knex.schema.renameTable('a', 'b').dropTable('c').dropTableIfExists('d'); await knex.schema.withSchema('s').dropTable('e');",
  'views': "await knex.schema.createView('v', (v) => { v.columns(['a']); v.as(knex('t').select('a').where('b', 1)); }); await knex.schema.dropViewIfExists('v');",
  'raw bindings': "await knex.raw('update t set a = ? where ?? = ? and b = ?', [1, 'c', 'x', null]); await knex.raw('delete from :table: where id = :id', { table: 't', id: 5 });",
  'rows': "await knex('t').where('a', 1).update({ b: 2 }); await knex('t').whereNull('c').del(); await knex('t').insert([{ a: 1, b: 2 }, { a: 3 }]); await knex.insert({ a: 1 }).into('t'); await knex('t').truncate(); await knex('t').increment('n', 2);",
  'filters': "await knex('t').whereIn('a', [1, 2]).orWhere({ b: null }).andWhere('c', '>', 3).update('d', 1); await knex('t').whereIn('a', knex('o').select('id')).del(); await knex('t').where((q) => q.where('a', 1).orWhereNotNull('b')).del();",
  'a transaction': "await knex.transaction(async (trx) => { await trx.schema.dropTable('a'); await trx('t').del(); });",
  'this is the table, too': "await knex.schema.table('t', function () { this.string('a'); this.dropColumn('b'); });",
};

const POSTGRES: Readonly<Record<string, string>> = {
  'native enumerations': table("t.enu('a', ['x', 'y'], { useNative: true, enumName: 'mood' }); t.enu('b', null, { useNative: true, existingType: true, enumName: 'mood' });"),
  'enumerations cannot be altered': alter("t.enu('a', ['x', 'y']).alter();"),
  'alter in parts': alter("t.string('a').alter({ alterNullable: false }); t.string('b').notNullable().alter({ alterType: false });"),
  'nullability': alter("t.setNullable('a'); t.dropNullable('b');"),
  'renamed columns': alter("t.renameColumn('a', 'b');"),
  'comments': table("t.integer('a').comment('it is a'); t.comment('a table');"),
  'checks': table("t.integer('a').checkPositive(); t.string('b').checkIn(['x', 'y'], 'named'); t.check('a > 0');"),
  'partial and other indexes': alter("t.index(['a'], 'i', { storageEngineIndexType: 'gin' }); t.index(['b'], 'j', { predicate: knex.whereNotNull('b') }); t.unique(['c'], { indexName: 'k', predicate: knex.whereRaw('c > 1') }); t.unique(['d'], { deferrable: 'deferred' });"),
  'schemas': "await knex.schema.createSchema('s'); await knex.schema.withSchema('s').createTable('t', (t) => { t.increments(); t.string('a').unique(); }); await knex.schema.withSchema('s').alterTable('t', (t) => { t.dropIndex('a'); }); await knex.schema.dropSchemaIfExists('s', true);",
  'copies of tables': "await knex.schema.createTableLike('a', 'b');",
  'materialized views': "await knex.schema.createMaterializedView('m', (v) => { v.as(knex('t').select('a')); }); await knex.schema.refreshMaterializedView('m', true); await knex.schema.dropMaterializedView('m');",
  'shapes': table("t.geometry('b'); t.point('c');"),
};

const MYSQL: Readonly<Record<string, string>> = {
  'options of tables': table("t.increments(); t.engine('InnoDB'); t.charset('utf8mb4'); t.collate('utf8mb4_bin'); t.comment('a table');"),
  'places of columns': alter("t.string('a').after('b'); t.string('c').first(); t.integer('d').unsigned().comment('it is d');"),
};

describe('what is read is what Knex sends', () => {
  for (const dialect of ['postgres', 'mysql'] as const) {
    it.each(Object.entries({ ...EVERYWHERE, ...(dialect === 'postgres' ? POSTGRES : MYSQL) }))(`${dialect}: %s`, async (_, body) => {
      const expected = read(await sent(body, dialect), dialect);
      expect(expected).not.toEqual([]);
      expect(actions(body, { dialect })).toEqual(expected);
    });
  }
});
