import type { Call, Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Name } from '../../operation.js';
import { type Known, isUnknown } from '../../value.js';
import { asTable } from '../sqlalchemy/model.js';
import { isTrue, stringOf, unknownFrom } from '../values.js';

/** An argument by one of its names, else by its position. */
export function argument(call: Pick<Call, 'positional' | 'named'>, index: number | undefined, ...names: readonly string[]): Value | undefined {
  for (const name of names) {
    const value = call.named.get(name);
    if (value) return value;
  }
  return index === undefined ? undefined : call.positional[index];
}

export const textArgument = (call: Call, index: number | undefined, ...names: readonly string[]): Known<string> | undefined => stringOf(argument(call, index, ...names));

export const flag = (call: Call, ...names: readonly string[]): boolean => isTrue(argument(call, undefined, ...names));

/** `undefined`: not given or `None`. A schema that cannot be read makes the whole name unknown. */
export function nameFrom(value: Value | undefined, schema: Value | undefined): Known<Name> | undefined {
  const table = asTable(value);
  if (table) return table.name;
  const name = stringOf(value);
  if (name === undefined || isUnknown(name)) return name;
  const outer = stringOf(schema);
  if (outer !== undefined && isUnknown(outer)) return outer;
  return outer === undefined || outer === 'public' ? { name } : { schema: outer, name };
}

/** The names of columns in a list, or of one column alone. */
export function columnNames(value: Value | undefined, call: Call): Known<readonly Known<string>[]> {
  if (value === undefined || isNull(value)) return unknownFrom(value);
  if (value.kind === 'text') return [stringOf(value) ?? unknownFrom(value)];
  const items = value.kind === 'list' && !value.complete ? undefined : call.itemsOf(value);
  return items ? items.map((item) => columnName(item)) : unknownFrom(value);
}

export function columnName(value: Value | undefined): Known<string> {
  const column = value?.kind === 'native' && value.label === 'sqlalchemy.Column' ? (value.data as { readonly column: { readonly name: Known<string> } }) : undefined;
  return column?.column.name ?? stringOf(value) ?? unknownFrom(value);
}
