import type { IndexElem, IndexStmt, Node } from 'libpg-query';
import { constraintName } from '../../../dialects/postgres-types.js';
import type { Draft } from '../../../operation.js';
import { isUnknown, known, type Known, unknown } from '../../../value.js';
import { indexColumnName } from './constraints.js';
import { columnsOf } from './expression.js';
import { relationName } from './names.js';
import { draft, expressionText, findWord, isHoled, knownPart, listParts, tokenFrom, tokenText, type Statement, type TokenRange } from './statement.js';

/** CREATE INDEX. An index without a name gets the one that the server makes up. */
export function readCreateIndex(statement: Statement, node: IndexStmt): Draft[] {
  const table = relationName(node.relation);
  const elements = elementsOf(node.indexParams);
  const start = tokenFrom(statement, statement.offset(node.relation?.location) ?? statement.start);
  const ranges = listParts(statement, start);
  const columns = elements.map((element, i) => columnText(statement, element, ranges.length === elements.length ? ranges[i] : undefined));
  const reads = [...elements.flatMap((element) => (element.name === undefined ? columnsOf(element.expr) : [element.name])), ...columnsOf(node.whereClause)];
  const include = elementsOf(node.indexIncludingParams).flatMap((element) => (element.name === undefined ? [] : [element.name]));
  const where = node.whereClause ? findWord(statement, ['WHERE'], start) : -1;
  const using = node.accessMethod;
  return [
    draft(statement, {
      kind: 'createIndex',
      table,
      index: {
        ...indexName(node, table, elements),
        columns,
        reads: [...new Set(reads.filter((name) => !isHoled(name)))],
        unique: node.unique === true,
        ...(where < 0 ? {} : { where: expressionText(statement, where + 1, statement.tokens.length) }),
        ...(using === undefined || using === 'btree' || isHoled(using) ? {} : { using }),
        ...(include.length > 0 ? { include } : {}),
      },
      ...(node.concurrent === true ? { concurrently: true } : {}),
      ...(node.if_not_exists === true ? { ifNotExists: true } : {}),
    }),
  ];
}

const elementsOf = (nodes: readonly Node[] | undefined): IndexElem[] => (nodes ?? []).flatMap((item) => ('IndexElem' in item ? [item.IndexElem] : []));

function indexName(node: IndexStmt, table: ReturnType<typeof relationName>, elements: readonly IndexElem[]): { name: Known<string>; named?: false } {
  if (node.idxname !== undefined) return { name: knownPart(node.idxname) };
  const owner = known(table);
  const names = elements.map(indexColumnName);
  if (!owner || isUnknown(table) || names.some(isHoled)) return { name: unknown('input'), named: false };
  return { name: constraintName(owner.name, numbered(names), 'index'), named: false };
}

/** The server numbers columns of an index that would have the same name. */
function numbered(names: readonly string[]): string[] {
  const out: string[] = [];
  for (const name of names) {
    let next = name;
    for (let count = 1; out.includes(next); count += 1) next = name + String(count);
    out.push(next);
  }
  return out;
}

const ORDER: Readonly<Record<string, string>> = { SORTBY_ASC: 'ASC', SORTBY_DESC: 'DESC' };
const NULLS: Readonly<Record<string, string>> = { SORTBY_NULLS_FIRST: 'NULLS FIRST', SORTBY_NULLS_LAST: 'NULLS LAST' };

function columnText(statement: Statement, element: IndexElem, range: TokenRange | undefined): Known<string> {
  if (element.name === undefined) {
    if (!range) return unknown('unsupported');
    return expressionText(statement, range.from, range.to);
  }
  const words = [element.name];
  const operators = (element.opclass ?? []).flatMap((part) => ('String' in part ? [part.String.sval ?? ''] : []));
  if (operators.length > 0) words.push(operators.filter((part) => part !== 'public').join('.'));
  if (element.opclassopts && range) {
    const text = tokenText(statement, range.from, range.to);
    const options = /\([^()]*\)/u.exec(text);
    if (options) words.push(options[0]);
  }
  const descending = element.ordering === 'SORTBY_DESC';
  const order = ORDER[element.ordering ?? ''];
  const nulls = NULLS[element.nulls_ordering ?? ''];
  // ASC and the place of NULLs that goes with the order are what is there anyway
  if (order !== undefined && descending) words.push(order);
  if (nulls !== undefined && nulls !== (descending ? 'NULLS FIRST' : 'NULLS LAST')) words.push(nulls);
  return words.some(isHoled) ? unknown('input') : words.join(' ');
}
