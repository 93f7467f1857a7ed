import type { Value } from '../../evaluate/value.js';
import type { Name } from '../../operation.js';
import type { Known } from '../../value.js';
import { isUnknown, unknown } from '../../value.js';
import type { ColumnModel, TableModel } from './model.js';
import { asColumn, asTable } from './model.js';
import { entriesOf, stringOf } from '../values.js';

interface ClassShape {
  readonly name: string;
  readonly bases: readonly Value[];
  readonly members: ReadonlyMap<string, Value>;
}
const classShape = (value: Value | undefined): ClassShape | undefined => {
  if (value?.kind !== 'native') return undefined;
  if (value.label === 'python.class') return value.data as ClassShape;
  return value.label === 'python.instance' ? ((value.data as { readonly class?: ClassShape } | undefined)?.class) : undefined;
};

function schemaOf(shape: ClassShape): Known<string> | undefined {
  const args = shape.members.get('__table_args__');
  const options = args?.kind === 'list' ? args.items[args.items.length - 1] : args;
  return stringOf(entriesOf(options).get('schema'));
}

function allColumns(shape: ClassShape): readonly ColumnModel[] {
  const inherited = shape.bases.flatMap((base) => {
    const parent = classShape(base);
    return parent ? allColumns(parent) : [];
  });
  const own = [...shape.members].flatMap(([name, member]) => {
    const column = asColumn(member);
    if (!column) return [];
    return isUnknown(column.column.name) ? [{ ...column, column: { ...column.column, name }, key: name }] : [column];
  });
  return [...inherited, ...own];
}

/** The table of a class that the program maps with `__tablename__` or `__table__`, and of an object of such a class. */
export function mappedTable(value: Value | undefined): TableModel | undefined {
  const shape = classShape(value);
  if (!shape || value?.kind !== 'native') return undefined;
  const table = asTable(shape.members.get('__table__'));
  if (table) return table;
  const written = shape.members.get('__tablename__');
  if (!written) return undefined;
  const name = stringOf(written) ?? unknown('input');
  const schema = schemaOf(shape);
  const full: Known<Name> = isUnknown(name) ? name : isUnknown(schema) ? schema : schema === undefined || schema === 'public' ? { name } : { schema, name };
  const span = value.span ?? { file: '', start: 0, end: 0 };
  return { name: full, columns: [...allColumns(shape)], constraints: [], indexes: [], incomplete: true, light: true, span };
}
