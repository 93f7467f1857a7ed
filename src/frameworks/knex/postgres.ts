import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { TracedText } from '../../value.js';
import { optionsOf } from '../javascript/options.js';
import { isTrue, stringOf } from '../values.js';
import { checksOf, columnDefinition, columnName, defaultText, isNotNull } from './column.js';
import { type Grammar, columnsOf, deferrability, flattened, foreignClause, hasPrimary, nameOf, primaryName, statementAt, tableName } from './compile.js';
import { fragmentOf, identifier, join, sql } from './fragment.js';
import type { ColumnItem, Statement, StatementItem, TableModel } from './model.js';
import { nameText } from './names.js';
import { predicateOf } from './query-sql.js';
import { typeOf } from './types.js';

const change = (table: TableModel, item: ColumnItem | StatementItem, ...parts: readonly (string | TracedText)[]): Statement => statementAt(item, 'alter table ', tableName(table), ' ', ...parts);

/** `.alter()`: default and NOT NULL are dropped first, and the cast is an explicit one, which cuts what is too long. */
function alterColumn(table: TableModel, column: ColumnItem): readonly Statement[] {
  const name = columnName(column, table);
  const set = (...parts: readonly (string | TracedText)[]): Statement => change(table, column, 'alter column ', name, ' ', ...parts);
  const { nullable, type } = column.alter ?? { nullable: true, type: true };
  const target = typeOf(column, table);
  const value = defaultText(column, table);
  return [
    set('drop default'),
    ...(nullable ? [set('drop not null')] : []),
    ...(type ? [set('type ', target, ' using (', name, column.type === 'enu' ? '::text::' : '::', target, ')')] : []),
    ...(value ? [set('set default ', value)] : []),
    ...(nullable && isNotNull(column) ? [set('set not null')] : []),
    ...checksOf(column, table).map((check, i) => change(table, column, 'add constraint ', check.name ?? sql(column.span, `${table.name.text}_${nameText(column.arguments[0], column.span).text}_${i + 1}`), ' check(', check.predicate, ')')),
  ];
}

function unique(table: TableModel, item: StatementItem): Statement {
  const options = optionsOf(item.arguments[1]?.kind === 'record' ? item.arguments[1] : undefined);
  const predicate = options.get('predicate');
  const asConstraint = options.boolean('useConstraint') ?? (options.get('deferrable') !== undefined || predicate === undefined);
  const name = nameOf(table, 'unique', item);
  if (asConstraint !== false) return change(table, item, 'add constraint ', name, ' unique (', columnsOf(table, item), ')', deferrability(options.get('deferrable')));
  return statementAt(item, 'create unique index ', name, ' on ', tableName(table), ' (', columnsOf(table, item), ')', ...predicateOf(predicate, item.span));
}

function index(table: TableModel, item: StatementItem): Statement {
  const [, , given] = item.arguments;
  const options = optionsOf(given?.kind === 'record' ? given : undefined);
  const using = given?.kind === 'text' ? given : options.get('storageEngineIndexType');
  const kind = stringOf(options.get('indexType'));
  const isUnique = typeof kind === 'string' && kind.toLowerCase() === 'unique';
  return statementAt(
    item, `create ${isUnique ? 'unique ' : ''}index `, nameOf(table, 'index', item), ' on ', tableName(table), ...(isNull(using) ? [] : [' using ', nameText(using, item.span)]), ' (', columnsOf(table, item), ')',
    ...predicateOf(options.get('predicate'), item.span),
  );
}

type Compile = (table: TableModel, item: StatementItem) => readonly Statement[];

const dropConstraint = (kind: 'unique' | 'foreign', ifExists = ''): Compile => (table, item) => [change(table, item, `drop constraint ${ifExists}`, nameOf(table, kind, item))];
const dropPrimary = (ifExists = ''): Compile => (table, item) => [change(table, item, `drop constraint ${ifExists}`, primaryName(table, item.arguments[0], item.span))];

const dropIndex: Compile = (table, item) => {
  const schema = table.schema ? [identifier(table.schema, table.dialect, item.span), '.'] : [];
  return [statementAt(item, 'drop index ', ...schema, nameOf(table, 'index', item))];
};

const dropColumns: Compile = (table, item) => {
  const drops = flattened(item.arguments).map((column) => sql(item.span, 'drop column ', fragmentOf(column) ?? identifier(nameText(column, item.span), table.dialect, item.span)));
  return drops.length === 0 ? [] : [change(table, item, join(drops, ', ', item.span))];
};

const dropTimestamps: Compile = (table, item) => {
  const names = isTrue(item.arguments[0]) ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at'];
  return [change(table, item, names.map((name) => `drop column "${name}"`).join(', '))];
};

const nullability = (action: string): Compile => (table, item) => [change(table, item, 'alter column ', identifier(nameText(item.arguments[0], item.span), table.dialect, item.span), ` ${action}`)];

const COMPILERS: Readonly<Record<string, Compile>> = {
  primary: (table, item) => [change(table, item, 'add constraint ', primaryName(table, item.arguments[1], item.span), ' primary key (', columnsOf(table, item), ')', deferrability(deferrableOf(item.arguments[1])))],
  unique: (table, item) => [unique(table, item)],
  index: (table, item) => [index(table, item)],
  foreign: (table, item) => {
    const clause = item.foreign && foreignClause(table, item, item.foreign);
    return clause ? [change(table, item, 'add ', ...clause)] : [];
  },
  check: (table, item) => {
    const [predicate, , name] = item.arguments;
    const constraint = isNull(name) ? sql(item.span, `${table.name.text}_1`) : nameText(name, item.span);
    return [change(table, item, 'add constraint ', constraint, ' check(', fragmentOf(predicate) ?? nameText(predicate, item.span), ')')];
  },
  dropPrimary: dropPrimary(),
  dropPrimaryIfExists: dropPrimary('if exists '),
  dropUnique: dropConstraint('unique'),
  dropUniqueIfExists: dropConstraint('unique', 'if exists '),
  dropForeign: dropConstraint('foreign'),
  dropForeignIfExists: dropConstraint('foreign', 'if exists '),
  dropIndex,
  dropColumn: dropColumns,
  dropColumns,
  dropTimestamps,
  dropChecks: (table, item) => flattened(item.arguments).map((name) => change(table, item, 'drop constraint ', nameText(name, item.span))),
  renameColumn: (table, item) => {
    const [from, to] = item.arguments.map((name) => identifier(nameText(name, item.span), table.dialect, item.span));
    return from && to ? [change(table, item, 'rename ', from, ' to ', to)] : [];
  },
  setNullable: nullability('drop not null'),
  dropNullable: nullability('set not null'),
};

const deferrableOf = (given: Value | undefined): Value | undefined => (given?.kind === 'record' ? optionsOf(given).get('deferrable') : undefined);

export const postgresGrammar: Grammar = {
  commentsApart: true,
  inline: (table) => {
    const key = hasPrimary(table);
    return key ? [sql(key.span, 'constraint ', primaryName(table, key.arguments[1], key.span), ' primary key (', columnsOf(table, key), ')', deferrability(deferrableOf(key.arguments[1])))] : [];
  },
  suffix: (table) => {
    const parent = table.options.get('inherits');
    return parent ? [' inherits (', identifier(nameText(parent, table.span), table.dialect, table.span), ')'] : [];
  },
  add: (table, columns) => {
    const [first] = columns;
    if (!first) return [];
    const added = columns.map((column) => sql(column.span, 'add column ', columnDefinition(column, table)));
    const span = { ...first.span, end: Math.max(...columns.map((column) => column.span.end)) };
    return [statementAt({ span, tests: first.tests }, 'alter table ', tableName(table), ' ', join(added, ', ', span))];
  },
  alter: alterColumn,
  statement: (table, item, creates) => {
    if (creates && (item.method === 'primary' || item.method === 'check')) return [];
    return Object.hasOwn(COMPILERS, item.method) ? (COMPILERS[item.method]?.(table, item) ?? []) : [];
  },
};
