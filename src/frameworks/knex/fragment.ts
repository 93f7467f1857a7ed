import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, concatText, holeAt, sliceText, unknown } from '../../value.js';
import { join, quotedName, trimmed, written } from '../javascript/fragment.js';
import { jsonOf } from '../javascript/literals.js';

export { type Part, endOf, isBlank, join, sql, trimmed, usesBackticks, written } from '../javascript/fragment.js';

const quotedPart = (text: TracedText, dialect: Dialect, source: Span): TracedText => (text.text === '*' ? text : quotedName(text, dialect, source));

/** A name as Knex quotes it: `schema.table as alias` in its parts. */
export function identifier(text: TracedText, dialect: Dialect, source: Span): TracedText {
  const alias = /\s+as\s+/i.exec(text.text);
  if (alias) {
    const name = identifier(sliceText(text, 0, alias.index), dialect, source);
    return concatText([name, written(' as ', source), identifier(sliceText(text, alias.index + alias[0].length), dialect, source)]);
  }
  const parts: TracedText[] = [];
  let from = 0;
  for (const dot of text.text.matchAll(/\./g)) {
    parts.push(sliceText(text, from, dot.index));
    from = dot.index + 1;
  }
  parts.push(sliceText(text, from));
  return join(parts.map((part) => quotedPart(trimmed(part), dialect, source)), '.', source);
}

/** A text in quotes, as Knex escapes it for the database. */
export function quotedText(text: TracedText, dialect: Dialect, source: Span): TracedText {
  if (text.holes.length > 0) return holeAt(text.holes[0]?.value ?? unknown('input', source), source);
  const place = text.pieces[0]?.source ?? source;
  const backslashes = text.text.includes('\\') && dialect !== 'sqlite';
  const escaped = backslashes ? text.text.replaceAll('\\', '\\\\') : text.text;
  return written(`${backslashes && dialect === 'postgres' ? 'E' : ''}'${escaped.replaceAll("'", "''")}'`, place);
}

/** A value as Knex writes it into a statement. */
export function literal(value: Value | undefined, dialect: Dialect, source: Span): TracedText {
  if (value === undefined || isNull(value)) return written('NULL', source);
  if (value.kind === 'text') return quotedText(value.text, dialect, source);
  if (value.kind === 'constant') return written(String(value.value), value.span ?? source);
  if (value.kind === 'record' || value.kind === 'list') {
    const json = jsonOf(value);
    return typeof json === 'string' ? quotedText(written(json, source), dialect, source) : holeAt(json, source);
  }
  return holeAt(value.kind === 'unknown' ? unknown(value.reason, value.span ?? source) : unknown('input', source), source);
}

/** Labels of the values that are expressions: `knex.raw(...)`, `knex.fn.now()`. */
export const RAW = 'knex.raw';
export const EXPRESSION = 'knex.expression';
export interface FragmentData {
  readonly sql: TracedText;
}

/** What stands in a statement where the program gives an expression of Knex; `undefined` for other values. */
export function fragmentOf(value: Value | undefined): TracedText | undefined {
  if (value?.kind !== 'native') return undefined;
  return value.label === RAW || value.label === EXPRESSION ? (value.data as FragmentData | undefined)?.sql : undefined;
}
