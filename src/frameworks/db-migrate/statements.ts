import type { Value } from '../../evaluate/value.js';
import { isNull, plainText } from '../../evaluate/value.js';
import { type Draft } from '../../operation.js';
import { type TracedText, holeAt, knownText, unknown } from '../../value.js';
import { type Part, join, sql } from '../javascript/fragment.js';
import { itemsOf, optionsOf } from '../javascript/options.js';
import { entriesOf, unknownFrom } from '../values.js';
import { literalText } from '../sql-text.js';
import { type ColumnSpec, columnSpec, columnSpecs, columnText, defaultText, isPrimary, sizedType, typeText } from './columns.js';
import { type Request, isMysql, nameText, quoted, send } from './runtime.js';

type Method = (request: Request) => void;

const alter = (request: Request): TracedText => sql(request.span, 'ALTER TABLE ', quoted(request.given[0], request), ' ');

/** `createTable(name, columns)`, `createTable(name, { columns, ifNotExists })` */
const createTable: Method = (request) => {
  const { given: [name, given], span, call, runtime } = request;
  const options = optionsOf(given);
  const apart = given?.kind === 'record' && given.entries.has('columns');
  const described = apart ? options.get('columns') : given;
  const columns = columnSpecs(described, span);
  const keys = columns.filter(isPrimary);
  const parts = columns.map((column) => columnText(column, request, keys.length === 1));
  if (keys.length > 1) parts.push(sql(span, 'PRIMARY KEY (', join(keys.map((key) => quoted(key.name, request)), ', ', span), ')'));
  const complete = described?.kind === 'record' && described.complete;
  if (!complete) call.unread('columns of a new table cannot be read here');
  const statement = sql(span, 'CREATE TABLE ', apart && options.isTrue('ifNotExists') ? 'IF NOT EXISTS ' : '', quoted(name, request), ' (', join(parts, ', ', span), ')');
  call.emitStatements(runtime.host.readSql(statement, span).map((drafts) => drafts.map((draft): Draft => (draft.kind === 'createTable' && !complete ? { ...draft, incomplete: true } : draft))));
  for (const column of columns) behindColumn(column, request);
};

/** What a column asks for besides: its foreign key, and on PostgreSQL its comment. */
function behindColumn({ name, options, span }: ColumnSpec, request: Request): void {
  const key = options.options('foreignKey');
  const [table] = request.given;
  const comment = options.get('comment');
  if (key) {
    const mapping = key.get('mapping');
    const columns: readonly (readonly [Value, Value])[] = mapping?.kind === 'record' ? [...mapping.entries].map(([from, to]) => [plainText(from), to]) : [[name, mapping ?? { kind: 'unknown', reason: 'input', span }]];
    foreignKey(request, table, key.get('table'), key.get('name'), columns, key.get('rules'));
  }
  if (comment?.kind === 'text' && !isMysql(request) && request.dialect !== 'sqlite') send(request, 'COMMENT ON COLUMN ', quoted(table, request), '.', quoted(name, request), ' IS ', literalText(comment, span));
}

function foreignKey(request: Request, table: Value | undefined, target: Value | undefined, name: Value | undefined, columns: readonly (readonly [Value, Value])[], rules: Value | undefined): void {
  const { span } = request;
  const list = (side: 0 | 1): TracedText => join(columns.map((pair) => quoted(pair[side], request)), ', ', span);
  const rule = (word: string, value: Value | undefined): readonly Part[] => [` ON ${word} `, isNull(value) ? 'NO ACTION' : nameText(value, span)];
  const own = optionsOf(rules);
  send(request, 'ALTER TABLE ', quoted(table, request), ' ADD CONSTRAINT ', quoted(name, request), ' FOREIGN KEY (', list(0), ') REFERENCES ', quoted(target, request), ' (', list(1), ')', ...rule('DELETE', own.get('onDelete')), ...rule('UPDATE', own.get('onUpdate')));
}

const addColumn: Method = (request) => {
  const { given: [, name, given], span } = request;
  const spec = columnSpec(name ?? plainText(''), given, span);
  send(request, alter(request), 'ADD COLUMN ', columnText(spec, request, isMysql(request)));
  behindColumn(spec, request);
};

/** `changeColumn(table, name, spec)`: what is not given again is lost; the cast is an explicit one, which cuts what is too long. */
const changeColumn: Method = (request) => {
  const { given: [, name, given], span, dialect } = request;
  const spec = columnSpec(name ?? plainText(''), given, span);
  const column = quoted(name, request);
  if (isMysql(request)) {
    send(request, alter(request), 'CHANGE COLUMN ', column, ' ', columnText(spec, request, true));
    return;
  }
  const unique = spec.options.boolean('unique');
  const key = quoted(sql(span, nameText(request.given[0], span), '_', nameText(name, span), '_key'), { dialect, span });
  const value = defaultText(spec, request);
  send(request, alter(request), 'ALTER COLUMN ', column, spec.options.isTrue('notNull') ? ' SET NOT NULL' : ' DROP NOT NULL');
  if (unique === true) send(request, alter(request), 'ADD CONSTRAINT ', key, ' UNIQUE (', column, ')');
  if (unique === false) send(request, alter(request), 'DROP CONSTRAINT ', key);
  send(request, alter(request), 'ALTER COLUMN ', column, ...(value ? [' SET DEFAULT ', value] : [' DROP DEFAULT']));
  if (spec.type === undefined) return;
  const using = spec.options.get('using');
  send(request, alter(request), 'ALTER COLUMN ', column, ' TYPE ', sizedType(spec, request), ' ', ...(using ? [nameText(using, span)] : ['USING ', column, '::', typeText(spec, request)]));
};

const addIndex: Method = (request) => {
  const { given: [, name, columns, unique], span } = request;
  const items = itemsOf(columns);
  const names = Array.isArray(items) ? (items as readonly Value[]).map((item) => indexColumn(item, request)) : [holeAt(columns ? unknownFrom(columns) : unknown('input', span), span)];
  const kind = unique?.kind === 'constant' && unique.value === true ? 'UNIQUE ' : '';
  const list = sql(span, ' (', join(names, ', ', span), ')');
  if (isMysql(request)) send(request, alter(request), `ADD ${kind}INDEX `, quoted(name, request), list);
  else send(request, `CREATE ${kind}INDEX `, quoted(name, request), ' ON ', quoted(request.given[0], request), list);
};

function indexColumn(item: Value, request: Request): TracedText {
  if (item.kind !== 'record') return quoted(item, request);
  const options = optionsOf(item);
  const length = options.get('length');
  return sql(request.span, quoted(options.get('name'), request), ...(length?.kind === 'constant' ? [`(${String(length.value)})`] : []));
}

const removeIndex: Method = (request) => {
  const [first, second] = request.given;
  if (isMysql(request)) send(request, 'DROP INDEX ', quoted(second, request), ' ON ', quoted(first, request));
  else send(request, 'DROP INDEX ', quoted(second ?? first, request));
};

const addForeignKey: Method = (request) => {
  const { given: [table, target, name, mapping, rules], span } = request;
  const columns = [...entriesOf(mapping)].map(([from, to]): readonly [Value, Value] => [plainText(from), to]);
  foreignKey(request, table, target, name, columns.length > 0 ? columns : [[{ kind: 'unknown', reason: 'input', span }, { kind: 'unknown', reason: 'input', span }]], rules);
};

const removeForeignKey: Method = (request) => {
  const [, name, options] = request.given;
  send(request, alter(request), isMysql(request) ? 'DROP FOREIGN KEY ' : 'DROP CONSTRAINT ', quoted(name, request));
  if (isMysql(request) && optionsOf(options).isTrue('dropIndex')) send(request, alter(request), 'DROP INDEX ', quoted(name, request));
};

/** `insert(table, columns, values)`, `insert(table, { column: value })` */
const insert: Method = ({ given: [table, first, second], span, call }) => {
  const row = second === undefined ? (first?.kind === 'list' ? first.items[0] : first) : undefined;
  const names = second === undefined ? (row?.kind === 'record' && row.complete ? [...row.entries.keys()] : undefined) : namesIn(first);
  const name = knownText(nameText(table, span).text);
  call.emit([{ kind: 'modifyRows', verb: 'insert', table: typeof name === 'string' ? { name } : name, ...(names && { columns: names }), span }]);
};

function namesIn(value: Value | undefined): readonly string[] | undefined {
  const items = itemsOf(value);
  const names = Array.isArray(items) ? (items as readonly Value[]).map((item) => (item.kind === 'text' && item.text.holes.length === 0 ? item.text.text : undefined)) : [undefined];
  return names.every((name): name is string => name !== undefined) ? names : undefined;
}

/** `update(table, values, ids)`, `remove(table, ids)`: some rows, by their ids or by what is asked of them. */
const changeRows = (verb: 'update' | 'delete'): Method => ({ given: [table, values], span, call }) => {
  const name = knownText(nameText(table, span).text);
  const columns = verb === 'update' && values?.kind === 'record' && values.complete ? [...values.entries.keys()] : undefined;
  call.emit([{ kind: 'modifyRows', verb, table: typeof name === 'string' ? { name } : name, filtered: true, ...(columns && { columns }), span }]);
};

const onDatabase = (before: string): Method => (request) => send(request, before, quoted(request.given[0], request));

/** Methods of the driver that change the database. */
export const STATEMENTS: Readonly<Record<string, Method>> = {
  createTable,
  dropTable: (request) => send(request, `DROP TABLE ${optionsOf(request.given[1]).isTrue('ifExists') ? 'IF EXISTS ' : ''}`, quoted(request.given[0], request)),
  renameTable: (request) => send(request, alter(request), 'RENAME TO ', quoted(request.given[1], request)),
  addColumn,
  removeColumn: (request) => send(request, alter(request), 'DROP COLUMN ', quoted(request.given[1], request)),
  renameColumn: (request) => send(request, alter(request), 'RENAME COLUMN ', quoted(request.given[1], request), ' TO ', quoted(request.given[2], request)),
  changeColumn,
  addIndex,
  removeIndex,
  addForeignKey,
  removeForeignKey,
  insert,
  update: changeRows('update'),
  remove: changeRows('delete'),
  truncate: (request) => send(request, request.dialect === 'sqlite' ? 'DELETE FROM ' : 'TRUNCATE ', quoted(request.given[0], request)),
  createDatabase: onDatabase('CREATE DATABASE '),
  dropDatabase: onDatabase('DROP DATABASE '),
  createSequence: onDatabase('CREATE SEQUENCE '),
  dropSequence: onDatabase('DROP SEQUENCE '),
};
