import { quoteName } from '../../../dialects/postgres-types.js';
import type { Span } from '../../../span.js';
import { concatText, holeAt, sliceText, type TracedText, tracedText, unknown } from '../../../value.js';
import { literalText } from './literal.js';
import { closingToken, commaParts, spanBetween, wordAt, type Statement, type TokenRange } from './statement.js';

/** Variables of a block whose text is known. */
export type Variables = ReadonlyMap<string, TracedText>;

/** The text that an expression of PL/pgSQL makes: literals, `||`, `format()`, known variables; the rest are holes. */
export function textOf(statement: Statement, range: TokenRange, variables: Variables): TracedText {
  const parts: TracedText[] = [];
  let from = range.from;
  let depth = 0;
  for (let i = range.from; i <= range.to; i += 1) {
    const word = i < range.to ? wordAt(statement, i) : '|';
    if (word === '(' || word === '[') depth += 1;
    else if (word === ')' || word === ']') depth -= 1;
    const joint = i === range.to || (depth === 0 && word === '|' && wordAt(statement, i + 1) === '|');
    if (!joint) continue;
    if (from < i) parts.push(operandText(statement, { from, to: i }, variables));
    from = i + 2;
    i += 1;
  }
  return parts.length > 0 ? concatText(parts) : hole(statement, range);
}

const rangeSource = (statement: Statement, range: TokenRange): Span =>
  spanBetween(statement, statement.tokens[range.from]?.start ?? statement.start, statement.tokens[range.to - 1]?.end ?? statement.end);
const hole = (statement: Statement, range: TokenRange): TracedText => holeAt(unknown('database'), rangeSource(statement, range));

function operandText(statement: Statement, range: TokenRange, variables: Variables): TracedText {
  let { from, to } = range;
  while (wordAt(statement, from) === '(' && closingToken(statement, from, to) === to - 1) {
    from += 1;
    to -= 1;
  }
  // a cast says nothing about the text
  if (wordAt(statement, to - 2) === ':' && wordAt(statement, to - 3) === ':') to -= 3;
  const first = statement.tokens[from];
  if (!first) return hole(statement, range);
  if (to - from === 1) {
    if (first.kind === 'string') return literalText(statement.traced, first);
    if (first.kind === 'number') return sliceText(statement.traced, first.start, first.end);
    if (first.kind === 'word') return variables.get(statement.traced.text.slice(first.start, first.end).toLowerCase()) ?? hole(statement, range);
    return hole(statement, range);
  }
  // adjacent literals on several lines are one
  if (statement.tokens.slice(from, to).every((token) => token.kind === 'string')) return concatText(statement.tokens.slice(from, to).map((token) => literalText(statement.traced, token)));
  if (wordAt(statement, from + 1) === '(' && closingToken(statement, from + 1, to) === to - 1) {
    const name = wordAt(statement, from);
    const args = commaParts(statement, from + 2, to - 1);
    const [argument] = args;
    if (name === 'FORMAT' && argument) return formatted(statement, args, variables);
    if (name === 'QUOTE_IDENT' && argument) return identifier(textOf(statement, argument, variables));
    if (name === 'QUOTE_LITERAL' && argument) return literal(textOf(statement, argument, variables));
    if (name === 'CONCAT') return concatText(args.map((part) => textOf(statement, part, variables)));
  }
  if ((from !== range.from || to !== range.to) && findJoint(statement, { from, to })) return textOf(statement, { from, to }, variables);
  return hole(statement, range);
}

function findJoint(statement: Statement, range: TokenRange): boolean {
  for (let i = range.from; i < range.to - 1; i += 1) if (wordAt(statement, i) === '|' && wordAt(statement, i + 1) === '|') return true;
  return false;
}

const made = (text: string, like: TracedText): TracedText => {
  const source = like.pieces[0]?.source;
  return source ? tracedText(text, source, false) : { text, pieces: [], holes: [] };
};
const identifier = (text: TracedText): TracedText => (text.holes.length > 0 || quoteName(text.text) === text.text ? text : made(quoteName(text.text), text));
const literal = (text: TracedText): TracedText => (text.holes.length > 0 ? text : made(`'${text.text.replaceAll("'", "''")}'`, text));

/** `format('... %I ... %2$L', a, b)` */
function formatted(statement: Statement, args: readonly TokenRange[], variables: Variables): TracedText {
  const [template, ...rest] = args;
  if (!template) return { text: '', pieces: [], holes: [] };
  const text = textOf(statement, template, variables);
  const parts: TracedText[] = [];
  let at = 0;
  let next = 0;
  for (const found of text.text.matchAll(/%(?:%|(?:(\d+)\$)?-?\d*([sIL]))/gu)) {
    parts.push(sliceText(text, at, found.index));
    at = found.index + found[0].length;
    if (found[0] === '%%') {
      parts.push(sliceText(text, at - 1, at));
      continue;
    }
    const index = found[1] === undefined ? next : Number(found[1]) - 1;
    next = index + 1;
    const argument = rest[index];
    const value = argument ? textOf(statement, argument, variables) : holeAt(unknown('database'), rangeSource(statement, template));
    parts.push(found[2] === 'I' ? identifier(value) : found[2] === 'L' ? literal(value) : value);
  }
  parts.push(sliceText(text, at));
  return concatText(parts);
}
