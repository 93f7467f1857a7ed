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

/** What one `repr` may still do: a list may hold itself, or hold others over and over. */
interface Progress {
  readonly open: Set<Value>;
  left: number;
}

/** `repr(value)` */
export function reprOf(value: Value, context: Context, progress: Progress = { open: new Set(), left: 20_000 }): TracedText {
  const { span } = context;
  if (value.kind === 'text') return quoted(value.text, span);
  if (value.kind !== 'list' && value.kind !== 'record') return textOf(value, context);
  if (progress.open.has(value)) return made(value.kind === 'record' ? '{...}' : '[...]', span);
  progress.open.add(value);
  const parts: TracedText[] = [];
  for (const [key, item] of value.kind === 'list' ? value.items.entries() : value.entries) {
    if (progress.left-- <= 0) break;
    const printed = reprOf(item, context, progress);
    parts.push(value.kind === 'list' ? printed : concatText([reprOf(keyValue(String(key)), context, progress), made(': ', span), printed]));
  }
  progress.open.delete(value);
  const complete = value.complete && progress.left > 0;
  if (value.kind === 'list' && value.form === 'set' && parts.length === 0 && complete) return made('set()', span);
  const [open, close] = value.kind === 'record' || value.form === 'set' ? ['{', '}'] : value.form === 'list' ? ['[', ']'] : ['(', parts.length === 1 ? ',)' : ')'];
  return concatText([made(open, span), joinText(made(', ', span), parts), ...(complete ? [] : [hole('input', span)]), made(close, span)]);
}

function quoted(text: TracedText, span: Span): TracedText {
  const quote = text.text.includes("'") && !text.text.includes('"') ? '"' : "'";
  const place = text.pieces.length > 0 ? placeOf(text, span) : span;
  const escaped = text.text.replace(/[\\\n\r\t]/g, (found) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[found] ?? found);
  const inner = quote === "'" ? escaped.replaceAll("'", "\\'") : escaped;
  if (inner === text.text) return concatText([made(quote, place), text, made(quote, place)]);
  return text.holes.length > 0 ? concatText([made(quote, place), text, made(quote, place)]) : made(`${quote}${inner}${quote}`, place);
}
