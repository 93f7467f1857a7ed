import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, isNull, listValue, nativeFunction } from '../../evaluate/value.js';
import type { NamingConvention } from '../../framework.js';
import type { Draft } from '../../operation.js';
import { isUnknown } from '../../value.js';
import { conventionOf, enumsOf, laterKeys, tableDrafts } from './build.js';
import { buildConstraint, keysOf } from './constraints.js';
import { lazyNative } from './lazy.js';
import { mappedTable } from './mapped.js';
import type { TableModel } from './model.js';
import { LABELS, asTable } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import { tableNative } from './table-native.js';
import { bindArguments, booleanOf, entriesOf, listOf } from '../values.js';

export interface MetaDataModel {
  readonly convention?: NamingConvention;
  readonly schema?: Value;
  readonly tables: TableModel[];
}

export const asMetaData = (value: Value | undefined): MetaDataModel | undefined => (value?.kind === 'native' && value.label === LABELS.metadata ? (value.data as MetaDataModel) : undefined);

/** `MetaData(bind=None, schema=None, naming_convention=None)`. */
export function metaData(call: Call, options: SqlAlchemyOptions): Value {
  const entries = [...entriesOf(call.named.get('naming_convention'))].flatMap(([key, value]) => (value.kind === 'text' ? [[key, value.text.text] as const] : []));
  const schema = call.named.get('schema');
  // tables made with metadata of the migration follow its convention only, which is none if it gives none
  return metaDataNative({ convention: Object.fromEntries(entries), schema: isNull(schema) ? undefined : schema, tables: [] }, options);
}

const natives = new WeakMap<MetaDataModel, NativeValue>();

export function metaDataNative(model: MetaDataModel, options: SqlAlchemyOptions): NativeValue {
  const known = natives.get(model);
  if (known) return known;
  const method = (label: string, run: (call: Call) => Value) => (): Value => nativeFunction(`sqlalchemy.MetaData.${label}`, run);
  const made = lazyNative(
    LABELS.metadata,
    {
      create_all: method('create_all', (call) => createAll(model, call, options)),
      drop_all: method('drop_all', (call) => dropAll(model, call, options)),
      reflect: method('reflect', () => NULL), clear: method('clear', () => NULL), remove: method('remove', () => NULL),
      tables: () => tablesNative(model, options),
      sorted_tables: () => listValue(model.tables.map((table) => tableNative(table, options, model))),
    },
    { data: model, truth: () => true },
  );
  natives.set(model, made);
  return made;
}

/** `metadata.tables['x']`: after `reflect()` there may be any table. */
function tablesNative(model: MetaDataModel, options: SqlAlchemyOptions): NativeValue {
  return {
    kind: 'native',
    label: 'sqlalchemy.MetaData.tables',
    item: (key, context) => {
      if (key.kind !== 'text') return undefined;
      const parts = key.text.text.split('.');
      const name = parts.pop() ?? '';
      const schema = parts.join('.');
      const existing = model.tables.find((table) => !isUnknown(table.name) && table.name.name === name && (table.name.schema ?? '') === schema);
      if (existing) return tableNative(existing, options, model);
      const made: TableModel = { name: schema === '' ? { name } : { schema, name }, columns: [], constraints: [], indexes: [], incomplete: true, light: false, span: context.span };
      model.tables.push(made);
      return tableNative(made, options, model);
    },
    iterate: () => undefined,
    binary: (operator, left) => {
      if ((operator !== 'in' && operator !== 'notIn') || left.kind !== 'text') return undefined;
      const condition = { is: 'exists', fact: { ask: 'table', table: { name: left.text.text } } } as const;
      return { kind: 'condition', condition: operator === 'in' ? condition : { is: 'not', operand: condition } };
    },
  };
}

/** The tables that were asked for, or all that are known. */
function chosen(model: MetaDataModel, call: Call): readonly TableModel[] | undefined {
  const given = call.named.get('tables') ?? call.positional[1];
  if (isNull(given)) {
    // the classes of an application are those of today, and only some of them may have been loaded
    if (model.tables.some((table) => table.mapped && table.span.file !== call.span.file)) return undefined;
    return model.tables.filter((table) => !table.light && (table.mapped === true || !table.incomplete));
  }
  const values = listOf(given, call);
  const tables = values?.map((value) => asTable(value) ?? mappedTable(value));
  return tables?.every((table) => table !== undefined) ? tables.filter((table) => table !== undefined) : undefined;
}

const keyOf = (table: TableModel): string => (isUnknown(table.name) ? '' : `${table.name.schema ?? ''}.${table.name.name}`);

/** Tables behind those that they refer to. */
function sorted(tables: readonly TableModel[]): readonly TableModel[] {
  const byKey = new Map(tables.map((table) => [keyOf(table), table]));
  const done = new Set<TableModel>();
  const out: TableModel[] = [];
  const visit = (table: TableModel): void => {
    if (done.has(table)) return;
    done.add(table);
    const keys = [...table.columns.flatMap((column) => column.foreignKeys), ...table.constraints.flatMap((each) => (each.type === 'foreignKey' ? [each] : []))];
    for (const key of keys) {
      const { table: name } = key.references;
      const referred = key.useAlter || isUnknown(name) ? undefined : byKey.get(`${name.schema ?? ''}.${name.name}`);
      if (referred) visit(referred);
    }
    out.push(table);
  };
  tables.forEach(visit);
  return out;
}

function createAll(model: MetaDataModel, call: Call, options: SqlAlchemyOptions): Value {
  const tables = chosen(model, call);
  if (!tables || tables.length === 0) {
    call.unread('creates the tables of a metadata object that cannot be read here');
    return NULL;
  }
  const ifNotExists = booleanOf(bindArguments(call, ['bind', 'tables', 'checkfirst']).arguments.get('checkfirst')) !== false;
  const created = new Set<string>();
  const drafts: Draft[] = sorted(tables).flatMap((table) => tableDrafts(table, { ...options, createdEnums: created, mode: 'metadata', ifNotExists }));
  for (const table of tables) {
    for (const { key, column } of laterKeys(table)) {
      const constraint = buildConstraint(key, { table: table.name, convention: conventionOf(table, options), target: options.target, column, keys: keysOf(table) });
      if (options.target.dialect !== 'sqlite') drafts.push({ kind: 'addConstraint', table: table.name, constraint, ...(ifNotExists && { ifNotExists }), span: key.span });
    }
  }
  // all enum types come before the first table
  const types = drafts.filter((draft) => draft.kind === 'createEnum');
  call.emitStatements([...types, ...drafts.filter((draft) => draft.kind !== 'createEnum')].map((draft) => [draft]));
  return NULL;
}

function dropAll(model: MetaDataModel, call: Call, options: SqlAlchemyOptions): Value {
  const tables = chosen(model, call);
  if (!tables || tables.length === 0) {
    call.unread('drops the tables of a metadata object that cannot be read here');
    return NULL;
  }
  const guarded = booleanOf(bindArguments(call, ['bind', 'tables', 'checkfirst']).arguments.get('checkfirst')) !== false && { ifExists: true };
  const drafts: Draft[] = [...sorted(tables)].reverse().map((table) => ({ kind: 'dropTable', table: table.name, ...guarded, span: call.span }));
  const seen = new Set<string>();
  for (const { name } of tables.flatMap((table) => enumsOf(table, options.target))) {
    const key = isUnknown(name) ? '' : `${name.schema ?? ''}.${name.name}`;
    if (key === '' || !seen.has(key)) drafts.push({ kind: 'dropEnum', name, ...guarded, span: call.span });
    seen.add(key);
  }
  call.emitStatements(drafts.map((draft) => [draft]));
  return NULL;
}

