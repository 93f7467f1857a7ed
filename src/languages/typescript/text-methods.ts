import { type Call, constant, FALSE, type TextValue, textValue, TRUE, unknownValue, type Value } from '../../evaluate/value.js';
import { concatText, sliceText, type TracedText } from '../../value.js';
import { decided, integerOf, isCallable, isUndefined, joinText, made, occurrences, placeOf, splitText, textOfKnown, transformed, unknownFrom, unknownText } from './known.js';
import { textOf } from './printing.js';
import { isPattern, match, matchAll, replacePattern, splitPattern } from './regexp.js';

type TextMethod = (self: TextValue, call: Call) => Value;

const LONGEST = 1_000_000;
const text = (value: TracedText): TextValue => textValue(value);
const mapped = (change: (value: string) => string): TextMethod => (self, call) => text(transformed(self.text, change(self.text.text), call.span));

const trimmed = (left: boolean, right: boolean): TextMethod => (self) => {
  const { text: content } = self.text;
  const from = left ? content.length - content.trimStart().length : 0;
  const to = right ? content.trimEnd().length : content.length;
  return text(sliceText(self.text, Math.min(from, to), to));
};

const affixed = (start: boolean): TextMethod => (self, call) => {
  const part = textOfKnown(call.positional[0]);
  if (part === undefined || call.positional.length > 1) return unknownFrom(call, self, ...call.positional);
  const { holes, text: content } = self.text;
  const written = start ? content.slice(0, holes[0]?.start) : content.slice(holes.at(-1)?.end ?? 0);
  if (start ? written.startsWith(part) : written.endsWith(part)) return TRUE;
  if (holes.length === 0 || written.length >= part.length) return FALSE;
  return (start ? part.startsWith(written) : part.endsWith(written)) ? unknownFrom(call, self) : FALSE;
};

const includes: TextMethod = (self, call) => {
  const needle = textOfKnown(call.positional[0]);
  if (needle === undefined) return unknownFrom(call, self, ...call.positional);
  const isThere = needle === '' || occurrences(self.text, needle, 1).length > 0;
  return decided(call, isThere ? true : self.text.holes.length > 0 ? undefined : false, self);
};

const replace = (all: boolean): TextMethod => (self, call) => {
  const [wanted, replacement] = call.positional;
  if (isPattern(wanted)) return replacePattern(self, call);
  const old = textOfKnown(wanted);
  if (old === undefined || old === '' || !replacement) return unknownText(call, self, ...call.positional);
  const places = occurrences(self.text, old, all ? undefined : 1);
  if (places.length === 0) return self;
  const value = isCallable(replacement) ? call.invoke(replacement, [wanted as Value]) : replacement;
  const written = textOf(value, call);
  // `$` has a meaning in replacements
  return written.text.includes('$') && !isCallable(replacement) && written.text.includes('$&') ? unknownText(call, self) : text(joinText(written, splitText(self.text, places, old.length)));
};

const split: TextMethod = (self, call) => {
  const [separator] = call.positional;
  if (isPattern(separator)) return splitPattern(self, call);
  if (isUndefined(separator)) return { kind: 'list', form: 'list', items: [self], complete: true };
  const between = textOfKnown(separator);
  if (between === undefined || call.positional.length > 1 || (between === '' && self.text.holes.length > 0)) return unknownFrom(call, self, ...call.positional);
  const parts = between === '' ? [...self.text.text].map((character) => made(character, placeOf(self.text, call.span))) : splitText(self.text, occurrences(self.text, between), between.length);
  return { kind: 'list', form: 'list', items: parts.map(text), complete: self.text.holes.length === 0 };
};

/** Offsets count from the start, where no hole is in between. */
const part = (read: (length: number, from: number, to: number) => readonly [number, number]): TextMethod => (self, call) => {
  const { length } = self.text.text;
  const [from, to] = [isUndefined(call.positional[0]) ? 0 : integerOf(call.positional[0]), isUndefined(call.positional[1]) ? length : integerOf(call.positional[1])];
  if (from === undefined || to === undefined) return unknownText(call, self, ...call.positional);
  const [start, end] = read(length, from, to);
  const known = self.text.holes.length === 0 || (start <= (self.text.holes[0]?.start ?? 0) && (end === length || end <= (self.text.holes[0]?.start ?? 0)) && from >= 0 && to >= 0);
  return known ? text(sliceText(self.text, start, end)) : unknownText(call, self);
};
const clamp = (value: number, length: number): number => Math.max(0, Math.min(length, value));
const counted = (value: number, length: number): number => clamp(value < 0 ? length + value : value, length);

const searched = (find: (content: string, needle: string) => number): TextMethod => (self, call) => {
  const [content, needle] = [textOfKnown(self), textOfKnown(call.positional[0])];
  if (content === undefined || needle === undefined || call.positional.length > 1) return unknownFrom(call, self, ...call.positional);
  return constant(find(content, needle), call.span);
};

const padded = (start: boolean): TextMethod => (self, call) => {
  const [length, content] = [integerOf(call.positional[0]), textOfKnown(self)];
  const fill = isUndefined(call.positional[1]) ? ' ' : textOfKnown(call.positional[1]);
  if (length === undefined || content === undefined || fill === undefined || length > LONGEST) return unknownText(call, self, ...call.positional);
  const whole = start ? content.padStart(length, fill) : content.padEnd(length, fill);
  const added = made(start ? whole.slice(0, whole.length - content.length) : whole.slice(content.length), placeOf(self.text, call.span));
  return text(concatText(start ? [added, self.text] : [self.text, added]));
};

const repeat: TextMethod = (self, call) => {
  const count = integerOf(call.positional[0]);
  if (count === undefined || count < 0 || count * self.text.text.length > LONGEST || count > LONGEST / 50) return unknownText(call, self, ...call.positional);
  return text(concatText(Array.from({ length: count }, () => self.text)));
};

const characterAt: TextMethod = (self, call) => {
  const [index, content] = [integerOf(call.positional[0] ?? constant(0)), textOfKnown(self)];
  return index === undefined || content === undefined ? unknownText(call, self) : text(sliceText(self.text, counted(index, content.length), counted(index, content.length) + 1));
};

const itself: TextMethod = (self) => self;

export const TEXT_METHODS: Readonly<Record<string, TextMethod>> = {
  trim: trimmed(true, true),
  trimStart: trimmed(true, false),
  trimLeft: trimmed(true, false),
  trimEnd: trimmed(false, true),
  trimRight: trimmed(false, true),
  toLowerCase: mapped((value) => value.toLowerCase()),
  toUpperCase: mapped((value) => value.toUpperCase()),
  toLocaleLowerCase: mapped((value) => value.toLowerCase()),
  toLocaleUpperCase: mapped((value) => value.toUpperCase()),
  // a file that was read as bytes is text here
  toString: itself,
  valueOf: itself,
  normalize: itself,
  concat: (self, call) => text(concatText([self.text, ...call.positional.map((value) => textOf(value, call))])),
  startsWith: affixed(true),
  endsWith: affixed(false),
  includes,
  replace: replace(false),
  replaceAll: replace(true),
  split,
  slice: part((length, from, to) => [counted(from, length), counted(to, length)]),
  substring: part((length, from, to) => [clamp(Math.min(from, to), length), clamp(Math.max(from, to), length)]),
  substr: part((length, from, to) => [counted(from, length), clamp(counted(from, length) + Math.max(0, to), length)]),
  indexOf: searched((content, needle) => content.indexOf(needle)),
  lastIndexOf: searched((content, needle) => content.lastIndexOf(needle)),
  padStart: padded(true),
  padEnd: padded(false),
  repeat,
  charAt: characterAt,
  at: characterAt,
  match,
  matchAll,
  localeCompare: (self, call) => {
    const [a, b] = [textOfKnown(self), textOfKnown(call.positional[0])];
    return a === undefined || b === undefined ? unknownValue('input', call.span) : constant(a < b ? -1 : a > b ? 1 : 0);
  },
};
