import { beforeAll, describe, expect, it } from 'vitest';
import { load, read } from '../kysely/migrate.js';
import { migrated, plainAll, sent } from './migrate.js';

beforeAll(load);

/** Bodies that can be taken back. */
const REVERSIBLE: Readonly<Record<string, string>> = {
  'columns': "pgm.createTable('t', { id: 'id', a: 'text', b: { type: 'integer', notNull: true, default: 0 }, c: { type: 'timestamp', default: pgm.func('now()') }, d: 'int', e: { type: 'string', default: \"it's\" }, f: { type: 'bool', default: null }, g: { type: 'text[]', default: ['x'] }, h: { type: 'text', default: new PgLiteral('lower(\\'A\\')') } }, { ifNotExists: true });",
  'shorthands': "pgm.createTable('t', { a: 'money', b: { type: 'price', default: 5 }, c: { type: 'price', notNull: false } });",
  'keys of columns': "pgm.createTable('t', { a: { type: 'integer', primaryKey: true }, b: { type: 'integer', unique: true }, c: { type: 'integer', references: 'o', onDelete: 'CASCADE', onUpdate: 'SET NULL' }, d: { type: 'integer', references: '\"o\"' }, e: { type: 'integer', references: 'o(id)', referencesConstraintName: 'fk' }, f: { type: 'integer', check: 'f > 0' }, g: { type: 'integer', references: { schema: 's', name: 'o' }, deferrable: true, deferred: true } });",
  'keys of several columns': "pgm.createTable('t', { a: { type: 'integer', primaryKey: true }, b: { type: 'integer', primaryKey: true } });",
  'generated columns': "pgm.createTable('t', { a: { type: 'integer', sequenceGenerated: { precedence: 'ALWAYS', start: 5, increment: 2 } }, b: { type: 'integer', expressionGenerated: 'a + 1' }, c: { type: 'text', collation: '\"C\"' } });",
  'constraints of a table': "pgm.createTable('t', { a: 'integer', b: 'integer' }, { constraints: { unique: ['a', 'b'], check: ['a > 0', 'b > 0'], foreignKeys: { columns: ['a', 'b'], references: 'o(x, y)', onDelete: 'CASCADE' }, primaryKey: ['a'], exclude: 'using gist (a with =)' } });",
  'sets of unique columns': "pgm.createTable('t', { a: 'integer', b: 'integer' }, { constraints: { unique: [['a'], ['a', 'b']] } });",
  'options of a table': "pgm.createTable('t', { a: 'integer' }, { temporary: true, comment: 'a table' }); pgm.createTable({ schema: 's', name: 'u' }, { a: { type: 'text', comment: 'it is a' } }, { inherits: 'p' }); pgm.createTable('v', { a: 'date' }, { partition: { strategy: 'RANGE', columns: 'a' } }); pgm.createTable('w', {}, { like: { table: 't', options: { including: ['DEFAULTS', 'INDEXES'] } } });",
  'added columns': "pgm.addColumns('t', { a: 'text', b: { type: 'integer', notNull: true } }, { ifNotExists: true }); pgm.addColumn('t', { c: 'text' });",
  'constraints': "pgm.addConstraint('t', 'a', { check: 'a > 0' }); pgm.createConstraint('t', 'b', { foreignKeys: { columns: 'a', references: 'o(id)' } }); pgm.addConstraint('t', 'c', { unique: ['a', 'b'], deferrable: true }); pgm.addConstraint('t', 'd', { primaryKey: 'a' });",
  'indexes': "pgm.createIndex('t', 'a'); pgm.addIndex('t', ['a', 'b'], { unique: true, method: 'btree', where: 'a is not null' }); pgm.createIndex('t', 'lower(a)', { name: 'low' }); pgm.createIndex('t', [{ name: 'a', sort: 'DESC' }, 'b'], { ifNotExists: true, include: ['c'] }); pgm.createIndex('t', { name: 'a', opclass: 'text_pattern_ops' }); pgm.createIndex('t', 'b', { concurrently: true, name: 'named' });",
  'renamed': "pgm.renameTable('a', 'b'); pgm.renameColumn('t', 'a', 'b'); pgm.renameConstraint('t', 'a', 'b'); pgm.renameIndex('a', 'b'); pgm.renameType('a', 'b'); pgm.renameTypeValue('m', 'a', 'b'); pgm.renameView('a', 'b'); pgm.renameSequence('a', 'b'); pgm.renameSchema('a', 'b'); pgm.renameFunction('a', ['integer'], 'b'); pgm.renameTrigger('t', 'a', 'b'); pgm.renamePolicy('t', 'a', 'b'); pgm.renameRole('a', 'b'); pgm.renameDomain('a', 'b'); pgm.renameMaterializedView('a', 'b'); pgm.renameMaterializedViewColumn('m', 'a', 'b');",
  'types': "pgm.createType('mood', ['a', 'b']); pgm.addType('pair', { a: 'int', b: 'text' }); pgm.addTypeAttribute('pair', 'c', 'text'); pgm.createDomain('d', 'int', { check: 'value > 0', default: 1 });",
  'views': "pgm.createView('v', { replace: true, columns: ['a'] }, 'select 1'); pgm.createMaterializedView('m', { ifNotExists: true, data: false }, 'select 1'); pgm.refreshMaterializedView('m', { concurrently: true });",
  'objects': "pgm.createExtension(['citext', 'pgcrypto'], { ifNotExists: true }); pgm.createSchema('s', { ifNotExists: true }); pgm.createSequence('q', { start: 5, cycle: true, minvalue: null });",
  'functions and triggers': "pgm.createFunction('f', [{ name: 'a', type: 'integer', default: 1 }, 'text'], { returns: 'integer', language: 'sql', replace: true, behavior: 'IMMUTABLE' }, 'select 1'); pgm.createTrigger('t', 'tr', { when: 'BEFORE', operation: ['INSERT', 'UPDATE'], level: 'ROW', function: 'f' }); pgm.createTrigger('t', 'own', { when: 'AFTER', operation: 'INSERT', language: 'plpgsql' }, 'begin return new; end');",
  'access': "pgm.createRole('r', { login: true }); pgm.createPolicy('t', 'p', { command: 'SELECT', using: 'true' }); pgm.grantOnTables({ privileges: 'SELECT', tables: ['t', 'u'], roles: 'r' }); pgm.grantOnSchemas({ privileges: ['USAGE'], schemas: 's', roles: ['r'] }); pgm.grantRoles('a', 'b');",
  'operators': "pgm.createOperatorFamily('fam', 'btree'); pgm.createCast('varchar', 'integer', { inout: true });",
  'schemas in names': "pgm.addColumn({ schema: 's', name: 't' }, { a: 'text' });",
};

const ONE_WAY: Readonly<Record<string, string>> = {
  'altered columns': "pgm.alterColumn('t', 'a', { type: 'int', using: 'a::int', notNull: true, default: 5 }); pgm.alterColumn('t', 'b', { default: null, allowNull: true, comment: 'x' }); pgm.alterColumn('t', 'c', { notNull: false }); pgm.alterColumn('t', 'd', { sequenceGenerated: { precedence: 'BY DEFAULT' } }); pgm.alterColumn('t', 'e', { sequenceGenerated: false });",
  'dropped parts': "pgm.dropColumns('t', ['a', 'b'], { ifExists: true, cascade: true }); pgm.dropColumn('t', 'c'); pgm.dropColumns('t', { d: 'text' }); pgm.dropConstraint('t', 'c', { ifExists: true }); pgm.dropIndex('t', ['a', 'b'], { unique: true }); pgm.dropIndex('t', [], { name: 'i', ifExists: true, concurrently: true });",
  'dropped objects': "pgm.dropTable('t', { ifExists: true, cascade: true }); pgm.dropType('m'); pgm.dropView('v', { cascade: true }); pgm.dropMaterializedView('m'); pgm.dropExtension('citext'); pgm.dropSchema('s'); pgm.dropSequence('q'); pgm.dropFunction('f', ['integer', { name: 'a', type: 'text', default: 'x' }]); pgm.dropTrigger('t', 'tr'); pgm.dropPolicy('t', 'p'); pgm.dropRole('r'); pgm.dropDomain('d'); pgm.dropCast('varchar', 'integer');",
  'altered objects': "pgm.addTypeValue('m', 'x', { ifNotExists: true, before: 'a' }); pgm.alterTable('t', { levelSecurity: 'ENABLE' }); pgm.alterSequence('q', { restart: 5 }); pgm.alterView('v', { options: { security_barrier: true } }); pgm.alterPolicy('t', 'p', { using: 'a' }); pgm.alterRole('r', { login: false }); pgm.dropTypeAttribute('p', 'a'); pgm.setTypeAttribute('p', 'b', 'int');",
  'SQL with arguments': "pgm.sql('alter table {table} alter column a set default {value}; update {table} set a = 1', { table: 't', value: 5 }); pgm.sql('drop table {name}', { name: { schema: 's', name: 't' } });",
};

/** Texts are the same between dollars and in quotes; the bodies of functions stay between dollars. */
const spelt = (statement: string): string => (statement.includes('FUNCTION') ? statement : statement.replaceAll(/\$pga\$([^$]*)\$pga\$/gu, (_, text: string) => `'${text.replaceAll("'", "''")}'`));

describe('what is read is what node-pg-migrate sends', () => {
  it.each(Object.entries({ ...REVERSIBLE, ...ONE_WAY }))('%s', async (_, body) => {
    const expected = read((await sent(body)).map(spelt), 'postgres');
    expect(expected).not.toEqual([]);
    expect(plainAll((await migrated(body)).upgrade.operations)).toEqual(expected);
  });

  it.each(Object.entries(REVERSIBLE))('taken back: %s', async (_, body) => {
    const { downgrade } = await migrated(body);
    expect(downgrade.status).toBe('inferred');
    expect(plainAll(downgrade.operations)).toEqual(read((await sent(body, true)).map(spelt), 'postgres'));
  });
});
