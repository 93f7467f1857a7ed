import { expect, test } from 'vitest';
import { actionsOf, draftsOf, kindsOf, spansOf, useParser } from './harness.js';

useParser();

const HOLE = { unknown: 'input' };

test.each(['{{ .Schema }}.t', '${schema}.t', '${flyway:schema}.t', '#{schema}.t', '<%= schema %>.t', '"${schema}"."t"', '{{.prefix}}t', ':schema.t', ':"schema".t'])('a template in a name: %s', (name) => {
  expect(actionsOf(`ALTER TABLE ${name} ADD COLUMN a int, DROP b`)).toMatchObject([
    { kind: 'addColumn', table: HOLE, column: { name: 'a' } },
    { kind: 'dropColumn', table: HOLE, column: 'b' },
  ]);
});

test('templates elsewhere', () => {
  expect(actionsOf('CREATE TABLE t (a varchar(${length}), b ${type}, c int DEFAULT ${value});')).toMatchObject([
    { kind: 'createTable', table: { name: 't' }, columns: [{ name: 'a', type: HOLE }, { name: 'b', type: HOLE }, { name: 'c', default: HOLE }] },
  ]);
  expect(actionsOf("INSERT INTO t (a, b) VALUES (:'name', :id)")).toMatchObject([{ kind: 'modifyRows', verb: 'insert', columns: ['a', 'b'] }]);
});

test('in strings alone they are just text', () => {
  expect(actionsOf("ALTER TABLE t ADD COLUMN body text DEFAULT 'Hello {{ name }}, ${x}'")).toMatchObject([{ column: { default: "'Hello {{ name }}, ${x}'" } }]);
});

test('branches for a dialect are decided, others may be', () => {
  const text = `{{- /* we're here */ -}}
CREATE TABLE t (a int) {{if .mysql}}DEFAULT CHARACTER SET utf8mb4{{end}};
{{if or .mysql .sqlite}}DROP TABLE m;{{else if .postgres}}DROP TABLE p;{{else}}DROP TABLE other;{{end}}
{{if not .postgres}}DROP TABLE n;{{end}}
{{if (and .postgres .plugin)}}DROP TABLE maybe;{{end}}
{{range .Tables}}DROP TABLE {{.}};{{end}}
DROP TABLE q;`;
  expect(draftsOf(text).map((draft) => [draft.kind, 'table' in draft ? draft.table : undefined, draft.certainty])).toMatchObject([
    ['createTable', { name: 't' }, undefined],
    ['dropTable', { name: 'p' }, undefined],
    ['dropTable', { name: 'maybe' }, 'maybe'],
    ['dropTable', HOLE, 'maybe'],
    ['dropTable', { name: 'q' }, undefined],
  ]);
});

test('a call of the template is a statement that is not known', () => {
  const text = '{{ createIndexIfNeeded "boards" "team_id" }}\n\nDROP TABLE a;\n{{ addColumn "b" }}';
  expect(kindsOf(text)).toEqual(['opaque', 'dropTable', 'opaque']);
  expect(actionsOf(text)).toMatchObject([{ text: '{{ createIndexIfNeeded "boards" "team_id" }}', touches: 'anything' }, {}, {}]);
  expect(spansOf(text)[1]).toBe('DROP TABLE a');
});

test.each(['{{if', '{{if .x}}', '{{end}}', '{{else}}{{end}}{{end}}', `{{if ${'('.repeat(5_000)}}}`, '${', '{{ }}', '${a}${b}', `${'{{if .x}}a;'.repeat(300)}`])('whatever is broken is read: %s', (text) => {
  expect(() => draftsOf(`${text}\nDROP TABLE a;`)).not.toThrow();
});
