import type { Context, Value } from '../../evaluate/value.js';
import type { NamingConvention } from '../../framework.js';
import type { Name } from '../../operation.js';
import type { Span } from '../../span.js';
import type { Known } from '../../value.js';
import type { TableModel } from './model.js';
import { asColumn, asConstraint, asIndex } from './model.js';
import type { Arguments } from '../values.js';
import { isTrue, listOf, stringOf } from '../values.js';

export interface TableArguments {
  readonly name: Known<Name>;
  readonly items: readonly Value[];
  readonly named: Arguments;
  /** False where there may be more items than given. */
  readonly complete: boolean;
  readonly convention?: NamingConvention;
  readonly light?: boolean;
  readonly span: Span;
}

const reflects = (named: Arguments): boolean => {
  const given = (name: string): boolean => {
    const value = named.get(name);
    return value !== undefined && !(value.kind === 'constant' && !value.value);
  };
  return given('autoload_with') || given('autoload') || given('copy_from');
};

/** `Table(name, metadata, *items, ...)` and `op.create_table(name, *items, ...)`. */
export function tableModel(given: TableArguments, context?: Context): TableModel {
  const comment = stringOf(given.named.get('comment'));
  const prefixes = listOf(given.named.get('prefixes'), context)?.map((prefix) => stringOf(prefix)) ?? [];
  const model: TableModel & { incomplete: boolean } = {
    name: given.name,
    columns: [],
    constraints: [],
    indexes: [],
    ...(comment !== undefined && { comment }),
    ...(prefixes.some((prefix) => typeof prefix === 'string' && /^temp/iu.test(prefix)) && { temporary: true }),
    ...(given.named.has('postgresql_partition_by') && { partitioned: true }),
    convention: given.convention,
    incomplete: !given.complete || reflects(given.named),
    light: given.light ?? false,
    span: given.span,
  };
  for (const item of given.items) if (!addItem(model, item, context)) model.incomplete = true;
  if (isTrue(given.named.get('extend_existing')) && model.columns.length === 0) model.incomplete = true;
  return model;
}

/** Puts a column, constraint or index into a table. False where it could not be read. */
export function addItem(model: TableModel, item: Value, context?: Context): boolean {
  const column = asColumn(item);
  if (column) return model.columns.push(column) > 0;
  const constraint = asConstraint(item);
  if (constraint) return model.constraints.push(constraint) > 0;
  const index = asIndex(item);
  if (index) return model.indexes.push(index) > 0;
  const several = item.kind === 'list' || item.kind === 'native' ? listOf(item, context) : undefined;
  if (several && several.length > 0) return several.every((each) => addItem(model, each, context));
  // `schema.SchemaItem`s without an effect on the table, such as a `Sequence`
  return item.kind === 'native' && item.label.startsWith('sqlalchemy.');
}
