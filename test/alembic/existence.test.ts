import { describe, expect, it } from 'vitest';
import { existenceQuery } from '../../src/frameworks/existence.js';

const ask = (sql: string, dialect: 'postgres' | 'mysql' | 'sqlite' = 'postgres') => existenceQuery(sql, dialect);

describe('queries that ask whether something exists', () => {
  it.each([
    ["SELECT 1 FROM information_schema.tables WHERE table_name = 'x'", 'rows', { ask: 'table', table: { name: 'x' } }],
    ["select table_name from information_schema.tables where table_schema = 'public' and table_name = 'x';", 'rows', { ask: 'table', table: { name: 'x' } }],
    ["SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 's' AND table_name = 'x'", 'count', { ask: 'table', table: { schema: 's', name: 'x' } }],
    ["SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'x')", 'boolean', { ask: 'table', table: { name: 'x' } }],
    ["SELECT 1 FROM information_schema.columns WHERE table_name='t' AND column_name='c'", 'rows', { ask: 'column', table: { name: 't' }, column: 'c' }],
    ["SELECT data_type FROM information_schema.columns c WHERE c.table_name = 't' AND c.column_name = 'c' LIMIT 1", 'rows', { ask: 'column', table: { name: 't' }, column: 'c' }],
    ["SELECT exists(SELECT 1 from pg_indexes where indexname = 'ix') as ix_exists;", 'boolean', { ask: 'index', index: 'ix' }],
    ["SELECT 1 FROM pg_indexes WHERE schemaname = 'public' AND tablename = 't' AND indexname = 'ix'", 'rows', { ask: 'index', table: { name: 't' }, index: 'ix' }],
    ["SELECT 1 FROM pg_type WHERE typname = 'mood'", 'rows', { ask: 'type', name: { name: 'mood' } }],
    ["SELECT 1 FROM pg_constraint WHERE conname = 'fk' AND contype = 'f'", 'rows', { ask: 'constraint', constraint: 'fk' }],
    ["SELECT constraint_name FROM information_schema.table_constraints WHERE table_name = 't' AND constraint_name = 'fk' AND constraint_type = 'FOREIGN KEY'", 'rows', { ask: 'constraint', table: { name: 't' }, constraint: 'fk' }],
    ["SELECT to_regclass('public.x')", 'value', { ask: 'table', table: { name: 'x' } }],
    ["SELECT to_regclass('s.x') IS NOT NULL", 'boolean', { ask: 'table', table: { schema: 's', name: 'x' } }],
    ["SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'ix' AND c.relkind = 'i' AND n.nspname = 'public'", 'rows', { ask: 'index', index: 'ix' }],
    ["SELECT 1 FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c' AND NOT attisdropped", 'rows', { ask: 'column', table: { name: 't' }, column: 'c' }],
    ["SELECT 1 FROM pg_extension WHERE extname = 'citext'", 'rows', { ask: 'object', object: { kind: 'extension', name: 'citext' } }],
  ])('%s', (sql, returns, fact) => {
    expect(JSON.parse(JSON.stringify(ask(sql)))).toEqual({ returns, condition: { is: 'exists', fact } });
  });

  it('turns NOT EXISTS and IS NULL around', () => {
    expect(ask("SELECT NOT EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'x')")?.condition).toMatchObject({ is: 'not', operand: { is: 'exists' } });
    expect(ask("SELECT to_regclass('x') IS NULL")?.condition).toMatchObject({ is: 'not' });
  });

  it('knows MySQL and SQLite', () => {
    expect(ask("SELECT COUNT(1) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 't' AND index_name = 'ix'", 'mysql')).toMatchObject({ returns: 'count', condition: { fact: { ask: 'index', index: 'ix' } } });
    expect(ask("SELECT name FROM sqlite_master WHERE type='table' AND name='x'", 'sqlite')).toMatchObject({ condition: { fact: { ask: 'table', table: { name: 'x' } } } });
    expect(ask("SELECT name FROM sqlite_master WHERE type='table' AND name='x'")).toBeUndefined();
  });

  it.each([
    "SELECT 1 FROM users WHERE name = 'x'",
    "SELECT * FROM information_schema.columns WHERE table_name = 't'",
    "SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'c' AND data_type = 'json'",
    "SELECT 1 FROM information_schema.tables WHERE table_name = 'x' OR table_name = 'y'",
    "SELECT 1 FROM information_schema.tables WHERE table_name IN ('x', 'y')",
    "SELECT 1 FROM pg_class WHERE relname = 'x'",
    "UPDATE t SET a = 1 WHERE table_name = 'x'",
    'SELECT count(*) FROM t',
  ])('says nothing about %s', (sql) => {
    expect(ask(sql)).toBeUndefined();
  });
});
