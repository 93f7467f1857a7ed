const encoder = new TextEncoder();

/** Nearly all names are ASCII, where a character is a byte. */
function byteLength(text: string): number {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) return encoder.encode(text).length;
  return text.length;
}

/** Bytes of an identifier that PostgreSQL keeps. */
export const IDENTIFIER_BYTES = 63;

/** The longest start of the text that fits, without half a character. */
function clipBytes(text: string, limit: number): string {
  if (text.length * 3 <= limit || byteLength(text) <= limit) return text;
  let bytes = 0;
  let out = '';
  for (const character of text) {
    bytes += byteLength(character);
    if (bytes > limit) break;
    out += character;
  }
  return out;
}

/** An identifier as PostgreSQL keeps it: cut to 63 bytes. */
export const clipIdentifier = (text: string): string => clipBytes(text, IDENTIFIER_BYTES);

/** What an unnamed thing is named after: `t_c_key`, `t_pkey`, `t_c_fkey`, `t_c_check`, `t_c_excl`, `t_c_idx`, `t_c_seq`. */
export type NamedKind = 'primaryKey' | 'unique' | 'foreignKey' | 'check' | 'exclude' | 'index' | 'sequence';

const LABELS: Readonly<Record<NamedKind, string>> = { primaryKey: 'pkey', unique: 'key', foreignKey: 'fkey', check: 'check', exclude: 'excl', index: 'idx', sequence: 'seq' };

/**
 * The name that the server gives to an unnamed constraint, index or sequence, as its `makeObjectName` does: parts that do
 * not fit are shortened, the longer one first. The number that makes it unique (`suffix`) is up to whoever knows the other names.
 */
export function constraintName(table: string, columns: readonly string[], kind: NamedKind, suffix = ''): string {
  const label = LABELS[kind] + suffix;
  const second = kind === 'primaryKey' ? '' : columnPart(columns);
  let first = byteLength(table);
  let rest = byteLength(second);
  const room = IDENTIFIER_BYTES - label.length - 1 - (second === '' ? 0 : 1);
  while (first + rest > room) {
    if (first > rest) first -= 1;
    else rest -= 1;
  }
  const parts = [clipBytes(table, first)];
  if (second !== '') parts.push(clipBytes(second, rest));
  return [...parts, label].join('_');
}

/** The server joins columns until 63 bytes are full, and leaves out the rest. */
function columnPart(columns: readonly string[]): string {
  let out = '';
  for (const column of columns) {
    const next = out === '' ? column : `${out}_${column}`;
    if (byteLength(next) >= IDENTIFIER_BYTES) return clipBytes(next, IDENTIFIER_BYTES);
    out = next;
  }
  return out;
}

/** Key words that are not names without quotes, as the server quotes them. */
const KEY_WORDS = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check coalesce collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user dec decimal default
  deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in initially inner
  inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
  json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric
  offset on only or order out outer overlaps overlay placing position precision primary real references returning right row select session_user setof similar smallint
  some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when
  where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/u),
);

/** The name as the server writes it: with quotes where it needs them. */
export const quoteName = (name: string): string => (/^[a-z_][a-z0-9_]*$/u.test(name) && !KEY_WORDS.has(name) ? name : `"${name.replaceAll('"', '""')}"`);
