import type { Draft } from '../../operation.js';
import { type Known, isUnknown, unknown } from '../../value.js';
import { mapKnown } from '../values.js';
import type { Change } from './change-column.js';
import { defaultOf } from './columns.js';
import { type Options, flagOption, namesOption } from './options.js';
import { draft } from './tables.js';
import { columnType, enumNameOf } from './types.js';

/** An enumeration with other labels: the old type steps aside, and the column is cast to the new one by its text. */
export function enumRelabelled(change: Change, column: Known<string>): readonly Draft[] {
  const { runtime, call, table, from, to } = change;
  const added = runtime.addsLabels ? labelsAdded(from, to) : undefined;
  const [old, name] = [enumNameOf(from, table), enumNameOf(to, table)];
  if (added) return added.map((label) => draft(call, { kind: 'alterEnum', name: old, addValue: label }));
  const type = columnType(to, table, runtime.dialect);
  const aside = isUnknown(old) ? old : `${old.name}_old`;
  const values = to.entries.has('enum') ? namesOption(to, 'enum') : unknown('input');
  const using = isUnknown(column) ? column : mapKnown(name, ({ schema = 'public', name: bare }) => `"${column}"::"text"::"${schema}"."${bare}"${flagOption(to, 'isArray') === true ? '[]' : ''}`);
  const [before, after] = [defaultOf(runtime, from), defaultOf(runtime, to)];
  const alter = (set: Extract<Draft, { kind: 'alterColumn' }>['set'], cast?: Known<string>): Draft => draft(call, { kind: 'alterColumn', table, column, set, ...(cast !== undefined && { using: cast }) });
  return [
    draft(call, { kind: 'alterEnum', name: old, to: aside }),
    draft(call, { kind: 'createEnum', name, values }),
    ...(before === undefined ? [] : [alter({ default: null })]),
    alter({ type }, using),
    ...(after === undefined ? [] : [alter({ default: after })]),
    draft(call, { kind: 'dropEnum', name: isUnknown(old) ? old : { ...old, name: `${old.name}_old` } }),
  ];
}

/** The labels that are new, where all others stay. */
function labelsAdded(from: Options, to: Options): readonly string[] | undefined {
  const [before, after] = [namesOption(from, 'enum'), namesOption(to, 'enum')];
  if (isUnknown(before) || isUnknown(after) || [...before, ...after].some(isUnknown)) return undefined;
  const added = after.filter((label): label is string => !isUnknown(label) && !before.includes(label));
  return added.length > 0 && before.every((label) => after.includes(label)) ? added : undefined;
}
