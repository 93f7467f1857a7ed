import { type Context, plainText, constant, type Value } from '../../evaluate/value.js';
import { concatText, sliceText, type TracedText } from '../../value.js';
import { formatted } from './format.js';
import { itemOf } from './items.js';
import { hole } from './known.js';

const FIELD_NAME = /^([^.[\]]*)((?:\.[^.[\]]+|\[[^\]]*\])*)$/;
const ACCESS = /\.([^.[\]]+)|\[([^\]]*)\]/g;
const CONVERSIONS = { r: 'repr', a: 'ascii', s: 'string' } as const;

interface Arguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  next: number;
}

/** `template.format(...)` */
export function braceFormat(template: TracedText, positional: readonly Value[], named: ReadonlyMap<string, Value>, context: Context): TracedText {
  return fill(template, { positional, named, next: 0 }, context) ?? hole('unsupported', context.span);
}

function fill(template: TracedText, values: Arguments, context: Context): TracedText | undefined {
  const { text } = template;
  const parts: TracedText[] = [];
  let from = 0;
  for (const brace = /[{}]/g; ; ) {
    brace.lastIndex = from;
    const at = brace.exec(text)?.index;
    if (at === undefined) break;
    if (text[at + 1] === text[at]) {
      parts.push(sliceText(template, from, at + 1));
      from = at + 2;
      continue;
    }
    const end = text[at] === '{' ? fieldEnd(text, at) : undefined;
    if (end === undefined) return undefined;
    parts.push(sliceText(template, from, at), field(sliceText(template, at + 1, end), values, context));
    from = end + 1;
  }
  parts.push(sliceText(template, from));
  return concatText(parts);
}

function fieldEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return undefined;
}

function field(content: TracedText, values: Arguments, context: Context): TracedText {
  const colon = content.text.indexOf(':');
  const head = colon === -1 ? content.text : content.text.slice(0, colon);
  const [, name = '', conversion] = /^(.*?)(?:!([rsa]))?$/s.exec(head) ?? [];
  const value = lookUp(name, values, context);
  const specification = colon === -1 ? undefined : fill(sliceText(content, colon + 1), values, context);
  if (!value || (colon !== -1 && (!specification || specification.holes.length > 0))) return hole('unsupported', context.span);
  return formatted(value, conversion ? CONVERSIONS[conversion as keyof typeof CONVERSIONS] : undefined, specification?.text ?? '', context);
}

function lookUp(name: string, values: Arguments, context: Context): Value | undefined {
  const match = FIELD_NAME.exec(name);
  if (!match) return undefined;
  const [, first = '', path = ''] = match;
  const index = first === '' ? values.next++ : /^\d+$/.test(first) ? Number(first) : undefined;
  let value = index === undefined ? values.named.get(first) : values.positional[index];
  for (const [, property, key] of path.matchAll(ACCESS)) {
    if (!value) return undefined;
    if (property !== undefined) value = value.kind === 'native' ? value.member?.(property, context) : undefined;
    else value = itemOf(value, /^\d+$/.test(key ?? '') ? constant(Number(key)) : plainText(key ?? ''), context);
  }
  return value;
}
