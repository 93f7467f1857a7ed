import type { NativeValue, Value } from '../../evaluate/value.js';
import { NULL, unknownValue } from '../../evaluate/value.js';
import type { Host, ModuleResolver, Schema } from '../../framework.js';
import { SchemaNow } from '../schema-now.js';
import { sqlalchemyModule } from '../sqlalchemy/index.js';
import type { SqlAlchemyOptions } from '../sqlalchemy/options.js';
import { connectionNative, engineNative } from './connection.js';
import { contextModule, migrationContextNative } from './context.js';
import { entityModule } from './entities.js';
import { enumModule } from './enum-values.js';
import { executeStatement } from './execute.js';
import { applicationName, flaskModule, flaskSqlalchemyModule } from './flask.js';
import { gives, method, moduleNative } from '../natives.js';
import { opNative } from './op.js';
import { searchableModule } from './searchable.js';
import { type Runtime, hasTransactionalDdl } from './runtime.js';

/** Evaluated at most once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export interface AlembicRuntime extends Runtime {
  readonly op: () => NativeValue;
  /** Forgets what a run of a migration left behind; the next begins with this schema. */
  readonly begin: (schema: () => Schema) => void;
}

const runtimes = new WeakMap<Host, AlembicRuntime>();

/** What stands for `alembic` and `sqlalchemy` in all migrations and helper modules of a host. */
export function runtimeOf(host: Host): AlembicRuntime {
  const known = runtimes.get(host);
  if (known) return known;
  const createdEnums = new Set<string>();
  let schema: SchemaNow | undefined;
  const convention = host.environment.namingConvention ?? host.settings.namingConvention;
  const sqlalchemy: SqlAlchemyOptions = {
    target: host.target,
    namingConvention: convention,
    createdEnums,
    schema: (context) => schema?.at(context),
    engine: once(() => engineNative(runtime, { separate: true })),
    execute: (call, statement) => executeStatement(runtime, call, statement, call.positional[1] ?? call.named.get('params'), 'text'),
  };
  const runtime: AlembicRuntime = {
    host,
    target: host.target,
    convention,
    sqlalchemy,
    transactional: hasTransactionalDdl(host.target.dialect) && host.environment.transaction !== 'none',
    connection: once(() => connectionNative(runtime)),
    migrationContext: once(() => migrationContextNative(runtime)),
    op: once(() => opNative(runtime)),
    modules: Object.assign((name: string) => resolve(runtime, name), { unresolved: (_: string, name: string) => applicationName(runtime, name) }),
    begin: (start) => {
      createdEnums.clear();
      schema = new SchemaNow(host.history, start);
    },
  };
  runtimes.set(host, runtime);
  return runtime;
}

const resolved = new WeakMap<Runtime, Map<string, Value | undefined>>();

const resolve = (runtime: AlembicRuntime, name: string): ReturnType<ModuleResolver> => {
  const cache = resolved.get(runtime) ?? new Map<string, Value | undefined>();
  resolved.set(runtime, cache);
  if (cache.has(name)) return cache.get(name);
  const value = moduleOf(runtime, name);
  cache.set(name, value);
  return value;
};

function moduleOf(runtime: AlembicRuntime, name: string): Value | undefined {
  const [root] = name.split('.');
  switch (root) {
    case 'alembic':
      return alembicModule(runtime, name);
    case 'alembic_utils':
      return entityModule(name);
    case 'sqlalchemy_searchable':
      return searchableModule(name);
    case 'alembic_postgresql_enum':
      return enumModule(name);
    case 'flask':
    case 'quart':
      return name === root ? flaskModule(root) : undefined;
    case 'flask_sqlalchemy':
    case 'flask_appbuilder':
      return flaskSqlalchemyModule(runtime, name);
    default:
      return sqlalchemyModule(name, runtime.sqlalchemy);
  }
}

function alembicModule(runtime: AlembicRuntime, name: string): Value | undefined {
  const migration = (): NativeValue => moduleNative('alembic.runtime.migration', { MigrationContext: () => contextClass(runtime) });
  const operations = (): NativeValue =>
    moduleNative('alembic.operations', {
      Operations: () => operationsClass(runtime),
      BatchOperations: () => operationsClass(runtime),
      MigrateOperation: () => ({ kind: 'native', label: 'alembic.MigrateOperation' }),
      ops: (context) => unknownValue('unsupported', context.span, 'alembic.operations.ops'),
    });
  switch (name) {
    case 'alembic':
      return moduleNative('alembic', {
        op: () => runtime.op(),
        context: () => contextModule(runtime),
        operations,
        migration,
        runtime: () => moduleNative('alembic.runtime', { migration }),
      });
    case 'alembic.op':
      return runtime.op();
    case 'alembic.context':
      return contextModule(runtime);
    case 'alembic.operations':
    case 'alembic.operations.base':
      return operations();
    case 'alembic.runtime.migration':
    case 'alembic.migration':
      return migration();
    default:
      return undefined;
  }
}

/** `Operations(context)` and `Operations.context(context)` are `op` under another name. */
const operationsClass = (runtime: AlembicRuntime): NativeValue => {
  const unchanged: NativeValue = { kind: 'native', label: 'alembic.decorator', call: (call) => call.positional[0] ?? NULL };
  const asOp: NativeValue = { kind: 'native', label: 'alembic.operations.block', enter: () => runtime.op(), exit: () => undefined };
  return {
    ...moduleNative('alembic.Operations', {
      context: gives('alembic.Operations.context', () => asOp),
      register_operation: gives('alembic.Operations.register_operation', () => unchanged),
      implementation_for: gives('alembic.Operations.implementation_for', () => unchanged),
    }),
    call: () => runtime.op(),
  };
};

const contextClass = (runtime: AlembicRuntime): NativeValue => moduleNative('alembic.MigrationContext.class', { configure: method('alembic.MigrationContext.configure', () => runtime.migrationContext()) });
