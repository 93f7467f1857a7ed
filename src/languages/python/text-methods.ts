import { type Call, constant, FALSE, listValue, plainText, type TextValue, textValue, TRUE, type Value } from '../../evaluate/value.js';
import { concatText, sliceText, type TracedText } from '../../value.js';
import { contains } from './comparison.js';
import { pad } from './format.js';
import { braceFormat } from './brace-format.js';
import { argument, hole, integerOf, itemsOf, joinText, made, occurrences, placeOf, splitText, textOfKnown, transformed, unknownFrom, unknownText } from './known.js';
import { textOf } from './printing.js';

type TextMethod = (self: TextValue, call: Call) => Value;

const text = (value: TracedText): TextValue => textValue(value);
const decided = (self: TextValue, call: Call, result: boolean | undefined): Value => (result === undefined ? unknownFrom(call, self, ...call.positional) : result ? TRUE : FALSE);
const ABSENT = Symbol('absent');

/** The text of an optional argument: `ABSENT` where it is not given or `None`, `undefined` where it is not known. */
function optionalText(call: Call, index: number, name?: string): string | typeof ABSENT | undefined {
  const value = argument(call, index, name);
  return value === undefined || (value.kind === 'constant' && value.value === null) ? ABSENT : textOfKnown(value);
}

const mapped = (change: (value: string) => string): TextMethod => (self, call) => text(transformed(self.text, change(self.text.text), call.span));

const tested = (test: (value: string) => boolean): TextMethod => (self, call) => {
  const known = textOfKnown(self);
  return decided(self, call, known === undefined ? undefined : test(known));
};

/** Any letter changes by itself, so that the result corresponds to its source character by character. */
const capitalize = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase();
const title = (value: string): string => value.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
const swapCase = (value: string): string => value.replace(/\p{L}/gu, (letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()));

function stripped(self: TextValue, call: Call, left: boolean, right: boolean): Value {
  const characters = optionalText(call, 0);
  if (characters === undefined) return unknownText(call, ...call.positional);
  const isStripped = (character: string): boolean => (characters === ABSENT ? /\s/.test(character) : characters.includes(character));
  const { text: content } = self.text;
  let from = 0;
  let to = content.length;
  const inHole = (at: number): boolean => self.text.holes.some((gap) => gap.start <= at && at < gap.end);
  while (left && from < to && isStripped(content[from] ?? '') && !inHole(from)) from++;
  while (right && to > from && isStripped(content[to - 1] ?? '') && !inHole(to - 1)) to--;
  return text(sliceText(self.text, from, to));
}

/** Where the text is known to begin (or end) with one of the given parts. */
function affixed(self: TextValue, call: Call, start: boolean): boolean | undefined {
  const wanted = argument(call, 0);
  if (call.positional.length !== 1 || !wanted) return undefined;
  const results = (wanted.kind === 'list' ? wanted.items : [wanted]).map((value): boolean | undefined => {
    const part = textOfKnown(value);
    if (part === undefined) return undefined;
    const { holes, text: content } = self.text;
    const written = start ? content.slice(0, holes[0]?.start) : content.slice(holes.at(-1)?.end ?? 0);
    if (start ? written.startsWith(part) : written.endsWith(part)) return true;
    if (holes.length === 0 || written.length >= part.length) return false;
    return (start ? part.startsWith(written) : part.endsWith(written)) ? undefined : false;
  });
  return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
}

function withoutAffix(self: TextValue, call: Call, start: boolean): Value {
  const length = textOfKnown(argument(call, 0))?.length;
  const found = length === undefined ? undefined : affixed(self, call, start);
  if (found === undefined) return unknownText(call, self, ...call.positional);
  if (!found || length === undefined) return self;
  return text(start ? sliceText(self.text, length) : sliceText(self.text, 0, self.text.text.length - length));
}

function replaced(self: TextValue, call: Call): Value {
  const old = textOfKnown(argument(call, 0, 'old'));
  const value = argument(call, 1, 'new');
  const count = argument(call, 2, 'count');
  const limit = count === undefined ? -1 : integerOf(count);
  if (old === undefined || old === '' || value === undefined || limit === undefined) return unknownText(call, ...call.positional);
  const places = occurrences(self.text, old, limit < 0 ? undefined : limit);
  return places.length === 0 ? self : text(joinText(textOf(value, call), splitText(self.text, places, old.length)));
}

/** The parts of a text; a hole may hold a separator too, so that there may be more of them. */
function parts(self: TextValue, found: readonly TracedText[]): Value {
  return { kind: 'list', form: 'list', items: found.map(text), complete: self.text.holes.length === 0 };
}

function split(self: TextValue, call: Call, fromRight: boolean): Value {
  const separator = optionalText(call, 0, 'sep');
  const most = argument(call, 1, 'maxsplit');
  const limit = most === undefined ? -1 : integerOf(most);
  if (separator === undefined || separator === '' || limit === undefined) return unknownFrom(call, ...call.positional);
  if (separator === ABSENT) {
    const words = [...self.text.text.matchAll(/\S+/g)];
    if (limit >= 0 && words.length > limit) return unknownFrom(call, self);
    return parts(self, words.map((word) => sliceText(self.text, word.index, word.index + word[0].length)));
  }
  const places = occurrences(self.text, separator);
  const used = limit < 0 ? places : fromRight ? places.slice(Math.max(0, places.length - limit)) : places.slice(0, limit);
  return parts(self, splitText(self.text, used, separator.length));
}

export function linesOf(value: TracedText, keepEnds: boolean): TracedText[] {
  const lines: TracedText[] = [];
  let from = 0;
  for (const match of value.text.matchAll(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g)) {
    const end = match.index + match[0].length;
    lines.push(sliceText(value, from, keepEnds ? end : match.index));
    from = end;
  }
  return from < value.text.length ? [...lines, sliceText(value, from)] : lines;
}

function partition(self: TextValue, call: Call, fromRight: boolean): Value {
  const separator = textOfKnown(argument(call, 0));
  if (separator === undefined || separator === '' || self.text.holes.length > 0) return unknownFrom(call, self, ...call.positional);
  const places = occurrences(self.text, separator);
  const at = fromRight ? places.at(-1) : places[0];
  const empty = plainText('');
  if (at === undefined) return listValue(fromRight ? [empty, empty, self] : [self, empty, empty], 'tuple');
  const end = at + separator.length;
  return listValue([sliceText(self.text, 0, at), sliceText(self.text, at, end), sliceText(self.text, end)].map(text), 'tuple');
}

const searched = (find: (content: string, needle: string) => number): TextMethod => (self, call) => {
  const content = textOfKnown(self);
  const needle = textOfKnown(argument(call, 0));
  if (content === undefined || needle === undefined || call.positional.length > 1) return unknownFrom(call, self, ...call.positional);
  return constant(find(content, needle), call.span);
};

function joined(self: TextValue, call: Call): Value {
  const source = argument(call, 0);
  const { items, complete } = itemsOf(call, source);
  const rest = complete ? [] : [hole(source?.kind === 'unknown' ? source.reason : 'input', call.span)];
  return text(joinText(self.text, [...items.map((item) => textOf(item, call)), ...rest]));
}

function justified(self: TextValue, call: Call, align: string): Value {
  const width = integerOf(argument(call, 0));
  const fill = optionalText(call, 1);
  if (width === undefined || fill === undefined || self.text.holes.length > 0) return unknownText(call, self, ...call.positional);
  return text(pad(self.text, width, align, fill === ABSENT ? ' ' : fill, call));
}

function zeroFilled(self: TextValue, call: Call): Value {
  const width = integerOf(argument(call, 0));
  const content = textOfKnown(self);
  if (width === undefined || content === undefined || width > 10_000) return unknownText(call, self, ...call.positional);
  const sign = /^[+-]?/.exec(content)?.[0].length ?? 0;
  const zeros = '0'.repeat(Math.max(0, width - content.length));
  return text(concatText([sliceText(self.text, 0, sign), made(zeros, placeOf(self.text, call.span)), sliceText(self.text, sign)]));
}

const itself: TextMethod = (self) => self;

/** Bytes are texts too: encoding and decoding changes nothing. */
export const TEXT_METHODS: Readonly<Record<string, TextMethod>> = {
  format: (self, call) => text(braceFormat(self.text, call.positional, call.named, call)),
  format_map: (self, call) => {
    const values = call.positional[0];
    return values?.kind === 'record' ? text(braceFormat(self.text, [], values.entries, call)) : unknownText(call, values);
  },
  join: joined,
  replace: replaced,
  strip: (self, call) => stripped(self, call, true, true),
  lstrip: (self, call) => stripped(self, call, true, false),
  rstrip: (self, call) => stripped(self, call, false, true),
  lower: mapped((value) => value.toLowerCase()),
  casefold: mapped((value) => value.toLowerCase()),
  upper: mapped((value) => value.toUpperCase()),
  title: mapped(title),
  capitalize: mapped(capitalize),
  swapcase: mapped(swapCase),
  expandtabs: mapped((value) => value.replaceAll('\t', '        ')),
  encode: itself,
  decode: itself,
  __str__: itself,
  split: (self, call) => split(self, call, false),
  rsplit: (self, call) => split(self, call, true),
  splitlines: (self, call) => parts(self, linesOf(self.text, call.truthOf(argument(call, 0, 'keepends') ?? FALSE) === true)),
  partition: (self, call) => partition(self, call, false),
  rpartition: (self, call) => partition(self, call, true),
  startswith: (self, call) => decided(self, call, affixed(self, call, true)),
  endswith: (self, call) => decided(self, call, affixed(self, call, false)),
  removeprefix: (self, call) => withoutAffix(self, call, true),
  removesuffix: (self, call) => withoutAffix(self, call, false),
  zfill: zeroFilled,
  ljust: (self, call) => justified(self, call, '<'),
  rjust: (self, call) => justified(self, call, '>'),
  center: (self, call) => justified(self, call, '^'),
  count: searched((content, needle) => content.split(needle).length - 1),
  find: searched((content, needle) => content.indexOf(needle)),
  index: searched((content, needle) => content.indexOf(needle)),
  rfind: searched((content, needle) => content.lastIndexOf(needle)),
  rindex: searched((content, needle) => content.lastIndexOf(needle)),
  isdigit: tested((value) => /^\p{Nd}+$/u.test(value)),
  isdecimal: tested((value) => /^\p{Nd}+$/u.test(value)),
  isnumeric: tested((value) => /^\p{N}+$/u.test(value)),
  isalpha: tested((value) => /^\p{L}+$/u.test(value)),
  isalnum: tested((value) => /^[\p{L}\p{N}]+$/u.test(value)),
  isidentifier: tested((value) => /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(value)),
  isspace: tested((value) => /^\s+$/.test(value)),
  isupper: tested((value) => value === value.toUpperCase() && value !== value.toLowerCase()),
  islower: tested((value) => value === value.toLowerCase() && value !== value.toUpperCase()),
  __contains__: (self, call) => decided(self, call, contains(self, call.positional[0] ?? self)),
};
