import type { ColumnDefinition, NamedColumnConstraint } from 'sqlite3-parser';
import type { Column, Constraint } from '../../../operation.js';
import type { Span } from '../../../span.js';
import { isUnknown, unknown, type Known } from '../../../value.js';
import { closingToken, expressionText, findWord, isHoled, knownPart, rangeSpan, spanBetween, tokenFrom, tokenText, wordAt, type Statement, type TokenRange } from '../postgres/statement.js';
import { deferral, readCheck, referenceOf } from './constraints.js';
import { typeOf } from './names.js';

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
  identity?: 'byDefault';
  generated?: Known<string>;
  collation?: string;
}

/** Tokens of a node that begins at its own first token. */
export const rangeOf = (statement: Statement, node: { readonly span: { readonly offset: number; readonly length: number } }): TokenRange => ({
  from: tokenFrom(statement, statement.start + node.span.offset),
  to: tokenFrom(statement, statement.start + node.span.offset + node.span.length),
});

/** Reads a column definition. */
export function readColumn(statement: Statement, node: ColumnDefinition): ColumnReading {
  const name = knownPart(node.colName.text);
  const facts: Facts = { type: typeOf(statement, node.colType), nullable: true };
  // a type that is not known may bring its NOT NULL along
  if (isUnknown(facts.type)) facts.nullable = unknown('input');
  const constraints: InlineConstraint[] = [];
  const named = namesOf(statement, node);
  node.constraints.forEach((each, i) => {
    const own = rangeOf(statement, each);
    settle(statement, facts, each, own);
    const read = constraintOf(statement, node, each, i, own, named[i]);
    if (read) constraints.push({ constraint: read, span: rangeSpan(statement, own) ?? spanBetween(statement, statement.start, statement.end) });
  });
  return { column: { name, ...facts, ...spanPart(rangeSpan(statement, columnRange(statement, node))) }, constraints };
}

const spanPart = (span: Span | undefined): { span?: Span } => (span ? { span } : {});

function columnRange(statement: Statement, node: ColumnDefinition): TokenRange {
  const last = node.constraints[node.constraints.length - 1] ?? node.colType ?? node.colName;
  return { from: rangeOf(statement, node.colName).from, to: rangeOf(statement, last).to };
}

/** `CONSTRAINT name` is a clause of its own in the grammar: it names the constraint behind it. */
function namesOf(statement: Statement, node: ColumnDefinition): readonly (string | undefined)[] {
  return node.constraints.map((each) => {
    if (each.name) return each.name.text;
    const { from } = rangeOf(statement, each);
    if (wordAt(statement, from - 2) !== 'CONSTRAINT') return undefined;
    const token = statement.tokens[from - 1];
    const written = token ? statement.traced.text.slice(token.start, token.end) : '';
    return token?.kind === 'quoted' ? written.slice(1, -1) : written;
  });
}

function settle(statement: Statement, facts: Facts, { constraint }: NamedColumnConstraint, range: TokenRange): void {
  switch (constraint.type) {
    case 'NotNullColumnConstraint':
      facts.nullable = constraint.nullable;
      break;
    case 'DefaultColumnConstraint':
      facts.default = defaultText(statement, range);
      break;
    case 'CollateColumnConstraint':
      if (!isHoled(constraint.collationName.text)) facts.collation = constraint.collationName.text;
      break;
    case 'PrimaryKeyColumnConstraint':
      if (constraint.autoIncrement) facts.identity = 'byDefault';
      // the row's own number is never NULL; any other key may be
      if (facts.type === 'integer' && constraint.order !== 'Desc') facts.nullable = false;
      break;
    case 'GeneratedColumnConstraint': {
      const open = findWordIn(statement, '(', range);
      facts.generated = expressionText(statement, open, closingToken(statement, open, range.to) + 1);
      break;
    }
    default:
  }
}

function findWordIn(statement: Statement, word: string, range: TokenRange): number {
  for (let i = range.from; i < range.to; i += 1) if (wordAt(statement, i) === word) return i;
  return range.from;
}

/** A default is one token, a sign with one, or an expression in brackets, which are left out as in `PRAGMA table_info`. */
function defaultText(statement: Statement, range: TokenRange): Known<string> {
  const at = findWord(statement, ['DEFAULT'], range.from, range.to) + 1;
  if (wordAt(statement, at) === '(') return expressionText(statement, at, closingToken(statement, at) + 1);
  const end = wordAt(statement, at) === '-' || wordAt(statement, at) === '+' ? at + 2 : at + 1;
  return knownPart(tokenText(statement, at, end));
}

function constraintOf(statement: Statement, node: ColumnDefinition, { constraint }: NamedColumnConstraint, index: number, range: TokenRange, written: string | undefined): Constraint | undefined {
  const naming = written === undefined ? { named: false } : { name: knownPart(written), named: true };
  const columns = [knownPart(node.colName.text)];
  switch (constraint.type) {
    case 'PrimaryKeyColumnConstraint':
      return { type: 'primaryKey', columns, ...naming };
    case 'UniqueColumnConstraint':
      return { type: 'unique', columns, ...naming };
    case 'CheckColumnConstraint':
      return readCheck(statement, constraint.expr, range, naming);
    case 'ForeignKeyColumnConstraint': {
      const later = node.constraints[index + 1]?.constraint;
      return { type: 'foreignKey', columns, ...referenceOf(constraint.clause), ...naming, ...deferral(later?.type === 'DeferColumnConstraint' ? later.clause : constraint.deferClause) };
    }
    default:
      return undefined;
  }
}
