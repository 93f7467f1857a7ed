/** Widths in bytes of PostgreSQL's integer types. */
const INTEGERS: Readonly<Record<string, number>> = { smallint: 2, smallserial: 2, integer: 4, serial: 4, bigint: 8, bigserial: 8 };

export const integerWidth = (type: string): number | undefined => INTEGERS[type];

/** Types whose values PostgreSQL compares with one operator family of B-tree indexes, as format_type prints them. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^(?:small|big)?(?:int|serial)$|^integer$/u, 'integer'],
  [/^numeric\b/u, 'numeric'],
  [/^(?:real|double precision)$/u, 'float'],
  [/^(?:text|character varying|character|varchar|bpchar)\b/u, 'text'],
  [/^uuid$/u, 'uuid'],
  [/^(?:date|timestamp)\b/u, 'date'],
  [/^boolean$/u, 'boolean'],
  [/^bytea$/u, 'bytea'],
  [/^interval\b/u, 'interval'],
];
/** Numbers widen by themselves, on the side of the referencing column only. */
const WIDENS: Readonly<Record<string, readonly string[]>> = { integer: ['numeric', 'float'], numeric: ['float'] };

const familyOf = (type: string): string | undefined => (type.endsWith(']') ? undefined : FAMILIES.find(([pattern]) => pattern.test(type))?.[1]);

/**
 * Whether a column of one type can reference a column of another: PostgreSQL needs an equality operator between the two in
 * the index of the key, or an implicit cast to the type of the key. `undefined` where a type is not known.
 */
export function comparable(type: string, target: string, isEnum: (type: string) => boolean): boolean | undefined {
  if (type === target) return true;
  const [own, other] = [isEnum(type) ? `enum ${type}` : familyOf(type), isEnum(target) ? `enum ${target}` : familyOf(target)];
  if (own === undefined || other === undefined) return undefined;
  if (own.startsWith('enum') && other.startsWith('enum')) return undefined;
  return own === other || WIDENS[own]?.includes(other) === true;
}

const MYSQL_INTEGER = /^(tinyint|smallint|mediumint|int|integer|bigint)(?:\(\d+\))?((?: unsigned)?)(?: zerofill)?$/iu;

/** Whether two integer types of MySQL are one, display width aside; `undefined` where one is no integer. */
export function sameInteger(left: string, right: string): boolean | undefined {
  const [own, other] = [MYSQL_INTEGER.exec(left), MYSQL_INTEGER.exec(right)];
  if (!own || !other) return undefined;
  const plain = ([, name, sign]: RegExpExecArray): string => `${(name ?? '').toLowerCase().replace('integer', 'int')}${sign ?? ''}`.toLowerCase();
  return plain(own) === plain(other);
}
