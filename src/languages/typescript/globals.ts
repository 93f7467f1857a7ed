import { type Call, constant, FALSE, type NativeValue, nativeFunction, plainText, recordValue, textValue, UNDEFINED, unknownValue, type Value } from '../../evaluate/value.js';
import { testValue } from '../../evaluate/condition.js';
import { concatText } from '../../value.js';
import { answers, harmless, silent } from '../python/natives.js';
import { INTRINSICS } from './intrinsics.js';
import { JSON_OBJECT } from './json.js';
import { isCallable, made, numberOf, objectOf, textOfKnown, unknownFrom, unknownText } from './known.js';
import { MAP } from './map.js';
import { ARRAY, OBJECT, SET } from './objects.js';
import { PROMISE } from './promises.js';
import { patternValue } from './regexp.js';
import { textOf } from './printing.js';

/** Calls the function that it is given, now instead of later. */
const runs = (label: string): NativeValue =>
  nativeFunction(label, (call) => {
    if (isCallable(call.positional[0])) call.invoke(call.positional[0], call.positional.slice(2));
    return unknownValue('environment', call.span, label);
  });

function numeric(label: string, read: (text: string, radix: number | undefined) => number): NativeValue {
  return nativeFunction(label, (call) => {
    const [value, radix] = call.positional;
    const number = value && numberOf(value);
    const text = typeof number === 'number' ? String(number) : textOfKnown(value);
    return text === undefined ? unknownFrom(call, value) : constant(read(text, radix && Number(numberOf(radix))), call.span);
  });
}
const PARSE_INT = numeric('parseInt', (text, radix) => Number.parseInt(text, radix));
const PARSE_FLOAT = numeric('parseFloat', (text) => Number.parseFloat(text));

const NUMBER: NativeValue = {
  ...objectOf('Number', { isInteger: (call) => constant(Number.isInteger(call.positional[0] && numberOf(call.positional[0]))) }, { parseInt: PARSE_INT, parseFloat: PARSE_FLOAT, MAX_SAFE_INTEGER: constant(Number.MAX_SAFE_INTEGER), MIN_SAFE_INTEGER: constant(Number.MIN_SAFE_INTEGER), MAX_VALUE: constant(Number.MAX_VALUE) }),
  call: (call) => {
    const number = call.positional[0] && numberOf(call.positional[0]);
    const text = textOfKnown(call.positional[0]);
    return number !== undefined ? constant(Number(number), call.span) : text !== undefined ? constant(Number(text), call.span) : call.positional.length === 0 ? constant(0) : unknownFrom(call, ...call.positional);
  },
};

/** String.raw`...` */
function raw(call: Call): Value {
  const [strings, ...values] = call.positional;
  const parts = strings?.kind === 'list' ? strings.properties?.get('raw') : undefined;
  if (parts?.kind !== 'list') return unknownText(call, strings);
  return textValue(concatText(parts.items.flatMap((part, i) => (i === 0 ? [textOf(part, call)] : [textOf(values[i - 1] ?? plainText(''), call), textOf(part, call)]))));
}

const STRING: NativeValue = {
  ...objectOf('String', {
    raw,
    fromCharCode: (call) => {
      const codes = call.positional.map((value) => numberOf(value));
      return codes.every((code) => typeof code === 'number') ? textValue(made(String.fromCharCode(...codes), call.span)) : unknownText(call);
    },
  }),
  call: (call) => textValue(call.positional[0] ? textOf(call.positional[0], call) : made('', call.span)),
};

const calculated = (label: string, calculate: (...numbers: number[]) => number): NativeValue =>
  nativeFunction(label, (call) => {
    const numbers = call.positional.map((value) => numberOf(value));
    return call.complete && numbers.every((number) => typeof number === 'number') ? constant(calculate(...numbers), call.span) : unknownFrom(call, ...call.positional);
  });
const CALCULATIONS = ['floor', 'ceil', 'round', 'trunc', 'abs', 'max', 'min', 'pow', 'sqrt', 'log', 'log2', 'log10', 'sign'] as const;
const MATH = objectOf('Math', { random: (call) => unknownValue('input', call.span) }, Object.fromEntries([...CALCULATIONS.map((name) => [name, calculated(`Math.${name}`, Math[name])]), ['PI', constant(Math.PI)], ['E', constant(Math.E)]]));

/** The clock, and what is made of it; dates that the program writes are not told apart. */
const DATE: NativeValue = { ...harmless('Date'), call: (call) => ({ ...harmless('Date'), call: undefined, span: call.span, text: undefined }) };

const ENVIRONMENT: NativeValue = { kind: 'native', label: 'process.env', member: (property, context) => unknownValue('environment', context.span, `process.env.${property}`), item: (_, context) => unknownValue('environment', context.span, 'process.env') };
export const PROCESS: NativeValue = {
  ...harmless('process', {
    env: ENVIRONMENT,
    argv: unknownValue('environment', undefined, 'process.argv'),
    cwd: nativeFunction('process.cwd', () => plainText('/')),
    nextTick: nativeFunction('process.nextTick', (call) => (isCallable(call.positional[0]) ? call.invoke(call.positional[0], call.positional.slice(1)) : UNDEFINED)),
    exit: silent('process.exit'),
    on: silent('process.on'),
  }),
};

const error = (label: string): NativeValue => nativeFunction(label, (call) => recordValue([['message', call.positional[0] ?? UNDEFINED], ['name', plainText(label)]], call.span));

const boolean = nativeFunction('Boolean', (call) => (call.positional[0] ? testValue(call.truthOf(call.positional[0])) : FALSE));
const pattern = nativeFunction('RegExp', (call) => {
  const [source, flags] = [textOfKnown(call.positional[0]), call.positional[1] ? textOfKnown(call.positional[1]) : ''];
  return source === undefined || flags === undefined ? (call.positional[0]?.kind === 'native' ? call.positional[0] : unknownFrom(call, ...call.positional)) : patternValue(source, flags);
});

/** What every file sees without an import. */
export const GLOBALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...INTRINSICS,
  ['Object', OBJECT],
  ['Array', ARRAY],
  ['Set', SET],
  ['Map', MAP],
  ['WeakMap', MAP],
  ['Promise', PROMISE],
  ['JSON', JSON_OBJECT],
  ['Number', NUMBER],
  ['String', STRING],
  ['Boolean', boolean],
  ['Math', MATH],
  ['Date', DATE],
  ['RegExp', pattern],
  ['Symbol', answers('Symbol', 'unsupported')],
  ['BigInt', NUMBER],
  ['Buffer', objectOf('Buffer', { from: (call) => call.positional[0] ?? UNDEFINED })],
  ['parseInt', PARSE_INT],
  ['parseFloat', PARSE_FLOAT],
  ['isNaN', nativeFunction('isNaN', (call) => unknownFrom(call, ...call.positional))],
  ['NaN', constant(Number.NaN)],
  ['Infinity', constant(Number.POSITIVE_INFINITY)],
  ['console', { kind: 'native', label: 'console', member: (property) => silent(`console.${property}`) }],
  ['process', PROCESS],
  ['setTimeout', runs('setTimeout')],
  ['setImmediate', runs('setImmediate')],
  ['queueMicrotask', runs('queueMicrotask')],
  ['clearTimeout', silent('clearTimeout')],
  ...['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'AggregateError'].map((name) => [name, error(name)] as const),
]);
