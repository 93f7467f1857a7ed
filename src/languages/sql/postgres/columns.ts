import type { ColumnDef, Constraint as ConstraintNode } from 'libpg-query';
import { constraintName, quoteName, serialType } from '../../../dialects/postgres-types.js';
import type { Column, Constraint, Name } from '../../../operation.js';
import { isUnknown, known, type Known, unknown } from '../../../value.js';
import { readConstraint } from './constraints.js';
import { stringsOf, typeOf } from './names.js';
import { closingToken, expressionText, knownPart, rangeSpan, spanBetween, tokenFrom, wordAt, type Statement, type TokenRange } from './statement.js';
import type { Span } from '../../../span.js';

/** A column with the constraints that are written behind it. */
export interface ColumnReading {
  readonly column: Column;
  readonly constraints: readonly InlineConstraint[];
}
/** A constraint behind a column and where it is written. */
export interface InlineConstraint {
  readonly constraint: Constraint;
  readonly span: Span;
}

interface Facts {
  type: Known<string>;
  nullable: Known<boolean>;
  default?: Known<string>;
  identity?: 'always' | 'byDefault';
  generated?: Known<string>;
}

/** Reads a column definition; `range` are its tokens. */
export function readColumn(statement: Statement, node: ColumnDef, table: Known<Name>, range: TokenRange): ColumnReading {
  const name = knownPart(node.colname ?? '');
  const constraints = (node.constraints ?? []).flatMap((item) => ('Constraint' in item ? [item.Constraint] : []));
  const written = typeOf(node.typeName);
  const facts: Facts = { type: written, nullable: true };
  const serial = typeof written === 'string' ? serialType(written) : undefined;
  if (serial !== undefined) {
    facts.type = serial;
    facts.nullable = false;
    facts.default = sequenceDefault(table, name);
  } else if (isUnknown(written) && endsInHole(statement, range)) {
    // a type that is not known may bring its NOT NULL along
    facts.nullable = unknown('input');
  }
  const bounds = [...constraints.map((constraint) => constraint.location), node.collClause?.location]
    .map((location) => statement.offset(location))
    .filter((offset) => offset !== undefined);
  const inline: InlineConstraint[] = [];
  constraints.forEach((constraint, i) => {
    const own = ownRange(statement, constraint, bounds, range);
    settle(statement, facts, constraint, own);
    const later = laterAttributes(constraints, i);
    const read = readConstraint(statement, constraint, { table, column: name }, later);
    if (read) {
      if (read.type === 'primaryKey') facts.nullable = false;
      inline.push({ constraint: read, span: rangeSpan(statement, own) ?? spanBetween(statement, statement.start, statement.end) });
    }
  });
  const collation = node.collClause ? stringsOf(node.collClause.collname).pop() : undefined;
  const span = rangeSpan(statement, range);
  const column: Column = { name, ...facts, ...(collation === undefined ? {} : { collation }), ...(span ? { span } : {}) };
  return { column, constraints: inline };
}

function endsInHole(statement: Statement, range: TokenRange): boolean {
  const last = statement.tokens[range.to - 1];
  return last !== undefined && /^\uE000\d+\uE001$/u.test(statement.traced.text.slice(last.start, last.end));
}

/** The default of a serial column, as the catalog shows it. */
function sequenceDefault(table: Known<Name>, column: Known<string>): Known<string> {
  const owner = known(table);
  const name = known(column);
  if (!owner || name === undefined) return "nextval('?'::regclass)";
  const sequence = quoteName(constraintName(owner.name, [name], 'sequence'));
  return `nextval('${(owner.schema === undefined ? '' : `${quoteName(owner.schema)}.`) + sequence}'::regclass)`;
}

/** From a constraint's first token to the next one's. */
function ownRange(statement: Statement, constraint: ConstraintNode, bounds: readonly number[], range: TokenRange): TokenRange {
  const at = statement.offset(constraint.location);
  if (at === undefined) return range;
  const next = bounds.filter((bound) => bound > at);
  return { from: tokenFrom(statement, at), to: Math.min(range.to, next.length > 0 ? tokenFrom(statement, Math.min(...next)) : range.to) };
}

function settle(statement: Statement, facts: Facts, constraint: ConstraintNode, range: TokenRange): void {
  switch (constraint.contype) {
    case 'CONSTR_NULL':
      facts.nullable = true;
      break;
    case 'CONSTR_NOTNULL':
      facts.nullable = false;
      break;
    case 'CONSTR_DEFAULT': {
      const from = afterWord(statement, 'DEFAULT', range);
      facts.default = defaultText(statement, from, range.to);
      break;
    }
    case 'CONSTR_IDENTITY':
      facts.identity = constraint.generated_when === 'a' ? 'always' : 'byDefault';
      facts.nullable = false;
      break;
    case 'CONSTR_GENERATED':
      for (let i = range.from; i < range.to; i += 1) {
        if (wordAt(statement, i) !== '(') continue;
        facts.generated = expressionText(statement, i, closingToken(statement, i, range.to) + 1);
        break;
      }
      break;
    default:
  }
}

/** `DEFERRABLE` and the like are nodes of their own behind the constraint that they belong to. */
function laterAttributes(constraints: readonly ConstraintNode[], index: number): { deferrable?: boolean; initiallyDeferred?: boolean } {
  const out: { deferrable?: boolean; initiallyDeferred?: boolean } = {};
  for (const next of constraints.slice(index + 1)) {
    if (next.contype === 'CONSTR_ATTR_DEFERRABLE') out.deferrable = true;
    else if (next.contype === 'CONSTR_ATTR_DEFERRED') {
      out.deferrable = true;
      out.initiallyDeferred = true;
    } else if (next.contype !== 'CONSTR_ATTR_NOT_DEFERRABLE' && next.contype !== 'CONSTR_ATTR_IMMEDIATE') break;
  }
  return out;
}

/** Index behind a word of the range, or the range's start. */
export function afterWord(statement: Statement, word: string, range: TokenRange): number {
  for (let i = range.from; i < range.to; i += 1) if (wordAt(statement, i) === word) return i + 1;
  return range.from;
}

/** A default's text as written; brackets around the whole are kept off. */
export const defaultText = (statement: Statement, from: number, to: number): Known<string> => expressionText(statement, from, to);
