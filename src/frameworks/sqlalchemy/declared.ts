import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import { NULL } from '../../evaluate/value.js';
import { isUnknown } from '../../value.js';
import { qualifiedName } from './defaults.js';
import type { MetaDataModel } from './metadata.js';
import type { ColumnModel, TableModel } from './model.js';
import { asColumn } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import { tableNative } from './table-native.js';
import { tableModel } from './tables.js';
import { entriesOf } from '../values.js';

interface ClassShape {
  readonly bases: readonly Value[];
  readonly members: Map<string, Value>;
  readonly fields: readonly string[];
}
const shapeOf = (value: Value): ClassShape | undefined => (value.kind === 'native' && value.label === 'python.class' ? (value.data as ClassShape) : undefined);

/** What a class attribute is once the class is mapped: functions under `declared_attr` are asked for it. */
function attribute(value: Value | undefined, type: Value, context: Context): Value | undefined {
  if (value?.kind !== 'closure') return value;
  const declared = value.function.decorators?.some((each) => (each.kind === 'name' ? each.name : each.kind === 'member' ? each.property : '').startsWith('declared_attr') || (each.kind === 'member' && each.property === 'directive'));
  return declared ? context.invoke({ ...value, self: type, function: { ...value.function, decorators: [] } }, []) : undefined;
}

function find(shape: ClassShape, name: string): Value | undefined {
  const own = shape.members.get(name);
  if (own) return own;
  for (const base of shape.bases) {
    const parent = shapeOf(base);
    const found = parent && find(parent, name);
    if (found) return found;
  }
  return undefined;
}

interface Columns {
  readonly found: Map<string, ColumnModel>;
  /** False where a column may have been missed. */
  complete: boolean;
}

/** The columns of a class and of what it mixes in; those of a mapped parent stay in the parent's table. */
function gather(shape: ClassShape, type: Value, context: Context, columns: Columns): void {
  for (const base of shape.bases) {
    const parent = shapeOf(base);
    if (parent && !parent.members.has('__tablename__')) gather(parent, type, context, columns);
    else if (base.kind === 'unknown') columns.complete = false;
  }
  for (const [name, written] of shape.members) {
    const column = asColumn(attribute(written, type, context));
    if (!column) continue;
    columns.found.set(name, isUnknown(column.column.name) ? { ...column, column: { ...column.column, name }, key: name } : { ...column, key: name });
  }
  // `id: Mapped[int]` is a column as well, of a type that only the annotation says
  if (shape.fields.some((name) => !name.startsWith('_'))) columns.complete = false;
}

/** Gives a class with `__tablename__` the table that SQLAlchemy makes of it. */
export function declareTable(type: NativeValue, context: Context, options: SqlAlchemyOptions): void {
  const shape = shapeOf(type);
  if (!shape || shape.members.has('__table__') || shape.members.has('__abstract__')) return;
  const name = attribute(find(shape, '__tablename__'), type, context);
  if (name?.kind !== 'text') return;
  const metadataValue = type.member?.('metadata', context);
  const metadata = metadataValue?.kind === 'native' ? (metadataValue.data as MetaDataModel | undefined) : undefined;
  const args = attribute(find(shape, '__table_args__'), type, context);
  const items = args?.kind === 'list' ? args.items : args === undefined || args.kind === 'record' || args.kind === 'constant' ? [] : undefined;
  const named = entriesOf(args?.kind === 'list' ? args.items.at(-1) : args);
  const columns: Columns = { found: new Map(), complete: true };
  gather(shape, type, context, columns);
  const model: TableModel = {
    ...tableModel({ name: qualifiedName(name, named.get('schema') ?? metadata?.schema ?? NULL), items: [...(items ?? [])].filter((item) => item.kind !== 'record'), named, complete: true, convention: metadata?.convention, span: type.span ?? context.span }, context),
    columns: [...columns.found.values()],
    mapped: true,
  };
  const complete = columns.complete && items !== undefined && columns.found.size > 0;
  const table: TableModel = complete ? model : { ...model, incomplete: true };
  metadata?.tables.push(table);
  shape.members.set('__table__', tableNative(table, options, metadata));
}

