import type { Context, Value } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { concatText, type TracedText } from '../../value.js';
import { keyValue } from '../../evaluate/keys.js';
import { hole, joinText, made, placeOf, reasonOf } from './known.js';

export function constantText(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return floatText(value);
    case 'bigint':
      return value.toString();
    default:
      return value === undefined ? 'Ellipsis' : 'None';
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (!Number.isInteger(value) && Math.abs(value) < 1e-4) return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
  return String(value);
}

/** `str(value)` */
export function textOf(value: Value, context: Context): TracedText {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'constant':
      return made(constantText(value.value), value.span ?? context.span);
    case 'list':
    case 'record':
      return reprOf(value, context);
    case 'native':
      return value.text?.() ?? hole('unsupported', value.span ?? context.span);
    default:
      return hole(reasonOf(value) ?? 'unsupported', (value.kind === 'unknown' ? value.span : undefined) ?? context.span);
  }
}

/** `repr(value)` */
export function reprOf(value: Value, context: Context, depth = 0): TracedText {
  const { span } = context;
  if (depth > 20) return hole('unsupported', span);
  switch (value.kind) {
    case 'text':
      return quoted(value.text, span);
    case 'list': {
      const items = joinText(made(', ', span), value.items.map((item) => reprOf(item, context, depth + 1)));
      const rest = value.complete ? [] : [hole('input', span)];
      if (value.form === 'set' && value.items.length === 0 && value.complete) return made('set()', span);
      const [open, close] = value.form === 'list' ? ['[', ']'] : value.form === 'set' ? ['{', '}'] : ['(', value.items.length === 1 ? ',)' : ')'];
      return concatText([made(open, span), items, ...rest, made(close, span)]);
    }
    case 'record': {
      const entries = [...value.entries].map(([key, entry]) => concatText([reprOf(keyValue(key), context, depth + 1), made(': ', span), reprOf(entry, context, depth + 1)]));
      const rest = value.complete ? [] : [hole('input', span)];
      return concatText([made('{', span), joinText(made(', ', span), entries), ...rest, made('}', span)]);
    }
    default:
      return textOf(value, context);
  }
}

function quoted(text: TracedText, span: Span): TracedText {
  const quote = text.text.includes("'") && !text.text.includes('"') ? '"' : "'";
  const place = text.pieces.length > 0 ? placeOf(text, span) : span;
  const escaped = text.text.replace(/[\\\n\r\t]/g, (found) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[found] ?? found);
  const inner = quote === "'" ? escaped.replaceAll("'", "\\'") : escaped;
  if (inner === text.text) return concatText([made(quote, place), text, made(quote, place)]);
  return text.holes.length > 0 ? concatText([made(quote, place), text, made(quote, place)]) : made(`${quote}${inner}${quote}`, place);
}
