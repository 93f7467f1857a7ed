/** Other spellings of the types, by the name that SHOW COLUMNS prints. */
const SPELLINGS: Readonly<Record<string, string>> = {
  bool: 'tinyint(1)', boolean: 'tinyint(1)', int1: 'tinyint', int2: 'smallint', int3: 'mediumint', middleint: 'mediumint', integer: 'int', int4: 'int', int8: 'bigint',
  dec: 'decimal', numeric: 'decimal', fixed: 'decimal', float4: 'float', float8: 'double', real: 'double', character: 'char', nchar: 'char', varcharacter: 'varchar', nvarchar: 'varchar',
  long: 'mediumtext', geomcollection: 'geometrycollection',
};
/** Names of more than one word, longest first. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/^national (?:char|character) varying\b|^national varchar(?:acter)?\b|^nchar (?:varying|varchar(?:acter)?)\b|^char(?:acter)? varying\b/u, 'varchar'],
  [/^national char(?:acter)?\b/u, 'char'],
  [/^double precision\b/u, 'double'],
  [/^long (?:char(?:acter)? varying|varchar(?:acter)?)\b/u, 'mediumtext'],
  [/^long varbinary\b/u, 'mediumblob'],
];
const INTEGERS: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);
const NUMBERS: ReadonlySet<string> = new Set([...INTEGERS, 'decimal', 'float', 'double']);
const STANDARD_SIZE: Readonly<Record<string, string>> = { char: '1', binary: '1', bit: '1', decimal: '10,0' };
const BUILT_IN: ReadonlySet<string> = new Set([
  ...NUMBERS, 'bit', 'date', 'datetime', 'timestamp', 'time', 'year', 'char', 'varchar', 'binary', 'varbinary', 'tinytext', 'text', 'mediumtext', 'longtext', 'tinyblob', 'blob', 'mediumblob', 'longblob',
  'enum', 'set', 'json', 'geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon', 'geometrycollection', 'vector', 'uuid', 'inet4', 'inet6', 'xmltype',
]);
/** What follows the size of a number, and what says which characters a text has, which is no part of its type. */
const ATTRIBUTE = /^(?:unsigned|signed|zerofill)$/u;
const CHARSET = /\b(?:character set|charset|char set|collate)\s*=?\s*(?:[\w-]+|'[^']*'|"[^"]*"|`[^`]*`)|\b(?:ascii|unicode)\b/giu;

interface Parts {
  readonly name: string;
  /** What stands between the brackets, `undefined` without them. */
  readonly size: string | undefined;
  readonly rest: readonly string[];
}

const WORDS = /^[\p{L}_][\p{L}\p{N}_]*(?:\s+[\p{L}_][\p{L}\p{N}_]*)*$/u;

/** The type taken apart; `undefined` for text that is no type. */
function partsOf(text: string): Parts | undefined {
  const written = withoutCharset(text).trim();
  const open = written.indexOf('(');
  const close = written.lastIndexOf(')');
  if (open >= 0 ? close < open : close >= 0) return undefined;
  const head = (open < 0 ? written : written.slice(0, open)).trim();
  const tail = open < 0 ? '' : written.slice(close + 1).trim();
  if (!WORDS.test(head) || (tail !== '' && !WORDS.test(tail))) return undefined;
  let words = head.toLowerCase().replace(/\s+/gu, ' ');
  for (const [pattern, name] of PHRASES) words = words.replace(pattern, name);
  const [name = '', ...between] = words.split(' ');
  return { name, size: open < 0 ? undefined : written.slice(open + 1, close).trim(), rest: [...between, ...tail.toLowerCase().split(/\s+/u)].filter((word) => word !== '') };
}

const withoutCharset = (text: string): string => (/charset|char(?:acter)?\s+set|collate|ascii|unicode/iu.test(text) ? text.replace(CHARSET, ' ') : text);

/**
 * A written type as MySQL 8 prints it: `INTEGER(11)` -> `int`, `bool` -> `tinyint(1)`, `NUMERIC(10, 2)` -> `decimal(10,2)`. The
 * display width of an integer is dropped but for `tinyint(1)`. What is no type is returned as it is written, with single spaces.
 */
export function canonicalMysqlType(text: string): string {
  const parts = partsOf(text);
  const plain = text.trim().replace(/\s+/gu, ' ');
  if (!parts) return plain;
  const spelled = Object.hasOwn(SPELLINGS, parts.name) ? (SPELLINGS[parts.name] ?? parts.name) : parts.name;
  if (spelled === 'tinyint(1)') return spelled;
  if (spelled === 'serial') return 'bigint unsigned';
  if (!BUILT_IN.has(spelled)) return plain;
  if (parts.rest.includes('byte') && (spelled === 'char' || spelled === 'varchar')) return sized(spelled === 'char' ? 'binary' : 'varbinary', parts.size ?? STANDARD_SIZE[spelled]);
  if (NUMBERS.has(spelled)) return numberType(spelled, parts) ?? plain;
  const known = parts.rest.every((word) => word === 'binary');
  return known ? otherType(spelled, parts.size) : plain;
}

const sized = (name: string, size: string | undefined): string => (size === undefined || size === '' ? name : `${name}(${size.replace(/\s+/gu, '')})`);

function numberType(name: string, { size, rest }: Parts): string | undefined {
  if (!rest.every((word) => ATTRIBUTE.test(word))) return undefined;
  const zerofill = rest.includes('zerofill');
  const suffix = `${zerofill || rest.includes('unsigned') ? ' unsigned' : ''}${zerofill ? ' zerofill' : ''}`;
  return numberName(name, size?.replace(/\s+/gu, ''), zerofill, suffix !== '') + suffix;
}

function numberName(name: string, size: string | undefined, zerofill: boolean, unsigned: boolean): string {
  if (INTEGERS.has(name)) return zerofill || (name === 'tinyint' && size === '1' && !unsigned) ? sized(name, size) : name;
  if (name === 'decimal') return sized(name, size === undefined ? STANDARD_SIZE['decimal'] : size.includes(',') ? size : `${size},0`);
  // one number says how many bits are wanted, two how the value is shown and rounded
  if (name === 'float' && size !== undefined && !size.includes(',')) return Number(size) > 24 ? 'double' : 'float';
  return sized(name, size);
}

/** Bytes that the four sizes of text and blob hold. */
const HOLDS: readonly (readonly [string, number])[] = [['tiny', 2 ** 8], ['', 2 ** 16], ['medium', 2 ** 24], ['long', Infinity]];
/** Bytes of the longest character of utf8mb4. */
const CHARACTER_BYTES = 4;

function otherType(name: string, size: string | undefined): string {
  if (name === 'enum' || name === 'set') return `${name}(${(size === undefined ? [] : labelsIn(size)).map(quoted).join(',')})`;
  if (name === 'year' || name === 'json') return name;
  if ((name === 'text' || name === 'blob') && size !== undefined) {
    const bytes = Number(size) * (name === 'text' ? CHARACTER_BYTES : 1);
    return `${HOLDS.find(([, most]) => bytes < most)?.[0] ?? ''}${name}`;
  }
  if (size === '0' && /^(?:datetime|timestamp|time)$/u.test(name)) return name;
  return sized(name, size ?? STANDARD_SIZE[name]);
}

const quoted = (label: string): string => `'${label.replaceAll("'", "''")}'`;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', b: '\b', Z: '\u001A' };

/** The text that a string literal of MySQL stands for. */
export function unquoted(literal: string): string {
  const quote = literal[0] ?? "'";
  return literal.slice(1, -1).replace(/\\([\s\S])|''|""/gu, (found, escaped: string | undefined) => (escaped !== undefined ? (ESCAPES[escaped] ?? escaped) : found === quote + quote ? quote : found));
}

/** The labels between the brackets of ENUM or SET. The server cuts blanks at their ends. */
const labelsIn = (list: string): string[] => (list.match(/'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"/gu) ?? []).map((literal) => unquoted(literal).replace(/ +$/u, ''));

/** The labels of a canonical ENUM or SET type; `undefined` for other types. */
export function labelsOf(type: string): readonly string[] | undefined {
  const list = /^(?:enum|set)\((.*)\)$/su.exec(type)?.[1];
  return list === undefined ? undefined : labelsIn(list);
}

/** Whether two types are one to the server. */
export const equivalentMysqlTypes = (left: string, right: string): boolean => canonicalMysqlType(left) === canonicalMysqlType(right);
