import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { TracedText } from '../../value.js';
import { optionsOf } from '../javascript/options.js';
import { isTrue } from '../values.js';
import { columnDefinition } from './column.js';
import { type Grammar, columnKey, columnsOf, draftsAt, flattened, foreignClause, hasPrimary, nameOf, primaryName, statementAt, tableKey, tableName } from './compile.js';
import { type Part, fragmentOf, identifier, join, quotedText, sql } from './fragment.js';
import type { ColumnItem, Statement, StatementItem, TableModel } from './model.js';
import { columnize, nameText } from './names.js';

type Compile = (table: TableModel, item: StatementItem) => readonly Statement[];

const change = (table: TableModel, item: ColumnItem | StatementItem, ...parts: readonly Part[]): Statement => statementAt(item, 'alter table ', tableName(table), ' ', ...parts);

const column = (table: TableModel, item: StatementItem, value: Value | undefined): TracedText => fragmentOf(value) ?? identifier(nameText(value, item.span), table.dialect, item.span);

/** A key's own type stands before the word INDEX, the storage engine's behind the columns. */
const index: Compile = (table, item) => {
  const [, , given] = item.arguments;
  const options = optionsOf(given?.kind === 'record' ? given : undefined);
  const type = given?.kind === 'text' ? given : options.get('indexType');
  const using = options.get('storageEngineIndexType');
  return [change(table, item, 'add', ...(isNull(type) ? [] : [' ', nameText(type, item.span)]), ' index ', nameOf(table, 'index', item), '(', columnsOf(table, item), ')', ...(isNull(using) ? [] : [' using ', nameText(using, item.span)]))];
};

/** Knex reads the column's definition first and repeats it with the other nullability. */
const nullability = (nullable: boolean): Compile => (table, item) => [
  draftsAt(item, { kind: 'alterColumn', table: tableKey(table), column: columnKey(item.arguments[0], item.span), set: { nullable }, span: item.span }),
];

const COMPILERS: Readonly<Record<string, Compile>> = {
  primary: (table, item) => [change(table, item, 'add primary key ', primaryName(table, item.arguments[1], item.span), '(', columnsOf(table, item), ')')],
  unique: (table, item) => [change(table, item, 'add unique ', nameOf(table, 'unique', item), '(', columnsOf(table, item), ')')],
  index,
  foreign: (table, item) => {
    const clause = item.foreign && foreignClause(table, item, item.foreign);
    return clause ? [change(table, item, 'add ', ...clause)] : [];
  },
  check: (table, item) => {
    const [predicate, , name] = item.arguments;
    return [change(table, item, 'add constraint ', isNull(name) ? sql(item.span, `${table.name.text}_1`) : nameText(name, item.span), ' check(', fragmentOf(predicate) ?? nameText(predicate, item.span), ')')];
  },
  dropPrimary: (table, item) => [change(table, item, 'drop primary key')],
  dropUnique: (table, item) => [change(table, item, 'drop index ', nameOf(table, 'unique', item))],
  dropIndex: (table, item) => [change(table, item, 'drop index ', nameOf(table, 'index', item))],
  dropForeign: (table, item) => [change(table, item, 'drop foreign key ', nameOf(table, 'foreign', item))],
  dropColumn: (table, item) => {
    const drops = flattened(item.arguments).map((name) => sql(item.span, 'drop ', column(table, item, name)));
    return drops.length === 0 ? [] : [change(table, item, join(drops, ', ', item.span))];
  },
  dropTimestamps: (table, item) => [change(table, item, (isTrue(item.arguments[0]) ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']).map((name) => `drop \`${name}\``).join(', '))],
  dropChecks: (table, item) => flattened(item.arguments).map((name) => change(table, item, 'drop constraint ', nameText(name, item.span))),
  // Knex sends CHANGE with the definition that it reads from the database: the name is all that changes
  renameColumn: (table, item) => [change(table, item, 'rename column ', column(table, item, item.arguments[0]), ' to ', column(table, item, item.arguments[1]))],
  setNullable: nullability(true),
  dropNullable: nullability(false),
};
const ALIASES: Readonly<Record<string, string>> = { dropColumns: 'dropColumn' };

const option = (table: TableModel, name: string, before: string, quoted = false): readonly Part[] => {
  const value = table.options.get(name);
  if (isNull(value)) return [];
  const text = nameText(value, table.span);
  return [before, quoted ? quotedText(text, 'sqlite', table.span) : text];
};

export const mysqlGrammar: Grammar = {
  commentsApart: false,
  inline: (table) => {
    const key = hasPrimary(table);
    if (!key) return [];
    const [, given] = key.arguments;
    return [sql(key.span, ...(isNull(given) ? [] : ['constraint ', primaryName(table, given, key.span), ' ']), 'primary key (', columnize(key.arguments[0], table.dialect, key.span), ')')];
  },
  suffix: (table) => [...option(table, 'charset', ' default character set '), ...option(table, 'collate', ' collate '), ...option(table, 'engine', ' engine = '), ...option(table, 'comment', ' comment = ', true)],
  add: (table, columns) => {
    const [first] = columns;
    const added = columns.map((each) => sql(each.span, 'add ', columnDefinition(each, table)));
    return first ? [change(table, first, join(added, ', ', first.span))] : [];
  },
  // the whole definition is said anew: what is not repeated is lost
  alter: (table, each) => [change(table, each, 'modify ', columnDefinition(each, table))],
  statement: (table, item, creates) => {
    if (creates && (item.method === 'primary' || item.method === 'check')) return [];
    const method = ALIASES[item.method] ?? item.method;
    return Object.hasOwn(COMPILERS, method) ? (COMPILERS[method]?.(table, item) ?? []) : [];
  },
};
