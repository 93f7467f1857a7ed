import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, conditionValue, isNull, listValue, nativeFunction, recordValue, unknownValue } from '../../evaluate/value.js';
import type { Condition, Fact, Name, ObjectKind } from '../../operation.js';
import type { Known } from '../../value.js';
import { isUnknown, unknown } from '../../value.js';
import { lazyNative } from './lazy.js';
import type { Maker } from './lazy.js';
import { asTable } from './model.js';
import { qualifiedName } from './defaults.js';
import { listOf, stringOf, tracedOf } from '../values.js';
import type { SqlAlchemyOptions } from './options.js';
import { type Reflected, type Reflection, foreignKeys, noPrimaryKey, primaryKey, uniqueConstraints } from './reflection.js';

/** What a reflected list answers questions about. */
export type Asked =
  | { readonly ask: 'table'; readonly schema?: Known<string> }
  | { readonly ask: 'column' | 'index' | 'constraint'; readonly table: Known<Name> }
  | { readonly ask: 'type'; readonly schema?: Known<string> }
  | { readonly ask: 'object'; readonly kind: ObjectKind; readonly schema?: Known<string> };

export const REFLECTED = 'sqlalchemy.reflected';
export const REFLECTED_NAME = 'sqlalchemy.reflectedName';
const REFLECTED_LIST = 'sqlalchemy.reflectedList';

const inSchema = (name: Known<string>, schema: Known<string> | undefined): Known<Name> => {
  if (isUnknown(name)) return name;
  if (isUnknown(schema)) return schema;
  return schema === undefined || schema === 'public' ? { name } : { schema, name };
};

/** Whether something of this name is there. */
export function factOf(asked: Asked, name: Known<string>): Fact {
  switch (asked.ask) {
    case 'table': return { ask: 'table', table: inSchema(name, asked.schema) };
    case 'column': return { ask: 'column', table: asked.table, column: name };
    case 'index': return { ask: 'index', table: asked.table, index: name };
    case 'constraint': return { ask: 'constraint', table: asked.table, constraint: name };
    case 'type': return { ask: 'type', name: inSchema(name, asked.schema) };
    case 'object': return { ask: 'object', object: { kind: asked.kind, name, ...(typeof asked.schema === 'string' && asked.schema !== 'public' && { schema: asked.schema }) } };
  }
}

export const existsCondition = (fact: Fact): Condition => ({ is: 'exists', fact });
const negated = (condition: Condition): Condition => ({ is: 'not', operand: condition });

const askedBy = (value: Value | undefined): Asked | undefined => (value?.kind === 'native' && value.label === REFLECTED_NAME ? (value.data as Asked) : undefined);
const nameValue = (value: Value): Known<string> | undefined => (tracedOf(value) || value.kind === 'unknown' ? stringOf(value) ?? unknown('input') : undefined);

/** `name == 'x'`, `name in ['x', 'y']`, and `'x' in names` once the evaluator finds the name in the list. */
function compare(operator: string, left: Value, right: Value, context: Context): Value | undefined {
  const positive = operator === 'equal' || operator === 'is' || operator === 'in';
  if (!positive && operator !== 'notEqual' && operator !== 'isNot' && operator !== 'notIn') return undefined;
  const asked = askedBy(left) ?? askedBy(right);
  if (!asked) return undefined;
  const other = askedBy(left) ? right : left;
  const name = nameValue(other);
  let condition: Condition | undefined;
  if (name !== undefined) condition = existsCondition(factOf(asked, name));
  else {
    const names = (listOf(other, context) ?? []).map(nameValue);
    for (const each of names) {
      if (each === undefined) return undefined;
      const one = existsCondition(factOf(asked, each));
      condition = condition ? { is: 'or', left: condition, right: one } : one;
    }
  }
  return condition && conditionValue(positive ? condition : negated(condition));
}

/** The name of whatever is there: it stands for every name in the list. */
function reflectedName(asked: Asked): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: REFLECTED_NAME,
    data: asked,
    binary: (operator, left, right, context) => compare(operator, left, right, context),
    member: (property) => {
      if (property === 'lower' || property === 'upper' || property === 'strip' || property === 'casefold') return nativeFunction(`${REFLECTED_NAME}.${property}`, () => self);
      return nativeFunction(`${REFLECTED_NAME}.${property}`, (call) => unknownValue('database', call.span));
    },
    truth: () => ({ is: 'unknown' }),
  };
  return self;
}

/** One reflected column, index or constraint: its name can be asked for, the rest only the database knows. */
function reflected(asked: Asked): NativeValue {
  const item = (key: string, context: Context): Value => {
    if (key === 'name') return reflectedName(asked);
    // the columns of a key or index are names of columns, but only of some
    return unknownValue('database', context.span);
  };
  return {
    kind: 'native',
    label: REFLECTED,
    data: asked,
    item: (key, context) => item(key.kind === 'text' ? key.text.text : '', context),
    member: (property, context) => {
      if (property === 'get' || property === 'pop') return nativeFunction(`${REFLECTED}.get`, (call) => item(call.positional[0]?.kind === 'text' ? call.positional[0].text.text : '', call));
      return property === 'name' ? item(property, context) : undefined;
    },
    truth: () => true,
  };
}

/** A list of which only the database knows all items: a loop sees those that the history tells, and one that stands for the others. */
function reflectedList(asked: Asked, element: NativeValue, told: readonly Value[] = []): NativeValue {
  return {
    kind: 'native',
    label: REFLECTED_LIST,
    data: asked,
    iterate: () => [...told, element],
    binary: (operator, left, _right, context) => (operator === 'in' || operator === 'notIn' ? compare(operator, left, reflectedName(asked), context) : undefined),
    item: () => element,
    member: (property) => {
      if (property === 'copy' || property === 'keys') return nativeFunction(`${REFLECTED_LIST}.${property}`, () => reflectedList(asked, element, told));
      // dictionaries of whole schemas: `get_multi_columns()`
      return nativeFunction(`${REFLECTED_LIST}.${property}`, (call) => unknownValue('database', call.span));
    },
    truth: () => ({ is: 'unknown' }),
  };
}

const names = (asked: Asked): NativeValue => reflectedList(asked, reflectedName(asked));
const records = (asked: Asked): NativeValue => reflectedList(asked, reflected(asked));

function tableArgument(call: Call): Known<Name> {
  const given = call.named.get('table_name') ?? call.positional[0];
  return asTable(given)?.name ?? qualifiedName(given, call.named.get('schema') ?? call.positional[1]);
}
const schemaArgument = (call: Call, at = 0): { readonly schema?: Known<string> } => {
  const schema = stringOf(call.named.get('schema') ?? call.positional[at]);
  return schema === undefined ? {} : { schema };
};

/** What the history tells about a table where it is asked; names that the server makes up are those of PostgreSQL. */
function reflect({ schema, target }: SqlAlchemyOptions, call: Call, name: Known<Name>, reflection: Reflection): Reflected | undefined {
  if (isUnknown(name) || target.dialect !== 'postgres') return undefined;
  const table = schema?.(call)?.table(name);
  return table && reflection(table);
}

/** `sa.inspect(bind)`, `Inspector.from_engine(bind)`. */
export function inspectorNative(options: SqlAlchemyOptions, bind?: Value): NativeValue {
  const method = (label: string, run: (call: Call) => Value): Maker => () => nativeFunction(`sqlalchemy.Inspector.${label}`, run);
  const ofTable = (label: string, ask: 'column' | 'index' | 'constraint'): Maker => method(label, (call) => records({ ask, table: tableArgument(call) }));
  const constraints = (label: string, reflection: Reflection): Maker =>
    method(label, (call) => {
      const asked: Asked = { ask: 'constraint', table: tableArgument(call) };
      const told = reflect(options, call, asked.table, reflection);
      if (!told) return records(asked);
      return told.complete ? listValue(told.records) : reflectedList(asked, reflected(asked), told.records);
    });
  const objects = (label: string, kind: ObjectKind): Maker => method(label, (call) => names({ ask: 'object', kind, ...schemaArgument(call) }));
  const exists = (fact: Fact): Value => conditionValue(existsCondition(fact));
  return lazyNative(
    'sqlalchemy.Inspector',
    {
      has_table: method('has_table', (call) => exists({ ask: 'table', table: tableArgument(call) })),
      get_table_names: method('get_table_names', (call) => names({ ask: 'table', ...schemaArgument(call) })),
      get_sorted_table_and_fkc_names: method('get_sorted_table_and_fkc_names', (call) => unknownValue('database', call.span)),
      get_temp_table_names: method('get_temp_table_names', () => names({ ask: 'table' })),
      get_columns: ofTable('get_columns', 'column'),
      get_indexes: ofTable('get_indexes', 'index'),
      get_foreign_keys: constraints('get_foreign_keys', foreignKeys),
      get_unique_constraints: constraints('get_unique_constraints', uniqueConstraints),
      get_check_constraints: ofTable('get_check_constraints', 'constraint'),
      get_pk_constraint: method('get_pk_constraint', (call) => {
        const table = tableArgument(call);
        const told = reflect(options, call, table, primaryKey);
        return told?.records[0] ?? (told?.complete ? noPrimaryKey() : reflected({ ask: 'constraint', table }));
      }),
      get_primary_keys: method('get_primary_keys', (call) => unknownValue('database', call.span)),
      get_table_comment: method('get_table_comment', (call) => recordValue([['text', unknownValue('database', call.span)]])),
      get_enums: method('get_enums', (call) => records({ ask: 'type', ...schemaArgument(call) })),
      get_view_names: objects('get_view_names', 'view'),
      get_materialized_view_names: objects('get_materialized_view_names', 'materializedView'),
      get_sequence_names: objects('get_sequence_names', 'sequence'),
      get_schema_names: method('get_schema_names', () => names({ ask: 'object', kind: 'schema' })),
      has_schema: method('has_schema', (call) => exists(factOf({ ask: 'object', kind: 'schema' }, stringOf(call.positional[0] ?? call.named.get('schema_name')) ?? unknown('input')))),
      has_sequence: method('has_sequence', (call) => exists(factOf({ ask: 'object', kind: 'sequence', ...schemaArgument(call, 1) }, stringOf(call.positional[0] ?? call.named.get('sequence_name')) ?? unknown('input')))),
      has_type: method('has_type', (call) => exists(factOf({ ask: 'type', ...schemaArgument(call, 1) }, stringOf(call.positional[0] ?? call.named.get('type_name')) ?? unknown('input')))),
      has_index: method('has_index', (call) => {
        const table = qualifiedName(call.named.get('table_name') ?? call.positional[0], call.named.get('schema') ?? call.positional[2]);
        return exists({ ask: 'index', table, index: stringOf(call.named.get('index_name') ?? call.positional[1]) ?? unknown('input') });
      }),
      reflect_table: method('reflect_table', () => NULL), clear_cache: method('clear_cache', () => NULL),
      bind: () => bind, engine: () => bind,
      dialect: (context) => (bind?.kind === 'native' ? bind.member?.('dialect', context) : undefined),
      default_schema_name: (context) => unknownValue('database', context.span),
    },
    { truth: () => true, other: (_, context) => unknownValue('database', context.span) },
  );
}

/** `sa.inspect(x)`: of a connection the inspector; of a mapped class or object something that migrations do not need. */
export function inspect(call: Call, options: SqlAlchemyOptions): Value {
  const [subject] = call.positional;
  if (subject?.kind === 'native' && (subject.label === 'python.class' || subject.label === 'python.instance')) return unknownValue('unsupported', call.span);
  return inspectorNative(options, isNull(subject) ? undefined : subject);
}

/** Whether a table is there, for connections and dialects that are asked directly. */
export const hasTable = (name: Value | undefined, schema?: Value): Value => conditionValue(existsCondition({ ask: 'table', table: qualifiedName(name, schema) }));

