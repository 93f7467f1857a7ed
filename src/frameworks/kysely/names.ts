import type { Value } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText, sliceText } from '../../value.js';
import { type Part, join, quotedName, sql, trimmed } from '../javascript/fragment.js';
import { fragmentOf } from '../knex/fragment.js';
import { listed, nameText } from '../knex/names.js';
import type { Runtime } from './runtime.js';

/** Kysely quotes with double quotes everywhere but on MySQL. */
export const identifier = ({ dialect }: Pick<Runtime, 'dialect'>, text: TracedText, at: Span): TracedText => (text.text === '*' ? text : quotedName(trimmed(text), dialect === 'sqlite' ? 'postgres' : dialect, at));

function dotted(text: TracedText): readonly TracedText[] {
  const parts: TracedText[] = [];
  let from = 0;
  for (const dot of text.text.matchAll(/\./gu)) {
    parts.push(sliceText(text, from, dot.index));
    from = dot.index + 1;
  }
  return [...parts, sliceText(text, from)];
}

/** `schema.table.column`, each part in quotes. */
export const reference = (runtime: Pick<Runtime, 'dialect'>, text: TracedText, at: Span): TracedText => join(dotted(text).map((part) => identifier(runtime, part, at)), '.', at);

/** A table as Kysely takes it, `schema.table as alias`; `withSchema` gives the schema where the name has none. */
export function tableText(runtime: Pick<Runtime, 'dialect'>, value: Value | undefined, schema: TracedText | undefined, at: Span): TracedText {
  const own = fragmentOf(value);
  if (own) return own;
  const text = nameText(value, at);
  const alias = /\s+as\s+/iu.exec(text.text);
  const name = alias ? sliceText(text, 0, alias.index) : text;
  const table = schema && !name.text.includes('.') ? sql(at, identifier(runtime, schema, at), '.', identifier(runtime, name, at)) : reference(runtime, name, at);
  return alias ? sql(at, table, ' as ', identifier(runtime, sliceText(text, alias.index + alias[0].length), at)) : table;
}

/** A column, an expression, or a column with its order: `created_at desc`. */
export function orderedColumn(runtime: Pick<Runtime, 'dialect'>, value: Value | undefined, at: Span): TracedText {
  const own = fragmentOf(value);
  if (own) return own;
  const text = nameText(value, at);
  const order = /\s+(?:asc|desc)$/iu.exec(text.text);
  const name = order ? sliceText(text, 0, order.index) : text;
  const parts: Part[] = [reference(runtime, name, at)];
  if (order) parts.push(` ${order[0].trim()}`);
  return sql(at, ...parts);
}

export const columnList = (runtime: Pick<Runtime, 'dialect'>, value: Value | undefined, at: Span): readonly TracedText[] => {
  const items = value?.kind === 'list' && !value.complete ? [...value.items, undefined] : listed(value);
  return items.length === 0 && value?.kind !== 'list' ? [orderedColumn(runtime, value, at)] : items.map((item) => orderedColumn(runtime, item, at));
};
