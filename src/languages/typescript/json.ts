import { type Call, listValue, constant, plainText, recordValue, textValue, UNDEFINED, type Value } from '../../evaluate/value.js';
import { concatText, type TracedText } from '../../value.js';
import { hole, integerOf, joinText, LIMIT, made, objectOf, placeOf, reasonOf, textOfKnown, unknownFrom, unknownText } from './known.js';
import { textOf } from './printing.js';

const DEEPEST = 100;

class Writer {
  private left = LIMIT;
  constructor(
    private readonly call: Call,
    private readonly indent: string,
  ) {}

  /** JSON of a value; parts that are not known become holes. */
  write(value: Value, level = 0): TracedText {
    const { span } = this.call;
    this.left -= 1;
    if (this.left < 0 || level > DEEPEST) return hole('unsupported', span);
    switch (value.kind) {
      case 'text':
        return this.quoted(value.text);
      case 'constant':
        return made(typeof value.value === 'number' && !Number.isFinite(value.value) ? 'null' : String(value.value ?? null), value.span ?? span);
      case 'list':
        return value.complete ? this.wrapped('[', value.items.map((item) => this.write(item, level + 1)), ']', level) : hole('input', span);
      case 'record': {
        if (!value.complete) return hole('input', span);
        const entries = [...value.entries].filter(([, item]) => item.kind !== 'closure' && !(item.kind === 'constant' && item.value === undefined));
        const colon = made(this.indent === '' ? ':' : ': ', span);
        return this.wrapped('{', entries.map(([key, item]) => concatText([made(JSON.stringify(key), span), colon, this.write(item, level + 1)])), '}', level);
      }
      default:
        return hole(reasonOf(value) ?? 'unsupported', span);
    }
  }

  private quoted(text: TracedText): TracedText {
    const place = placeOf(text, this.call.span);
    const escaped = JSON.stringify(text.text).slice(1, -1);
    return escaped === text.text || text.holes.length > 0 ? concatText([made('"', place), text, made('"', place)]) : made(`"${escaped}"`, place);
  }

  private wrapped(open: string, parts: readonly TracedText[], close: string, level: number): TracedText {
    const { span } = this.call;
    if (parts.length === 0) return made(open + close, span);
    const margin = this.indent === '' ? '' : `\n${this.indent.repeat(level + 1)}`;
    const end = this.indent === '' ? '' : `\n${this.indent.repeat(level)}`;
    return concatText([made(open + margin, span), joinText(made(`,${margin}`, span), parts), made(end + close, span)]);
  }
}

export function fromJson(value: unknown): Value {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return listValue(value.map(fromJson));
  if (typeof value !== 'object' || value === null) return constant(value as null | boolean | number);
  return recordValue(Object.entries(value).map(([key, item]) => [key, fromJson(item)]));
}

export const JSON_OBJECT = objectOf('JSON', {
  stringify: (call) => {
    const [value, replacer, indent] = call.positional;
    if (!value || (replacer && replacer.kind !== 'constant')) return unknownText(call, value);
    if (value.kind === 'constant' && value.value === undefined) return UNDEFINED;
    const margin = indent === undefined ? '' : (textOfKnown(indent) ?? ' '.repeat(Math.min(10, Math.max(0, integerOf(indent) ?? 0))));
    return textValue(new Writer(call, margin).write(value));
  },
  parse: (call) => {
    const text = textOfKnown(call.positional[0] && { kind: 'text', text: textOf(call.positional[0], call) });
    if (text === undefined) return unknownFrom(call, call.positional[0]);
    try {
      return fromJson(JSON.parse(text));
    } catch {
      return unknownFrom(call);
    }
  },
});
