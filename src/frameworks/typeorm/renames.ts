import type { Context } from '../../evaluate/value.js';
import type { ConstraintState, TableState } from '../../framework.js';
import type { Action, Draft, Name } from '../../operation.js';
import { type Known, isUnknown } from '../../value.js';
import { defaultName, enumTypeName } from './names.js';
import { type Runtime, isMysql, schemaNow } from './runtime.js';

type Naming = Parameters<typeof defaultName>[0];
interface Part {
  readonly kind: Naming;
  readonly name: string;
  readonly columns: readonly Known<string>[];
  readonly where?: Known<string>;
}

function keyPart({ name, constraint }: ConstraintState): readonly Part[] {
  if ('expression' in constraint || isUnknown(constraint.columns)) return [];
  return [{ kind: constraint.type, name, columns: constraint.columns }];
}

const partsOf = (table: TableState): readonly Part[] => [
  ...[...table.constraints.values()].flatMap(keyPart),
  ...[...table.indexes.values()].map(({ name, index }): Part => ({ kind: 'index', name, columns: index.columns, ...(index.where !== undefined && { where: index.where }) })),
];

/** What bears a name that TypeORM made gets the name that it would make now. */
function renamed(runtime: Runtime, table: TableState, now: Name, columnNow: (column: Known<string>) => Known<string>): readonly Action[] {
  return partsOf(table).flatMap((part): readonly Action[] => {
    if (isMysql(runtime) && part.kind === 'primaryKey') return [];
    if (part.name !== defaultName(part.kind, table.name, part.columns, part.where)) return [];
    const to = defaultName(part.kind, now, part.columns.map(columnNow), part.where);
    if (to === part.name) return [];
    if (part.kind === 'index') return [{ kind: 'renameIndex', index: part.name, to, ...(now.schema !== undefined && { schema: now.schema }) }];
    return [{ kind: 'renameConstraint', table: now, constraint: part.name, to }];
  });
}

/** The types of a table's enumerations that are named after table and column. */
function renamedEnums(runtime: Runtime, context: Context, table: TableState, only: string | undefined, now: (column: string) => string): readonly Action[] {
  if (runtime.dialect !== 'postgres') return [];
  const schema = schemaNow(runtime, context);
  return [...table.columns.values()].flatMap(({ column }): readonly Action[] => {
    if (isUnknown(column.name) || (only !== undefined && column.name !== only)) return [];
    const name = { ...table.name, name: enumTypeName(table.name.name, column.name) };
    const used = !isUnknown(column.type) && column.type.replaceAll('"', '').replace(/\[\]$/u, '').split('.').at(-1) === name.name;
    return used && schema?.enumType(name) ? [{ kind: 'alterEnum', name, to: now(column.name) }] : [];
  });
}

const drafts = (context: Context, actions: readonly Action[]): readonly Draft[] => actions.map((action) => ({ ...action, span: context.span }));

export function renamesOfTable(runtime: Runtime, context: Context, table: TableState, to: string): readonly Draft[] {
  const now = { ...table.name, name: to };
  return drafts(context, [...renamed(runtime, table, now, (column) => column), ...renamedSequences(runtime, table, now), ...renamedEnums(runtime, context, table, undefined, (column) => enumTypeName(to, column))]);
}

function renamedSequences(runtime: Runtime, table: TableState, now: Name): readonly Action[] {
  if (runtime.dialect !== 'postgres') return [];
  return [...table.columns.values()].flatMap(({ column }): readonly Action[] => {
    if (isUnknown(column.name) || typeof column.default !== 'string' || !column.default.startsWith('nextval(')) return [];
    return [{ kind: 'alterObject', object: { kind: 'sequence', name: `${table.name.name}_${column.name}_seq`, ...(now.schema !== undefined && { schema: now.schema }) }, to: `${now.name}_${column.name}_seq` }];
  });
}

export function renamesOfColumn(runtime: Runtime, context: Context, table: TableState, from: string, to: string): readonly Draft[] {
  const using: TableState = { ...table, constraints: onlyWith(table.constraints, from, ({ constraint }) => ('expression' in constraint ? [] : constraint.columns)), indexes: onlyWith(table.indexes, from, ({ index }) => index.columns) };
  return drafts(context, [...renamedEnums(runtime, context, table, from, () => enumTypeName(table.name.name, to)), ...renamed(runtime, using, table.name, (column) => (column === from ? to : column))]);
}

function onlyWith<T>(parts: ReadonlyMap<string, T>, column: string, columnsOf: (part: T) => Known<readonly Known<string>[]>): ReadonlyMap<string, T> {
  return new Map(
    [...parts].filter(([, part]) => {
      const columns = columnsOf(part);
      return !isUnknown(columns) && columns.includes(column);
    }),
  );
}
