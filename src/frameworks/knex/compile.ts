import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Draft, Guard, Name } from '../../operation.js';
import type { Span } from '../../span.js';
import { type Known, type TracedText, hasHole, knownText, unknown } from '../../value.js';
import { itemsOf, optionsOf } from '../javascript/options.js';
import { stringOf } from '../values.js';
import { columnComment, columnDefinition } from './column.js';
import { type Part, endOf, fragmentOf, identifier, join, sql, written } from './fragment.js';
import type { ColumnItem, ForeignData, Statement, StatementItem, TableModel } from './model.js';
import { columnize, defaultName, listed, nameText } from './names.js';
import { nativeEnum } from './types.js';

/** What differs between databases in what Knex sends for a table. */
export interface Grammar {
  /** Parts of CREATE TABLE behind the columns: keys that must stand there. */
  inline(table: TableModel): readonly TracedText[];
  /** Behind the closing bracket. */
  suffix(table: TableModel): readonly Part[];
  /** Columns that ALTER TABLE adds, and those that it changes. */
  add(table: TableModel, columns: readonly ColumnItem[]): readonly Statement[];
  alter(table: TableModel, column: ColumnItem): readonly Statement[];
  /** A statement that the table's callback asks for. */
  statement(table: TableModel, item: StatementItem, creates: boolean): readonly Statement[];
  /** Comments of columns are statements of their own. */
  readonly commentsApart: boolean;
}

export const tableName = (table: TableModel): TracedText => qualified(table.name, table.schema, table);

export function qualified(name: TracedText, schema: TracedText | undefined, { dialect, span }: Pick<TableModel, 'dialect' | 'span'>): TracedText {
  const own = identifier(name, dialect, span);
  return schema && !/["`]\./.test(own.text) ? join([identifier(schema, dialect, span), own], '.', span) : own;
}

/** The table as operations name it, where there is no SQL to say it. */
export function tableKey(table: TableModel): Known<Name> {
  const text = table.name.text;
  if (hasHole(text) || (table.schema && hasHole(table.schema.text))) return unknown('input', table.span);
  const [first = '', second] = text.split('.');
  const schema = second === undefined ? table.schema?.text : first;
  const name = second ?? first;
  return schema === undefined || schema === 'public' ? { name } : { schema, name };
}

export const columnKey = (value: Value | undefined, span: Span): Known<string> => knownText(nameText(value, span).text);

export const statementAt = (item: { readonly span: Span; readonly tests: readonly Guard[] }, ...parts: readonly Part[]): Statement => ({ sql: sql(item.span, ...parts), span: item.span, tests: item.tests });
export const draftsAt = (item: { readonly span: Span; readonly tests: readonly Guard[] }, ...drafts: readonly Draft[]): Statement => ({ drafts, span: item.span, tests: item.tests });

const sameTests = (a: readonly Guard[], b: readonly Guard[]): boolean => a.length === b.length && a.every((guard, i) => guard.id === b[i]?.id && guard.expected === b[i]?.expected);

/** All statements that Knex sends for a table, in the order in which it does. */
export function compileTable(table: TableModel, grammar: Grammar): readonly Statement[] {
  const enums = table.columns.flatMap((column) => {
    const create = nativeEnum(column, table)?.create;
    return create ? [{ sql: create, span: column.span, tests: column.tests }] : [];
  });
  return [...enums, ...(table.method === 'alter' ? alterStatements(table, grammar) : createStatements(table, grammar))];
}

function createStatements(table: TableModel, grammar: Grammar): readonly Statement[] {
  // what only some runs declare is added behind the table that all of them create
  const always = table.columns.filter((column) => sameTests(column.tests, table.tests));
  const sometimes = table.columns.filter((column) => !sameTests(column.tests, table.tests));
  return [
    createStatement(table, always, grammar),
    ...commentStatements(table, grammar),
    ...columnComments(table, table.columns, grammar),
    ...sometimes.flatMap((column) => grammar.add(table, [column])),
    ...table.statements.flatMap((item) => grammar.statement(table, item, true)),
  ];
}

function createStatement(table: TableModel, columns: readonly ColumnItem[], grammar: Grammar): Statement {
  const head = [`create table ${table.method === 'createIfNot' ? 'if not exists ' : ''}`, tableName(table)];
  if (table.method === 'createLike') return statementAt(table, ...head, ...likeClause(table));
  const checks = table.statements.filter(({ method }) => method === 'check').map((item) => checkClause(item));
  const body = [...columns.map((column) => columnDefinition(column, table)), ...grammar.inline(table), ...checks];
  return statementAt(table, ...head, ' (', join(body, ', ', table.span), written(')', endOf(table.span)), ...grammar.suffix(table));
}

function likeClause(table: TableModel): readonly Part[] {
  const like = qualified(table.like ?? written('', table.span), table.schema, table);
  if (table.dialect === 'mysql' || table.dialect === 'mariadb') return [' like ', like];
  return table.dialect === 'sqlite' ? [' as select * from ', like, ' where 0=1'] : [' (like ', like, ' including all)'];
}

/** `table.check('?? > 0', ['a'], 'name')` of a table that is created. */
export function checkClause({ arguments: [predicate, , name], span }: StatementItem): TracedText {
  const text = fragmentOf(predicate) ?? nameText(predicate, span);
  return sql(span, ...(isNull(name) ? [] : ['constraint ', nameText(name, span), ' ']), 'check (', text, ')');
}

function alterStatements(table: TableModel, grammar: Grammar): readonly Statement[] {
  const added = table.columns.filter(({ alter }) => !alter);
  const groups: ColumnItem[][] = [];
  for (const column of added) {
    const last = groups.at(-1);
    if (last?.[0] && sameTests(last[0].tests, column.tests)) last.push(column);
    else groups.push([column]);
  }
  return [
    ...groups.flatMap((columns) => grammar.add(table, columns)),
    ...table.columns.filter(({ alter }) => alter).flatMap((column) => grammar.alter(table, column)),
    ...columnComments(table, table.columns, grammar),
    ...table.statements.flatMap((item) => grammar.statement(table, item, false)),
    ...commentStatements(table, grammar),
  ];
}

function columnComments(table: TableModel, columns: readonly ColumnItem[], grammar: Grammar): readonly Statement[] {
  if (!grammar.commentsApart) return [];
  return columns.flatMap((column) => {
    const comment = columnComment(column);
    return comment ? [statementAt(column, 'comment on column ', tableName(table), '.', identifier(nameText(column.arguments[0], column.span), table.dialect, column.span), ' is ', comment)] : [];
  });
}

function commentStatements(table: TableModel, grammar: Grammar): readonly Statement[] {
  const comment = table.options.get('comment');
  if (!comment || isNull(comment) || (!grammar.commentsApart && table.method !== 'alter')) return [];
  const text = sql(table.span, "'", nameText(comment, table.span).text.replaceAll("'", "''"), "'");
  return grammar.commentsApart ? [statementAt(table, 'comment on table ', tableName(table), ' is ', text)] : [];
}

/** The name of a key or index: given as a text or as an option, else made by Knex. */
export function nameOf(table: TableModel, kind: 'unique' | 'index' | 'foreign', { arguments: [columns, given], span }: StatementItem, option = 'indexName'): TracedText {
  const name = given?.kind === 'record' ? optionsOf(given).get(option) : given;
  return identifierAt(isNull(name) ? defaultName(kind, table.name, columns, span) : nameText(name, span), table, span);
}

/** A name that is no path: a dot in it is part of it where Knex made it, as in the name of a schema before the table's. */
const identifierAt = (name: TracedText, table: TableModel, span: Span): TracedText => identifier(name, table.dialect, span);

export const primaryName = (table: TableModel, given: Value | undefined, span: Span): TracedText => {
  const name = given?.kind === 'record' ? optionsOf(given).get('constraintName') : given;
  return identifier(isNull(name) ? sql(span, table.name, '_pkey') : nameText(name, span), table.dialect, span);
};

export const columnsOf = (table: TableModel, item: StatementItem): TracedText => columnize(item.arguments[0], table.dialect, item.span);

/** ` deferrable initially deferred` */
export function deferrability(value: Value | undefined): string {
  const kind = stringOf(value);
  return typeof kind === 'string' && kind !== 'not deferrable' ? ` deferrable initially ${kind}` : '';
}

/** `constraint "t_c_foreign" foreign key ("c") references "o" ("id") on delete CASCADE`; `undefined` where no table is named. */
export function foreignClause(table: TableModel, item: StatementItem, foreign: ForeignData): readonly Part[] | undefined {
  if (!foreign.table || foreign.references === undefined || isNull(foreign.references)) return undefined;
  const { span } = item;
  const name = isNull(foreign.keyName) ? defaultName('foreign', table.name, foreign.columns, span) : nameText(foreign.keyName, span);
  const action = (word: string, value: Value | undefined): readonly Part[] => (isNull(value) ? [] : [` on ${word} `, nameText(value, span)]);
  return [
    'constraint ', identifier(name, table.dialect, span), ' foreign key (', columnize(foreign.columns, table.dialect, span), ') references ', identifier(foreign.table, table.dialect, span),
    ' (', columnize(foreign.references, table.dialect, span), ')', ...action('update', foreign.onUpdate), ...action('delete', foreign.onDelete), deferrability(foreign.deferrable),
  ];
}

/** Names given one by one or in lists: `dropColumns('a', 'b')`, `dropColumn(['a', 'b'])`. */
export const flattened = (values: readonly Value[]): readonly Value[] => values.flatMap((value) => {
  const items = itemsOf(value);
  return items !== undefined && Array.isArray(items) && (value.kind !== 'list' || value.complete) ? (items as readonly Value[]) : [value];
});

export const hasPrimary = (table: TableModel): StatementItem | undefined => table.statements.find(({ method, arguments: [columns] }) => method === 'primary' && listed(columns).length > 0);
