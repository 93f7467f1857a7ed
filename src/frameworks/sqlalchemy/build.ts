import { constraintName, quoteName } from '../../dialects/postgres-types.js';
import type { Context, Value } from '../../evaluate/value.js';
import type { NamingConvention } from '../../framework.js';
import type { Column, Constraint, Draft, Name } from '../../operation.js';
import type { Target } from '../../target.js';
import type { Known } from '../../value.js';
import { isUnknown, unknown } from '../../value.js';
import { buildConstraint, keysOf } from './constraints.js';
import { buildIndex } from './indexes.js';
import type { CheckModel, ColumnModel, ConstraintModel, EnumModel, ForeignKeyModel, IndexModel, KeyModel, SqlType, TableModel } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import { tableModel } from './tables.js';
import type { Arguments } from '../values.js';
import { isTrue, knownOnes, mapKnown, quoteLiteral } from '../values.js';
import { enumOf, knownLabels } from './types/enumeration.js';
import { forDialect } from './types/render.js';
import { typeSpec } from './types/specs.js';

/** `op`: Alembic's `create_table`. `table`: `Table.create`. `metadata`: `MetaData.create_all`. They differ in what they bring along. */
export type BuildMode = 'op' | 'table' | 'metadata';

export interface BuildOptions extends SqlAlchemyOptions {
  readonly mode?: BuildMode;
  /** Everything is created only if it is not there yet. */
  readonly ifNotExists?: boolean;
}

/** Alembic's `op.create_table(name, *items, **options)`: the table and what SQLAlchemy creates along with it. */
export function buildTable(name: Known<Name>, items: readonly Value[], named: Arguments, options: BuildOptions, context: Context & { readonly complete?: boolean }): { readonly model: TableModel; readonly drafts: Draft[] } {
  const model = tableModel({ name, items, named, complete: context.complete ?? true, convention: options.namingConvention, span: context.span }, context);
  return { model, drafts: tableDrafts(model, { ...options, ifNotExists: options.ifNotExists ?? isTrue(named.get('if_not_exists')) }) };
}

const SERIALS: Readonly<Record<string, string>> = { integer: 'integer', bigint: 'bigint', smallint: 'smallint' };
const COUNTING = new Set(['integer', 'bigint', 'smallint', 'sizedInteger', 'numeric', 'float', 'real', 'double']);

const typeKind = (type: SqlType | undefined, target: Target): string | undefined => {
  const used = type && forDialect(type, target.dialect);
  return used && used.text === undefined ? typeSpec(used.className, used.module)?.kind : undefined;
};

/** Whether a column of the primary key counts up by itself, as SQLAlchemy decides it. */
function counts(column: ColumnModel, alone: boolean, referring: ReadonlySet<string>, target: Target): boolean {
  if (column.autoincrement === false) return false;
  if (!COUNTING.has(typeKind(column.type, target) ?? '')) return false;
  if (column.autoincrement === true) return true;
  if (!alone || column.column.clientDefault || column.column.default !== undefined || column.column.generated !== undefined) return false;
  const refers = column.foreignKeys.length > 0 || (typeof column.column.name === 'string' && referring.has(column.column.name));
  return !refers || column.autoincrement === 'ignore_fk';
}

/** The column as a key that counts up: SERIAL, AUTO_INCREMENT, IDENTITY. */
function counting(column: ColumnModel, table: Known<Name>, target: Target): Column {
  const base: Column = { ...column.column, nullable: false };
  if (column.column.identity !== undefined || (column.sequence && !column.sequence.optional)) return base;
  switch (target.dialect) {
    case 'postgres': {
      const type = SERIALS[typeKind(column.type, target) ?? ''] ?? 'integer';
      const name = base.name;
      if (isUnknown(table) || isUnknown(name)) return { ...base, type, default: unknown('input', column.span) };
      const sequence = constraintName(table.name, [name], 'sequence');
      return { ...base, type, default: `nextval('${table.schema === undefined ? '' : `${quoteName(table.schema)}.`}${quoteName(sequence)}'::regclass)` };
    }
    case 'mysql': case 'mariadb': case 'mssql':
      return { ...base, identity: 'byDefault' };
    default:
      return base;
  }
}

/** The key of a table: what `PrimaryKeyConstraint` names, else the columns with `primary_key=True`. */
function primaryKeyOf(model: TableModel, target: Target, keys: ReadonlyMap<string, Known<string>>): { readonly columns: readonly Known<string>[]; readonly known: boolean; readonly counting?: ColumnModel; readonly constraint?: KeyModel } {
  const constraint = model.constraints.find((each): each is KeyModel => each.type === 'primaryKey');
  const flagged = model.columns.filter((column) => column.primaryKey);
  const explicit = constraint && (isUnknown(constraint.columns) ? undefined : constraint.columns);
  if (constraint && isUnknown(constraint.columns) && flagged.length === 0) return { columns: [], known: false, constraint };
  const listed = explicit && explicit.length > 0 ? explicit.map((column) => (isUnknown(column) ? column : (keys.get(column) ?? column))) : flagged.map((column) => column.column.name);
  const members = explicit && explicit.length > 0 ? model.columns.filter((column) => !isUnknown(column.column.name) && listed.includes(column.column.name)) : flagged;
  const referring = new Set(model.constraints.flatMap((each) => (each.type === 'foreignKey' && each.columns && !isUnknown(each.columns) ? knownOnes(each.columns) : [])));
  const found = members.filter((column) => counts(column, listed.length === 1, referring, target)).filter((column) => listed.length === 1 || column.autoincrement === true);
  const first = found[0];
  // a key that is not written out begins with the column that counts
  const columns = !constraint && first ? [first.column.name, ...listed.filter((column) => column !== first.column.name)] : listed;
  return { columns, known: true, counting: first, constraint };
}

/** Checks that stand in for a type that the dialect has not. */
function typeCheck(column: ColumnModel, target: Target): CheckModel | undefined {
  const { type } = column;
  if (!type || isUnknown(column.column.name)) return undefined;
  const name = column.column.name;
  const used = forDialect(type, target.dialect);
  const model = used.enumeration;
  if (model?.createConstraint && !model.native) {
    const labels = knownLabels(model);
    const expression: Known<string> = labels ? `${quoteName(name)} IN (${labels.map(quoteLiteral).join(', ')})` : unknown('input', column.span);
    return { type: 'check', expression, columns: [name], name: model.constraintName, span: column.span };
  }
  if (target.dialect !== 'postgres' && typeKind(type, target) === 'boolean' && isTrue(used.arguments.get('create_constraint'))) {
    const written = used.arguments.get('name');
    return { type: 'check', expression: `${quoteName(name)} IN (0, 1)`, columns: [name], ...(written?.kind === 'text' && { name: { name: written.text.text, final: false } }), span: column.span };
  }
  return undefined;
}

/** An enumeration that takes its schema from the table. */
const schemaOf = (model: EnumModel, table: Known<Name>): Known<string> | undefined => (model.inheritSchema ? mapKnown(table, (name) => name.schema ?? 'public') : model.schema);

function enumNameOf(model: EnumModel, table: Known<Name>): Known<Name> {
  const schema = schemaOf(model, table);
  if (model.name === undefined) return unknown('unsupported');
  if (isUnknown(model.name)) return model.name;
  if (isUnknown(schema)) return schema;
  return schema === undefined || schema === 'public' ? { name: model.name } : { schema, name: model.name };
}

const isOp = (options: BuildOptions): boolean => options.mode === undefined || options.mode === 'op';

/** The types that are created with a table: each once in a run. */
function enumDrafts(model: TableModel, options: BuildOptions): Draft[] {
  if (options.target.dialect !== 'postgres') return [];
  const drafts: Draft[] = [];
  const created = options.createdEnums ?? new Set<string>();
  for (const column of model.columns) {
    const enumeration = enumOf(column.type && forDialect(column.type, 'postgres'));
    if (!enumeration?.native || enumeration.createType === false) continue;
    if (enumeration.metadata && options.mode !== 'metadata' && (isOp(options) || !options.ifNotExists)) continue;
    const name = enumNameOf(enumeration, model.name);
    if (!isUnknown(name)) {
      const key = `${name.schema ?? ''}.${name.name}`;
      if (created.has(key)) continue;
      created.add(key);
    }
    const guarded = (options.ifNotExists && !isOp(options)) || isUnknown(enumeration.createType);
    drafts.push({ kind: 'createEnum', name, values: enumeration.values, implicit: true, ...(guarded && { ifNotExists: true }), span: column.type?.span ?? column.span });
  }
  return drafts;
}

/** The server numbers names that it would give twice. */
function numbered(constraints: readonly Constraint[], table: Known<Name>): readonly Constraint[] {
  if (isUnknown(table)) return constraints;
  const taken = new Set<string>();
  for (const constraint of constraints) if (constraint.named && typeof constraint.name === 'string') taken.add(constraint.name);
  return constraints.map((constraint) => {
    const { name } = constraint;
    if (constraint.named || typeof name !== 'string') return constraint;
    let free = name;
    const columns = constraint.columns === undefined || isUnknown(constraint.columns) ? [] : knownOnes(constraint.columns);
    for (let i = 1; taken.has(free); i += 1) free = constraintName(table.name, columns, constraint.type, String(i));
    taken.add(free);
    return free === name ? constraint : { ...constraint, name: free };
  });
}

/** What a column brings into its table besides itself. */
function columnConstraints(column: ColumnModel, target: Target): readonly ConstraintModel[] {
  const check = typeCheck(column, target);
  const unique: KeyModel[] = column.unique && !column.index ? [{ type: 'unique', columns: [column.column.name], span: column.span }] : [];
  return [...unique, ...column.foreignKeys, ...column.checks, ...(check ? [check] : [])];
}

const columnIndex = (column: ColumnModel): IndexModel | undefined => {
  if (!column.index) return undefined;
  const { name } = column.column;
  return { columns: [name], plain: [name], reads: isUnknown(name) ? [] : [name], unique: column.unique, span: column.span };
};

/** The index that GeoAlchemy creates behind a table for each of its shapes, unless it is told not to. */
function spatialIndex(column: ColumnModel, table: Known<Name>, target: Target): IndexModel | undefined {
  const used = column.type && forDialect(column.type, target.dialect);
  const wanted = used?.arguments.get('spatial_index');
  if (target.dialect !== 'postgres' || wanted?.kind !== 'constant' || wanted.value !== true) return undefined;
  const { name } = column.column;
  const index = isUnknown(table) || isUnknown(name) ? unknown('input', column.span) : `idx_${table.name}_${name}`;
  return { name: { name: index, final: true }, columns: [name], plain: [name], reads: isUnknown(name) ? [] : [name], unique: false, using: 'gist', span: column.span };
}

/** Foreign keys that `ALTER TABLE` adds behind all tables. */
export const laterKeys = (model: TableModel): readonly { readonly key: ForeignKeyModel; readonly column?: Known<string> }[] => [
  ...model.columns.flatMap((column) => column.foreignKeys.filter((key) => key.useAlter).map((key) => ({ key, column: column.column.name }))),
  ...model.constraints.flatMap((key) => (key.type === 'foreignKey' && key.useAlter ? [{ key }] : [])),
];

const isLater = (model: ConstraintModel, target: Target): boolean => model.type === 'foreignKey' && model.useAlter === true && target.dialect !== 'sqlite';

export const conventionOf = (model: TableModel, options: SqlAlchemyOptions): NamingConvention | undefined => model.convention ?? options.namingConvention;

/** The columns and constraints of a table as the database will have them. */
export function tableShape(model: TableModel, options: SqlAlchemyOptions): { readonly columns: readonly Column[]; readonly constraints: readonly Constraint[] } {
  const { target } = options;
  const keys = keysOf(model);
  const convention = conventionOf(model, options);
  const primary = primaryKeyOf(model, target, keys);
  const members = new Set(knownOnes(primary.columns));
  const columns = model.columns.map((column): Column => {
    const made = column === primary.counting ? counting(column, model.name, target) : column.column;
    const typed = withSchema(made, column, model.name, target);
    return !isUnknown(typed.name) && members.has(typed.name) ? { ...typed, nullable: false } : typed;
  });
  const constraints: Constraint[] = [];
  const add = (constraint: ConstraintModel, column?: Known<string>): void => {
    if (!isLater(constraint, target)) constraints.push(buildConstraint(constraint, { table: model.name, convention, target, column, keys }));
  };
  if (primary.columns.length > 0 || !primary.known) {
    const key: KeyModel = { ...(primary.constraint ?? { type: 'primaryKey', span: model.span }), columns: primary.known ? primary.columns : unknown('input', model.span) };
    add(key);
  }
  for (const constraint of model.constraints) if (constraint.type !== 'primaryKey') add(constraint);
  for (const column of model.columns) for (const constraint of columnConstraints(column, target)) add(constraint, column.column.name);
  return { columns, constraints: target.dialect === 'postgres' ? numbered(constraints, model.name) : constraints };
}

function withSchema(column: Column, model: ColumnModel, table: Known<Name>, target: Target): Column {
  const enumeration = target.dialect === 'postgres' ? enumOf(model.type && forDialect(model.type, 'postgres')) : undefined;
  if (!enumeration?.native || !enumeration.inheritSchema) return column;
  const array = model.type?.item ? '[]' : '';
  return { ...column, type: mapKnown(enumNameOf(enumeration, table), (name) => `${name.schema === undefined ? '' : `${quoteName(name.schema)}.`}${quoteName(name.name)}${array}`) };
}

/** Everything that creating a table does, in order: enum types, sequences, the table, its indexes. */
export function tableDrafts(model: TableModel, options: BuildOptions): Draft[] {
  const { target } = options;
  const convention = conventionOf(model, options);
  const guarded = options.ifNotExists && { ifNotExists: true };
  const drafts = enumDrafts(model, options);
  if (!isOp(options)) {
    for (const { sequence } of model.columns) {
      if (!sequence || sequence.optional || (target.dialect !== 'postgres' && target.dialect !== 'oracle')) continue;
      const name: Known<Name> = sequence.name;
      drafts.push({ kind: 'createObject', object: { kind: 'sequence', name: mapKnown(name, (each) => each.name), ...(!isUnknown(name) && name.schema !== undefined && { schema: name.schema }) }, ...guarded, span: sequence.span ?? model.span });
    }
  }
  const { columns, constraints } = tableShape(model, options);
  drafts.push({
    kind: 'createTable', table: model.name, columns, constraints, ...guarded,
    ...(model.comment !== undefined && { comment: model.comment }),
    ...(model.temporary && { temporary: true }), ...(model.partitioned && { partitioned: true }), ...(model.incomplete && { incomplete: true }),
    span: model.span,
  });
  const keys = keysOf(model);
  for (const index of [...model.columns.flatMap((column) => spatialIndex(column, model.name, target) ?? columnIndex(column) ?? []), ...model.indexes]) {
    drafts.push({ kind: 'createIndex', table: model.name, index: buildIndex(index, model.name, convention, target, keys), ...(!isOp(options) && guarded), ...(index.concurrently && { concurrently: true }), span: index.span });
  }
  return drafts;
}

/** What `op.add_column` does: the column, then its constraints and its index. A key counts up here too, but becomes no primary key. */
export function addColumnDrafts(table: Known<Name>, column: ColumnModel, options: BuildOptions): Draft[] {
  const { target, namingConvention: convention } = options;
  const guarded = options.ifNotExists && { ifNotExists: true };
  const { columns } = tableShape({ name: table, columns: [column], constraints: [], indexes: [], incomplete: false, light: false, span: column.span }, options);
  const drafts: Draft[] = [{ kind: 'addColumn', table, column: columns[0] ?? column.column, ...guarded, span: column.span }];
  for (const constraint of [...column.checks, ...columnConstraints(column, target).filter((each) => each.type !== 'check')]) {
    if (isLater(constraint, target)) continue;
    const inline = constraint.type === 'check' && { inline: true };
    drafts.push({ kind: 'addConstraint', table, constraint: buildConstraint(constraint, { table, convention, target, column: column.column.name }), ...inline, ...(constraint.notValid && { notValid: true }), span: constraint.span });
  }
  const index = columnIndex(column);
  if (index) drafts.push({ kind: 'createIndex', table, index: buildIndex(index, table, convention, target), span: index.span });
  return drafts;
}

/** The types that `Table.drop` drops with a table, in the order of its columns. */
export function enumsOf(model: TableModel, target: Target): readonly { readonly name: Known<Name>; readonly enumeration: EnumModel }[] {
  if (target.dialect !== 'postgres') return [];
  const seen = new Set<string>();
  return model.columns.flatMap((column) => {
    const enumeration = enumOf(column.type && forDialect(column.type, 'postgres'));
    if (!enumeration?.native || enumeration.createType === false) return [];
    const name = enumNameOf(enumeration, model.name);
    const key = isUnknown(name) ? '' : `${name.schema ?? ''}.${name.name}`;
    if (key !== '' && seen.has(key)) return [];
    seen.add(key);
    return [{ name, enumeration }];
  });
}

