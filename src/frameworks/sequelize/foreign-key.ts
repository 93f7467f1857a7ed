import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { ForeignKey } from '../../operation.js';
import type { Span } from '../../span.js';
import { type Known, unknown } from '../../value.js';
import { type Options, itemsOf, optionsOf } from '../javascript/options.js';
import { mapKnown, stringOf } from '../values.js';
import { nameOf, tableKey, tableOf } from './names.js';

/** A foreign key as an operation, for SQLite, where no statement adds one. */
export function foreignKeyOf(columns: readonly Known<string>[], options: Options, name: Known<string> | undefined, span: Span): ForeignKey | undefined {
  const given = options.get('references');
  if (given === undefined) return undefined;
  const reference = optionsOf(given);
  const table = given.kind === 'record' ? (reference.get('table') ?? reference.get('model')) : given;
  const fields = reference.get('key') ?? reference.get('field') ?? reference.get('fields');
  const onDelete = action(options.get('onDelete'));
  const onUpdate = action(options.get('onUpdate'));
  return {
    type: 'foreignKey', named: name !== undefined, ...(name !== undefined && { name }), columns, references: { table: tableKey(tableOf(table, span), span), columns: isNull(fields) ? ['id'] : fieldNames(fields, span) },
    ...(onDelete !== undefined && { onDelete }), ...(onUpdate !== undefined && { onUpdate }),
  };
}

export function fieldNames(fields: Value | undefined, span: Span): Known<readonly Known<string>[]> {
  const items = itemsOf(fields);
  if (items === undefined || !Array.isArray(items)) return unknown('input', span);
  return (items as readonly Value[]).map((field) => nameOf(field.kind === 'record' ? optionsOf(field).get('name', 'attribute') : field, span));
}

const action = (value: Value | undefined): Known<string> | undefined => {
  const text = stringOf(value);
  const upper = text === undefined ? undefined : mapKnown(text, (each) => each.toUpperCase());
  return upper === 'NO ACTION' ? undefined : upper;
};
