import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { ColumnChange, Constraint, Draft } from '../../operation.js';
import { type Known, type TracedText, knownText } from '../../value.js';
import { optionsOf } from '../javascript/options.js';
import { isTrue, stringOf } from '../values.js';
import { columnDefinition, defaultText, isNotNull } from './column.js';
import { type Grammar, columnKey, columnsOf, draftsAt, flattened, hasPrimary, nameOf, statementAt, tableKey, tableName } from './compile.js';
import { type Part, identifier, sql } from './fragment.js';
import type { ColumnItem, ForeignData, Statement, StatementItem, TableModel } from './model.js';
import { columnize, listed, nameText } from './names.js';
import { predicateOf } from './query-sql.js';
import { typeOf } from './types.js';

type Compile = (table: TableModel, item: StatementItem) => readonly Statement[];

/** What Knex does by building the table anew and copying its rows. */
const rebuilds = (item: ColumnItem | StatementItem, ...drafts: readonly Draft[]): readonly Statement[] => [draftsAt(item, ...drafts)];

const keys = (value: Value | undefined, item: StatementItem): readonly Known<string>[] => listed(value).map((each) => columnKey(each, item.span));

const knownAs = (text: TracedText | undefined): Known<string> | null => (text ? knownText(text.text) : null);

function alterColumn(table: TableModel, column: ColumnItem): readonly Statement[] {
  const set: ColumnChange = { type: knownText(typeOf(column, table).text), nullable: !isNotNull(column), default: knownAs(defaultText(column, table)) };
  return rebuilds(column, { kind: 'alterColumn', table: tableKey(table), column: columnKey(column.arguments[0], column.span), set, span: column.span });
}

function foreignKey(table: TableModel, item: StatementItem, foreign: ForeignData): Constraint | undefined {
  if (!foreign.table) return undefined;
  const name = isNull(foreign.keyName) ? undefined : columnKey(foreign.keyName, item.span);
  const action = (value: Value | undefined): Known<string> | undefined => {
    const text = stringOf(value);
    return typeof text === 'string' ? (text.toUpperCase() === 'NO ACTION' ? undefined : text.toUpperCase()) : text;
  };
  const [onDelete, onUpdate] = [action(foreign.onDelete), action(foreign.onUpdate)];
  return {
    type: 'foreignKey', named: name !== undefined, ...(name !== undefined && { name }), columns: keys(foreign.columns, item), references: { table: tableKey({ ...table, name: foreign.table, schema: undefined }), columns: keys(foreign.references, item) },
    ...(onDelete !== undefined && { onDelete }), ...(onUpdate !== undefined && { onUpdate }),
  };
}

const dropColumns = (table: TableModel, item: StatementItem, names: readonly Known<string>[]): readonly Statement[] =>
  rebuilds(item, ...names.map((column): Draft => ({ kind: 'dropColumn', table: tableKey(table), column, span: item.span })));

const nullability = (nullable: boolean): Compile => (table, item) =>
  rebuilds(item, { kind: 'alterColumn', table: tableKey(table), column: columnKey(item.arguments[0], item.span), set: { nullable }, span: item.span });

const createIndex = (kind: 'unique' | 'index'): Compile => (table, item) => {
  const given = kind === 'unique' ? item.arguments[1] : item.arguments[2];
  const predicate = given?.kind === 'record' ? optionsOf(given).get('predicate') : undefined;
  return [statementAt(item, `create ${kind === 'unique' ? 'unique ' : ''}index `, nameOf(table, kind, item), ' on ', tableName(table), ' (', columnsOf(table, item), ')', ...predicateOf(predicate, item.span))];
};

const dropIndex = (kind: 'unique' | 'index', ifExists = ''): Compile => (table, item) => [statementAt(item, `drop index ${ifExists}`, nameOf(table, kind, item))];

const COMPILERS: Readonly<Record<string, Compile>> = {
  unique: createIndex('unique'),
  index: createIndex('index'),
  primary: (table, item) => rebuilds(item, { kind: 'addConstraint', table: tableKey(table), constraint: { type: 'primaryKey', named: false, columns: keys(item.arguments[0], item) }, span: item.span }),
  foreign: (table, item) => {
    const constraint = item.foreign && foreignKey(table, item, item.foreign);
    return constraint ? rebuilds(item, { kind: 'addConstraint', table: tableKey(table), constraint, span: item.span }) : [];
  },
  dropUnique: dropIndex('unique'),
  dropUniqueIfExists: dropIndex('unique', 'if exists '),
  dropIndex: dropIndex('index'),
  dropPrimary: (table, item) => rebuilds(item, { kind: 'dropConstraint', table: tableKey(table), type: 'primaryKey', span: item.span }),
  dropForeign: (table, item) => rebuilds(item, { kind: 'dropConstraint', table: tableKey(table), type: 'foreignKey', ...(isNull(item.arguments[1]) ? {} : { constraint: columnKey(item.arguments[1], item.span) }), span: item.span }),
  dropColumn: (table, item) => dropColumns(table, item, flattened(item.arguments).map((name) => columnKey(name, item.span))),
  dropTimestamps: (table, item) => dropColumns(table, item, isTrue(item.arguments[0]) ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']),
  renameColumn: (table, item) => {
    const [from, to] = item.arguments.map((name) => identifier(nameText(name, item.span), table.dialect, item.span));
    return from && to ? [statementAt(item, 'alter table ', tableName(table), ' rename column ', from, ' to ', to)] : [];
  },
  setNullable: nullability(true),
  dropNullable: nullability(false),
};
const ALIASES: Readonly<Record<string, string>> = { dropColumns: 'dropColumn' };

/** Keys stand inside CREATE TABLE: SQLite adds none later. */
const INLINE: ReadonlySet<string> = new Set(['primary', 'foreign', 'check']);

function foreignClause(table: TableModel, item: StatementItem, foreign: ForeignData): TracedText | undefined {
  if (!foreign.table) return undefined;
  const name = (value: Value | undefined): TracedText => columnize(value, table.dialect, item.span);
  const action = (word: string, value: Value | undefined): readonly Part[] => (isNull(value) ? [] : [` on ${word} `, nameText(value, item.span)]);
  const constraint: readonly Part[] = isNull(foreign.keyName) ? [] : ['constraint ', identifier(nameText(foreign.keyName, item.span), table.dialect, item.span), ' '];
  return sql(item.span, ...constraint, 'foreign key (', name(foreign.columns), ') references ', identifier(foreign.table, table.dialect, item.span), ' (', name(foreign.references), ')', ...action('delete', foreign.onDelete), ...action('update', foreign.onUpdate));
}

export const sqliteGrammar: Grammar = {
  commentsApart: false,
  inline: (table) => {
    const foreign = table.statements.flatMap((item) => (item.foreign ? [foreignClause(table, item, item.foreign)] : [])).filter((clause) => clause !== undefined);
    const key = hasPrimary(table);
    // a counting column is the primary key already
    const word = table.columns.some(({ type }) => type === 'increments') ? 'unique' : 'primary key';
    return key ? [...foreign, sql(key.span, `${word} (`, columnsOf(table, key), ')')] : foreign;
  },
  suffix: () => [],
  add: (table, columns) => columns.map((column) => statementAt(column, 'alter table ', tableName(table), ' add column ', columnDefinition(column, table))),
  alter: alterColumn,
  statement: (table, item, creates) => {
    if (creates && INLINE.has(item.method)) return [];
    const method = ALIASES[item.method] ?? item.method;
    return Object.hasOwn(COMPILERS, method) ? (COMPILERS[method]?.(table, item) ?? []) : [];
  },
};
