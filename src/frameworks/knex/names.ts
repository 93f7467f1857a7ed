import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, concatText, holeAt, unknown } from '../../value.js';
import { tracedOf, unknownFrom } from '../values.js';
import { endOf, fragmentOf, identifier, join, written } from './fragment.js';

/** The text of a name; a hole where it cannot be read. */
export function nameText(value: Value | undefined, source: Span): TracedText {
  const text = tracedOf(value);
  if (text) return text;
  if (value?.kind === 'constant' && value.value !== null && value.value !== undefined) return written(String(value.value), value.span ?? source);
  return holeAt(value ? unknownFrom(value) : unknown('input', source), source);
}

/** One name, several, or none: `'a'`, `['a', knex.raw('lower(b)')]`. */
export function listed(value: Value | undefined): readonly Value[] {
  if (value === undefined || isNull(value)) return [];
  return value.kind === 'list' ? value.items : [value];
}

const isPartial = (value: Value | undefined): boolean => value?.kind === 'list' && !value.complete;

/** Names in quotes with commas between them; expressions as they are. */
export function columnize(value: Value | undefined, dialect: Dialect, source: Span): TracedText {
  const parts = listed(value).map((each) => fragmentOf(each) ?? identifier(nameText(each, source), dialect, source));
  if (isPartial(value) || parts.length === 0) parts.push(holeAt(unknownFrom(value), source));
  return join(parts, ', ', source);
}

/** `table_column_unique`: in lower case, with dots and dashes of the table's name made into underscores. */
export function defaultName(kind: 'unique' | 'index' | 'foreign', table: TracedText, columns: Value | undefined, source: Span): TracedText {
  const names = listed(columns).map((each) => fragmentOf(each) ?? nameText(each, source));
  if (isPartial(columns)) names.push(holeAt(unknownFrom(columns), source));
  const end = endOf(source);
  const parts = [replacing(table, /[.-]/g, '_'), ...names.flatMap((name) => [written('_', end), name]), written(`_${kind}`, end)];
  return lowered(concatText(parts));
}

const replacing = (text: TracedText, pattern: RegExp, by: string): TracedText => ({ ...text, text: text.text.replace(pattern, by) });

/** Only where no letter changes its length, so that places stay where they are. */
function lowered(text: TracedText): TracedText {
  const lower = text.text.toLowerCase();
  return lower.length === text.text.length ? { ...text, text: lower, pieces: text.pieces.map((piece) => ({ ...piece, exact: piece.exact && lower === text.text })) } : text;
}
