import type { NativeValue, Value } from '../../evaluate/value.js';
import { FALSE, TRUE, constant, listValue, plainText, unknownValue } from '../../evaluate/value.js';
import type { ColumnState, ConstraintState, EnumState, IndexState, Schema, TableState } from '../../framework.js';
import type { Constraint, Index } from '../../operation.js';
import type { Span } from '../../span.js';
import { type Known, isUnknown, known } from '../../value.js';
import { enumTypeName, nameFromPath } from './names.js';
import { type OptionsKind, native } from './options.js';

type Entries = [string, Value][];

const textOf = (value: Known<string>): Value => (isUnknown(value) ? unknownValue(value.unknown, value.span) : plainText(value));
const namesOf = (names: Known<readonly Known<string>[]>): Value => (isUnknown(names) ? unknownValue(names.unknown, names.span) : listValue(names.map(textOf)));
const flag = (value: Known<boolean>): Value => (isUnknown(value) ? unknownValue(value.unknown, value.span) : constant(value));

/** The table as TypeORM loads it from the database, as far as the history tells. */
export function loadedTable(schema: Schema, table: TableState, span: Span): NativeValue {
  const { name, complete } = table;
  const indexes = [...table.indexes.values()].filter(({ index }) => index.columns.some(isPlain));
  const list = (kind: OptionsKind, parts: readonly Entries[]): Value => ({ ...listValue(parts.map((entries) => native(kind, { entries: new Map(entries), complete: true, span, origin: {} }))), complete });
  const constraints = (type: Constraint['type']): readonly ConstraintState[] => [...table.constraints.values()].filter(({ constraint }) => constraint.type === type);
  const columns = [...table.columns.values()].map((entry) => loadedColumn(schema, table, entry, span));
  const entries: Entries = [
    ['name', plainText(name.schema === undefined ? name.name : `${name.schema}.${name.name}`)],
    ['columns', { ...listValue(columns), complete }],
    ['indices', list('TableIndex', indexes.map(indexEntries))],
    ['foreignKeys', list('TableForeignKey', constraints('foreignKey').map(constraintEntries))],
    ['uniques', list('TableUnique', constraints('unique').map(constraintEntries))],
    ['checks', list('TableCheck', constraints('check').map(constraintEntries))],
    ['exclusions', list('TableExclusion', constraints('exclude').map(constraintEntries))],
  ];
  return native('Table', { entries: new Map(entries), complete, span, origin: {} });
}

/** Expressions are not in the lists that TypeORM loads, nor is an index of nothing else. */
export const isPlain = (column: Known<string>): boolean => !isUnknown(column) && /^(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)$/u.test(column);
const bare = (column: Known<string>): Known<string> => (isUnknown(column) || !column.startsWith('"') ? column : column.slice(1, -1).replaceAll('""', '"'));

function indexEntries({ name, index }: IndexState): Entries {
  return [['name', plainText(name)], ['columnNames', namesOf(index.columns.filter(isPlain).map(bare))], ['isUnique', constant(index.unique)], ...whereEntries(index)];
}
const whereEntries = (index: Index): Entries => (index.where === undefined ? [] : [['where', textOf(index.where)]]);

function constraintEntries({ name, constraint }: ConstraintState): Entries {
  const entries: Entries = [['name', plainText(name)]];
  if ('expression' in constraint) entries.push(['expression', textOf(constraint.expression)], ['columnNames', namesOf(constraint.columns ?? [])]);
  else entries.push(['columnNames', namesOf(constraint.columns)]);
  if (constraint.type !== 'foreignKey') return entries;
  const { table, columns } = constraint.references;
  entries.push(['referencedTableName', textOf(isUnknown(table) ? table : table.schema === undefined ? table.name : `${table.schema}.${table.name}`)]);
  entries.push(['referencedColumnNames', namesOf(columns)]);
  for (const key of ['onDelete', 'onUpdate'] as const) entries.push([key, textOf(constraint[key] ?? 'NO ACTION')]);
  return entries;
}

const usesAlone = (constraint: Constraint, column: Known<string>): boolean => !('expression' in constraint) && !isUnknown(constraint.columns) && constraint.columns.length === 1 && constraint.columns[0] === column;

function loadedColumn(schema: Schema, table: TableState, { column, complete }: ColumnState, span: Span): NativeValue {
  const constraints = [...table.constraints.values()].map(({ constraint }) => constraint);
  const key = constraints.find(({ type }) => type === 'primaryKey');
  const keyColumns = key && !('expression' in key) ? known(key.columns) : [];
  const unique = constraints.some((constraint) => constraint.type === 'unique' && usesAlone(constraint, column.name)) || [...table.indexes.values()].some(({ index }) => isUniqueOn(index, column.name));
  const primary = keyColumns?.includes(column.name) === true;
  const entries: Entries = [
    ['name', textOf(column.name)],
    ['isNullable', flag(column.nullable)],
    ['isPrimary', primary || table.complete ? constant(primary) : unknownValue('database', span)],
    ['isUnique', unique || table.complete ? constant(unique) : unknownValue('database', span)],
    ['comment', column.comment === undefined ? (complete ? plainText('') : unknownValue('database', span)) : textOf(column.comment)],
    ...typeEntries(schema, table, column.name, column.type, span),
    ...(column.generated === undefined ? [] : ([['generatedType', plainText('STORED')], ['asExpression', textOf(column.generated)]] satisfies Entries)),
    ...valueEntries(column.default, column.type, column.identity),
  ];
  return native('TableColumn', { entries: new Map(entries), complete, span, origin: {} });
}

/** On MySQL a unique constraint is an index. */
const isUniqueOn = (index: Index, column: Known<string>): boolean => index.unique && index.where === undefined && index.columns.length === 1 && index.columns[0] === column;

const SIZED_BY_LENGTH = /^(?:character varying|character|varchar|char|bit|bit varying|varbinary|binary|nvarchar|nchar)$/u;

/** The parts that TypeORM takes a type into: `character varying(50)[]` is a type, a length and an array. */
function typeEntries(schema: Schema, table: TableState, column: Known<string>, type: Known<string>, span: Span): Entries {
  if (isUnknown(type)) return (['type', 'length', 'isArray', 'precision', 'scale'] as const).map((key) => [key, unknownValue(type.unknown, span)]);
  const array = type.endsWith('[]');
  const element = array ? type.slice(0, -2) : type;
  const enumeration = enumOf(schema, element);
  if (enumeration) return enumEntries(table, column, enumeration, array);
  const parts = /^([^()]*)(?:\(([^()]*)\))?(.*)$/su.exec(element);
  const base = `${parts?.[1] ?? element}${parts?.[3] ?? ''}`.trim();
  const entries: Entries = [['type', plainText(base)], ['isArray', constant(array)]];
  const size = parts?.[2];
  if (size === undefined) return [...entries, ['length', plainText('')]];
  if (SIZED_BY_LENGTH.test(base)) return [...entries, ['length', plainText(size)]];
  const [precision = '', scale] = size.split(',');
  return [...entries, ['length', plainText('')], ['precision', constant(Number(precision))], ...(scale === undefined ? [] : ([['scale', constant(Number(scale))]] satisfies Entries))];
}

function enumOf(schema: Schema, type: string): EnumState | undefined {
  const name = nameFromPath(type.replaceAll('"', ''));
  return isUnknown(name) ? undefined : schema.enumType(name);
}

function enumEntries(table: TableState, column: Known<string>, { name, values, complete }: EnumState, array: boolean): Entries {
  const implied = !isUnknown(column) && name.name === enumTypeName(table.name.name, column);
  return [['type', plainText('enum')], ['length', plainText('')], ['isArray', constant(array)], ['enum', { ...namesOf(values), complete } as Value], ...(implied ? [] : ([['enumName', plainText(name.name)]] satisfies Entries))];
}

/** A default as PostgreSQL prints it and TypeORM shortens it; ids that the database makes have none. */
function valueEntries(given: Known<string> | undefined, type: Known<string>, identity: 'always' | 'byDefault' | undefined): Entries {
  if (identity) return generated('identity', ['generatedIdentity', plainText(identity === 'always' ? 'ALWAYS' : 'BY DEFAULT')]);
  if (given === undefined) return [['isGenerated', FALSE]];
  if (isUnknown(given)) return [['default', textOf(given)]];
  if (/^nextval\(/iu.test(given)) return generated('increment');
  if (type === 'uuid' && /^(?:gen_random_uuid\(\)|(?:\w+\.)?uuid_generate_v\d\(\))$/iu.test(given)) return generated('uuid');
  const text = given.replace(/::[\w\s.[\]\-"]+/gu, '').replace(/^(-?\d+)$/u, "'$1'");
  return [['default', plainText(text)], ['isGenerated', FALSE]];
}

const generated = (strategy: string, ...more: Entries): Entries => [['isGenerated', TRUE], ['generationStrategy', plainText(strategy)], ...more];
