import type { NativeValue } from '../../evaluate/value.js';
import type { Dialect } from '../../target.js';
import type { TypeModule } from './model.js';
import type { SqlAlchemyOptions } from './options.js';

const CLASSES: Readonly<Record<string, readonly Dialect[]>> = {
  PGDialect: ['postgres'], MySQLDialect: ['mysql', 'mariadb'], MariaDBDialect: ['mariadb'], SQLiteDialect: ['sqlite'], MSDialect: ['mssql'], OracleDialect: [],
};
const MODULES: Readonly<Partial<Record<TypeModule, string>>> = { postgresql: 'PGDialect', mysql: 'MySQLDialect', sqlite: 'SQLiteDialect', mssql: 'MSDialect', oracle: 'OracleDialect' };

/** `PGDialect`, `MySQLDialect_pymysql`: asked of a connection's dialect with `isinstance`. */
export function dialectClass(name: string, { target }: SqlAlchemyOptions): NativeValue | undefined {
  const [base = '', driver] = name.split('_');
  const dialects = Object.hasOwn(CLASSES, base) ? CLASSES[base] : undefined;
  if (!dialects) return undefined;
  const same = dialects.includes(target.dialect);
  return {
    kind: 'native',
    label: `sqlalchemy.${name}`,
    truth: () => true,
    // which driver reaches the database only the environment knows
    instance: (value) => (value.kind !== 'native' || value.label !== 'sqlalchemy.dialect' ? undefined : same && driver !== undefined ? undefined : same),
  };
}

/** `postgresql.dialect`: the dialect with its usual driver. */
export const moduleDialect = (module: TypeModule, options: SqlAlchemyOptions): NativeValue | undefined => dialectClass(MODULES[module] ?? '', options);
