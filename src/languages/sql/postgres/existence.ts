import type { Node, SelectStmt, SubLink } from 'libpg-query';
import { conjuncts, nodesOf, stringConstant } from './expression.js';
import { stringsOf } from './names.js';
import { parseSql } from './parser.js';
import { isHoled } from './statement.js';

/** Something that a block asks the catalog for, by name. */
export interface Existence {
  /** `primaryKey`: whatever its name. */
  readonly ask: 'type' | 'label' | 'table' | 'relation' | 'column' | 'constraint' | 'primaryKey' | 'index' | 'trigger' | 'function' | 'schema' | 'extension' | 'policy' | 'role';
  readonly name: string;
  readonly table?: string;
}
export interface Test {
  readonly fact: Existence;
  readonly exists: boolean;
}
/** All or any of the tests must come out; `undefined` where a condition asks for something else. */
export type BlockCondition = { readonly join: 'all' | 'any'; readonly tests: readonly Test[] } | undefined;

/** What is known about variables: the rows that were looked for before they were set. */
export type Looked = ReadonlyMap<string, BlockCondition>;

/** The opposite of a condition. */
export const negated = (condition: BlockCondition): BlockCondition =>
  condition && { join: condition.join === 'all' && condition.tests.length > 1 ? 'any' : 'all', tests: condition.tests.map((test) => ({ ...test, exists: !test.exists })) };

/** Reads the condition of an IF. */
export function readCondition(text: string, looked: Looked): BlockCondition {
  const target = firstTarget(text);
  return target && conditionOf(target, looked);
}

/** What a query looks for, where it only looks whether something exists. */
export function readLookup(text: string, looked: Looked): BlockCondition {
  const parsed = parseSql(text);
  const node = 'nodes' in parsed ? parsed.nodes[0] : undefined;
  if (!node || !('SelectStmt' in node)) return undefined;
  const select = node.SelectStmt;
  const [target] = select.targetList ?? [];
  if (!select.fromClause && target && 'ResTarget' in target && target.ResTarget.val) return conditionOf(target.ResTarget.val, looked);
  // SELECT EXISTS (...) FROM x asks something else
  return queryTest(select);
}

function firstTarget(text: string): Node | undefined {
  const parsed = parseSql(`SELECT ${text}`);
  const node = 'nodes' in parsed ? parsed.nodes[0] : undefined;
  const target = node && 'SelectStmt' in node ? node.SelectStmt.targetList?.[0] : undefined;
  return target && 'ResTarget' in target ? target.ResTarget.val : undefined;
}

function joined(join: 'all' | 'any', parts: readonly BlockCondition[]): BlockCondition {
  const tests: Test[] = [];
  for (const part of parts) {
    if (!part || (part.join !== join && part.tests.length > 1)) return undefined;
    tests.push(...part.tests);
  }
  return { join, tests };
}

function conditionOf(node: Node, looked: Looked): BlockCondition {
  if ('BoolExpr' in node) {
    const parts = (node.BoolExpr.args ?? []).map((part) => conditionOf(part, looked));
    if (node.BoolExpr.boolop === 'NOT_EXPR') return negated(parts[0]);
    return joined(node.BoolExpr.boolop === 'AND_EXPR' ? 'all' : 'any', parts);
  }
  if ('SubLink' in node) return subqueryCondition(node.SubLink, looked);
  if ('ColumnRef' in node) return looked.get(stringsOf(node.ColumnRef.fields).join('.').toLowerCase());
  if ('NullTest' in node) {
    const found = foundBy(node.NullTest.arg, looked);
    return node.NullTest.nulltesttype === 'IS_NULL' ? negated(found) : found;
  }
  if ('A_Expr' in node) return comparison(stringsOf(node.A_Expr.name)[0] ?? '', node.A_Expr.lexpr, node.A_Expr.rexpr, looked);
  return undefined;
}

function subqueryCondition(link: SubLink, looked: Looked): BlockCondition {
  const select = link.subselect && 'SelectStmt' in link.subselect ? link.subselect.SelectStmt : undefined;
  if (!select) return undefined;
  if (link.subLinkType === 'EXISTS_SUBLINK') return queryTest(select);
  const [target] = select.targetList ?? [];
  if (!select.fromClause && target && 'ResTarget' in target && target.ResTarget.val) return conditionOf(target.ResTarget.val, looked);
  return undefined;
}

/** A value that is NULL, or a count that is zero, where nothing was found. */
function foundBy(node: Node | undefined, looked: Looked): BlockCondition {
  if (!node) return undefined;
  if ('TypeCast' in node) return foundBy(node.TypeCast.arg, looked);
  if ('ColumnRef' in node) return looked.get(stringsOf(node.ColumnRef.fields).join('.').toLowerCase());
  if ('SubLink' in node && node.SubLink.subLinkType === 'EXPR_SUBLINK' && node.SubLink.subselect && 'SelectStmt' in node.SubLink.subselect) return queryTest(node.SubLink.subselect.SelectStmt);
  if ('FuncCall' in node) {
    const name = stringsOf(node.FuncCall.funcname).pop();
    const text = stringConstant(node.FuncCall.args?.[0]);
    if (text === undefined || isHoled(text)) return undefined;
    if (name === 'to_regclass') return exists({ ask: 'relation', name: bareName(text) });
    if (name === 'to_regtype') return exists({ ask: 'type', name: bareName(text) });
  }
  return undefined;
}

const exists = (fact: Existence): BlockCondition => ({ join: 'all', tests: [{ fact, exists: true }] });
const bareName = (text: string): string => {
  const last = /(?:"((?:[^"]|"")*)"|([^."]+))$/u.exec(text.trim());
  return last?.[1] === undefined ? (last?.[2] ?? text).toLowerCase() : last[1].replaceAll('""', '"');
};

/** `(SELECT count(*) ...) = 0` and its kin. */
function comparison(operator: string, left: Node | undefined, right: Node | undefined, looked: Looked): BlockCondition {
  const number = right && 'A_Const' in right && right.A_Const.ival ? (right.A_Const.ival.ival ?? 0) : undefined;
  const truth = right && 'A_Const' in right && right.A_Const.boolval ? (right.A_Const.boolval.boolval ?? false) : undefined;
  if (truth !== undefined && left && operator === '=') return truth ? conditionOf(left, looked) : negated(conditionOf(left, looked));
  const found = foundBy(left, looked);
  const key = `${operator} ${String(number)}`;
  if (['> 0', '>= 1', '<> 0', '!= 0', '= 1'].includes(key)) return found;
  return ['= 0', '< 1', '<= 0'].includes(key) ? negated(found) : undefined;
}

const SUBJECTS: Readonly<Record<string, Existence['ask'] | 'parent'>> = {
  enumlabel: 'label', column_name: 'column', attname: 'column', constraint_name: 'constraint', conname: 'constraint', indexname: 'index', index_name: 'index', tgname: 'trigger', trigger_name: 'trigger',
  policyname: 'policy', polname: 'policy', proname: 'function', routine_name: 'function', function_name: 'function', typname: 'type', enumtypid: 'type', extname: 'extension', rolname: 'role', usename: 'role', table_name: 'table', tablename: 'table',
  viewname: 'relation', matviewname: 'relation', sequence_name: 'relation', sequencename: 'relation', relname: 'relation', schema_name: 'schema', nspname: 'schema',
  attrelid: 'parent', conrelid: 'parent', tgrelid: 'parent', indrelid: 'parent', polrelid: 'parent', event_object_table: 'parent',
};
const ORDER: readonly Existence['ask'][] = ['label', 'column', 'constraint', 'index', 'trigger', 'policy', 'function', 'type', 'extension', 'role', 'table', 'relation', 'schema'];
/** Columns that narrow a search down without asking for anything else. */
const SCOPE = new Set([
  'table_schema', 'constraint_schema', 'schemaname', 'table_catalog', 'constraint_catalog', 'trigger_schema', 'routine_schema', 'sequence_schema', 'constraint_type', 'contype', 'relkind', 'typtype', 'table_type',
  'attnum', 'attisdropped', 'typnamespace', 'relnamespace', 'connamespace', 'pronamespace', 'oid', 'event_object_schema', 'tgisinternal', 'udt_schema', 'catalog_name', 'nspname', 'routine_type',
]);
const CATALOG = /^(?:pg_|information_schema$)/u;
/** Searched by their table alone, these tell nothing about the table itself. */
const PARTS = new Set([
  'table_constraints', 'key_column_usage', 'constraint_column_usage', 'constraint_table_usage', 'referential_constraints', 'check_constraints', 'triggers', 'pg_constraint', 'pg_index', 'pg_indexes', 'pg_trigger',
  'pg_attribute', 'pg_attrdef', 'pg_policies', 'pg_policy', 'pg_inherits', 'pg_partitioned_table', 'pg_depend', 'pg_stat_user_tables', 'pg_locks',
]);

function queryTest(select: SelectStmt): BlockCondition {
  const relations = nodesOf<{ schemaname?: string; relname?: string }>(select.fromClause, 'RangeVar');
  if (relations.length === 0 || !relations.every((relation) => CATALOG.test(relation.schemaname ?? relation.relname ?? ''))) return undefined;
  if (select.groupClause || select.havingClause || select.withClause || (select.op !== undefined && select.op !== 'SETOP_NONE')) return undefined;
  const found = new Map<Existence['ask'] | 'parent', string>();
  const filters = [select.whereClause, ...nodesOf<{ quals?: Node }>(select.fromClause, 'JoinExpr').map((join) => join.quals)];
  if (!filters.every((filter) => conjuncts(filter).every((part) => note(part, found)))) return undefined;
  const parent = found.get('parent') ?? found.get('table') ?? found.get('relation');
  const ask = ORDER.find((kind) => found.has(kind));
  if (found.has('primaryKey') && !found.has('constraint') && !found.has('column')) return parent === undefined || isHoled(parent) ? undefined : exists({ ask: 'primaryKey', name: parent, table: parent });
  const name = ask && found.get(ask);
  if (ask === undefined || name === undefined || isHoled(name)) return undefined;
  if ((ask === 'table' || ask === 'relation' || ask === 'schema') && relations.some((relation) => PARTS.has(relation.relname ?? ''))) return undefined;
  const table = ask === 'table' || ask === 'relation' || ask === 'type' ? undefined : ask === 'label' ? found.get('type') : parent;
  return exists({ ask, name, ...(table === undefined || isHoled(table) ? {} : { table }) });
}

/** Notes what one part of a filter asks for; false where it asks for something that is not a name. */
function note(part: Node, found: Map<Existence['ask'] | 'parent', string>): boolean {
  const columns = nodesOf<{ fields?: Node[] }>(part, 'ColumnRef').map((reference) => stringsOf(reference.fields).pop() ?? '');
  if ('A_Expr' in part && stringsOf(part.A_Expr.name)[0] === '=' && part.A_Expr.kind !== 'AEXPR_OP_ALL') {
    const { lexpr, rexpr } = part.A_Expr;
    const [column, value] = plainColumn(lexpr) === undefined ? [plainColumn(rexpr), lexpr] : [plainColumn(lexpr), rexpr];
    if (column === undefined || !value) return false;
    if (plainColumn(value) !== undefined) return true;
    if ((column === 'contype' || column === 'constraint_type') && /^(?:p|primary key)$/iu.test(stringConstant(value) ?? '')) {
      found.set('primaryKey', column);
      return true;
    }
    const subject = SUBJECTS[column];
    const text = nameConstant(value);
    if (subject !== undefined && text !== undefined) {
      found.set(subject, text);
      return true;
    }
    if ('SubLink' in value && value.SubLink.subselect && 'SelectStmt' in value.SubLink.subselect) {
      return conjuncts(value.SubLink.subselect.SelectStmt.whereClause).every((inner) => note(inner, found));
    }
    return SCOPE.has(column);
  }
  return columns.length > 0 && columns.every((column) => SCOPE.has(column));
}

function plainColumn(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if ('TypeCast' in node) return plainColumn(node.TypeCast.arg);
  return 'ColumnRef' in node ? stringsOf(node.ColumnRef.fields).pop() : undefined;
}

/** A constant name; that of a cast to `regclass` or `regtype` without schema and quotes. */
function nameConstant(node: Node): string | undefined {
  if ('A_ArrayExpr' in node) return undefined;
  if ('FuncCall' in node && /^to_reg/u.test(stringsOf(node.FuncCall.funcname).pop() ?? '')) {
    const text = stringConstant(node.FuncCall.args?.[0]);
    return text === undefined ? undefined : bareName(text);
  }
  const text = stringConstant(node);
  if (text === undefined) return undefined;
  const cast = 'TypeCast' in node ? stringsOf(node.TypeCast.typeName?.names).pop() : undefined;
  return cast !== undefined && cast.startsWith('reg') ? bareName(text) : text;
}
