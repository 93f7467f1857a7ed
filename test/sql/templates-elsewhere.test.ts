import { beforeAll, expect, test } from 'vitest';
import { loadSql, readSql } from '../../src/languages/sql/index.js';
import { DEFAULT_VERSIONS, type Dialect } from '../../src/target.js';
import { traced } from './harness.js';

const DIALECTS = ['mysql', 'mariadb', 'sqlite'] as const;
beforeAll(async () => {
  for (const dialect of DIALECTS) await loadSql(dialect);
});

const read = (text: string, dialect: Dialect) => readSql(traced(text), { file: 'a.sql', start: 0, end: 0 }, { dialect, version: DEFAULT_VERSIONS[dialect] }).flat();
const HOLE = { unknown: 'input' };
const NAMES = ['{{ .Schema }}.t', '${schema}.t', '${flyway:schema}.t', '#{schema}.t', '<%= schema %>.t', '"${schema}"."t"', '{{.prefix}}t'];

test.each(DIALECTS.flatMap((dialect) => NAMES.map((name) => [dialect, name] as const)))('%s: a template in a name: %s', (dialect, name) => {
  expect(read(`ALTER TABLE ${name} ADD COLUMN a int; DROP TABLE t`, dialect)).toMatchObject([
    { kind: 'addColumn', table: HOLE, column: { name: 'a' } },
    { kind: 'dropTable', table: { name: 't' } },
  ]);
});

test.each(DIALECTS)('%s: templates elsewhere', (dialect) => {
  expect(read('CREATE TABLE t (a varchar(10), b ${type}, c int DEFAULT ${value});', dialect)).toMatchObject([
    { kind: 'createTable', table: { name: 't' }, columns: [{ name: 'a' }, { name: 'b', type: HOLE }, { name: 'c', default: HOLE }] },
  ]);
  expect(read("INSERT INTO t (a, b) VALUES ('${x}', :id)", dialect)).toMatchObject([{ kind: 'modifyRows', verb: 'insert', columns: ['a', 'b'] }]);
  expect(read("ALTER TABLE t ADD COLUMN body text DEFAULT 'Hello {{ name }}, ${x}'", dialect)).toMatchObject([{ column: { default: "'Hello {{ name }}, ${x}'" } }]);
});

test.each(DIALECTS)('%s: branches for a dialect are decided, others may be', (dialect) => {
  const text = `CREATE TABLE t (a int);
{{if or .mysql .mariadb}}DROP TABLE m;{{else if .sqlite}}DROP TABLE s;{{else}}DROP TABLE p;{{end}}
{{if .plugin}}DROP TABLE maybe;{{end}}
{{ createIndexIfNeeded "boards" "team_id" }}
DROP TABLE q;`;
  expect(read(text, dialect)).toMatchObject([
    { kind: 'createTable' },
    { table: { name: dialect === 'sqlite' ? 's' : 'm' } },
    { table: { name: 'maybe' }, certainty: 'maybe' },
    { kind: 'opaque', text: '{{ createIndexIfNeeded "boards" "team_id" }}', touches: 'anything' },
    { kind: 'dropTable', table: { name: 'q' } },
  ]);
  expect(read(text, dialect).every((draft) => !('rejected' in draft))).toBe(true);
});

test.each(DIALECTS)('%s: a client puts names in for variables', (dialect) => {
  expect(read('ALTER TABLE :schema.t ADD COLUMN a int', dialect)).toMatchObject([{ kind: 'addColumn', column: { name: 'a' } }]);
});
