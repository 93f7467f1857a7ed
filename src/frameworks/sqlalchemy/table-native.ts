import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, constant, isNull, listValue, nativeFunction, plainText, unknownValue } from '../../evaluate/value.js';
import type { Draft } from '../../operation.js';
import { isUnknown, unknown } from '../../value.js';
import { tableDrafts, enumsOf } from './build.js';
import { qualifiedName } from './defaults.js';
import { columnExpression, expressionNative } from './expressions.js';
import type { Maker } from './lazy.js';
import { lazyNative } from './lazy.js';
import type { MetaDataModel } from './metadata.js';
import { asMetaData, metaDataNative } from './metadata.js';
import type { ColumnModel, TableModel } from './model.js';
import { LABELS } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import { modify, select } from './statements.js';
import { addItem, tableModel } from './tables.js';
import { bindArguments, booleanOf, isTrue } from '../values.js';
import { typeNative } from './types/native.js';

/** `Table(name, metadata, *items, ...)`. Asked again for the same name, it gives the table that is there. */
export function table(call: Call, options: SqlAlchemyOptions): Value {
  const [first, second] = call.positional;
  const metadata = asMetaData(call.named.get('metadata') ?? second);
  const nameValue = call.named.get('name') ?? first;
  const schema = call.named.get('schema');
  const name = qualifiedName(nameValue, isNull(schema) ? metadata?.schema : schema);
  const items = call.positional.slice(2);
  const existing = metadata && !isUnknown(name) ? metadata.tables.find((each) => asTableName(each) === `${name.schema ?? ''}.${name.name}`) : undefined;
  if (existing) {
    for (const item of items) addItem(existing, item, call);
    return tableNative(existing, options, metadata);
  }
  const model = tableModel({ name, items, named: call.named, complete: call.complete, convention: metadata?.convention, span: call.span }, call);
  const made: TableModel = items.length === 0 ? { ...model, incomplete: true } : model;
  metadata?.tables.push(made);
  return tableNative(made, options, metadata);
}

const asTableName = (model: TableModel): string => (isUnknown(model.name) ? '?' : `${model.name.schema ?? ''}.${model.name.name}`);

/** `table('x', column('y'), schema=...)`: for queries only. */
export function lightTable(call: Call, options: SqlAlchemyOptions): Value {
  const name = qualifiedName(call.named.get('name') ?? call.positional[0], call.named.get('schema'));
  const model = tableModel({ name, items: [], named: call.named, complete: true, light: true, span: call.span }, call);
  for (const item of call.positional.slice(1)) {
    const column = lightColumn(item);
    if (column) model.columns.push(column);
    else addItem(model, item, call);
  }
  return tableNative(model, options);
}

/** `column('x', Integer)` as a column of a table for queries. */
function lightColumn(value: Value): ColumnModel | undefined {
  if (value.kind !== 'native' || value.label !== LABELS.expression) return undefined;
  const data = value.data as { readonly column?: ColumnModel['column']['name']; readonly type?: ColumnModel['type'] };
  if (data.column === undefined) return undefined;
  const span = value.span ?? { file: '', start: 0, end: 0 };
  return {
    column: { name: data.column, type: unknown('unsupported'), nullable: true }, key: data.column, type: data.type,
    primaryKey: false, unique: false, index: false, autoincrement: 'auto', foreignKeys: [], checks: [], span,
  };
}

export function tableNative(model: TableModel, options: SqlAlchemyOptions, metadata?: MetaDataModel): NativeValue {
  const method = (label: string, run: (call: Call) => Value): Maker => () => nativeFunction(`sqlalchemy.Table.${label}`, run);
  const columns: Maker = () => columnsNative(model, options);
  const self: NativeValue = lazyNative(
    LABELS.table,
    {
      c: columns, columns, exported_columns: columns,
      name: () => (isUnknown(model.name) ? undefined : plainText(model.name.name)),
      key: () => (isUnknown(model.name) ? undefined : plainText(model.name.schema === undefined ? model.name.name : `${model.name.schema}.${model.name.name}`)),
      fullname: () => (isUnknown(model.name) ? undefined : plainText(model.name.schema === undefined ? model.name.name : `${model.name.schema}.${model.name.name}`)),
      schema: () => (isUnknown(model.name) ? undefined : model.name.schema === undefined ? NULL : plainText(model.name.schema)),
      insert: method('insert', (call) => modify('insert', self, call, options)),
      update: method('update', (call) => modify('update', self, call, options)),
      delete: method('delete', (call) => modify('delete', self, call, options)),
      select: method('select', (call) => select({ ...call, positional: [self], named: call.positional[0] ? new Map([['whereclause', call.positional[0]]]) : call.named }, options)),
      create: method('create', (call) => createTable(model, call, options)),
      drop: method('drop', (call) => dropTable(model, call, options)),
      append_column: method('append_column', (call) => append(model, call)),
      append_constraint: method('append_constraint', (call) => append(model, call)),
      alias: method('alias', () => self), join: method('join', () => self), outerjoin: method('outerjoin', () => self), tometadata: method('tometadata', () => self), to_metadata: method('to_metadata', () => self),
      metadata: () => metadata && metaDataNative(metadata, options),
    },
    { data: model, span: model.span, truth: () => true },
  );
  return self;
}

function append(model: TableModel, call: Call): Value {
  for (const item of call.positional) addItem(model, item, call);
  return NULL;
}

/** `t.c`: any column may be asked for, for those that are not listed as well. */
function columnsNative(model: TableModel, options: SqlAlchemyOptions): NativeValue {
  const made = new Map<string, Value>();
  const column = (key: string): Value => {
    const known = made.get(key);
    if (known) return known;
    const listed = model.columns.find((each) => each.key === key || each.column.name === key);
    const expression = expressionNative(columnExpression(listed?.column.name ?? key, model, listed?.type), options);
    const { type } = listed ?? {};
    const value: NativeValue = type ? { ...expression, member: (property, context) => (property === 'type' ? typeNative(type, options) : expression.member?.(property, context)) } : expression;
    made.set(key, value);
    return value;
  };
  const listed = (): readonly Value[] => model.columns.flatMap((each) => (isUnknown(each.key) ? [] : [column(each.key)]));
  const keys = (): readonly Value[] => model.columns.flatMap((each) => (isUnknown(each.key) ? [] : [plainText(each.key)]));
  const reflected = model.incomplete || (model.light && model.columns.length === 0);
  return {
    kind: 'native',
    label: 'sqlalchemy.columns',
    data: model,
    member: (property) => {
      if (property === 'keys' || property === 'values' || property === 'items') {
        if (reflected) return nativeFunction('sqlalchemy.columns.keys', (call) => unknownValue('database', call.span));
        const pairs = (): Value[] => listed().map((value, i) => listValue([keys()[i] ?? NULL, value], 'tuple'));
        return nativeFunction('sqlalchemy.columns.keys', () => listValue(property === 'keys' ? keys() : property === 'values' ? listed() : pairs()));
      }
      if (property === 'get') return nativeFunction('sqlalchemy.columns.get', (call) => (call.positional[0]?.kind === 'text' ? column(call.positional[0].text.text) : unknownValue('input', call.span)));
      return column(property);
    },
    item: (key) => (key.kind === 'text' ? column(key.text.text) : undefined),
    iterate: () => (reflected ? undefined : listed()),
    binary: (operator, left) => {
      if ((operator !== 'in' && operator !== 'notIn') || left.kind !== 'text') return undefined;
      const has = model.columns.some((each) => each.key === left.text.text);
      if (has || !reflected) return constant(has === (operator === 'in'));
      if (model.light) return undefined;
      const condition = { is: 'exists', fact: { ask: 'column', table: model.name, column: left.text.text } } as const;
      return { kind: 'condition', condition: operator === 'in' ? condition : { is: 'not', operand: condition } };
    },
  };
}

/** `Table.create(bind, checkfirst=False)`. */
function createTable(model: TableModel, call: Call, options: SqlAlchemyOptions): Value {
  const bound = bindArguments(call, ['bind', 'checkfirst']).arguments;
  const drafts = tableDrafts(model, { ...options, createdEnums: undefined, mode: 'table', ifNotExists: isTrue(bound.get('checkfirst')) });
  call.emitStatements(drafts.map((draft) => [draft]));
  return NULL;
}

/** `Table.drop(bind, checkfirst=False)` takes the enum types of its columns along. */
function dropTable(model: TableModel, call: Call, options: SqlAlchemyOptions): Value {
  const bound = bindArguments(call, ['bind', 'checkfirst']).arguments;
  const guarded = booleanOf(bound.get('checkfirst')) === true && { ifExists: true };
  const drafts: Draft[] = [{ kind: 'dropTable', table: model.name, ...guarded, span: call.span }];
  for (const { name, enumeration } of enumsOf(model, options.target)) if (!enumeration.metadata) drafts.push({ kind: 'dropEnum', name, ...guarded, span: call.span });
  call.emitStatements(drafts.map((draft) => [draft]));
  return NULL;
}

