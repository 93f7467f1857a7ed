import type { NativeValue, Value } from '../../evaluate/value.js';
import { plainText, unknownValue } from '../../evaluate/value.js';
import { commonMember, exceptionMember, functionMember, mutableMember, postgresqlMember } from './modules.js';
import { moduleDialect } from './dialect-class.js';
import type { TypeModule } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import { typeClassNamed } from './types/native.js';
import { isTypePackage, packageType } from './types/packages.js';

export type { BuildMode, BuildOptions } from './build.js';
export { addColumnDrafts, buildTable, conventionOf, tableDrafts, tableShape } from './build.js';
export { columnModel, columnNative } from './column.js';
export { buildConstraint, columnNameOf, columnNamesOf } from './constraints.js';
export { qualifiedName, serverDefault, sqlOf } from './defaults.js';
export { expressionNative, toExpression } from './expressions.js';
export { buildIndex, indexElements, indexModel, indexOptions } from './indexes.js';
export { existsCondition, factOf, hasTable, inspectorNative } from './inspector.js';
export { mappedTable } from './mapped.js';
export * from './model.js';
export { nameConstraint, nameIndex, truncateName, writtenName } from './names.js';
export type { SqlAlchemyOptions } from './options.js';
export { sessionNative } from './orm.js';
export type { ExecutableStatement } from './statements.js';
export { asStatement } from './statements.js';
export { tableNative } from './table-native.js';
export { enumOf, knownLabels } from './types/enumeration.js';
export { enumName, typeNative } from './types/native.js';
export { dialectName, forDialect, renderType } from './types/render.js';
export { asType } from './types/resolve.js';

const DIALECTS: Readonly<Record<string, TypeModule>> = { postgresql: 'postgresql', mysql: 'mysql', mariadb: 'mysql', sqlite: 'sqlite', mssql: 'mssql', oracle: 'oracle' };

/** The dialect whose types a module has: `sqlalchemy.dialects.postgresql.json`. */
function dialectOf(module: string): TypeModule | undefined {
  const [, parent, dialect] = module.split('.');
  if (dialect === undefined || (parent !== 'dialects' && parent !== 'databases')) return undefined;
  return Object.hasOwn(DIALECTS, dialect) ? DIALECTS[dialect] : undefined;
}

/** Packages inside SQLAlchemy: their names are modules, not classes or functions. */
const PACKAGES = new Set([
  'sqlalchemy.dialects', 'sqlalchemy.databases', 'sqlalchemy.types', 'sqlalchemy.sql', 'sqlalchemy.sql.expression', 'sqlalchemy.sql.schema', 'sqlalchemy.sql.functions', 'sqlalchemy.sql.sqltypes',
  'sqlalchemy.sql.ddl', 'sqlalchemy.sql.elements', 'sqlalchemy.sql.selectable', 'sqlalchemy.sql.operators', 'sqlalchemy.sql.type_api', 'sqlalchemy.sql.naming',
  'sqlalchemy.schema', 'sqlalchemy.orm', 'sqlalchemy.orm.session', 'sqlalchemy.orm.exc', 'sqlalchemy.orm.attributes', 'sqlalchemy.ext', 'sqlalchemy.ext.declarative', 'sqlalchemy.ext.hybrid', 'sqlalchemy.ext.mutable',
  'sqlalchemy.ext.compiler', 'sqlalchemy.ext.automap', 'sqlalchemy.ext.asyncio', 'sqlalchemy.ext.associationproxy', 'sqlalchemy.exc', 'sqlalchemy.engine', 'sqlalchemy.engine.reflection', 'sqlalchemy.inspection',
  'sqlalchemy.util', 'sqlalchemy.event', 'sqlalchemy.pool',
  ...Object.keys(DIALECTS).map((name) => `sqlalchemy.dialects.${name}`),
]);

const modules = new WeakMap<SqlAlchemyOptions, Map<string, NativeValue>>();

/**
 * The value that stands for a module of SQLAlchemy or of a package that brings types for it. Members are made when they are
 * asked for; names that are not known give an unknown value without effects. `undefined`: not one of these modules.
 */
export function sqlalchemyModule(name: string, options: SqlAlchemyOptions): Value | undefined {
  const known = modules.get(options)?.get(name);
  if (known) return known;
  const made = name === 'sqlalchemy' || name.startsWith('sqlalchemy.') ? ownModule(name, options) : isTypePackage(name) ? packageModule(name, options) : undefined;
  if (!made) return undefined;
  const all = modules.get(options) ?? new Map<string, NativeValue>();
  modules.set(options, all.set(name, made));
  return made;
}

function ownModule(module: string, options: SqlAlchemyOptions): NativeValue {
  const dialect = dialectOf(module);
  const made = new Map<string, Value>();
  const find = (name: string): Value | undefined => {
    const full = `${module}.${name}`;
    if (PACKAGES.has(full)) return sqlalchemyModule(full, options);
    if (module === 'sqlalchemy.exc' || module === 'sqlalchemy.orm.exc') return exceptionMember(name);
    if (module === 'sqlalchemy.sql.functions') return functionMember(name, options) ?? commonMember(name, options);
    if (module === 'sqlalchemy.ext.mutable') return mutableMember(name);
    if (dialect) {
      if (name === 'dialect') return moduleDialect(dialect, options);
      const own = typeClassNamed(name, dialect, options) ?? (dialect === 'postgresql' ? postgresqlMember(name, options) : undefined);
      if (own) return own;
      // `postgresql.json` holds what the package itself has, as `postgresql.insert` is a function
      return commonMember(name, options) ?? exceptionMember(name) ?? (/^[a-z_]+$/u.test(name) && module.split('.').length === 3 ? sqlalchemyModule(full, options) : undefined);
    }
    return typeClassNamed(name, 'generic', options) ?? commonMember(name, options) ?? exceptionMember(name);
  };
  return {
    kind: 'native',
    label: module,
    truth: () => true,
    member: (name, context) => {
      const known = made.get(name);
      if (known) return known;
      const value = find(name) ?? (name === '__name__' ? plainText(module) : unknownValue('unsupported', context.span, `${module}.${name}`));
      made.set(name, value);
      return value;
    },
    // `from sqlalchemy import *`
    iterate: () => (dialect ? undefined : STAR.map(plainText)),
  };
}

const STAR = [
  'Column', 'Table', 'MetaData', 'Index', 'ForeignKey', 'ForeignKeyConstraint', 'PrimaryKeyConstraint', 'UniqueConstraint', 'CheckConstraint', 'Sequence', 'Computed', 'Identity', 'FetchedValue', 'DDL',
  'Integer', 'BigInteger', 'SmallInteger', 'String', 'Unicode', 'Text', 'UnicodeText', 'Boolean', 'Date', 'DateTime', 'Time', 'Interval', 'Numeric', 'Float', 'Double', 'LargeBinary', 'PickleType', 'JSON', 'Enum', 'Uuid', 'UUID', 'ARRAY',
  'INTEGER', 'INT', 'BIGINT', 'SMALLINT', 'VARCHAR', 'NVARCHAR', 'CHAR', 'NCHAR', 'TEXT', 'CLOB', 'BLOB', 'BINARY', 'VARBINARY', 'BOOLEAN', 'DATE', 'DATETIME', 'TIME', 'TIMESTAMP', 'DECIMAL', 'NUMERIC', 'FLOAT', 'REAL', 'DOUBLE',
  'text', 'func', 'select', 'insert', 'update', 'delete', 'and_', 'or_', 'not_', 'null', 'true', 'false', 'literal', 'literal_column', 'column', 'table', 'cast', 'case', 'exists', 'distinct', 'desc', 'asc', 'bindparam', 'inspect',
  'create_engine', 'types', 'schema', 'sql', 'orm', 'exc',
];

/** A package of types: whatever its modules are called, its types are found by their own names. */
function packageModule(module: string, options: SqlAlchemyOptions): NativeValue {
  return {
    kind: 'native',
    label: module,
    truth: () => true,
    member: (name, context) => {
      const type = packageType(module, name, options);
      if (type) return type;
      if (module.startsWith('sqlmodel')) {
        const common = commonMember(name, options) ?? typeClassNamed(name, 'generic', options);
        if (common) return common;
      }
      return /^[a-z]\w*$/u.test(name) && module.split('.').length < 4 && !module.startsWith('sqlalchemy_searchable') ? sqlalchemyModule(`${module}.${name}`, options) : unknownValue('unsupported', context.span, `${module}.${name}`);
    },
  };
}
