import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, isNull, nativeFunction, recordValue, unknownValue } from '../../evaluate/value.js';
import type { Draft, Name } from '../../operation.js';
import { isUnknown } from '../../value.js';
import { columnFrom, columnNative, column } from './column.js';
import { declareTable } from './declared.js';
import { lazyNative } from './lazy.js';
import type { Maker } from './lazy.js';
import { mappedTable } from './mapped.js';
import { metaDataNative } from './metadata.js';
import type { MetaDataModel } from './metadata.js';
import type { TableModel } from './model.js';
import { asColumn, asExpression, asTable } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import type { StatementModel } from './statement-model.js';
import { asStatement, writing } from './statements.js';

const tableOf = (value: Value | undefined): TableModel | undefined => mappedTable(value) ?? asTable(value) ?? asExpression(value)?.table;

interface SessionState {
  readonly bind?: Value;
  /** Tables whose rows were loaded: what is set on the objects is written with the next flush. */
  readonly loaded: TableModel[];
  loadedUnknown: boolean;
}

function namesOf(tables: readonly TableModel[]): readonly Name[] | 'anything' {
  const found: Name[] = [];
  for (const { name } of tables) {
    if (isUnknown(name)) return 'anything';
    if (!found.some((each) => each.name === name.name && each.schema === name.schema)) found.push(name);
  }
  return found;
}

const rowsOnly = (reason: string, touches: readonly Name[] | 'anything', call: Call): Draft => ({ kind: 'opaque', reason, touches, rowsOnly: true, span: call.span });

/** Objects that a session writes: their table where their class tells it. */
function writeRows(verb: 'insert' | 'delete', value: Value | undefined, call: Call): void {
  const items = value?.kind === 'list' ? value.items : [value];
  for (const item of items) {
    const table = mappedTable(item) ?? asTable(item);
    call.emit([table ? { kind: 'modifyRows', verb, table: table.name, ...(verb === 'delete' && { filtered: true }), span: call.span } : rowsOnly(`objects are ${verb === 'insert' ? 'added' : 'deleted'} through a session`, 'anything', call)]);
  }
}

/** `Session(bind=...)`: rows are read and written by it, the schema is not. */
export function sessionNative(options: SqlAlchemyOptions, bind?: Value): NativeValue {
  const state: SessionState = { bind, loaded: [], loadedUnknown: false };
  const method = (label: string, run: (call: Call) => Value): Maker => () => nativeFunction(`sqlalchemy.Session.${label}`, run);
  const execute = (call: Call): Value => {
    const statement = call.positional[0] ?? call.named.get('statement');
    if (statement && options.execute) return options.execute(call, statement);
    const known = asStatement(statement);
    if (known && 'drafts' in known) call.emit(known.drafts);
    else call.unread('executes a statement that cannot be read here');
    return unknownValue('database', call.span);
  };
  const flush = (call: Call): Value => {
    if (state.loaded.length > 0 || state.loadedUnknown) call.emit([rowsOnly('changes to loaded objects are written', state.loadedUnknown ? 'anything' : namesOf(state.loaded), call)]);
    state.loaded.length = 0;
    state.loadedUnknown = false;
    return NULL;
  };
  const load = (value: Value | undefined): void => {
    const table = mappedTable(value);
    if (table) state.loaded.push(table);
    // columns are values, only objects are written back
    else if (!asExpression(value) && !asTable(value)) state.loadedUnknown = true;
  };
  const bulk = (verb: 'insert' | 'update') => (call: Call): Value => {
    const [target] = call.positional;
    const table = tableOf(target) ?? (target?.kind === 'list' ? tableOf(target.items[0]) : undefined);
    call.emit([table ? { kind: 'modifyRows', verb, table: table.name, ...(verb === 'update' && { filtered: true }), span: call.span } : rowsOnly('rows are written in bulk through a session', 'anything', call)]);
    return NULL;
  };
  const self: NativeValue = lazyNative(
    'sqlalchemy.Session',
    {
      execute: () => nativeFunction('sqlalchemy.Session.execute', execute),
      scalars: () => nativeFunction('sqlalchemy.Session.scalars', execute),
      scalar: () => nativeFunction('sqlalchemy.Session.scalar', execute),
      query: method('query', (call) => queryNative({ table: tableOf(call.positional[0]), filtered: false, load: () => load(call.positional[0]) }, options)),
      get: method('get', (call) => {
        load(call.positional[0]);
        return unknownValue('database', call.span);
      }),
      add: method('add', (call) => written('insert', call)),
      add_all: method('add_all', (call) => written('insert', call)),
      merge: method('merge', (call) => {
        writeRows('insert', call.positional[0], call);
        return call.positional[0] ?? NULL;
      }),
      delete: method('delete', (call) => written('delete', call)),
      bulk_save_objects: method('bulk_save_objects', bulk('insert')),
      bulk_insert_mappings: method('bulk_insert_mappings', bulk('insert')),
      bulk_update_mappings: method('bulk_update_mappings', bulk('update')),
      commit: method('commit', flush), flush: method('flush', flush),
      rollback: method('rollback', () => NULL), close: method('close', () => NULL), remove: method('remove', () => NULL), expunge_all: method('expunge_all', () => NULL), expire_all: method('expire_all', () => NULL), refresh: method('refresh', () => NULL),
      connection: method('connection', (call) => bind ?? unknownValue('database', call.span, 'session.connection', true)),
      get_bind: method('get_bind', (call) => bind ?? unknownValue('database', call.span, 'session.get_bind', true)),
      bind: () => bind,
      begin: method('begin', () => self), begin_nested: method('begin_nested', (call) => (call.emit([{ kind: 'transaction', verb: 'savepoint', span: call.span }]), self)),
    },
    {
      effectful: true,
      truth: () => true,
      enter: () => self,
      exit: (context) => {
        if (state.loaded.length > 0) context.emit([{ kind: 'opaque', reason: 'changes to loaded objects are written', touches: namesOf(state.loaded), rowsOnly: true, span: context.span }]);
        state.loaded.length = 0;
      },
    },
  );
  return self;
}

function written(verb: 'insert' | 'delete', call: Call): Value {
  writeRows(verb, call.positional[0], call);
  return NULL;
}

interface QueryState {
  readonly table?: TableModel;
  readonly filtered: boolean;
  /** Called when objects come out of the query. */
  readonly load: () => void;
}

const OBJECTS = new Set(['all', 'first', 'one', 'one_or_none', 'scalars', 'get', 'yield_per']);
const RESULTS = new Set(['scalar', 'scalar_one', 'count', 'exists', 'subquery', 'as_scalar', 'scalar_subquery']);

function queryNative(state: QueryState, options: SqlAlchemyOptions): NativeValue {
  return {
    kind: 'native',
    label: 'sqlalchemy.Query',
    truth: () => ({ is: 'unknown' }),
    iterate: () => {
      state.load();
      return undefined;
    },
    member: (property) => {
      if (property === 'update' || property === 'delete') {
        return nativeFunction(`sqlalchemy.Query.${property}`, (call) => {
          if (!state.table) call.emit([rowsOnly(`rows are ${property}d through a query`, 'anything', call)]);
          else {
            const base: StatementModel = { verb: property, table: state.table, filtered: state.filtered, whereNull: [], reads: [], from: [], span: call.span };
            const statement = property === 'update' ? writing(base, call.positional.slice(0, 1), new Map(), options) : base;
            call.emit([{
              kind: 'modifyRows', verb: property, table: state.table.name, filtered: state.filtered,
              ...(statement.columns && statement.columns.length > 0 && { columns: statement.columns }), ...(statement.setsNotNull && { setsNotNull: statement.setsNotNull }), span: call.span,
            }]);
          }
          return unknownValue('database', call.span);
        });
      }
      if (OBJECTS.has(property)) {
        return nativeFunction(`sqlalchemy.Query.${property}`, (call) => {
          state.load();
          return unknownValue('database', call.span);
        });
      }
      if (RESULTS.has(property)) return nativeFunction(`sqlalchemy.Query.${property}`, (call) => unknownValue('database', call.span));
      const filtered = state.filtered || property === 'filter' || property === 'filter_by' || property === 'where' || property === 'limit';
      return nativeFunction(`sqlalchemy.Query.${property}`, () => queryNative({ ...state, filtered }, options));
    },
  };
}

/** `sessionmaker(bind=...)`, called later for a session. */
export function sessionMaker(call: Call, options: SqlAlchemyOptions): Value {
  let bind = call.named.get('bind') ?? call.positional[0];
  const made: NativeValue = {
    kind: 'native',
    label: 'sqlalchemy.sessionmaker',
    call: (inner) => sessionNative(options, inner.named.get('bind') ?? inner.positional[0] ?? bind),
    member: (property) => {
      if (property === 'configure') {
        return nativeFunction('sqlalchemy.sessionmaker.configure', (inner) => {
          bind = inner.named.get('bind') ?? bind;
          return NULL;
        });
      }
      if (property === 'begin') return nativeFunction('sqlalchemy.sessionmaker.begin', () => sessionNative(options, bind));
      return undefined;
    },
  };
  return made;
}

/** `scoped_session(factory)`: the factory's session, made once. */
export function scopedSession(call: Call, options: SqlAlchemyOptions): Value {
  const [factory] = call.positional;
  const session = factory?.kind === 'native' && factory.label === 'sqlalchemy.sessionmaker' ? call.invoke(factory, []) : sessionNative(options);
  return session.kind === 'native' ? { ...session, call: () => session } : session;
}

/** `declarative_base()` and `DeclarativeBase`: a base class of mapped classes. It has no `call`, so that its classes keep themselves. */
export function declarativeBase(options: SqlAlchemyOptions, metadata?: Value): NativeValue {
  const model: MetaDataModel = { tables: [] };
  let made: Value | undefined = isNull(metadata) ? undefined : metadata;
  return {
    kind: 'native',
    label: 'sqlalchemy.Base',
    truth: () => true,
    derived: (type, context) => declareTable(type, context, options),
    member: (property) => {
      if (property === 'metadata') return (made ??= metaDataNative(model, options));
      return property === 'registry' ? recordValue() : undefined;
    },
  };
}

/** `mapped_column(...)`: a column whose name and type the class gives. */
export function mappedColumn(call: Call, options: SqlAlchemyOptions): Value {
  const given = column(call, options);
  if (asColumn(given)) return given;
  return columnNative(columnFrom(undefined, undefined, call.positional, call.named, call, options), options);
}

/** What relates mapped classes has no column of its own. */
export const relation = (label: string): NativeValue => nativeFunction(`sqlalchemy.${label}`, (call) => unknownValue('unsupported', call.span, label));

export const sessionFrom = (call: Call, options: SqlAlchemyOptions): Value => sessionNative(options, call.named.get('bind') ?? call.positional[0]);
