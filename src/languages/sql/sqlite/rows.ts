import type { DeleteStmt, InsertStmt, QualifiedName, Select, SelectFrom, SetAssignment, UpdateStmt, Upsert } from 'sqlite3-parser';
import type { ActionOf, Draft, Name } from '../../../operation.js';
import { known } from '../../../value.js';
import { commaParts, draft, findWord, isHoled, knownPart, tokenFrom, tokenText, wordAt, type Statement } from '../postgres/statement.js';
import { columnOf, columnsAskedNull, columnsOf, isNullConstant, relationsOf, type Tree } from './expression.js';
import { relationName } from './names.js';

type Rows = ActionOf<'modifyRows'>;

/** Counters and statistics that SQLite keeps for itself: no schema, and no rows of the application. */
const HOUSEKEEPING = new Set(['sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4']);
const SCHEMA_TABLES = new Set(['sqlite_master', 'sqlite_schema', 'sqlite_temp_master', 'sqlite_temp_schema']);

function rows(statement: Statement, action: Rows): Draft[] {
  const table = known(action.table)?.name.toLowerCase() ?? '';
  if (HOUSEKEEPING.has(table)) return [];
  if (!SCHEMA_TABLES.has(table)) return [draft(statement, action)];
  return [draft(statement, { kind: 'opaque', reason: `writes to ${table}, the schema itself`, text: tokenText(statement, 0, statement.tokens.length), touches: 'anything' })];
}

const listed = (key: 'columns' | 'reads' | 'setsNotNull' | 'whereNull', names: readonly string[]): Partial<Rows> => {
  const list = [...new Set(names.filter((name) => !isHoled(name)))];
  return list.length > 0 ? { [key]: list } : {};
};

function sources(target: QualifiedName, ...trees: readonly Tree[]): Partial<Rows> {
  const own = known(relationName(target));
  const from = relationsOf(...trees).filter((name) => !(own && same(name, own)));
  return from.length > 0 ? { from } : {};
}
const same = (left: Name, right: Name): boolean => left.name.toLowerCase() === right.name.toLowerCase() && left.schema?.toLowerCase() === right.schema?.toLowerCase();

const assigned = (sets: readonly SetAssignment[]): string[] => sets.flatMap((set) => set.colNames.map((name) => name.text));
const upserts = (upsert: Upsert | undefined): Upsert[] => (upsert ? [upsert, ...upserts(upsert.next)] : []);

export function readInsert(statement: Statement, node: InsertStmt): Draft[] {
  const body = node.body.type === 'SelectInsertBody' ? node.body : undefined;
  const updates = upserts(body?.upsert).flatMap(({ doClause }) => (doClause.type === 'SetUpsertDo' ? doClause.sets : []));
  const trees = [body?.select, updates] as const;
  return rows(statement, {
    kind: 'modifyRows',
    verb: 'insert',
    table: relationName(node.tblName),
    ...listed('columns', [...(node.columns ?? []).map((name) => name.text), ...assigned(updates)]),
    ...listed('reads', columnsOf(...trees)),
    ...sources(node.tblName, node.with, ...trees),
    ...(body ? selected(statement, body.select) : {}),
  });
}

/** The rows that CREATE TABLE ... AS puts into the new table. */
export const filledFrom = (statement: Statement, table: QualifiedName, select: Select): Draft[] =>
  rows(statement, { kind: 'modifyRows', verb: 'insert', table: relationName(table), ...listed('reads', columnsOf(select)), ...sources(table, select), ...selected(statement, select) });

/** What a plain query gives, and whether it leaves rows of its table out. */
function selected(statement: Statement, { select, compounds, limit }: Select): Partial<Rows> {
  if (select.type !== 'SelectFrom' || compounds !== undefined) return {};
  const ranges = commaParts(statement, ...selectedTokens(statement, select));
  const selects = select.columns.map((result, i) => {
    if (result.type !== 'ExprResultColumn') return '*';
    const range = ranges.length === select.columns.length ? ranges[i] : undefined;
    const to = result.alias ? tokenFrom(statement, statement.start + result.alias.span.offset) : range?.to;
    return columnOf(result.expr) ?? (range ? tokenText(statement, range.from, to ?? range.to) : '?');
  });
  const fewer = select.whereClause ?? limit ?? select.groupBy ?? select.distinctness ?? select.from?.joins?.[0];
  return { ...(fewer === undefined ? {} : { filtered: true }), ...(selects.some(isHoled) ? {} : { selects }) };
}

/** From behind SELECT to FROM. */
function selectedTokens(statement: Statement, select: SelectFrom): [number, number] {
  const [first] = select.columns;
  const from = first ? tokenFrom(statement, statement.start + first.span.offset) : 0;
  const begin = ['SELECT', 'DISTINCT', 'ALL'].includes(wordAt(statement, from)) ? from + 1 : from;
  const end = findWord(statement, ['FROM'], begin);
  return [begin, end < 0 ? statement.tokens.length : end];
}

/** The text of the WHERE of the statement itself. */
function filterText(statement: Statement, target: QualifiedName): Partial<Rows> {
  const from = findWord(statement, ['WHERE'], tokenFrom(statement, statement.start + target.span.offset));
  if (from < 0) return {};
  const to = findWord(statement, ['RETURNING', 'ORDER', 'LIMIT'], from);
  const text = knownPart(tokenText(statement, from + 1, to < 0 ? statement.tokens.length : to));
  return typeof text === 'string' ? { filter: text } : {};
}

function filtering(statement: Statement, node: UpdateStmt | DeleteStmt, joined: boolean): Partial<Rows> {
  if (!node.whereClause) return { filtered: joined || node.limit !== undefined };
  return { filtered: true, ...filterText(statement, node.tblName), ...listed('whereNull', columnsAskedNull(node.whereClause)) };
}

export function readUpdate(statement: Statement, node: UpdateStmt): Draft[] {
  const values = node.sets.map((set) => set.expr);
  return rows(statement, {
    kind: 'modifyRows',
    verb: 'update',
    table: relationName(node.tblName),
    ...filtering(statement, node, node.from !== undefined),
    ...listed('columns', assigned(node.sets)),
    ...listed('reads', columnsOf(values, node.from, node.whereClause)),
    ...listed('setsNotNull', node.sets.filter((set) => !isNullConstant(set.expr)).flatMap((set) => set.colNames.map((name) => name.text))),
    ...sources(node.tblName, node.with, node.from, values, node.whereClause),
  });
}

export function readDelete(statement: Statement, node: DeleteStmt): Draft[] {
  return rows(statement, {
    kind: 'modifyRows',
    verb: 'delete',
    table: relationName(node.tblName),
    ...filtering(statement, node, false),
    ...listed('reads', columnsOf(node.whereClause)),
    ...sources(node.tblName, node.with, node.whereClause),
  });
}
