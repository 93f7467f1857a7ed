import { type Call, constant, listValue, type ListValue, type NativeValue, NULL, plainText, type TextValue, textValue, UNDEFINED, type Value } from '../../evaluate/value.js';
import { concatText, sliceText, type TracedText } from '../../value.js';
import { isCheap } from '../cheap-pattern.js';
import { decided, isCallable, listOf, made, objectOf, placeOf, textOfKnown, unknownFrom, unknownText } from './known.js';
import { textOf } from './printing.js';

interface PatternData {
  readonly source: string;
  readonly flags: string;
}

const dataOf = (value: Value | undefined): PatternData | undefined => (value?.kind === 'native' && value.label === 'RegExp' ? (value.data as PatternData) : undefined);
export const isPattern = (value: Value | undefined): boolean => dataOf(value) !== undefined;

export function patternValue(source: string, flags: string): NativeValue {
  const data: PatternData = { source, flags };
  const members = objectOf('RegExp', {
    test: (call) => decided(call, matches(self, call.positional[0], 'g')?.some(() => true), ...call.positional),
    exec: (call) => (flags.includes('g') ? unknownFrom(call, ...call.positional) : firstMatch(self, call.positional[0], call)),
  }, { source: plainText(source), flags: plainText(flags) });
  const self: NativeValue = { ...members, label: 'RegExp', data };
  return self;
}

/** Matches in a text that is known as a whole, where the pattern cannot hold up a run. */
function matches(pattern: Value | undefined, subject: Value | undefined, more: string): RegExpExecArray[] | undefined {
  const data = dataOf(pattern);
  const text = textOfKnown(subject);
  if (!data || text === undefined || data.source.length > 500 || /\)[*+{]|\\[1-9k]/u.test(data.source)) return undefined;
  try {
    const made = new RegExp(data.source, data.flags.includes('g') ? data.flags : data.flags + more);
    if (!isCheap(made, text)) return undefined;
    return [...text.matchAll(made)];
  } catch {
    return undefined;
  }
}

function matchValue(match: RegExpExecArray, subject: TextValue, call: Call): ListValue {
  const { index } = match;
  const items = match.map((group: string | undefined, i): Value => (group === undefined ? UNDEFINED : i === 0 ? textValue(sliceText(subject.text, index, index + group.length)) : textValue(made(group, placeOf(subject.text, call.span)))));
  const groups: Value = match.groups ? { kind: 'record', complete: true, entries: new Map(Object.entries(match.groups).map(([name, value]) => [name, value === undefined ? UNDEFINED : plainText(value)])) } : UNDEFINED;
  return { ...listValue(items), properties: new Map<string, Value>([['index', constant(index)], ['groups', groups]]) };
}

function firstMatch(pattern: Value | undefined, subject: Value | undefined, call: Call): Value {
  const found = matches(pattern, subject, 'g');
  if (!found || subject?.kind !== 'text') return unknownFrom(call, subject);
  return found[0] ? matchValue(found[0], subject, call) : NULL;
}

/** `text.match(pattern)` */
export function match(self: TextValue, call: Call): Value {
  const [pattern] = call.positional;
  if (!dataOf(pattern)?.flags.includes('g')) return firstMatch(pattern, self, call);
  const found = matches(pattern, self, '');
  if (!found) return unknownFrom(call, self);
  return found.length > 0 ? listValue(found.map((each) => textValue(sliceText(self.text, each.index, each.index + each[0].length)))) : NULL;
}

export function matchAll(self: TextValue, call: Call): Value {
  const found = matches(call.positional[0], self, 'g');
  return found ? listValue(found.map((each) => matchValue(each, self, call))) : unknownFrom(call, self);
}

/** `text.replace(pattern, replacement)`: what is not replaced keeps its source. */
export function replacePattern(self: TextValue, call: Call): Value {
  const [pattern, replacement] = call.positional;
  const all = matches(pattern, self, 'g');
  if (!all || !replacement) return unknownText(call, self, ...call.positional);
  const found = dataOf(pattern)?.flags.includes('g') ? all : all.slice(0, 1);
  const parts: TracedText[] = [];
  let from = 0;
  for (const each of found) {
    parts.push(sliceText(self.text, from, each.index), replacementOf(each, replacement, self, call));
    from = each.index + each[0].length;
  }
  return found.length === 0 ? self : textValue(concatText([...parts, sliceText(self.text, from)]));
}

function replacementOf(match: RegExpExecArray, replacement: Value, self: TextValue, call: Call): TracedText {
  if (isCallable(replacement)) return textOf(call.invoke(replacement, matchValue(match, self, call).items), call);
  const text = textOf(replacement, call);
  if (!text.text.includes('$')) return text;
  const expanded = text.text.replace(/\$(?:([1-9]\d?)|<(\w+)>|([$&]))/gu, (whole, number?: string, name?: string, sign?: string) => (number ? (match[Number(number)] ?? '') : name ? (match.groups?.[name] ?? '') : sign === '$' ? '$' : sign === '&' ? match[0] : whole));
  return made(expanded, placeOf(text, call.span));
}

/** `text.split(pattern)` */
export function splitPattern(self: TextValue, call: Call): Value {
  const found = matches(call.positional[0], self, 'g');
  if (!found || call.positional.length > 1 || found.some((each) => each.length > 1 || each[0] === '')) return unknownFrom(call, self);
  const parts: Value[] = [];
  let from = 0;
  for (const each of found) {
    parts.push(textValue(sliceText(self.text, from, each.index)));
    from = each.index + each[0].length;
  }
  return listOf([...parts, textValue(sliceText(self.text, from))], true);
}
