import type { NativeValue, Value } from '../../evaluate/value.js';
import { constant, nativeFunction, plainText, unknownValue } from '../../evaluate/value.js';
import type { Dialect } from '../../target.js';
import { dialectOfDriver } from '../javascript/discover.js';

/** What TypeORM calls a data source, by what programs call it: `betterSqlite3`, `BETTER_SQLITE3`, `Postgres`. */
function driverNamed(name: string): string | undefined {
  const plain = name.replace(/_/gu, '').toLowerCase();
  if (plain === 'bettersqlite3') return 'better-sqlite3';
  return dialectOfDriver(plain) === undefined ? undefined : plain;
}

const ENUMERATION = /^(?:Typeorm|TypeORM)?(?:Database|Db|DB|DataSource|Driver|Dialect)(?:Type|Types|Driver|Drivers|Dialect|Engine|Enum)*(?:Enum)?$/u;
const SETTINGS = /^(?:config|configuration|settings|env|environment|appConfig|dbConfig|databaseConfig|ormconfig|typeormConfig|dataSourceOptions)$/u;
const QUESTION = /^(?:is|isUsing|using)(\w+)$/u;
const DRIVER = /^get(?:Db|Database|DataSource)(?:Type|Driver|Dialect|Engine)$/iu;

/**
 * Names of modules that cannot be found, which is where applications keep what they know of their database: an enumeration
 * of the databases that they support, a question for one of them, settings.
 */
export function applicationName(name: string, dialect: Dialect, driver: string): Value | undefined {
  if (ENUMERATION.test(name)) return enumeration(name);
  if (SETTINGS.test(name)) return settings(name, driver);
  if (DRIVER.test(name)) return nativeFunction(name, () => plainText(driver));
  const asked = QUESTION.exec(name)?.[1];
  const database = asked === undefined ? undefined : driverNamed(asked);
  return database === undefined ? undefined : nativeFunction(name, () => constant(dialectOfDriver(database) === dialect && (database === driver || dialect !== 'sqlite')));
}

const enumeration = (name: string): NativeValue => ({
  kind: 'native',
  label: name,
  truth: () => true,
  member: (property, context) => {
    const driver = driverNamed(property);
    return driver === undefined ? unknownValue('unsupported', context.span, `${name}.${property}`) : plainText(driver);
  },
});

const PLACE = /(?:^|\.)(?:db|database|typeorm|orm|datasource|connection)\b/iu;

/** Settings of which only this is known: the type of the database is that of the migrations. */
const settings = (path: string, driver: string): NativeValue => ({
  kind: 'native',
  label: path,
  truth: () => ({ is: 'unknown' }),
  member: (property, context) => {
    if (/^(?:type|dialect|driver|client|engine)$/u.test(property) && PLACE.test(path)) return plainText(driver);
    const inner = `${path}.${property}`;
    return PLACE.test(inner) && path.split('.').length < 4 ? settings(inner, driver) : unknownValue('environment', context.span, inner);
  },
});
