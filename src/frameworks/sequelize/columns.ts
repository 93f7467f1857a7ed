import type { ColumnChange, Draft } from '../../operation.js';
import { type TracedText, known, knownText } from '../../value.js';
import { type Part, sql, written } from '../javascript/fragment.js';
import { type Attribute, attributeOf, columnEnumeration, defaultClause, isUnique, isWritten, referenceClause } from './attributes.js';

import { commentStatement, mysqlDefinition, postgresColumn, postgresDefinition, postgresType, sqliteColumn, typeOf } from './definitions.js';
import { foreignKeyOf } from './foreign-key.js';
import { type TableReference, enumName, nameOf, nameText, quoted, quotedTable, tableKey, tableOf } from './names.js';
import { type Request, isMysql, isPostgres, schemaNow, send } from './runtime.js';
import { sendEnums } from './tables.js';

interface ColumnRequest {
  readonly table: TableReference;
  readonly attribute: Attribute;
  /** `ALTER TABLE ...` */
  readonly alter: TracedText;
}

function columnRequest({ given: [table, column, attribute], dialect, span }: Request): ColumnRequest {
  const reference = tableOf(table, span);
  return { table: reference, attribute: attributeOf(nameText(column, span), attribute, dialect, span), alter: sql(span, 'ALTER TABLE ', quotedTable(reference, dialect, span), ' ') };
}

const columnText = ({ column, dialect, span }: Attribute): TracedText => quoted(column, dialect, span);

/** `addColumn(table, name, attribute)` */
export function addColumn(request: Request): void {
  const { span, dialect } = request;
  const { table, attribute, alter } = columnRequest(request);
  sendEnums(request, [attribute], table);
  if (isPostgres(dialect)) {
    const definition = postgresDefinition(attribute, table);
    send(request, sql(span, alter, 'ADD COLUMN ', postgresColumn(definition), ...commentStatement(definition, table)));
  } else if (isMysql(dialect)) send(request, sql(span, alter, 'ADD ', columnText(attribute), ' ', mysqlDefinition(attribute, true), ...mysqlForeignKey(table, attribute)));
  else send(request, sql(span, alter, 'ADD ', sqliteColumn(attribute, 1)));
}

/** The foreign key of a column that is added gets a name on MySQL. */
function mysqlForeignKey(table: TableReference, attribute: Attribute): readonly Part[] {
  const clause = referenceClause(attribute);
  if (!clause) return [];
  const { span, dialect, column } = attribute;
  return [', ADD CONSTRAINT ', quoted(sql(span, table.name, '_', column, '_foreign_idx'), dialect, span), ' FOREIGN KEY (', columnText(attribute), ')', clause];
}

/** `changeColumn(table, name, attribute)`: what is not given again is lost; with `references` nothing but a foreign key is added. */
export function changeColumn(request: Request): void {
  const { dialect, call, span } = request;
  const column = columnRequest(request);
  if (column.attribute.type === undefined && dialect !== 'sqlite') {
    call.emit([{ kind: 'opaque', reason: 'changes a column without saying its type, which fails', touches: [], rejected: true, span }]);
    return;
  }
  if (isPostgres(dialect)) changePostgres(request, column);
  else if (isMysql(dialect)) changeMysql(request, column);
  else changeSqlite(request, column);
}

function changePostgres(request: Request, { table, attribute, alter }: ColumnRequest): void {
  const { span } = attribute;
  const definition = postgresDefinition(attribute, table);
  const name = columnText(attribute);
  const change = (...parts: readonly Part[]): void => send(request, sql(span, alter, 'ALTER COLUMN ', name, ' ', ...parts));
  const { references, defaultValue, unique } = definition;
  if (isWritten(definition.notNull)) change('SET', definition.notNull);
  else if (!references) change('DROP NOT NULL');
  // the words behind a default are taken for a part of it
  const behindDefault = isWritten(defaultValue) ? [unique ? ' UNIQUE' : '', references ?? ''] : [];
  if (isWritten(defaultValue)) change('SET', defaultValue, ...behindDefault);
  else if (!references) change('DROP DEFAULT');
  sendEnums(request, [attribute], table);
  if (unique && !references && behindDefault.length === 0) send(request, sql(span, alter, 'ADD UNIQUE (', name, ')'));
  if (references && behindDefault.length === 0) send(request, sql(span, alter, 'ADD FOREIGN KEY (', name, ')', references));
  else change('TYPE ', ...postgresTypeChange(attribute, table, definition.type), ...commentStatement(definition, table));
}

function postgresTypeChange(attribute: Attribute, table: TableReference, type: TracedText): readonly Part[] {
  if (!columnEnumeration(attribute)) return [type];
  const { span } = attribute;
  const cast = quotedTable({ schema: table.schema ?? written('public', span), name: enumName(table.name, attribute.column, span) }, 'postgres', span);
  return [postgresType(attribute, table, false), ' USING (', columnText(attribute), '::', cast, ')'];
}

function changeMysql(request: Request, { attribute, alter }: ColumnRequest): void {
  const { span } = attribute;
  const references = referenceClause(attribute);
  const name = columnText(attribute);
  if (references) send(request, sql(span, alter, 'ADD FOREIGN KEY (', name, ')', references));
  else send(request, sql(span, alter, 'CHANGE ', name, ' ', name, ' ', mysqlDefinition(attribute, true)));
}

/** SQLite: the table is built anew from what it was and what is given. */
function changeSqlite({ call, span }: Request, { table, attribute }: ColumnRequest): void {
  const { options } = attribute;
  const allowed = options.boolean('allowNull');
  const value = defaultClause(attribute);
  const set: ColumnChange = {
    ...(attribute.type !== undefined && { type: typeOf(attribute) }), ...(allowed !== undefined && { nullable: allowed }), ...(isWritten(value) && { default: knownText(value.text.replace(/^ DEFAULT /, '')) }),
  };
  const key = tableKey(table, span);
  const column = knownText(attribute.column.text);
  const drafts: Draft[] = [{ kind: 'alterColumn', table: key, column, set, span }];
  if (isUnique(attribute)) drafts.push({ kind: 'addConstraint', table: key, constraint: { type: 'unique', named: false, columns: [column] }, span });
  const foreign = foreignKeyOf([column], options, undefined, span);
  if (foreign) drafts.push({ kind: 'addConstraint', table: key, constraint: foreign, span });
  call.emit(drafts);
}

/** `removeColumn(table, name)` */
export function removeColumn(request: Request): void {
  const { given: [table, name], dialect, span, call } = request;
  const reference = tableOf(table, span);
  const key = tableKey(reference, span);
  if (dialect === 'sqlite') {
    call.emit([{ kind: 'dropColumn', table: key, column: nameOf(name, span), span }]);
    return;
  }
  if (isMysql(dialect)) dropForeignKeys(request, reference);
  send(request, sql(span, 'ALTER TABLE ', quotedTable(reference, dialect, span), ' DROP COLUMN ', quoted(nameText(name, span), dialect, span)));
}

/** Sequelize looks up the foreign keys of the column first: MySQL drops no column that has one. */
function dropForeignKeys(request: Request, reference: TableReference): void {
  const { call, span, given: [, name] } = request;
  const [key, column] = [known(tableKey(reference, span)), known(nameOf(name, span))];
  if (key === undefined || column === undefined) return;
  const table = schemaNow(request).table(key);
  for (const { name: constraintName, constraint } of table?.constraints.values() ?? []) {
    if (constraint.type !== 'foreignKey' || !known(constraint.columns)?.includes(column)) continue;
    call.emit([{ kind: 'dropConstraint', table: key, constraint: constraintName, type: 'foreignKey', span }]);
  }
}

/** `renameColumn(table, before, after)` */
export function renameColumn(request: Request): void {
  const { given: [table, before, after], dialect, span } = request;
  const name = quotedTable(tableOf(table, span), dialect, span);
  send(request, sql(span, 'ALTER TABLE ', name, ' RENAME COLUMN ', quoted(nameText(before, span), dialect, span), ' TO ', quoted(nameText(after, span), dialect, span)));
}

