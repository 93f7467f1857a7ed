import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { plainText } from '../../evaluate/value.js';
import type { NamingConvention } from '../../framework.js';
import type { Index, Name } from '../../operation.js';
import type { Target } from '../../target.js';
import type { Known } from '../../value.js';
import { isUnknown, unknown } from '../../value.js';
import { columnNameOf } from './constraints.js';
import { sqlOf } from './defaults.js';
import type { IndexModel, TableModel } from './model.js';
import { LABELS, asColumn, asExpression, nameOf } from './model.js';
import { leaveToConvention, nameIndex } from './names.js';
import type { SqlAlchemyOptions } from './options.js';
import { identifiersIn } from './sql-words.js';
import type { Arguments } from '../values.js';
import { entriesOf, isTrue, listOf, mapKnown, stringOf } from '../values.js';

export interface IndexElements {
  readonly columns: readonly Known<string>[];
  readonly plain: readonly Known<string>[];
  readonly reads: readonly string[];
  readonly table?: TableModel;
}

/** What an index covers: names of columns, columns, expressions. `postgresql_ops` adds operator classes. */
export function indexElements(values: readonly Value[], named: Arguments, options: SqlAlchemyOptions): IndexElements {
  const columns: Known<string>[] = [];
  const plain: Known<string>[] = [];
  const reads = new Set<string>();
  let table: TableModel | undefined;
  const classes = entriesOf(options.target.dialect === 'postgres' ? named.get('postgresql_ops') : undefined);
  for (const value of values) {
    const expression = asExpression(value);
    table ??= expression?.table;
    const name = expression && asColumn(value) === undefined ? expression.column : columnNameOf(value);
    if (name === undefined && expression) {
      const text = expression.sql;
      columns.push(text);
      for (const column of expression.text && !isUnknown(text) ? identifiersIn(text) : expression.reads) reads.add(column);
      continue;
    }
    const known = name ?? unknown('input');
    plain.push(known);
    if (isUnknown(known)) {
      columns.push(known);
      continue;
    }
    reads.add(known);
    const operators = stringOf(classes.get(known));
    const order = expression && !isUnknown(expression.sql) ? (/(?: (?:ASC|DESC|NULLS (?:FIRST|LAST)))+$/u.exec(expression.sql)?.[0] ?? '') : '';
    columns.push([known, typeof operators === 'string' ? operators : '', orderText(order)].filter(Boolean).join(' '));
  }
  return { columns, plain, reads: [...reads], table };
}

/** What is there anyway (ASC, and the place of NULLs that goes with the order) is left out. */
function orderText(order: string): string {
  const descending = order.includes('DESC');
  const nulls = /NULLS (?:FIRST|LAST)/u.exec(order)?.[0];
  return [descending ? 'DESC' : '', nulls !== undefined && nulls !== (descending ? 'NULLS FIRST' : 'NULLS LAST') ? nulls : ''].filter(Boolean).join(' ');
}

/** Options of an index that are given by keyword, also to `op.create_index`. */
export function indexOptions(named: Arguments, options: SqlAlchemyOptions, context?: Context): Pick<IndexModel, 'where' | 'using' | 'include' | 'concurrently'> & { readonly unique: boolean } {
  const postgres = options.target.dialect === 'postgres';
  const prefix = postgres ? 'postgresql' : options.target.dialect === 'mariadb' ? 'mysql' : options.target.dialect;
  const where = sqlOf(named.get(`${prefix}_where`), options);
  const using = stringOf(named.get(`${prefix}_using`));
  const include = postgres || prefix === 'mssql' ? listOf(named.get(`${prefix}_include`), context)?.map(columnNameOf).filter((name) => !isUnknown(name)) : undefined;
  return {
    unique: isTrue(named.get('unique')),
    ...(where !== undefined && { where }),
    ...(typeof using === 'string' && { using: using.toLowerCase() }),
    ...(include && include.length > 0 && { include: include as readonly string[] }),
    ...(postgres && isTrue(named.get('postgresql_concurrently')) && { concurrently: true }),
  };
}

export function indexModel(name: Value | undefined, elements: readonly Value[], named: Arguments, options: SqlAlchemyOptions, context: Context): IndexModel {
  const covered = indexElements(elements, named, options);
  const given = indexOptions(named, options, context);
  const reads = new Set([...covered.reads, ...(typeof given.where === 'string' ? identifiersIn(given.where) : [])]);
  return { name: nameOf(name), ...covered, ...given, reads: [...reads], span: context.span };
}

/** `Index(name, *expressions, unique=False, ...)`. */
export function indexFrom(call: Call, options: SqlAlchemyOptions): IndexModel {
  const positional = call.named.has('name') ? call.positional : call.positional.slice(1);
  const model = indexModel(call.named.get('name') ?? call.positional[0], positional, call.named, options, call);
  return call.complete ? model : { ...model, columns: [...model.columns, unknown('input', call.span)] };
}

/** The index as the database will have it, named by convention where the source does not. */
export function buildIndex(model: IndexModel, table: Known<Name>, convention: NamingConvention | undefined, target: Target, keys?: ReadonlyMap<string, Known<string>>): Index {
  const renamed = (column: Known<string>): Known<string> => mapKnown(column, (name) => {
    const other = keys?.get(name);
    return typeof other === 'string' ? other : name;
  });
  const index: Index = {
    name: nameIndex(model.name, { table, columns: model.plain.map(renamed) }, convention, target, model.unique),
    columns: model.columns.map(renamed),
    ...(model.reads.length > 0 && { reads: model.reads }),
    unique: model.unique,
    ...(model.where !== undefined && { where: model.where }),
    ...(model.using !== undefined && { using: model.using }),
    ...(model.include && { include: model.include }),
  };
  return model.name || convention ? index : leaveToConvention(index);
}

export function indexNative(model: IndexModel, member: (property: string) => Value | undefined): NativeValue {
  return {
    kind: 'native',
    label: LABELS.index,
    data: model,
    span: model.span,
    member: (property) => {
      if (property === 'name') return typeof model.name?.name === 'string' ? plainText(model.name.name) : undefined;
      return member(property);
    },
    truth: () => true,
  };
}
