import type { RecordValue, Value } from '../../evaluate/value.js';
import { isNull, plainText, recordValue, textValue } from '../../evaluate/value.js';
import type { TracedText } from '../../value.js';
import { tracedOf } from '../values.js';
import type { Writer } from './writer.js';

const ADAPTERS: Readonly<Record<string, string>> = { int: 'integer', string: 'text', float: 'real', double: 'double precision', datetime: 'timestamp', bool: 'boolean' };
const ID: Value = recordValue([['type', plainText('serial')], ['primaryKey', { kind: 'constant', value: true }]]);

/** A type under the name that PostgreSQL knows it by. */
export function adapted(value: Value | undefined): Value | undefined {
  const text = tracedOf(value);
  if (!text || !Object.hasOwn(ADAPTERS, text.text)) return value;
  return textValue({ ...text, text: ADAPTERS[text.text] ?? text.text, pieces: text.pieces.map((piece) => ({ ...piece, start: 0, end: (ADAPTERS[text.text] ?? '').length, exact: false })) });
}

type Entries = ReadonlyMap<string, Value>;

const entriesOf = (value: Value | undefined): Entries => (value?.kind === 'record' ? value.entries : new Map(value === undefined || isNull(value) ? [] : [['type', value]]));

/** The definition of a column or parameter: a type alone, or with options; shorthands give the options that it leaves out. */
export function definitionOf(value: Value | undefined, { settings }: Writer): RecordValue {
  const own = entriesOf(value);
  const merged = new Map(own);
  const seen = new Set<string>();
  let type = own.get('type');
  for (;;) {
    const name = tracedOf(type)?.text;
    const shorthand = name === undefined || seen.has(name) ? undefined : (settings.shorthands.get(name) ?? (name === 'id' ? ID : undefined));
    if (name === undefined || shorthand === undefined) break;
    seen.add(name);
    for (const [option, each] of entriesOf(shorthand)) if (!merged.has(option)) merged.set(option, each);
    type = entriesOf(shorthand).get('type');
  }
  const last = adapted(type);
  if (last) merged.set('type', last);
  const complete = value?.kind !== 'record' || value.complete;
  return { kind: 'record', entries: merged, complete: complete && value?.kind !== 'unknown', ...(value && 'span' in value && value.span && { span: value.span }) };
}

/** The type alone, as it stands in SQL. */
export function typeText(value: Value | undefined, writer: Writer): TracedText {
  const definition = definitionOf(value, writer);
  const type = definition.entries.get('type');
  return type?.kind === 'record' ? writer.name(type) : writer.raw(type ?? value);
}
