import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Draft } from '../../operation.js';
import { type TracedText, holeAt, isUnknown, unknown } from '../../value.js';
import { type Part, join, sql } from '../javascript/fragment.js';
import { optionsOf, textsOf } from '../javascript/options.js';
import { entriesOf } from '../values.js';
import { type Attribute, attributesOf, isPrimary, referenceClause } from './attributes.js';
import { commentStatement, enumDraft, mysqlDefinition, postgresColumn, postgresDefinition, sqliteColumn } from './definitions.js';
import { literal } from './expressions.js';
import { type TableReference, nameText, quoted, quotedTable, tableOf } from './names.js';
import { type Request, isMysql, isPostgres, schemaNow, send } from './runtime.js';

/** Enumerations come first. A type that is there already is left as it is, whatever its labels. */
export function sendEnums(request: Request, attributes: readonly Attribute[], table: TableReference): void {
  if (!isPostgres(request.dialect)) return;
  const types = attributes.flatMap((attribute) => enumDraft(attribute, table) ?? []);
  if (types.length === 0) return;
  const schema = schemaNow(request);
  request.call.emitStatements(types.filter(({ name }) => isUnknown(name) || schema.hasType(name) !== true).map((type) => [type]));
}

/** `createTable(name, attributes, options)`: a table that is there already stays as it is. */
export function createTable(request: Request): void {
  const [name, given, options] = request.given;
  const { dialect, span, runtime, call } = request;
  const table = tableOf(name, span, optionsOf(options).get('schema'));
  const attributes = attributesOf(given, dialect, span);
  sendEnums(request, attributes, table);
  const statement = isPostgres(dialect) ? postgresTable(request, table, attributes) : isMysql(dialect) ? mysqlTable(request, table, attributes) : sqliteTable(request, table, attributes);
  const complete = given?.kind === 'record' && given.complete;
  if (!complete) call.unread('columns of a new table cannot be read here');
  const groups = runtime.host.readSql(statement, span);
  call.emitStatements(groups.map((drafts) => drafts.map((draft): Draft => (draft.kind === 'createTable' && !complete ? { ...draft, incomplete: true } : draft))));
}

/** ` (...)` of a table; unique keys and the primary key stand behind the columns. */
const body = ({ span }: Request, parts: readonly TracedText[]): TracedText => sql(span, '(', join(parts, ', ', span), ')');

const names = (attributes: readonly Attribute[], { dialect, span }: Request): TracedText => join(attributes.map(({ column }) => quoted(column, dialect, span)), ', ', span);

function primaryKey(request: Request, attributes: readonly Attribute[]): readonly TracedText[] {
  const keys = attributes.filter(isPrimary);
  return keys.length === 0 ? [] : [sql(keys[0]?.span ?? request.span, 'PRIMARY KEY (', names(keys, request), ')')];
}

/** `{ uniqueKeys: { name: { fields: [...] } } }`: only MySQL is told the name. */
function uniqueKeys(request: Request, options: Value | undefined): readonly TracedText[] {
  const { dialect, span } = request;
  return [...entriesOf(optionsOf(options).get('uniqueKeys'))].flatMap(([name, key]) => {
    const inner = optionsOf(key);
    if (inner.boolean('customIndex') === false) return [];
    const fields = inner.list('fields');
    const columns = Array.isArray(fields) ? join((fields as readonly Value[]).map((field) => quoted(nameText(field, span), dialect, span)), ', ', span) : holeAt(unknown('input', span), span);
    return [sql(span, 'UNIQUE ', ...(isMysql(dialect) ? [quoted(nameText({ kind: 'text', text: sql(span, name) }, span), dialect, span), ' '] : []), '(', columns, ')')];
  });
}

function postgresTable(request: Request, table: TableReference, attributes: readonly Attribute[]): TracedText {
  const { span, given: [, , options] } = request;
  const definitions = attributes.map((attribute) => postgresDefinition(attribute, table));
  const comment = optionsOf(options).get('comment');
  const said: readonly Part[] = comment?.kind === 'text' ? ['; COMMENT ON TABLE ', quotedTable(table, 'postgres', span), ' IS ', literal(comment, 'postgres', span)] : [];
  return sql(
    span, 'CREATE TABLE IF NOT EXISTS ', quotedTable(table, 'postgres', span), ' ', body(request, [...definitions.map(postgresColumn), ...uniqueKeys(request, options), ...primaryKey(request, attributes)]), ...said,
    ...definitions.flatMap((definition) => commentStatement(definition, table)),
  );
}

/** Foreign keys stand behind the columns: MySQL passes over those that stand behind one. */
function mysqlTable(request: Request, table: TableReference, attributes: readonly Attribute[]): TracedText {
  const { span, dialect, given: [, , options] } = request;
  const columns = attributes.map((attribute) => sql(attribute.span, quoted(attribute.column, dialect, attribute.span), ' ', mysqlDefinition(attribute, false)));
  const foreign = attributes.flatMap((attribute) => {
    const clause = referenceClause(attribute);
    return clause ? [sql(attribute.span, 'FOREIGN KEY (', quoted(attribute.column, dialect, attribute.span), ')', clause)] : [];
  });
  const own = optionsOf(options);
  const comment = own.get('comment');
  const option = (word: string, value: Value | undefined): readonly Part[] => (isNull(value) ? [] : [` ${word}=`, nameText(value, span)]);
  return sql(
    span, 'CREATE TABLE IF NOT EXISTS ', quotedTable(table, dialect, span), ' ', body(request, [...columns, ...uniqueKeys(request, options), ...primaryKey(request, attributes), ...foreign]),
    ...option('ENGINE', own.get('engine')), ...(comment?.kind === 'text' ? [' COMMENT ', literal(comment, dialect, span)] : []), ...option('DEFAULT CHARSET', own.get('charset')), ...option('COLLATE', own.get('collate')),
  );
}

function sqliteTable(request: Request, table: TableReference, attributes: readonly Attribute[]): TracedText {
  const { span, given: [, , options] } = request;
  const keys = attributes.filter(isPrimary).length;
  const columns = attributes.map((attribute) => sqliteColumn(attribute, keys));
  return sql(span, 'CREATE TABLE IF NOT EXISTS ', quotedTable(table, 'sqlite', span), ' ', body(request, [...columns, ...uniqueKeys(request, options), ...(keys > 1 ? primaryKey(request, attributes) : [])]));
}

/** `dropTable(name, { cascade })`: enumerations that were made with the table stay. */
export function dropTable(request: Request): void {
  const [name, given] = request.given;
  const options = optionsOf(given);
  const cascade = isPostgres(request.dialect) && (options.isTrue('cascade') || options.isTrue('force'));
  send(request, sql(request.span, 'DROP TABLE IF EXISTS ', quotedTable(tableOf(name, request.span), request.dialect, request.span), cascade ? ' CASCADE' : ''));
}

export function renameTable(request: Request): void {
  const { span, dialect } = request;
  const [before, after] = request.given.map((name) => quotedTable(tableOf(name, span), dialect, span));
  if (before && after) send(request, sql(span, 'ALTER TABLE ', before, ' RENAME TO ', after));
}

/** `dropAllTables({ skip })`: which tables there are is what the database knows. */
export function dropAllTables({ call, span, given: [options] }: Request): void {
  const skipped = textsOf(optionsOf(options).get('skip'));
  const rest = skipped === undefined ? '' : ' but for those that are named';
  call.emit([{ kind: 'opaque', reason: `drops all tables${rest}`, touches: 'anything', span }]);
}

/** PostgreSQL drops what is in a schema with it; elsewhere a schema is a table's prefix. */
export const SCHEMAS: Readonly<Record<string, (request: Request) => void>> = {
  createSchema: (request) => {
    if (isPostgres(request.dialect)) send(request, sql(request.span, 'CREATE SCHEMA IF NOT EXISTS ', quoted(nameText(request.given[0], request.span), request.dialect, request.span)));
  },
  dropSchema: (request) => {
    const name = quoted(nameText(request.given[0], request.span), request.dialect, request.span);
    send(request, isPostgres(request.dialect) ? sql(request.span, 'DROP SCHEMA IF EXISTS ', name, ' CASCADE') : sql(request.span, 'DROP TABLE IF EXISTS ', name));
  },
  dropEnum: (request) => {
    if (isPostgres(request.dialect)) send(request, sql(request.span, 'DROP TYPE IF EXISTS ', quoted(nameText(request.given[0], request.span), request.dialect, request.span)));
  },
  dropAllEnums: ({ call, span, dialect }) => {
    if (isPostgres(dialect)) call.emit([{ kind: 'opaque', reason: 'drops all enumeration types', touches: 'anything', span }]);
  },
  createDatabase: (request) => send(request, sql(request.span, 'CREATE DATABASE ', quoted(nameText(request.given[0], request.span), request.dialect, request.span))),
  dropDatabase: (request) => send(request, sql(request.span, 'DROP DATABASE IF EXISTS ', quoted(nameText(request.given[0], request.span), request.dialect, request.span))),
};

