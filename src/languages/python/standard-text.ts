import { keyValue, recordKey } from '../../evaluate/keys.js';
import { type Call, constant, listValue, NULL, nativeFunction, type NativeValue, plainText, recordValue, textValue, type Value } from '../../evaluate/value.js';
import { concatText, sliceText, type TracedText } from '../../value.js';
import { isCheap } from '../cheap-pattern.js';
import { argument, hole, integerOf, joinText, made, placeOf, reasonOf, textOfKnown, transformed, unknownFrom, unknownText } from './known.js';
import { answers, functions, harmless, type Members, nativeObject, withPositional } from './natives.js';
import { constantText } from './printing.js';
import { linesOf } from './text-methods.js';

const TEXTWRAP_MARGIN = /^[ \t]*/;

/** Takes the common margin off all lines that have more than white space. */
function dedent(text: TracedText): TracedText {
  const lines = linesOf(text, true);
  const isBlank = (line: TracedText): boolean => /^[ \t\r\n]*$/.test(line.text);
  const margins = lines.filter((line) => !isBlank(line)).map((line) => TEXTWRAP_MARGIN.exec(line.text)?.[0] ?? '');
  const margin = margins.reduce((common, next) => {
    let length = 0;
    while (length < common.length && common[length] === next[length]) length++;
    return common.slice(0, length);
  }, margins[0] ?? '');
  return concatText(lines.map((line) => (isBlank(line) ? sliceText(line, /[\r\n]*$/.exec(line.text)?.index ?? 0) : sliceText(line, margin.length))));
}

export const TEXTWRAP: Members = functions('textwrap', {
  dedent: (call) => {
    const value = call.positional[0];
    return value?.kind === 'text' ? textValue(dedent(value.text)) : unknownText(call, value);
  },
  indent: (call) => {
    const [value, prefix] = [argument(call, 0, 'text'), argument(call, 1, 'prefix')];
    if (value?.kind !== 'text' || prefix?.kind !== 'text' || argument(call, 2, 'predicate')) return unknownText(call, value, prefix);
    return textValue(concatText(linesOf(value.text, true).flatMap((line) => (line.text.trim() === '' ? [line] : [prefix.text, line]))));
  },
});

/** JSON text of a value; parts that are not known become holes. */
function dumped(value: Value, call: Call, indent: string, budget: { left: number }, level = 0): TracedText {
  const { span } = call;
  budget.left = level > 100 ? -1 : budget.left - 1;
  if (budget.left < 0) return made('', span);
  const wrapped = (open: string, parts: readonly TracedText[], close: string): TracedText => {
    if (parts.length === 0) return made(open + close, span);
    const margin = indent === '' ? '' : `\n${indent.repeat(level + 1)}`;
    const end = indent === '' ? '' : `\n${indent.repeat(level)}`;
    return concatText([made(open + margin, span), joinText(made(indent === '' ? ', ' : `,${margin}`, span), parts), made(end + close, span)]);
  };
  switch (value.kind) {
    case 'text': {
      const place = placeOf(value.text, span);
      const escaped = JSON.stringify(value.text.text).slice(1, -1);
      const isPlain = escaped === value.text.text || value.text.holes.length > 0;
      return isPlain ? concatText([made('"', place), value.text, made('"', place)]) : made(`"${escaped}"`, place);
    }
    case 'constant':
      if (value.value === null || value.value === undefined) return made('null', span);
      return made(typeof value.value === 'boolean' ? String(value.value) : constantText(value.value), value.span ?? span);
    case 'list':
      return value.complete ? wrapped('[', value.items.map((item) => dumped(item, call, indent, budget, level + 1)), ']') : hole('input', span);
    case 'record':
      if (!value.complete) return hole('input', span);
      return wrapped('{', [...value.entries].map(([key, item]) => concatText([dumped(plainText(keyText(key)), call, '', budget), made(': ', span), dumped(item, call, indent, budget, level + 1)])), '}');
    default:
      return hole(reasonOf(value) ?? 'unsupported', span);
  }
}

function keyText(key: string): string {
  const value = keyValue(key);
  if (value.kind !== 'constant') return textOfKnown(value) ?? key;
  return typeof value.value === 'boolean' ? String(value.value) : value.value === null ? 'null' : constantText(value.value);
}

function fromJson(value: unknown): Value {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return listValue(value.map(fromJson));
  if (typeof value !== 'object' || value === null) return constant(value as null | boolean | number);
  return recordValue(Object.entries(value).map(([key, item]) => [recordKey(plainText(key)) ?? key, fromJson(item)]));
}

export const JSON_MODULE: Members = functions('json', {
  dumps: (call) => {
    const value = call.positional[0];
    const known = ['indent', 'ensure_ascii', 'default'];
    if (!value || [...call.named.keys()].some((name) => !known.includes(name))) return unknownText(call, value);
    const indent = call.named.get('indent');
    const margin = indent === undefined ? '' : (textOfKnown(indent) ?? ' '.repeat(Math.min(20, Math.max(0, integerOf(indent) ?? 0))));
    // a value may hold itself, or others over and over
    const budget = { left: 20_000 };
    const text = dumped(value, call, margin, budget);
    return budget.left < 0 ? unknownText(call) : textValue(text);
  },
  loads: (call) => {
    const text = textOfKnown(call.positional[0]);
    if (text === undefined) return unknownFrom(call, call.positional[0]);
    try {
      return fromJson(JSON.parse(text));
    } catch {
      return unknownFrom(call);
    }
  },
});

const two = (value: number | undefined): string => String(value ?? 0).padStart(2, '0');

function moment(label: string, call: Call): Value {
  const parts = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((name, i) => integerOf(argument(call, i, name)));
  const [year, month, day, hour, minute, second] = parts;
  const isDate = label === 'datetime.date';
  const isKnown = year !== undefined && month !== undefined && day !== undefined && call.positional.length <= 6 && !call.named.has('tzinfo');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const time = `${two(hour)}:${two(minute)}:${two(second)}`;
  const printed = (separator: string): TracedText => (isKnown ? made(isDate ? date : date + separator + time, call.span) : hole('unsupported', call.span));
  return harmlessMoment(label, {
    isoformat: nativeFunction(`${label}.isoformat`, () => textValue(printed('T'))),
  }, { text: () => printed(' '), span: call.span });
}

const harmlessMoment = (label: string, members: Members, more: Partial<NativeValue>): NativeValue => ({ ...harmless(label, members), call: undefined, item: undefined, ...more });

const FROM_CLOCK = ['now', 'utcnow', 'today', 'fromtimestamp', 'utcfromtimestamp', 'strptime', 'fromisoformat', 'combine'];
const dateType = (label: string): Value =>
  nativeObject(label, Object.fromEntries(FROM_CLOCK.map((name) => [name, answers(`${label}.${name}`, 'environment')])), { call: (call) => moment(label, call) });

export const DATES: Members = {
  datetime: dateType('datetime.datetime'),
  date: dateType('datetime.date'),
};

/** Only patterns that mean the same in both languages. */
function translated(pattern: string, flags: string): RegExp | undefined {
  if (pattern.length > 500 || /\)[*+{]|\\[ABZGKQEpPXRk]|\(\?(?![:=!]|P<)|[*+?}]\+|\[\[/.test(pattern)) return undefined;
  try {
    return new RegExp(pattern.replaceAll('(?P<', '(?<').replace(/(?<!\\)\$$/, '(?=\\n?$)'), flags);
  } catch {
    return undefined;
  }
}

const FLAGS: Readonly<Record<string, string>> = { I: 'i', IGNORECASE: 'i', M: 'm', MULTILINE: 'm', S: 's', DOTALL: 's' };

/** The pattern and flags of a call; `at`: where the flags stand. */
function expressionOf(call: Call, at: number, own?: string): RegExp | undefined {
  const pattern = textOfKnown(call.positional[0]);
  const given = own === undefined ? argument(call, at, 'flags') : undefined;
  const flags = given === undefined ? '' : given.kind === 'native' && given.label.startsWith('re.') ? FLAGS[given.label.slice(3)] : undefined;
  return pattern === undefined || flags === undefined ? undefined : translated(pattern, `g${own ?? flags}`);
}

/** Letters beyond ASCII belong to other classes of characters in JavaScript. */
function subject(value: Value | undefined, pattern: RegExp | undefined): string | undefined {
  const text = textOfKnown(value);
  return text !== undefined && pattern && isCheap(pattern, text) && /^[\n\t\x20-\x7e]*$/.test(text) ? text : undefined;
}

function substitute(call: Call, own?: string): Value {
  const [, replacement, source] = call.positional;
  const pattern = expressionOf(call, 4, own);
  const [text, value] = [subject(source, pattern), textOfKnown(replacement)];
  if (!pattern || text === undefined || value === undefined || call.positional.length > 3 || call.named.has('count') || source?.kind !== 'text') return unknownText(call, source);
  const translatedValue = value.replaceAll('$', '$$$$').replace(/\\g<(\d+)>|\\(\d)/g, (_, long?: string, short?: string) => `$${long ?? short}`);
  if (/\\(?![nt])/.test(translatedValue)) return unknownText(call, source);
  const result = text.replace(pattern, translatedValue.replaceAll('\\n', '\n').replaceAll('\\t', '\t'));
  return result === text ? source : textValue(transformed({ ...source.text, text }, result, call.span));
}

function matched(call: Call, how: 'match' | 'fullmatch' | 'search', own?: string): Value {
  const source = call.positional[1];
  const pattern = expressionOf(call, 2, own);
  const text = subject(source, pattern);
  if (!pattern || text === undefined || source?.kind !== 'text') return unknownFrom(call, source);
  const found = [...text.matchAll(pattern)].find((match) => how === 'search' || (match.index === 0 && (how === 'match' || match[0].length === text.length)));
  if (!found) return how === 'fullmatch' && text.match(pattern) ? unknownFrom(call, source) : NULL;
  const group = (key: Value | undefined): Value => {
    const name = textOfKnown(key);
    const value = name === undefined ? found[integerOf(key) ?? 0] : found.groups?.[name];
    if (value === undefined) return NULL;
    const at = integerOf(key) === 0 || key === undefined ? found.index : text.indexOf(value);
    return textValue(text.indexOf(value, at + 1) === -1 || key === undefined ? sliceText(source.text, at, at + value.length) : made(value, placeOf(source.text, call.span)));
  };
  const groups = (): Value => listValue(found.slice(1).map((_, i) => group(constant(i + 1))), 'tuple');
  return nativeObject('re.Match', functions('re.Match', {
    group: (inner) => (inner.positional.length > 1 ? listValue(inner.positional.map(group), 'tuple') : group(inner.positional[0])),
    groups,
    groupdict: () => recordValue(Object.keys(found.groups ?? {}).map((name) => [name, group(plainText(name))])),
    start: () => constant(found.index),
    end: () => constant(found.index + found[0].length),
  }), { item: group });
}

function findAll(call: Call, own?: string): Value {
  const pattern = expressionOf(call, 2, own);
  const text = subject(call.positional[1], pattern);
  if (!pattern || text === undefined) return unknownFrom(call, call.positional[1]);
  return listValue([...text.matchAll(pattern)].map((match) => {
    const groups = match.slice(1).map((group) => plainText(group ?? ''));
    return groups.length > 1 ? listValue(groups, 'tuple') : (groups[0] ?? plainText(match[0]));
  }));
}

function splitBy(call: Call, own?: string): Value {
  const pattern = expressionOf(call, 3, own);
  const source = call.positional[1];
  const text = subject(source, pattern);
  if (!pattern || text === undefined || source?.kind !== 'text' || call.positional.length > 2 || call.named.has('maxsplit') || /\((?!\?[:=!])/.test(pattern.source)) return unknownFrom(call, source);
  const parts: TracedText[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') continue;
    parts.push(sliceText(source.text, from, match.index));
    from = match.index + match[0].length;
  }
  return listValue([...parts, sliceText(source.text, from)].map(textValue));
}

const METHODS: Readonly<Record<string, (call: Call, own?: string) => Value>> = {
  sub: substitute,
  match: (call, own) => matched(call, 'match', own),
  fullmatch: (call, own) => matched(call, 'fullmatch', own),
  search: (call, own) => matched(call, 'search', own),
  findall: findAll,
  split: splitBy,
};

/** Methods of a compiled pattern are the functions of the module with the pattern put in front. */
function compiled(call: Call): Value {
  const pattern = call.positional[0];
  const expression = expressionOf(call, 1);
  if (!pattern || !expression) return harmless('re.Pattern');
  const own = expression.flags.replace('g', '');
  const methods = Object.entries(METHODS).map(([name, run]) => [name, (inner: Call): Value => run(withPositional(inner, [pattern, ...inner.positional]), own)] as const);
  return nativeObject('re.Pattern', { ...functions('re.Pattern', Object.fromEntries(methods)), pattern });
}

export const RE: Members = {
  ...functions('re', { ...METHODS, compile: compiled }),
  escape: nativeFunction('re.escape', (call) => {
    const text = textOfKnown(call.positional[0]);
    return text !== undefined && /^\w*$/.test(text) ? (call.positional[0] ?? NULL) : unknownText(call, call.positional[0]);
  }),
  error: harmless('re.error'),
  ...Object.fromEntries(Object.keys(FLAGS).map((name) => [name, harmless(`re.${name}`)])),
};

