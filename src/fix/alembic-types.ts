import { enumOf } from '../catalog/apply-type.js';
import type { Catalog } from '../catalog/catalog.js';
import { typeParts } from '../dialects/postgres-casts.js';
import type { Dialect } from '../target.js';
import { isUnknown } from '../value.js';
import { pythonString, type PythonStyle } from './python-text.js';

/** What of SQLAlchemy the code uses. */
export interface Used {
  readonly modules: Set<'sa' | 'postgresql' | 'mysql'>;
}

interface Printing {
  readonly catalog: Catalog;
  readonly dialect: Dialect;
  readonly style: PythonStyle;
  readonly used: Used;
}

const PLAIN: Readonly<Record<string, string>> = {
  integer: 'sa.Integer()', bigint: 'sa.BigInteger()', smallint: 'sa.SmallInteger()', text: 'sa.Text()', boolean: 'sa.Boolean()', date: 'sa.Date()', json: 'sa.JSON()', bytea: 'sa.LargeBinary()',
  'double precision': 'sa.Float()', interval: 'sa.Interval()',
  'timestamp without time zone': 'sa.DateTime()', 'timestamp with time zone': 'sa.DateTime(timezone=True)', 'time without time zone': 'sa.Time()', 'time with time zone': 'sa.Time(timezone=True)',
};
const POSTGRESQL: Readonly<Record<string, string>> = {
  uuid: 'UUID()', jsonb: 'JSONB()', inet: 'INET()', cidr: 'CIDR()', macaddr: 'MACADDR()', money: 'MONEY()', oid: 'OID()', tsvector: 'TSVECTOR()', tsquery: 'TSQUERY()', hstore: 'HSTORE()', citext: 'CITEXT()',
  int4range: 'INT4RANGE()', int8range: 'INT8RANGE()', numrange: 'NUMRANGE()', daterange: 'DATERANGE()', tsrange: 'TSRANGE()', tstzrange: 'TSTZRANGE()', real: 'REAL()', regclass: 'REGCLASS()',
};

/** A type as SQLAlchemy writes it; `undefined`: it has no class of its own. */
export function saType(type: string, printing: Printing): string | undefined {
  const found = printing.dialect === 'postgres' ? postgresType(type, printing) : otherType(type, printing);
  if (found?.startsWith('sa.')) printing.used.modules.add('sa');
  return found;
}

function postgresType(type: string, printing: Printing): string | undefined {
  const { base, sizes, array } = typeParts(type);
  if (array) {
    const item = postgresType(type.replace(/(?:\[\d*\])+$/u, ''), printing);
    if (item === undefined) return undefined;
    printing.used.modules.add('postgresql');
    if (item.startsWith('sa.')) printing.used.modules.add('sa');
    return `postgresql.ARRAY(${item})`;
  }
  const named = enumOf(printing.catalog, type);
  if (named) return postgresEnum(named, printing);
  const sized = sizes.length > 0;
  switch (base) {
    case 'character varying':
      return sized ? `sa.String(length=${sizes[0]})` : 'sa.String()';
    case 'character':
      return `sa.CHAR(length=${sizes[0] ?? 1})`;
    case 'numeric':
      return sized ? `sa.Numeric(precision=${sizes[0]}, scale=${sizes[1] ?? 0})` : 'sa.Numeric()';
    case 'bit': case 'bit varying':
      return inModule(printing, 'postgresql', `BIT(${[...(sized ? [`length=${sizes[0]}`] : []), ...(base === 'bit' ? [] : ['varying=True'])].join(', ')})`);
  }
  const moment = /^(timestamp|time)\((\d+)\) with(out)? time zone$/u.exec(type);
  if (moment) return inModule(printing, 'postgresql', `${moment[1]?.toUpperCase()}(${moment[3] ? '' : 'timezone=True, '}precision=${moment[2]})`);
  if (Object.hasOwn(PLAIN, type)) return PLAIN[type];
  return Object.hasOwn(POSTGRESQL, type) ? inModule(printing, 'postgresql', POSTGRESQL[type] ?? '') : undefined;
}

function inModule({ used }: Printing, module: 'postgresql' | 'mysql', call: string): string {
  used.modules.add(module);
  return `${module}.${call}`;
}

/** `create_type=False`: the type is there, or made by a statement of its own. */
function postgresEnum(type: NonNullable<ReturnType<typeof enumOf>>, printing: Printing): string | undefined {
  const labels: string[] = [];
  for (const label of type.values) {
    if (isUnknown(label)) return undefined;
    labels.push(pythonString(label, printing.style));
  }
  const schema = type.name.schema === undefined ? [] : [`schema=${pythonString(type.name.schema, printing.style)}`];
  return inModule(printing, 'postgresql', `ENUM(${[...labels, `name=${pythonString(type.name.name, printing.style)}`, ...schema, 'create_type=False'].join(', ')})`);
}

const OTHER: Readonly<Record<string, string>> = {
  integer: 'sa.Integer()', int: 'sa.Integer()', bigint: 'sa.BigInteger()', smallint: 'sa.SmallInteger()', text: 'sa.Text()', boolean: 'sa.Boolean()', bool: 'sa.Boolean()', date: 'sa.Date()', json: 'sa.JSON()', blob: 'sa.LargeBinary()',
  datetime: 'sa.DateTime()', timestamp: 'sa.TIMESTAMP()', time: 'sa.Time()', float: 'sa.Float()', numeric: 'sa.Numeric()', real: 'sa.REAL()', double: 'sa.Double()', varchar: 'sa.String()',
};

function otherType(type: string, printing: Printing): string | undefined {
  if (Object.hasOwn(OTHER, type)) return OTHER[type];
  const [, word = '', sizes = ''] = /^(varchar|char|decimal|numeric)\(([\d, ]+)\)$/u.exec(type) ?? [];
  const [first, second] = sizes.split(',').map((size) => size.trim());
  if (word === 'varchar') return `sa.String(length=${first})`;
  if (word === 'char') return `sa.CHAR(length=${first})`;
  if (word !== '') return `sa.Numeric(precision=${first}${second === undefined ? '' : `, scale=${second}`})`;
  const labels = /^enum\((.*)\)$/su.exec(type)?.[1];
  if (labels !== undefined) return `sa.Enum(${[...labels.matchAll(/'((?:[^']|'')*)'/gu)].map(([, label = '']) => pythonString(label.replaceAll("''", "'"), printing.style)).join(', ')})`;
  const native = /^(tinyint|mediumint|longtext|mediumtext|tinytext|longblob|mediumblob|datetime|timestamp)(?:\((\d+)\))?$/u.exec(type);
  if (!native || (printing.dialect !== 'mysql' && printing.dialect !== 'mariadb')) return undefined;
  const size = native[2] === undefined ? '' : `${/time/u.test(type) ? 'fsp' : 'display_width'}=${native[2]}`;
  return inModule(printing, 'mysql', `${native[1]?.toUpperCase()}(${size})`);
}
