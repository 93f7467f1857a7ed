import type { Value } from '../evaluate/value.js';
import type { Span } from '../span.js';
import { type TracedText, concatText, holeAt, locate, sliceText, tracedText, unknown } from '../value.js';

/** A parameter's value as it would stand in the SQL; a hole where it is not known. */
export function literalText(value: Value | undefined, at: Span): TracedText {
  switch (value?.kind) {
    case 'constant': {
      const span = value.span ?? at;
      const { value: content } = value;
      return tracedText(content === null || content === undefined ? 'NULL' : typeof content === 'boolean' ? String(content).toUpperCase() : String(content), span, false);
    }
    case 'text':
      if (value.text.holes.length > 0) return holeAt(value.text.holes[0]?.value ?? unknown('input', at), at);
      return tracedText(`'${value.text.text.replaceAll("'", "''")}'`, value.text.pieces[0]?.source ?? at, false);
    case 'list': {
      if (!value.complete || value.items.length === 0) return holeAt(unknown('input', at), at);
      const items = value.items.flatMap((item, i) => (i === 0 ? [literalText(item, at)] : [tracedText(', ', at, false), literalText(item, at)]));
      return concatText([tracedText('(', at, false), ...items, tracedText(')', at, false)]);
    }
    case 'unknown':
      return holeAt(unknown(value.reason, value.span ?? at), at);
    default:
      return holeAt(unknown('input', at), at);
  }
}

/** Replaces what `pattern` finds; `undefined` leaves it as it is. */
export function replaced(text: TracedText, pattern: RegExp, by: (match: RegExpExecArray, at: Span) => TracedText | undefined, fallback: Span): TracedText {
  const parts: TracedText[] = [];
  let done = 0;
  for (const match of text.text.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    const at = locate(text, start, end) ?? fallback;
    const replacement = by(match, at);
    if (!replacement) continue;
    // the driver puts a list of values in parentheses
    const list = replacement.holes.length > 0 && /\bin\s*$/i.test(text.text.slice(0, start));
    parts.push(sliceText(text, done, start), list ? concatText([tracedText('(', at, false), replacement, tracedText(')', at, false)]) : replacement);
    done = end;
  }
  if (done === 0 && parts.length === 0) return text;
  parts.push(sliceText(text, done));
  return concatText(parts.filter((part) => part.text !== ''));
}

/** `text()`: `:name` is a parameter, also inside quotes; `\:` is a colon. */
export function boundText(text: TracedText, values: ReadonlyMap<string, Value>, fallback: Span): TracedText {
  if (!text.text.includes(':')) return text;
  const bound = replaced(text, /(?<![:\w$\\]):([\w$]+)(?![:\w$])/g, (match, at) => literalText(values.get(match[1] ?? ''), at), fallback);
  return bound.text.includes('\\:') ? replaced(bound, /\\:/g, (_, at) => tracedText(':', at, false), fallback) : bound;
}

/** Text for the database driver: `%s` and `%(name)s` are parameters, `%%` is a percent sign. */
export function driverText(text: TracedText, parameters: Value | undefined, fallback: Span): TracedText {
  if (!text.text.includes('%') && !(parameters && text.text.includes('?'))) return text;
  const items = parameters?.kind === 'list' && parameters.complete ? parameters.items : undefined;
  let next = 0;
  return replaced(
    text,
    parameters === undefined ? /%%|%(?:\((\w+)\))?s/g : /%%|%(?:\((\w+)\))?s|(?<=[\s(,=])\?(?=[\s),;]|$)/g,
    (match, at) => {
      if (match[0] === '%%') return tracedText('%', at, false);
      if (match[1] !== undefined) return literalText(parameters?.kind === 'record' ? parameters.entries.get(match[1]) : undefined, at);
      next += 1;
      return literalText(items?.[next - 1], at);
    },
    fallback,
  );
}

/** A text whose colons were escaped when a tool wrote the migration. */
export const unescapedText = (text: TracedText, fallback: Span): TracedText =>
  text.text.includes('\\:') ? replaced(text, /\\:/g, (_, at) => tracedText(':', at, false), fallback) : text;
