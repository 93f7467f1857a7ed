import type { Context, Value } from '../../evaluate/value.js';
import { concatText, type TracedText } from '../../value.js';
import { hole, joinText, made, reasonOf } from './known.js';

/** Lists in lists, and no deeper: a list may hold itself. */
const DEEPEST = 4;

/** `String(value)` */
export function textOf(value: Value, context: Context, depth = 0): TracedText {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'constant':
      return made(String(value.value), value.span ?? context.span);
    case 'list': {
      if (depth > DEEPEST) return hole('unsupported', context.span);
      const parts = value.items.map((item) => (item.kind === 'constant' && item.value == null ? made('', context.span) : textOf(item, context, depth + 1)));
      return value.complete ? joinText(made(',', context.span), parts) : concatText([joinText(made(',', context.span), parts), hole('input', context.span)]);
    }
    case 'record':
      return made('[object Object]', context.span);
    case 'native':
      return value.text?.() ?? hole('unsupported', value.span ?? context.span);
    default:
      return hole(reasonOf(value) ?? 'unsupported', (value.kind === 'unknown' ? value.span : undefined) ?? context.span);
  }
}
