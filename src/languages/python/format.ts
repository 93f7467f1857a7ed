import { type Context, type Value } from '../../evaluate/value.js';
import { concatText, sliceText, type TracedText } from '../../value.js';
import { hole, made, numberOf, placeOf, reasonOf } from './known.js';
import { reprOf, textOf } from './printing.js';

const SPECIFICATION = /^(?:(.)?([<>=^]))?([ +-])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su;
const WIDEST = 10_000;

interface Specification {
  readonly fill?: string;
  readonly align?: string;
  readonly sign?: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping?: string;
  readonly precision?: number;
  readonly type?: string;
}

function readSpecification(text: string): Specification | undefined {
  const match = SPECIFICATION.exec(text);
  if (!match) return undefined;
  const width = Number(match[7] ?? 0);
  const precision = match[9] === undefined ? undefined : Number(match[9]);
  if (width > WIDEST || (precision ?? 0) > 100) return undefined;
  const zero = match[6] !== undefined;
  return {
    fill: match[1] ?? (zero ? '0' : undefined),
    align: match[2] ?? (zero ? '=' : undefined),
    sign: match[3],
    alternate: match[5] !== undefined,
    width,
    grouping: match[8],
    precision,
    type: match[10],
  };
}

/** `format(value, specification)`: Python's format specification mini-language. What cannot be told is a hole. */
export function format(value: Value, specification: string, context: Context): TracedText {
  if (specification === '') return textOf(value, context);
  const unread = (): TracedText => hole(reasonOf(value) ?? 'unsupported', context.span);
  const read = readSpecification(specification);
  if (!read) return unread();
  if (value.kind === 'text') return read.type === undefined || read.type === 's' ? formatText(value.text, read, context) : unread();
  const number = numberOf(value);
  if (number === undefined) {
    const text = textOf(value, context);
    return text.holes.length === 0 ? formatText(text, read, context) : unread();
  }
  const digits = printNumber(number, read);
  return digits === undefined ? unread() : made(padNumber(digits, read), (value.kind === 'constant' ? value.span : undefined) ?? context.span);
}

function formatText(text: TracedText, { fill = ' ', align = '<', width, precision }: Specification, context: Context): TracedText {
  if (text.holes.length > 0) return width === 0 && precision === undefined ? text : hole(text.holes[0]?.value.unknown ?? 'unsupported', context.span);
  const cut = precision === undefined ? text : sliceText(text, 0, precision);
  return pad(cut, width, align === '=' ? '<' : align, fill, context);
}

export function pad(text: TracedText, width: number, align: string, fill: string, context: Context): TracedText {
  const missing = Math.min(width, WIDEST) - text.text.length;
  if (missing <= 0) return text;
  const before = align === '>' ? missing : align === '^' ? Math.floor(missing / 2) : 0;
  const place = placeOf(text, context.span);
  const filling = (count: number): TracedText[] => (count > 0 ? [made(fill.repeat(count), place)] : []);
  return concatText([...filling(before), text, ...filling(missing - before)]);
}

function padNumber(text: string, { fill = ' ', align = '>', width }: Specification): string {
  if (text.length >= width) return text;
  if (align === '<') return text.padEnd(width, fill);
  if (align === '^') return text.padStart(text.length + Math.floor((width - text.length) / 2), fill).padEnd(width, fill);
  if (align !== '=') return text.padStart(width, fill);
  const sign = /^[+\- ]?(?:0[xXobOB])?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, fill);
}

function printNumber(value: number | bigint, specification: Specification): string | undefined {
  const negative = value < 0;
  const digits = printMagnitude(negative ? -value : value, specification);
  if (digits === undefined) return undefined;
  const sign = negative ? '-' : specification.sign === '+' || specification.sign === ' ' ? specification.sign : '';
  return sign + digits;
}

const RADIX: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 };

function printMagnitude(value: number | bigint, { type, precision, grouping, alternate }: Specification): string | undefined {
  const number = Number(value);
  const isWhole = typeof value === 'bigint' || Number.isInteger(value);
  const radix = RADIX[type ?? ''];
  if (radix !== undefined) {
    if (!isWhole) return undefined;
    const digits = value.toString(radix);
    const prefix = alternate ? `0${type}` : '';
    return prefix + (type === 'X' ? digits.toUpperCase() : digits);
  }
  switch (type) {
    case 'd':
    case 'n':
      return isWhole ? grouped(value.toString(), grouping) : undefined;
    case 'c':
      return isWhole && number <= 0x10ffff ? String.fromCodePoint(number) : undefined;
    case 'f':
    case 'F':
      return grouped(number.toFixed(precision ?? 6), grouping);
    case '%':
      return `${(number * 100).toFixed(precision ?? 6)}%`;
    case 'e':
    case 'E': {
      const text = number.toExponential(precision ?? 6).replace(/e([+-])(\d)$/, 'e$10$2');
      return type === 'E' ? text.toUpperCase() : text;
    }
    case 'g':
    case 'G':
      return general(number, precision ?? 6);
    case undefined:
      return precision === undefined ? grouped(String(value), grouping) : general(number, precision);
    default:
      return undefined;
  }
}

function general(value: number, precision: number): string {
  if (value === 0) return '0';
  const digits = Math.max(1, precision);
  const exponent = Math.floor(Math.log10(value));
  if (exponent < -4 || exponent >= digits) return value.toExponential(digits - 1).replace(/\.?0+e/, 'e').replace(/e([+-])(\d)$/, 'e$10$2');
  const fixed = value.toPrecision(digits);
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}

function grouped(digits: string, separator: string | undefined): string {
  if (separator === undefined) return digits;
  const [whole = '', fraction] = digits.split('.');
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, separator);
  return fraction === undefined ? parts : `${parts}.${fraction}`;
}

/** A field of an f-string or of `str.format`. */
export function formatted(value: Value, conversion: 'repr' | 'ascii' | 'string' | undefined, specification: string, context: Context): TracedText {
  if (conversion === undefined) return format(value, specification, context);
  const text = conversion === 'string' ? textOf(value, context) : reprOf(value, context);
  return specification === '' ? text : format({ kind: 'text', text }, specification, context);
}
