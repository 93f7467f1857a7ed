import { describe, expect, it } from 'vitest';
import type { BinaryOperator } from '../../src/evaluate/core.js';
import type { Value } from '../../src/evaluate/value.js';
import { NULL, plainText } from '../../src/evaluate/value.js';
import { sqlalchemyModule } from '../../src/frameworks/sqlalchemy/index.js';
import type { Fact } from '../../src/operation.js';
import type { Plain } from './support.js';
import { options, program } from './support.js';

const here = program();
const inspector = here.sa('inspect', NULL);
const condition = (value: Value | undefined): unknown => (value?.kind === 'condition' ? value.condition : value);
const exists = (fact: Fact): unknown => ({ is: 'exists', fact });
const only = (list: Value): Value => (list.kind === 'native' ? list.iterate?.(here.run)?.[0] : undefined) ?? NULL;
const item = (of: Value, key: string): Value => (of.kind === 'native' ? of.item?.(plainText(key), here.run) : undefined) ?? NULL;
const ask = (operator: BinaryOperator, left: Plain, right: Plain): unknown => condition(here.binary(operator, left, right));

describe('inspector', () => {
  it('asks for tables', () => {
    expect(condition(here.method(inspector, 'has_table', ['t']))).toEqual(exists({ ask: 'table', table: { name: 't' } }));
    expect(condition(here.method(inspector, 'has_table', ['t'], { schema: 's' }))).toEqual(exists({ ask: 'table', table: { schema: 's', name: 't' } }));
    const names = here.method(inspector, 'get_table_names');
    expect(ask('in', 't', names)).toEqual(exists({ ask: 'table', table: { name: 't' } }));
    expect(ask('notIn', 't', names)).toEqual({ is: 'not', operand: exists({ ask: 'table', table: { name: 't' } }) });
  });

  it('is found in all its places', () => {
    for (const made of [here.make('sqlalchemy.inspect', [NULL]), here.make('sqlalchemy.inspection.inspect', [NULL]), here.make('sqlalchemy.engine.reflection.Inspector.from_engine', [NULL]), here.make('sqlalchemy.engine.reflection.Inspector', [NULL])]) {
      expect(made.label).toBe('sqlalchemy.Inspector');
    }
  });

  it('asks for columns through their names', () => {
    const fact = exists({ ask: 'column', table: { name: 't' }, column: 'c' });
    const name = item(only(here.method(inspector, 'get_columns', ['t'])), 'name');
    expect(ask('equal', name, 'c')).toEqual(fact);
    expect(ask('equal', 'c', name)).toEqual(fact);
    expect(ask('notEqual', name, 'c')).toEqual({ is: 'not', operand: fact });
    // the evaluator asks a name that it finds in a list
    expect(ask('in', 'c', name)).toEqual(fact);
    expect(ask('in', name, ['c', 'd'])).toEqual({ is: 'or', left: fact, right: exists({ ask: 'column', table: { name: 't' }, column: 'd' }) });
  });

  it('asks for indexes, constraints and types', () => {
    const name = (method: string, ...args: readonly string[]): Value => item(only(here.method(inspector, method, args)), 'name');
    expect(ask('equal', name('get_indexes', 't'), 'ix')).toEqual(exists({ ask: 'index', table: { name: 't' }, index: 'ix' }));
    for (const method of ['get_foreign_keys', 'get_unique_constraints', 'get_check_constraints']) expect(ask('equal', name(method, 't'), 'k')).toEqual(exists({ ask: 'constraint', table: { name: 't' }, constraint: 'k' }));
    expect(ask('equal', item(here.method(inspector, 'get_pk_constraint', ['t']), 'name'), 'k')).toEqual(exists({ ask: 'constraint', table: { name: 't' }, constraint: 'k' }));
    expect(ask('equal', name('get_enums'), 'e')).toEqual(exists({ ask: 'type', name: { name: 'e' } }));
    expect(ask('in', 'v', here.method(inspector, 'get_view_names'))).toEqual(exists({ ask: 'object', object: { kind: 'view', name: 'v' } }));
    expect(condition(here.method(inspector, 'has_index', ['t', 'ix']))).toEqual(exists({ ask: 'index', table: { name: 't' }, index: 'ix' }));
    expect(condition(here.method(inspector, 'has_schema', ['s']))).toEqual(exists({ ask: 'object', object: { kind: 'schema', name: 's' } }));
  });

  it('leaves the rest to the database', () => {
    const element = only(here.method(inspector, 'get_columns', ['t']));
    expect(item(element, 'type')).toMatchObject({ kind: 'unknown', reason: 'database' });
    expect(here.method(inspector, 'get_sorted_table_and_fkc_names')).toMatchObject({ kind: 'unknown', reason: 'database' });
  });
});

describe('modules', () => {
  const names = [
    'sqlalchemy', 'sqlalchemy.types', 'sqlalchemy.sql', 'sqlalchemy.sql.expression', 'sqlalchemy.sql.schema', 'sqlalchemy.sql.functions', 'sqlalchemy.sql.sqltypes', 'sqlalchemy.schema', 'sqlalchemy.dialects',
    'sqlalchemy.dialects.postgresql', 'sqlalchemy.dialects.postgresql.json', 'sqlalchemy.dialects.postgresql.base', 'sqlalchemy.dialects.mysql', 'sqlalchemy.dialects.sqlite', 'sqlalchemy.dialects.mssql', 'sqlalchemy.dialects.oracle',
    'sqlalchemy.orm', 'sqlalchemy.orm.session', 'sqlalchemy.ext.declarative', 'sqlalchemy.ext.hybrid', 'sqlalchemy.exc', 'sqlalchemy.engine', 'sqlalchemy.engine.reflection', 'sqlalchemy.inspection', 'sqlalchemy.ext.mutable',
    'sqlalchemy.util', 'sqlalchemy.event', 'sqlalchemy.ext.compiler', 'sqlalchemy_utils', 'sqlmodel', 'sqlmodel.sql.sqltypes', 'geoalchemy2', 'pgvector.sqlalchemy', 'citext', 'sqlalchemy_json', 'advanced_alchemy.types', 'sqlalchemy_searchable',
  ];
  it.each(names)('%s', (name) => {
    expect(sqlalchemyModule(name, options())).toMatchObject({ kind: 'native', label: name });
  });
  it('are ours only', () => {
    expect(sqlalchemyModule('os', options())).toBeUndefined();
    expect(sqlalchemyModule('sqlalchemyfoo', options())).toBeUndefined();
  });
  it('are each made once', () => {
    const shared = options();
    expect(sqlalchemyModule('sqlalchemy', shared)).toBe(sqlalchemyModule('sqlalchemy', shared));
    expect(here.get('sqlalchemy.String')).toBe(here.get('sqlalchemy.String'));
  });
  it('give unknown values without effects for names that nobody knows', () => {
    expect(here.get('sqlalchemy.Nonsense')).toEqual(expect.objectContaining({ kind: 'unknown', reason: 'unsupported', label: 'sqlalchemy.Nonsense' }));
    expect(here.get('sqlalchemy.util.langhelpers')).not.toMatchObject({ effectful: true });
  });
  it('have exceptions and mutable types', () => {
    expect(here.get('sqlalchemy.exc.ProgrammingError')).toMatchObject({ label: 'sqlalchemy.exc.ProgrammingError' });
    const type = here.get('sqlalchemy.JSON');
    expect(here.method(here.get('sqlalchemy.ext.mutable.MutableDict'), 'as_mutable', [type])).toBe(type);
  });
});
