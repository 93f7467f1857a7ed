import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import { nativeFunction } from '../../evaluate/value.js';
import { sessionNative, sqlalchemyModule } from '../sqlalchemy/index.js';
import { engineNative } from './connection.js';
import { gives, lazyNative, moduleNative, unread } from '../natives.js';
import type { Runtime } from './runtime.js';

/** The application is not there; what a migration asks it for comes from the environment. */
export const flaskModule = (name: string): NativeValue => moduleNative(name, { current_app: unread('environment'), g: unread('environment') });

/** `SQLAlchemy()` of Flask-SQLAlchemy: a session on the same database, and the names of SQLAlchemy. */
function database(runtime: Runtime): NativeValue {
  const own = (module: string, property: string, context: Context): Value | undefined => {
    const found = sqlalchemyModule(module, runtime.sqlalchemy);
    const value = found?.kind === 'native' ? found.member?.(property, context) : undefined;
    return value?.kind === 'unknown' ? undefined : value;
  };
  const session = (): NativeValue => sessionNative(runtime.sqlalchemy, runtime.connection());
  return lazyNative(
    'flask_sqlalchemy.SQLAlchemy',
    {
      session,
      Session: gives('flask_sqlalchemy.Session', session),
      create_scoped_session: gives('flask_sqlalchemy.create_scoped_session', session),
      engine: () => engineNative(runtime),
      get_engine: gives('flask_sqlalchemy.get_engine', () => engineNative(runtime)),
    },
    {
      effectful: true,
      truth: () => true,
      other: (property, context) => (property === 'Model' ? own('sqlalchemy.orm', 'DeclarativeBase', context) : (own('sqlalchemy', property, context) ?? own('sqlalchemy.orm', property, context))),
    },
  );
}

/** `flask_sqlalchemy`, and `flask_appbuilder`, which has it under a name of its own. */
export function flaskSqlalchemyModule(runtime: Runtime, name: string): NativeValue {
  const makeDatabase = gives('flask_sqlalchemy.SQLAlchemy.class', () => database(runtime));
  return moduleNative(name, { SQLAlchemy: makeDatabase, SQLA: makeDatabase });
}

/**
 * What an application's module that is not there gives: by convention its `db` is the object of Flask-SQLAlchemy, and its
 * `Session` makes sessions. All they reach is the database that the migration runs on.
 */
export function applicationName(runtime: Runtime, name: string): Value | undefined {
  if (name === 'db') return database(runtime);
  if (name === 'Session' || name === 'SessionLocal') return nativeFunction(`application.${name}`, () => sessionNative(runtime.sqlalchemy, runtime.connection()));
  return undefined;
}
