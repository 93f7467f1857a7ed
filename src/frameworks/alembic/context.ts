import type { NativeValue } from '../../evaluate/value.js';
import { FALSE, NULL, constant, plainText, unknownValue } from '../../evaluate/value.js';
import type { Environment } from '../../framework.js';
import { stringOf } from '../values.js';
import { argument } from './arguments.js';
import { dialectNative } from './connection.js';
import { executeStatement } from './execute.js';
import { type Maker, gives, lazyNative, method, moduleNative, unread } from '../natives.js';
import { type Runtime, hasTransactionalDdl } from './runtime.js';

/** `with op.get_context().autocommit_block():` */
function autocommitBlock(runtime: Runtime): NativeValue {
  return {
    kind: 'native',
    label: 'alembic.autocommit_block',
    enter: (context) => {
      context.setTransaction(false);
      return NULL;
    },
    exit: (context) => context.setTransaction(runtime.transactional),
  };
}

const quietBlock = (label: string): NativeValue => ({ kind: 'native', label, enter: () => NULL, exit: () => undefined });

/** `alembic.config.Config`: an option that no settings file of the project writes is None. */
function configNative(environment: Environment): NativeValue {
  return lazyNative(
    'alembic.Config',
    {
      get_main_option: method('config.get_main_option', (call) => {
        const name = stringOf(argument(call, 0, 'name'));
        const { options } = environment;
        if (typeof name !== 'string' || !options) return unknownValue('environment', call.span);
        const value = options.get(name.toLowerCase());
        if (value !== undefined) return value.includes('%(') ? unknownValue('environment', call.span) : plainText(value);
        return STANDARD.has(name) ? unknownValue('environment', call.span) : (argument(call, 1, 'default') ?? NULL);
      }),
      set_main_option: gives('config.set_main_option', () => NULL),
    },
    { other: (_, context) => unknownValue('environment', context.span) },
  );
}
/** Options that programs give to Alembic where no file does. */
const STANDARD = new Set(['script_location', 'sqlalchemy.url', 'version_locations', 'file_template']);

export function migrationContextNative(runtime: Runtime): NativeValue {
  const { dialect } = runtime.target;
  return lazyNative(
    'alembic.MigrationContext',
    {
      autocommit_block: gives('context.autocommit_block', () => autocommitBlock(runtime)),
      begin_transaction: gives('context.begin_transaction', () => quietBlock('alembic.transaction')),
      bind: () => runtime.connection(),
      connection: () => runtime.connection(),
      dialect: () => dialectNative(runtime),
      impl: () =>
        lazyNative(
          'alembic.impl',
          {
            dialect: () => dialectNative(runtime),
            transactional_ddl: () => constant(hasTransactionalDdl(dialect)),
            bind: () => runtime.connection(),
            connection: () => runtime.connection(),
            execute: method('impl.execute', (call) => executeStatement(runtime, call, argument(call, 0, 'sql'), undefined, 'text')),
          },
          { effectful: true },
        ),
      as_sql: () => FALSE,
      opts: unread('environment'),
      config: () => configNative(runtime.host.environment),
      environment_context: unread('environment'),
      script: unread('environment'),
      get_current_revision: gives('context.get_current_revision', (context) => unknownValue('database', context.span)),
      get_current_heads: gives('context.get_current_heads', (context) => unknownValue('database', context.span)),
      execute: method('context.execute', (call) => executeStatement(runtime, call, argument(call, 0, 'sql'), undefined, 'text')),
    },
    { effectful: true, truth: () => true },
  );
}

/** The module `alembic.context`. */
export function contextModule(runtime: Runtime): NativeValue {
  const makers: Record<string, Maker> = {
    is_offline_mode: gives('context.is_offline_mode', () => FALSE),
    get_x_argument: gives('context.get_x_argument', (context) => unknownValue('input', context.span)),
    get_tag_argument: gives('context.get_tag_argument', (context) => unknownValue('input', context.span)),
    get_context: gives('context.get_context', () => runtime.migrationContext()),
    get_bind: gives('context.get_bind', () => runtime.connection()),
    config: () => configNative(runtime.host.environment),
    execute: method('context.execute', (call) => executeStatement(runtime, call, argument(call, 0, 'sql'), undefined, 'text')),
    begin_transaction: gives('context.begin_transaction', () => quietBlock('alembic.transaction')),
    is_transactional_ddl: gives('context.is_transactional_ddl', () => constant(hasTransactionalDdl(runtime.target.dialect))),
    script: unread('environment'),
  };
  return moduleNative('alembic.context', makers, { other: (_, context) => unknownValue('environment', context.span) });
}
