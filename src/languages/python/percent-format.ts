import { recordKey } from '../../evaluate/keys.js';
import { type Context, plainText, type Value } from '../../evaluate/value.js';
import { concatText, sliceText, type TracedText } from '../../value.js';
import { format } from './format.js';
import { hole, integerOf, numberOf, reasonOf } from './known.js';
import { reprOf, textOf } from './printing.js';

const DIRECTIVE = /%(?:\(([^)]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsab%])/y;

/** `template % values` */
export function percentFormat(template: TracedText, values: Value, context: Context): TracedText {
  const parts: TracedText[] = [];
  const next = positional(values, context);
  let from = 0;
  for (let at = template.text.indexOf('%'); at !== -1; at = template.text.indexOf('%', from)) {
    DIRECTIVE.lastIndex = at;
    const directive = DIRECTIVE.exec(template.text);
    if (!directive) return hole(reasonOf(values) ?? 'unsupported', context.span);
    const [whole, name, flags = '', width, precision, type = 's'] = directive;
    parts.push(sliceText(template, from, at));
    from = at + whole.length;
    if (type === '%') {
      parts.push(sliceText(template, from - 1, from));
      continue;
    }
    const number = (part: string | undefined): string => (part === '*' ? String(integerOf(next()) ?? 0) : (part ?? ''));
    const wide = number(width);
    const precise = precision === undefined ? undefined : number(precision);
    const value = name === undefined ? next() : named(values, name);
    parts.push(directiveText(value, { flags, wide, precise, type }, context));
  }
  parts.push(sliceText(template, from));
  return concatText(parts);
}

function positional(values: Value, context: Context): () => Value {
  let index = 0;
  const missing: Value = { kind: 'unknown', reason: reasonOf(values) ?? 'input', span: context.span };
  return () => {
    const at = index++;
    if (values.kind === 'list' && values.form === 'tuple') return values.items[at] ?? missing;
    // a single value may stand without its tuple; an unread one may be the tuple itself
    return at === 0 && values.kind !== 'unknown' ? values : missing;
  };
}

function named(values: Value, name: string): Value {
  const key = recordKey(plainText(name)) ?? name;
  return (values.kind === 'record' ? values.entries.get(key) : undefined) ?? { kind: 'unknown', reason: reasonOf(values) ?? 'input' };
}

interface Directive {
  readonly flags: string;
  readonly wide: string;
  readonly precise: string | undefined;
  readonly type: string;
}

function directiveText(value: Value, { flags, wide, precise, type }: Directive, context: Context): TracedText {
  if ('rsab'.includes(type)) {
    const text = type === 's' || type === 'b' ? textOf(value, context) : reprOf(value, context);
    const align = flags.includes('-') ? '<' : '>';
    const specification = wide === '' && precise === undefined ? '' : `${align}${wide}${precise === undefined ? '' : `.${precise || 0}`}`;
    return format({ kind: 'text', text }, specification, context);
  }
  if (type === 'c' && value.kind === 'text') return value.text;
  const number = numberOf(value);
  if (number === undefined) return hole(reasonOf(value) ?? 'unsupported', context.span);
  const whole = 'diu'.includes(type);
  const shown: Value = whole && typeof number === 'number' ? { kind: 'constant', value: Math.trunc(number), span: value.kind === 'constant' ? value.span : undefined } : value;
  const align = flags.includes('-') ? '<' : flags.includes('0') ? '0=' : '>';
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const alternate = flags.includes('#') ? '#' : '';
  const precision = whole || precise === undefined ? '' : `.${precise || 0}`;
  return format(shown, `${align}${sign}${alternate}${wide}${precision}${whole ? 'd' : type}`, context);
}
