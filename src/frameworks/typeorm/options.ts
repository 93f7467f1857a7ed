import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import { FALSE, UNDEFINED, isNull, listValue, plainText, unknownValue } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type Known, isUnknown, unknown } from '../../value.js';
import { method } from '../natives.js';
import { booleanOf, stringOf, unknownFrom } from '../values.js';

export type OptionsKind = 'Table' | 'TableColumn' | 'TableForeignKey' | 'TableIndex' | 'TableUnique' | 'TableCheck' | 'TableExclusion' | 'View';
export const OPTIONS_KINDS: readonly OptionsKind[] = ['Table', 'TableColumn', 'TableForeignKey', 'TableIndex', 'TableUnique', 'TableCheck', 'TableExclusion', 'View'];

/** What describes a table, column, constraint or index: an object of TypeORM's classes, or the plain object that makes one. */
export interface Options {
  readonly entries: Map<string, Value>;
  /** False: options that are not listed may be set all the same. */
  readonly complete: boolean;
  readonly span?: Span;
  /** Where it was read from the database: a copy says the same about what was not changed in it. */
  readonly origin?: object;
}

export function optionsOf(value: Value | undefined): Options | undefined {
  if (value?.kind === 'record') return value;
  return value?.kind === 'native' && OPTIONS_KINDS.some((kind) => value.label === `typeorm.${kind}`) ? (value.data as Options) : undefined;
}

export const isOptions = (value: Value | undefined, kind: OptionsKind): value is NativeValue => value?.kind === 'native' && value.label === `typeorm.${kind}`;

/** The text of an option; numbers and truth values as they are written. `undefined`: not given. */
export function textOption(options: Options, key: string): Known<string> | undefined {
  const value = options.entries.get(key);
  if (value === undefined) return options.complete ? undefined : unknown('input', options.span);
  if (isNull(value)) return undefined;
  return value.kind === 'constant' ? String(value.value) : stringOf(value);
}

export function flagOption(options: Options, key: string): Known<boolean> {
  const value = options.entries.get(key);
  if (value === undefined) return options.complete ? false : unknown('input', options.span);
  return booleanOf(value) ?? false;
}

/** The items of a list; `undefined` where it is not given. */
export function listOption(options: Options, key: string): Known<readonly Value[]> | undefined {
  const value = options.entries.get(key);
  if (value === undefined) return options.complete ? undefined : unknown('input', options.span);
  if (isNull(value)) return undefined;
  return itemsOf(value);
}

export function itemsOf(value: Value): Known<readonly Value[]> {
  return value.kind === 'list' && value.complete ? value.items : unknownFrom(value);
}

export function namesOption(options: Options, key: string): Known<readonly Known<string>[]> {
  const items = listOption(options, key) ?? [];
  return isUnknown(items) ? items : items.map((item) => stringOf(item) ?? unknown('input'));
}

const PARTS: Readonly<Record<string, OptionsKind>> = { columns: 'TableColumn', foreignKeys: 'TableForeignKey', indices: 'TableIndex', uniques: 'TableUnique', checks: 'TableCheck', exclusions: 'TableExclusion' };
const FLAGS = /^(?:is[A-Z]\w*|unsigned)$/u;

/** `new TableColumn({...})`: what it is given, in an object of its own. */
export function optionsNative(kind: OptionsKind, given: Value | undefined, span: Span): NativeValue {
  const from = optionsOf(given);
  const entries = new Map(from?.entries ?? []);
  if (kind === 'Table') adoptParts(entries, span);
  return native(kind, { entries, complete: from?.complete ?? false, span, ...(from?.origin && { origin: from.origin }) });
}

function adoptParts(entries: Map<string, Value>, span: Span): void {
  for (const [key, kind] of Object.entries(PARTS)) {
    const list = entries.get(key);
    if (list?.kind !== 'list') continue;
    const items = list.items.map((item) => (optionsOf(item) ? optionsNative(kind, item, ('span' in item ? item.span : undefined) ?? span) : item));
    entries.set(key, { ...listValue(items), complete: list.complete });
  }
}

export function native(kind: OptionsKind, options: Options): NativeValue {
  const { entries } = options;
  return {
    kind: 'native',
    label: `typeorm.${kind}`,
    data: options,
    ...(options.span && { span: options.span }),
    truth: () => true,
    member: (property, context) => entries.get(property) ?? methodOf(kind, options, property, context) ?? absent(kind, options, property, context),
    setMember: (property, value) => void entries.set(property, value),
  };
}

function absent(kind: OptionsKind, options: Options, property: string, context: Context): Value {
  if (!options.complete) return unknownValue('database', context.span, property);
  if (property === 'length' && kind === 'TableColumn') return plainText('');
  if (property in PARTS) return listValue([]);
  return FLAGS.test(property) ? FALSE : UNDEFINED;
}

function methodOf(kind: OptionsKind, options: Options, property: string, context: Context): Value | undefined {
  if (property === 'clone') return method('typeorm.clone', (call) => native(kind, { ...options, entries: new Map(options.entries), span: call.span }))(context);
  if (kind !== 'Table') return undefined;
  switch (property) {
    case 'findColumnByName':
      return method('typeorm.findColumnByName', (call) => columnNamed(options, call.positional[0], call))(context);
    case 'findColumnIndices':
      return partsWith(options, 'indices', context);
    case 'findColumnForeignKeys':
      return partsWith(options, 'foreignKeys', context);
    case 'findColumnUniques':
      return partsWith(options, 'uniques', context);
    case 'primaryColumns':
      return filtered(options, 'columns', (column) => flagOption(column, 'isPrimary'));
    default:
      return undefined;
  }
}

function columnNamed(options: Options, wanted: Value | undefined, context: Context): Value {
  const name = stringOf(wanted);
  const columns = options.entries.get('columns');
  const items = columns?.kind === 'list' ? columns.items : [];
  const found = name === undefined || isUnknown(name) ? undefined : items.find((item) => textOption(optionsOf(item) ?? EMPTY, 'name') === name);
  if (found) return found;
  if (options.complete && columns?.kind === 'list' && columns.complete && typeof name === 'string') return UNDEFINED;
  return unseenColumn(wanted, context.span);
}

const EMPTY: Options = { entries: new Map(), complete: true };

/** A column of which only the name is known. */
export function unseenColumn(name: Value | undefined, span: Span): NativeValue {
  return native('TableColumn', { entries: new Map(name ? [['name', name]] : []), complete: false, span, origin: {} });
}

/** Parts of the table that use the column given to the call. */
const partsWith = (options: Options, key: string, context: Context): Value =>
  method(`typeorm.${key}`, (call) => {
    const column = optionsOf(call.positional[0]);
    const name = column ? textOption(column, 'name') : undefined;
    return filtered(options, key, (part) => {
      const names = namesOption(part, 'columnNames');
      return name === undefined || isUnknown(name) || isUnknown(names) ? unknown('database') : names.includes(name);
    });
  })(context);

function filtered(options: Options, key: string, keep: (part: Options) => Known<boolean>): Value {
  const all = options.entries.get(key);
  if (all?.kind !== 'list') return options.complete ? listValue([]) : unknownValue('database');
  const judged = all.items.map((item) => ({ item, kept: keep(optionsOf(item) ?? EMPTY) }));
  const list = listValue(judged.filter(({ kept }) => kept === true).map(({ item }) => item));
  return { ...list, complete: all.complete && judged.every(({ kept }) => !isUnknown(kept)) };
}
