import type { CreateStmt, CreateTableAsStmt, IntoClause, Node, RangeVar } from 'libpg-query';
import type { Column, Constraint, Draft, LikeOption, Name } from '../../../operation.js';
import { isUnknown, known, type Known } from '../../../value.js';
import { readColumn } from './columns.js';
import { readConstraint } from './constraints.js';
import { nodesOf, relationsOf } from './expression.js';
import { relationName, stringsOf } from './names.js';
import { draft, findWord, listParts, tokenFrom, tokenText, wordAt, type Statement, knownPart } from './statement.js';

/** CREATE TABLE in all its forms except AS. */
export function readCreateTable(statement: Statement, node: CreateStmt): Draft[] {
  const table = relationName(node.relation);
  const elements = node.tableElts ?? [];
  const start = tokenFrom(statement, statement.offset(node.relation?.location) ?? statement.start);
  const ranges = elements.length > 0 ? listParts(statement, start) : [];
  const columns: Column[] = [];
  const constraints: Constraint[] = [];
  let like: Known<Name> | undefined;
  let including: readonly LikeOption[] = [];
  elements.forEach((element, i) => {
    const range = (ranges.length === elements.length ? ranges[i] : undefined) ?? { from: 0, to: statement.tokens.length };
    if ('ColumnDef' in element) {
      const reading = readColumn(statement, element.ColumnDef, table, range);
      columns.push(reading.column);
      constraints.push(...reading.constraints.map((inline) => inline.constraint));
    } else if ('Constraint' in element) {
      const constraint = readConstraint(statement, element.Constraint, { table });
      if (constraint) constraints.push(constraint);
    } else if ('TableLikeClause' in element) {
      like = relationName(element.TableLikeClause.relation);
      including = likeOptions(element.TableLikeClause.options ?? 0);
    }
  });
  const partitionOf = node.partbound ? relationName(firstRelation(node.inhRelations)) : undefined;
  const parents = partitionOf ? [] : nodesOf<RangeVar>(node.inhRelations, 'RangeVar').map(relationName);
  const knownLike = known(like);
  const knownParent = known(partitionOf);
  return [
    draft(statement, {
      kind: 'createTable',
      table,
      columns: withKeysNotNull(columns, constraints),
      constraints,
      ...(node.if_not_exists === true ? { ifNotExists: true } : {}),
      ...(node.relation?.relpersistence === 't' ? { temporary: true } : {}),
      ...(knownParent ? { partitionOf: knownParent } : {}),
      ...(node.partspec ? { partitioned: true } : {}),
      ...(parents.length > 0 ? { inherits: parents.flatMap((parent) => known(parent) ?? []) } : {}),
      ...(partitionOf || parents.length > 0 || like || node.ofTypename ? { incomplete: true } : {}),
      ...(knownLike ? { like: knownLike, including } : {}),
    }),
  ];
}

const LIKE_OPTIONS: readonly (readonly [number, LikeOption])[] = [
  [1 << 0, 'comments'], [1 << 2, 'constraints'], [1 << 3, 'defaults'], [1 << 4, 'generated'], [1 << 5, 'identity'], [1 << 6, 'indexes'],
];
/** The options of LIKE are a bit mask in the syntax tree. */
const likeOptions = (mask: number): LikeOption[] => LIKE_OPTIONS.filter(([bit]) => (mask & bit) !== 0).map(([, option]) => option);

const firstRelation = (nodes: readonly Node[] | undefined) => {
  const node = nodes?.[0];
  return node && 'RangeVar' in node ? node.RangeVar : undefined;
};

/** Columns of the primary key are NOT NULL whatever is written behind them. */
function withKeysNotNull(columns: readonly Column[], constraints: readonly Constraint[]): Column[] {
  const keys = new Set<string>();
  for (const constraint of constraints) {
    if (constraint.type !== 'primaryKey' || isUnknown(constraint.columns)) continue;
    for (const column of constraint.columns) if (!isUnknown(column)) keys.add(column);
  }
  return columns.map((column) => (!isUnknown(column.name) && keys.has(column.name) && column.nullable !== false ? { ...column, nullable: false } : column));
}

/** CREATE TABLE AS, CREATE MATERIALIZED VIEW. */
export function readCreateTableAs(statement: Statement, node: CreateTableAsStmt): Draft[] {
  const ifNotExists = node.if_not_exists === true ? { ifNotExists: true } : {};
  if (node.objtype !== 'OBJECT_MATVIEW') return [createdFromQuery(statement, node.into, node.query, ifNotExists)];
  const name = relationName(node.into?.rel);
  const as = findWord(statement, ['AS']);
  return [
    draft(statement, {
      kind: 'createObject',
      object: {
        kind: 'materializedView',
        ...(isUnknown(name) ? { name } : name),
        definition: knownPart(as < 0 ? '' : tokenText(statement, as + 1, withoutDataClause(statement))),
        reads: relationsOf(node.query),
      },
      ...ifNotExists,
    }),
  ];
}

function withoutDataClause(statement: Statement): number {
  const end = statement.tokens.length;
  if (wordAt(statement, end - 1) !== 'DATA') return end;
  return wordAt(statement, end - 2) === 'NO' ? end - 3 : end - 2;
}

/** A table made from a query: CREATE TABLE AS, SELECT INTO. Its columns are nullable; their types are up to the database. */
export function createdFromQuery(statement: Statement, into: IntoClause | undefined, query: Node | undefined, extra: { ifNotExists?: boolean } = {}): Draft {
  const given = stringsOf(into?.colNames);
  const selected = selectedNames(query);
  const names = selected ? [...given, ...selected.slice(given.length)] : given;
  return draft(statement, {
    kind: 'createTable',
    table: relationName(into?.rel),
    columns: names.map((name): Column => ({ name: knownPart(name), type: { unknown: 'database' }, nullable: true })),
    constraints: [],
    ...(selected ? {} : { incomplete: true }),
    ...(into?.rel?.relpersistence === 't' ? { temporary: true } : {}),
    ...extra,
  });
}

/** The names of a query's columns; `undefined` where they cannot all be told. */
function selectedNames(query: Node | undefined): string[] | undefined {
  const select = query && 'SelectStmt' in query ? query.SelectStmt : undefined;
  const targets = (select?.larg?.targetList ?? select?.targetList)?.map((item) => ('ResTarget' in item ? (item.ResTarget.name ?? columnName(item.ResTarget.val)) : undefined));
  return targets?.every((name) => name !== undefined) ? (targets as string[]) : undefined;
}

const columnName = (value: Node | undefined): string | undefined => {
  const last = value && 'ColumnRef' in value ? value.ColumnRef.fields?.[value.ColumnRef.fields.length - 1] : undefined;
  return last && 'String' in last ? last.String.sval : undefined;
};
