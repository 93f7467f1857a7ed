import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import { keyValue } from '../../evaluate/keys.js';
import type { Dialect } from '../../target.js';
import { type Known, hasHole, isUnknown } from '../../value.js';
import { mapKnown, quoteLiteral, unknownFrom } from '../values.js';

const hasBooleans = (dialect: Dialect): boolean => dialect === 'postgres';

/** A value of the program as a literal of SQL: texts in quotes, objects as JSON in quotes. */
export function sqlLiteral(value: Value | undefined, dialect: Dialect): Known<string> {
  if (value === undefined || isNull(value)) return 'NULL';
  if (value.kind === 'text') return hasHole(value.text.text) ? unknownFrom(value) : quoted(value.text.text, dialect);
  if (value.kind === 'constant') return typeof value.value !== 'boolean' ? String(value.value) : hasBooleans(dialect) ? String(value.value) : value.value ? '1' : '0';
  if (value.kind === 'list' || value.kind === 'record') return mapKnown(jsonOf(value), (json) => quoted(json, dialect));
  return unknownFrom(value);
}

/** MySQL takes a backslash for the beginning of an escape. */
function quoted(text: string, dialect: Dialect): string {
  return quoteLiteral(dialect === 'mysql' || dialect === 'mariadb' ? text.replaceAll('\\', '\\\\') : text);
}

const DEPTH = 20;

/** `JSON.stringify` of what is known as a whole. */
export function jsonOf(value: Value, depth = 0): Known<string> {
  if (depth > DEPTH) return unknownFrom(value);
  if (value.kind === 'text') return hasHole(value.text.text) ? unknownFrom(value) : JSON.stringify(value.text.text);
  if (value.kind === 'constant') return typeof value.value === 'bigint' ? unknownFrom(value) : (JSON.stringify(value.value) ?? 'null');
  if (value.kind === 'list' && value.complete) return joined(value.items.map((item) => jsonOf(item, depth + 1)), '[', ']');
  if (value.kind !== 'record' || !value.complete) return unknownFrom(value);
  const members = [...value.entries].filter(([, member]) => !(member.kind === 'constant' && member.value === undefined));
  return joined(members.map(([key, member]) => mapKnown(jsonOf(member, depth + 1), (json) => `${jsonKey(key)}:${json}`)), '{', '}');
}

function jsonKey(key: string): string {
  const value = keyValue(key);
  return JSON.stringify(value.kind === 'text' ? value.text.text : value.kind === 'constant' ? String(value.value) : key);
}

function joined(parts: readonly Known<string>[], open: string, close: string): Known<string> {
  const unread = parts.find(isUnknown);
  return unread ?? `${open}${parts.join(',')}${close}`;
}
