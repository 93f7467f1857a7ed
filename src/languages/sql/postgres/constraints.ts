import type { Constraint as ConstraintNode, IndexElem } from 'libpg-query';
import { constraintName, type NamedKind } from '../../../dialects/postgres-types.js';
import type { CheckConstraint, Constraint, ForeignKey, KeyConstraint, Name } from '../../../operation.js';
import { isUnknown, known, type Known, unknown } from '../../../value.js';
import { columnsOf } from './expression.js';
import { knownNames, relationName, stringsOf } from './names.js';
import { closingToken, expressionText, isHoled, knownPart, tokenFrom, wordAt, type Statement } from './statement.js';

const ACTIONS: Readonly<Record<string, string>> = { r: 'RESTRICT', c: 'CASCADE', n: 'SET NULL', d: 'SET DEFAULT' };

/** Where a constraint stands: on which table, and behind which column. */
export interface ConstraintPlace {
  readonly table: Known<Name>;
  readonly column?: Known<string>;
}

interface Deferrable {
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}

/** A constraint of a table or column as data; `undefined` for what is a property of the column (NOT NULL, DEFAULT). */
export function readConstraint(statement: Statement, node: ConstraintNode, place: ConstraintPlace, later: Deferrable = {}): Constraint | undefined {
  const shared: Deferrable = {
    ...(node.deferrable === true || later.deferrable === true ? { deferrable: true } : {}),
    ...(node.initdeferred === true || later.initiallyDeferred === true ? { initiallyDeferred: true } : {}),
  };
  const own = place.column === undefined ? undefined : [place.column];
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE': {
      const type: KeyConstraint['type'] = node.contype === 'CONSTR_PRIMARY' ? 'primaryKey' : 'unique';
      if (node.indexname !== undefined) {
        // the index takes the constraint's name, or gives its own
        const name = knownPart(node.conname ?? node.indexname);
        return { type, columns: unknown('database'), name, named: true, usingIndex: node.indexname, ...shared };
      }
      const columns = own ?? knownNames(stringsOf(node.keys));
      return { type, columns, ...naming(node, place.table, type, columns), ...(node.nulls_not_distinct === true ? { nullsNotDistinct: true } : {}), ...shared };
    }
    case 'CONSTR_FOREIGN': {
      const columns = own ?? knownNames(stringsOf(node.fk_attrs));
      const key: ForeignKey = {
        type: 'foreignKey',
        columns,
        references: { table: relationName(node.pktable), columns: knownNames(stringsOf(node.pk_attrs)) },
        ...naming(node, place.table, 'foreignKey', columns),
        ...action('onDelete', node.fk_del_action),
        ...action('onUpdate', node.fk_upd_action),
        ...shared,
      };
      return key;
    }
    case 'CONSTR_CHECK': {
      const columns = columnsOf(node.raw_expr);
      // the server names a check after its column only where there is exactly one
      const named = own ?? (columns.length === 1 && !hasHoledColumn(node) ? columns : []);
      const check: CheckConstraint = { type: 'check', expression: checkText(statement, node), columns, ...naming(node, place.table, 'check', named), ...shared };
      return check;
    }
    case 'CONSTR_EXCLUSION': {
      const elements = (node.exclusions ?? []).flatMap((item) => ('List' in item ? (item.List.items ?? []).slice(0, 1) : []));
      const names: string[] = [];
      for (const element of elements) if ('IndexElem' in element) names.push(indexColumnName(element.IndexElem));
      const columns = [...names.filter((name, i) => elementIsColumn(elements[i]) && !isHoled(name)), ...columnsOf(elements)];
      const exclude: CheckConstraint = { type: 'exclude', expression: excludeText(statement, node), columns: [...new Set(columns)], ...naming(node, place.table, 'exclude', knownNames(names)), ...shared };
      return exclude;
    }
    default:
      return undefined;
  }
}

const elementIsColumn = (node: unknown): boolean => typeof node === 'object' && node !== null && 'IndexElem' in node && (node.IndexElem as IndexElem).name !== undefined;
const hasHoledColumn = (node: ConstraintNode): boolean => isHoled(JSON.stringify(node.raw_expr ?? null));

/** What the server calls a column of an index when it makes up a name: the column, the function, or `expr`. */
export function indexColumnName(element: IndexElem): string {
  if (element.name !== undefined) return element.name;
  return figureName(element.expr) ?? 'expr';
}

function figureName(expression: unknown): string | undefined {
  if (typeof expression !== 'object' || expression === null) return undefined;
  const [kind, node] = (Object.entries(expression)[0] ?? []) as [string?, Record<string, unknown>?];
  if (kind === 'FuncCall') return stringsOf(node?.['funcname'] as never).pop();
  if (kind === 'ColumnRef') return stringsOf(node?.['fields'] as never).pop();
  if (kind === 'TypeCast') return figureName(node?.['arg']) ?? stringsOf((node?.['typeName'] as { names?: never })?.names).pop();
  if (kind === 'CollateClause') return figureName(node?.['arg']);
  if (kind === 'CoalesceExpr') return 'coalesce';
  if (kind === 'CaseExpr') return figureName(node?.['defresult']) ?? 'case';
  if (kind === 'MinMaxExpr') return node?.['op'] === 'IS_LEAST' ? 'least' : 'greatest';
  if (kind === 'A_ArrayExpr') return 'array';
  if (kind === 'RowExpr') return 'row';
  return undefined;
}

function action(key: 'onDelete' | 'onUpdate', code: string | undefined): { onDelete?: string; onUpdate?: string } {
  const text = code === undefined ? undefined : ACTIONS[code];
  return text === undefined ? {} : { [key]: text };
}

function naming(node: ConstraintNode, table: Known<Name>, kind: NamedKind, columns: readonly Known<string>[]): { name?: Known<string>; named: boolean } {
  if (node.conname !== undefined) return { name: knownPart(node.conname), named: true };
  if (isUnknown(table) || columns.some(isUnknown)) return { name: unknown('input'), named: false };
  return { name: constraintName(table.name, columns.map((column) => known(column) ?? ''), kind), named: false };
}

function checkText(statement: Statement, node: ConstraintNode): Known<string> {
  const at = statement.offset(node.location);
  if (at === undefined) return unknown('unsupported');
  for (let i = tokenFrom(statement, at); i < statement.tokens.length; i += 1) {
    if (wordAt(statement, i) === '(') return expressionText(statement, i, closingToken(statement, i) + 1);
  }
  return unknown('unsupported');
}

/** `USING gist (room WITH =) WHERE (...)` */
function excludeText(statement: Statement, node: ConstraintNode): Known<string> {
  const at = statement.offset(node.location);
  if (at === undefined) return unknown('unsupported');
  let from = tokenFrom(statement, at);
  while (from < statement.tokens.length && wordAt(statement, from) !== 'EXCLUDE') from += 1;
  let to = from + 1;
  for (; to < statement.tokens.length; to += 1) {
    const word = wordAt(statement, to);
    if (word === '(') to = closingToken(statement, to);
    else if ([',', ')', 'DEFERRABLE', 'NOT', 'INITIALLY'].includes(word)) break;
  }
  return expressionText(statement, from + 1, to);
}
