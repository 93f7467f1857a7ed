import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, isNull, nativeFunction, plainText, unknownValue } from '../../evaluate/value.js';
import { unknown } from '../../value.js';
import { column } from './column.js';
import { checkConstraint, excludeConstraint, foreignKey, foreignKeyConstraint, primaryKeyConstraint, uniqueConstraint } from './constraints.js';
import { ddlElement, ddlText, index } from './ddl.js';
import { computed, defaultClause, fetchedValue, identity } from './defaults.js';
import { PRECEDENCE, bindParameter, booleanSql, castExpression, clauses, columnExpression, combine, compound, expressionNative, joinSql, nullTest, plainExpression, textExpression, toExpression } from './expressions.js';
import { functionClass, functionGenerator } from './functions.js';
import { dialectClass } from './dialect-class.js';
import { inspect, inspectorNative } from './inspector.js';
import { metaData } from './metadata.js';
import type { ExpressionModel } from './model.js';
import { LABELS } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import { mapperRegistry } from './registries.js';
import { declarativeBase, mappedColumn, relation, scopedSession, sessionFrom, sessionMaker } from './orm.js';
import { sequence } from './sequences.js';
import { exists, modify, select } from './statements.js';
import { lightTable, table } from './table-native.js';
import { listOf, mapKnown, stringOf, tracedOf, unknownFrom } from '../values.js';
import { dialectName } from './types/render.js';
import { asType } from './types/resolve.js';
import { simpleType, typeNative } from './types/native.js';

type Run = (call: Call, options: SqlAlchemyOptions) => Value;

const expression = (run: (call: Call, options: SqlAlchemyOptions) => ExpressionModel): Run => (call, options) => expressionNative(run(call, options), options);
const joined = (operator: 'bitAnd' | 'bitOr') => expression((call, options) => {
  const parts = clauses(call.positional, call).map((value) => toExpression(value, options));
  return parts.reduce<ExpressionModel | undefined>((all, part) => (all ? combine(operator, all, part) : part), undefined) ?? plainExpression('');
});
const ordered = (word: string) => expression((call, options) => {
  const [value] = call.positional;
  const text = tracedOf(value);
  const part = text && value?.kind === 'text' ? columnExpression(stringOf(value) ?? unknownFrom(value)) : toExpression(value, options);
  return compound(mapKnown(part.sql, (sql) => `${sql} ${word}`), [part], PRECEDENCE.order, { column: part.column });
});
const caseExpression = expression((call, options) => {
  const pairs = clauses(call.positional, call).filter((value) => value.kind === 'list' || value.kind === 'native');
  const parts = [...pairs.flatMap((pair) => listOf(pair, call) ?? [pair]), ...(call.named.get('else_') ? [call.named.get('else_')] : [])].map((value) => toExpression(value, options));
  return compound(unknown('unsupported', call.span), parts, PRECEDENCE.atom);
});
const target = (call: Call): Value | undefined => call.positional[0] ?? call.named.get('table');

/** An address that is written out may be that of another database. */
function engineOf(call: Call, options: SqlAlchemyOptions): Value {
  const address = stringOf(call.positional[0] ?? call.named.get('url'));
  const { dialect } = options.target;
  const scheme = dialect === 'postgres' ? /^postgres/u : dialect === 'mysql' || dialect === 'mariadb' ? /^(?:mysql|mariadb)/u : new RegExp(`^${dialectName(dialect)}`, 'u');
  const elsewhere = typeof address === 'string' && !scheme.test(address);
  return elsewhere ? unknownValue('environment', call.span, 'create_engine') : (options.engine?.() ?? unknownValue('environment', call.span, 'create_engine', true));
}

/** Functions and classes of SQLAlchemy that build something a migration uses, wherever they are imported from. */
const MEMBERS: Readonly<Record<string, Run>> = {
  Column: column, mapped_column: mappedColumn,
  ForeignKey: foreignKey, ForeignKeyConstraint: foreignKeyConstraint, PrimaryKeyConstraint: primaryKeyConstraint, UniqueConstraint: uniqueConstraint,
  CheckConstraint: checkConstraint, ExcludeConstraint: excludeConstraint, Index: index,
  Computed: computed, Identity: identity, Sequence: sequence, FetchedValue: fetchedValue, DefaultClause: defaultClause, PassiveDefault: defaultClause,
  Table: table, MetaData: metaData, ThreadLocalMetaData: metaData, table: lightTable, TableClause: lightTable,
  column: (call, options) => expressionNative(columnExpression(stringOf(call.positional[0] ?? call.named.get('text')) ?? unknown('input', call.span), undefined, asType(call.positional[1] ?? call.named.get('type_'), call, options.target)), options),
  text: (call, options) => {
    const text = tracedOf(call.positional[0] ?? call.named.get('text'));
    return text ? expressionNative(textExpression(text, new Map(), options), options) : { ...unknownValue('input', call.span), label: 'sqlalchemy.text' };
  },
  literal_column: expression((call, options) => {
    const text = tracedOf(call.positional[0] ?? call.named.get('text'));
    return text ? { ...textExpression(text, new Map(), options), text: undefined } : plainExpression(unknown('input', call.span));
  }),
  literal: expression((call, options) => toExpression(call.positional[0] ?? call.named.get('value'), options)),
  bindparam: bindParameter, outparam: bindParameter,
  null: expression(() => plainExpression('NULL', { isNull: true })),
  true: expression((_, options) => plainExpression(booleanSql(true, options.target))),
  false: expression((_, options) => plainExpression(booleanSql(false, options.target))),
  cast: expression((call, options) => castExpression(toExpression(call.positional[0], options), asType(call.positional[1] ?? call.named.get('type_'), call, options.target), options)),
  try_cast: expression((call, options) => castExpression(toExpression(call.positional[0], options), asType(call.positional[1], call, options.target), options)),
  type_coerce: expression((call, options) => toExpression(call.positional[0], options)),
  case: caseExpression,
  and_: joined('bitAnd'), or_: joined('bitOr'),
  not_: expression((call, options) => {
    const part = toExpression(call.positional[0], options);
    return compound(mapKnown(part.sql, (sql) => `NOT ${part.precedence < PRECEDENCE.not ? `(${sql})` : sql}`), [part], PRECEDENCE.not);
  }),
  desc: ordered('DESC'), asc: ordered('ASC'), nullsfirst: ordered('NULLS FIRST'), nulls_first: ordered('NULLS FIRST'), nullslast: ordered('NULLS LAST'), nulls_last: ordered('NULLS LAST'),
  distinct: expression((call, options) => toExpression(call.positional[0], options)), collate: expression((call, options) => toExpression(call.positional[0], options)),
  label: expression((call, options) => toExpression(call.positional[1], options)),
  extract: expression((call, options) => compound(joinSql([stringOf(call.positional[0]) ?? unknown('input'), toExpression(call.positional[1], options).sql], (a = '', b = '') => `EXTRACT(${a} FROM ${b})`), [toExpression(call.positional[1], options)], PRECEDENCE.atom)),
  between: expression((call, options) => compound(unknown('unsupported', call.span), call.positional.map((value) => toExpression(value, options)), PRECEDENCE.compare)),
  tuple_: expression((call, options) => compound(joinSql(call.positional.map((value) => toExpression(value, options).sql), (...texts) => `(${texts.join(', ')})`), call.positional.map((value) => toExpression(value, options)), PRECEDENCE.atom)),
  any_: expression((call, options) => toExpression(call.positional[0], options)), all_: expression((call, options) => toExpression(call.positional[0], options)),
  isnull: expression((call, options) => nullTest(toExpression(call.positional[0], options), true)),
  values: expression((call) => plainExpression(unknown('unsupported', call.span))),
  select, exists, union: select, union_all: select, intersect: select, except_: select, join: (call) => call.positional[0] ?? NULL, outerjoin: (call) => call.positional[0] ?? NULL, alias: (call) => call.positional[0] ?? NULL, aliased: (call) => call.positional[0] ?? NULL, subquery: select, lateral: (call) => call.positional[0] ?? NULL,
  insert: (call, options) => modify('insert', target(call), call, options),
  update: (call, options) => modify('update', target(call), call, options),
  delete: (call, options) => modify('delete', target(call), call, options),
  DDL: ddlText,
  inspect,
  conv: (call) => nameNative(call), quoted_name: (call) => call.positional[0] ?? unknownValue('input', call.span),
  sessionmaker: sessionMaker, async_sessionmaker: sessionMaker, scoped_session: scopedSession, async_scoped_session: scopedSession, Session: sessionFrom, AsyncSession: sessionFrom, create_session: sessionFrom,
  declarative_base: (call, options) => declarativeBase(options, call.named.get('metadata')), automap_base: (call, options) => declarativeBase(options, call.named.get('metadata')), registry: mapperRegistry,
  create_engine: engineOf, create_async_engine: engineOf, engine_from_config: engineOf, async_engine_from_config: engineOf,
};

const DDL_ELEMENTS = ['CreateTable', 'DropTable', 'CreateIndex', 'DropIndex', 'AddConstraint', 'DropConstraint', 'CreateSequence', 'DropSequence', 'CreateSchema', 'DropSchema', 'SetTableComment', 'DropTableComment', 'SetColumnComment', 'DropColumnComment'] as const;
const RELATIONS = new Set(['relationship', 'relation', 'backref', 'synonym', 'column_property', 'composite', 'validates', 'deferred', 'association_proxy', 'declared_attr', 'hybrid_property', 'hybrid_method', 'joinedload', 'selectinload', 'contains_eager', 'subqueryload', 'lazyload', 'load_only', 'mapper', 'configure_mappers', 'listen', 'listens_for', 'compiles']);
const FUNCTION_CLASSES = new Set(['now', 'current_timestamp', 'current_date', 'current_time', 'current_user', 'session_user', 'localtime', 'localtimestamp', 'sysdate', 'user', 'count', 'sum', 'max', 'min', 'coalesce', 'concat', 'char_length', 'random']);

/** A name that no convention may change. */
function nameNative(call: Call): Value {
  const text = tracedOf(call.positional[0]);
  return text ? { kind: 'native', label: LABELS.name, text: () => text, truth: () => true } : unknownValue('input', call.span);
}

/** A decorator or event that has no effect on a schema: what it decorates stays itself. */
const passThrough = (label: string): NativeValue =>
  nativeFunction(`sqlalchemy.${label}`, (call) => (call.positional.length === 1 && call.positional[0]?.kind === 'closure' ? call.positional[0] : nativeFunction(`sqlalchemy.${label}()`, (inner) => inner.positional[0] ?? NULL)));
const DECORATORS = new Set(['validates', 'declared_attr', 'hybrid_property', 'hybrid_method', 'listens_for', 'compiles']);

/** What every module of SQLAlchemy has under a name, apart from types; names are unique across it. */
export function commonMember(name: string, options: SqlAlchemyOptions): Value | undefined {
  if (Object.hasOwn(MEMBERS, name)) {
    const run = MEMBERS[name];
    const inherited = name === 'Column' || name === 'Table' || name === 'Session' || name === 'MetaData' ? name : undefined;
    return run && { kind: 'native', label: `sqlalchemy.${name}()`, call: (call) => run(call, options), truth: () => true, ...(inherited && { member: () => undefined }) };
  }
  if (name === 'func' || name === 'modifier') return functionGenerator(options);
  const element = DDL_ELEMENTS.find((each) => each === name);
  if (element) return nativeFunction(`sqlalchemy.${name}`, (call) => ddlElement(element, call, options));
  if (name === 'DeclarativeBase' || name === 'DeclarativeBaseNoMeta' || name === 'SQLModel') return declarativeBase(options);
  if (name === 'Inspector' || name === 'PGInspector') return inspectorClass(options);
  const dialect = dialectClass(name, options);
  if (dialect) return dialect;
  if (name === 'SchemaType') return schemaTypeClass();
  if (DECORATORS.has(name)) return passThrough(name);
  if (RELATIONS.has(name)) return relation(name);
  if (name === 'Mapped') return { kind: 'native', label: 'sqlalchemy.Mapped', item: (_, context) => unknownValue('unsupported', context.span) };
  if (name === 'NULLTYPE') return typeNative(simpleType('NullType'), options);
  if (name === '__version__') return plainText('2.0.0');
  return undefined;
}

/** Types of the program that derive from `SchemaType` do so in order to bring something along, in events of their own. */
const schemaTypeClass = (): NativeValue => ({
  kind: 'native',
  label: 'sqlalchemy.SchemaType',
  truth: () => true,
  member: (property) =>
    property === '__init__'
      ? nativeFunction('sqlalchemy.SchemaType.__init__', (call) => {
          call.unread('makes a column type that may bring constraints of its own, which are not read');
          return NULL;
        })
      : undefined,
});

/** `Inspector.from_engine(bind)`. */
const inspectorClass = (options: SqlAlchemyOptions): NativeValue => ({
  kind: 'native',
  label: 'sqlalchemy.Inspector()',
  call: (call) => inspectorNative(options, isNull(call.positional[0]) ? undefined : call.positional[0]),
  member: (property) => (property === 'from_engine' ? nativeFunction('sqlalchemy.Inspector.from_engine', (call) => inspectorNative(options, call.positional[0])) : undefined),
});

/** Only `sqlalchemy.sql.functions` has classes that are named as functions. */
export const functionMember = (name: string, options: SqlAlchemyOptions): Value | undefined => (FUNCTION_CLASSES.has(name) ? functionClass(name, options) : undefined);

const EXCEPTIONS = /^(?:[A-Z]\w*(?:Error|Exception|Warning|Found)|NoResultFound|MultipleResultsFound|SQLAlchemyError|DBAPIError)$/u;
/** Exceptions only stand behind `except`. */
export const exceptionMember = (name: string): Value | undefined =>
  EXCEPTIONS.test(name) ? { kind: 'native', label: `sqlalchemy.exc.${name}`, call: (call) => unknownValue('database', call.span), truth: () => true } : undefined;

/** Functions of PostgreSQL's module that are neither types nor constraints. */
const POSTGRESQL: Readonly<Record<string, Run>> = {
  array: expression((call, options) => {
    const items = listOf(call.positional[0], call)?.map((value) => toExpression(value, options));
    return items ? compound(joinSql(items.map((item) => item.sql), (...texts) => `ARRAY[${texts.join(', ')}]`), items, PRECEDENCE.atom) : plainExpression(unknown('input', call.span));
  }),
  to_tsvector: (call, options) => call.invoke(functionClass('to_tsvector', options), call.positional), to_tsquery: (call, options) => call.invoke(functionClass('to_tsquery', options), call.positional),
  array_agg: (call, options) => call.invoke(functionClass('array_agg', options), call.positional),
};
export const postgresqlMember = (name: string, options: SqlAlchemyOptions): Value | undefined => {
  const run = Object.hasOwn(POSTGRESQL, name) ? POSTGRESQL[name] : undefined;
  return run && nativeFunction(`sqlalchemy.postgresql.${name}`, (call) => run(call, options));
};

/** `MutableDict.as_mutable(JSONB)` is the type itself. */
export const mutableMember = (name: string): Value | undefined =>
  /^Mutable/u.test(name)
    ? {
        kind: 'native',
        label: `sqlalchemy.${name}`,
        member: (property) => (property === 'as_mutable' ? nativeFunction(`sqlalchemy.${name}.as_mutable`, (call) => call.positional[0] ?? NULL) : undefined),
      }
    : undefined;

