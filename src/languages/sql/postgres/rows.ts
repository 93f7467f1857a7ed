import type { CopyStmt, DeleteStmt, InsertStmt, MergeStmt, Node, TruncateStmt, UpdateStmt, WithClause } from 'libpg-query';
import type { ActionOf, Draft, Name } from '../../../operation.js';
import { isUnknown, known, type Known, unknown } from '../../../value.js';
import { columnsAskedNull, columnsOf, isNullConstant, nodesOf, relationsOf } from './expression.js';
import { relationName, stringsOf } from './names.js';
import { commaParts, draft, findWord, isHoled, spanBetween, spanOf, tokenFrom, tokenText, wordAt, type Statement } from './statement.js';

type Rows = ActionOf<'modifyRows'>;

/** The statements that change rows; those in WITH come first. `undefined`: none of them. */
export function readRows(statement: Statement, node: Node): Draft[] | undefined {
  if ('InsertStmt' in node) return inserted(statement, node.InsertStmt);
  if ('UpdateStmt' in node) return updated(statement, node.UpdateStmt);
  if ('DeleteStmt' in node) return deleted(statement, node.DeleteStmt);
  if ('MergeStmt' in node) return merged(statement, node.MergeStmt);
  if ('TruncateStmt' in node) return truncated(statement, node.TruncateStmt);
  if ('CopyStmt' in node) return copied(statement, node.CopyStmt);
  return undefined;
}

/** Rows changed inside `WITH x AS (DELETE ...)`. */
export function readWith(statement: Statement, clause: WithClause | undefined): Draft[] {
  return (clause?.ctes ?? []).flatMap((item) => {
    if (!('CommonTableExpr' in item) || !item.CommonTableExpr.ctequery) return [];
    const query = item.CommonTableExpr.ctequery;
    if ('SelectStmt' in query) return readWith(statement, query.SelectStmt.withClause);
    return readRows(statement, query) ?? [];
  });
}

const CATALOGS = new Set(['pg_catalog', 'information_schema']);

/** A write to the server's own tables may change any object. */
function rows(statement: Statement, action: Rows): Draft[] {
  const span = spanOf(statement);
  const table = known(action.table);
  const drafts = [draft(statement, action, span)];
  if (table && (CATALOGS.has(table.schema ?? '') || (table.schema === undefined && SYSTEM.test(table.name)))) {
    drafts.push(draft(statement, { kind: 'opaque', reason: `writes to the system catalog ${table.name}`, text: tokenText(statement, 0, statement.tokens.length), touches: 'anything' }, span));
  }
  return drafts;
}
const SYSTEM = /^pg_(?:enum|type|class|attribute|attrdef|constraint|index|namespace|proc|depend|description|trigger|rewrite|sequence|database|authid)$/u;

const clean = (names: readonly string[]): string[] => [...new Set(names.filter((name) => name !== '' && !isHoled(name)))];
const listed = (key: 'columns' | 'reads' | 'setsNotNull' | 'whereNull', names: readonly string[]): Partial<Rows> => {
  const list = clean(names);
  return list.length > 0 ? { [key]: list } : {};
};

function sources(target: Known<Name>, trees: unknown): Partial<Rows> {
  const own = known(target);
  const from = relationsOf(trees).filter((name) => !(own && name.name === own.name && name.schema === own.schema));
  return from.length > 0 ? { from } : {};
}

function targets(nodes: readonly Node[] | undefined): { readonly name: string; readonly value: Node | undefined }[] {
  return (nodes ?? []).flatMap((node) => ('ResTarget' in node ? [{ name: node.ResTarget.name ?? '', value: node.ResTarget.val }] : []));
}

/** The text of the WHERE that belongs to the relation at `location`. */
function filterText(statement: Statement, location: number | undefined): Partial<Rows> {
  const at = statement.offset(location);
  if (at === undefined) return {};
  const from = findWord(statement, ['WHERE'], tokenFrom(statement, at));
  if (from < 0) return {};
  let depth = 0;
  let to = from + 1;
  for (; to < statement.tokens.length; to += 1) {
    const word = wordAt(statement, to);
    if (word === '(' || word === '[') depth += 1;
    else if (word === ')' || word === ']') depth -= 1;
    else if (word === 'RETURNING' && depth === 0) break;
    if (depth < 0) break;
  }
  const text = tokenText(statement, from + 1, to);
  return isHoled(text) ? {} : { filter: text };
}

/** Whether rows are chosen; an alias that is a hole may be a WHERE of its own. */
function filtering(statement: Statement, node: UpdateStmt | DeleteStmt, joined: boolean): Partial<Rows> {
  if (node.whereClause) return { filtered: true, ...filterText(statement, node.relation?.location), ...listed('whereNull', columnsAskedNull(node.whereClause)) };
  if (isHoled(node.relation?.alias?.aliasname ?? '')) return { filtered: unknown('input') };
  return { filtered: joined };
}

function inserted(statement: Statement, node: InsertStmt): Draft[] {
  const table = relationName(node.relation);
  const conflict = node.onConflictClause;
  const trees = [node.selectStmt, conflict];
  return [
    ...readWith(statement, node.withClause),
    ...rows(statement, {
      kind: 'modifyRows',
      verb: 'insert',
      table,
      ...listed('columns', [...targets(node.cols), ...targets(conflict?.targetList)].map((target) => target.name)),
      ...listed('reads', columnsOf(trees)),
      ...sources(table, [node.withClause, ...trees]),
      ...(node.selectStmt ? selected(statement, node.selectStmt) : {}),
    }),
  ];
}

/** What a plain query gives, and whether it leaves rows of its table out. */
function selected(statement: Statement, query: Node): Partial<Rows> {
  const select = 'SelectStmt' in query ? query.SelectStmt : undefined;
  if (!select?.targetList || select.op !== 'SETOP_NONE') return {};
  const begin = findWord(statement, ['SELECT']) + 1;
  const end = findWord(statement, ['FROM'], begin);
  const ranges = begin === 0 ? [] : commaParts(statement, begin, end < 0 ? statement.tokens.length : end);
  const selects = select.targetList.map((item, i) => {
    const { val: value, name: alias } = 'ResTarget' in item ? item.ResTarget : {};
    const [last] = value && 'ColumnRef' in value ? (value.ColumnRef.fields ?? []).slice(-1) : [];
    if (last) return 'String' in last ? (last.String.sval ?? '') : '*';
    const range = ranges.length === select.targetList?.length ? ranges[i] : undefined;
    if (!range) return '?';
    return tokenText(statement, range.from, alias === undefined ? range.to : wordAt(statement, range.to - 2) === 'AS' ? range.to - 2 : range.to - 1);
  });
  const fewer = select.whereClause ?? select.limitCount ?? select.groupClause ?? select.distinctClause ?? (select.fromClause?.[0] && 'JoinExpr' in select.fromClause[0] ? select.fromClause[0] : undefined);
  return { ...(fewer === undefined ? {} : { filtered: true }), ...(selects.some(isHoled) ? {} : { selects }) };
}

function updated(statement: Statement, node: UpdateStmt): Draft[] {
  const table = relationName(node.relation);
  const set = targets(node.targetList);
  return [
    ...readWith(statement, node.withClause),
    ...rows(statement, {
      kind: 'modifyRows',
      verb: 'update',
      table,
      ...filtering(statement, node, (node.fromClause?.length ?? 0) > 0),
      ...listed('columns', set.map((target) => target.name)),
      ...listed('reads', columnsOf([node.targetList?.map((item) => ('ResTarget' in item ? item.ResTarget.val : item)), node.fromClause, node.whereClause])),
      ...listed('setsNotNull', set.filter((target) => !isNullConstant(target.value) && !(target.value && 'SetToDefault' in target.value)).map((target) => target.name)),
      ...sources(table, [node.withClause, node.fromClause, node.targetList, node.whereClause]),
    }),
  ];
}

function deleted(statement: Statement, node: DeleteStmt): Draft[] {
  const table = relationName(node.relation);
  return [
    ...readWith(statement, node.withClause),
    ...rows(statement, {
      kind: 'modifyRows',
      verb: 'delete',
      table,
      ...filtering(statement, node, (node.usingClause?.length ?? 0) > 0),
      ...listed('reads', columnsOf([node.usingClause, node.whereClause])),
      ...sources(table, [node.withClause, node.usingClause, node.whereClause]),
    }),
  ];
}

const MERGE_VERBS: Readonly<Record<string, Rows['verb']>> = { CMD_INSERT: 'insert', CMD_UPDATE: 'update', CMD_DELETE: 'delete' };

function merged(statement: Statement, node: MergeStmt): Draft[] {
  const table = relationName(node.relation);
  const out = readWith(statement, node.withClause);
  for (const clause of nodesOf<{ commandType?: string; targetList?: Node[]; condition?: Node }>(node.mergeWhenClauses, 'MergeWhenClause')) {
    const verb = MERGE_VERBS[clause.commandType ?? ''];
    if (verb === undefined) continue;
    const set = targets(clause.targetList);
    out.push(
      ...rows(statement, {
        kind: 'modifyRows',
        verb,
        table,
        ...(verb === 'insert' ? {} : { filtered: true }),
        ...listed('columns', set.map((target) => target.name)),
        ...listed('reads', columnsOf([node.joinCondition, clause])),
        ...(verb === 'update' ? listed('setsNotNull', set.filter((target) => !isNullConstant(target.value)).map((target) => target.name)) : {}),
        ...sources(table, [node.withClause, node.sourceRelation, node.joinCondition, clause]),
      }),
    );
  }
  return out;
}

function truncated(statement: Statement, node: TruncateStmt): Draft[] {
  const relations = node.relations ?? [];
  return relations.flatMap((relation) => {
    if (!('RangeVar' in relation)) return [];
    const table = relationName(relation.RangeVar);
    const action: Rows = { kind: 'modifyRows', verb: 'truncate', table, ...(node.behavior === 'DROP_CASCADE' ? { cascade: true } : {}) };
    return [draft(statement, action, relations.length > 1 ? nameSpan(statement, relation.RangeVar.location, table) : spanOf(statement))];
  });
}

/** The text of a relation's name where it is known to be plain. */
function nameSpan(statement: Statement, location: number | undefined, table: Known<Name>) {
  const at = statement.offset(location);
  if (at === undefined || isUnknown(table)) return spanOf(statement);
  let index = tokenFrom(statement, at);
  while (wordAt(statement, index + 1) === '.') index += 2;
  const last = statement.tokens[index];
  return last ? spanBetween(statement, at, last.end) : spanOf(statement);
}

function copied(statement: Statement, node: CopyStmt): Draft[] {
  if (node.is_from !== true) return node.query ? (readRows(statement, node.query) ?? []) : [];
  const table = relationName(node.relation);
  return rows(statement, { kind: 'modifyRows', verb: 'insert', table, ...listed('columns', stringsOf(node.attlist)) });
}
