import { canonicalMysqlType } from '../../../dialects/mysql-types.js';
import type { Column, Constraint, Index } from '../../../operation.js';
import { isUnknown, knownText, unknown, type Known } from '../../../value.js';
import type { Cursor } from './cursor.js';
import { columnsIn } from './expression.js';
import { readReferences } from './keys.js';

/** A column, and the constraints and indexes that are written behind it. */
export interface ColumnDefinition {
  readonly column: Column;
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
}

type Building = { -readonly [K in keyof Column]: Column[K] };
interface Definition {
  readonly column: Building;
  readonly constraints: Constraint[];
  readonly indexes: Index[];
  onUpdate?: string;
}

/** A column's name, type and attributes; stops before what is none of them. */
export function readColumn(cursor: Cursor): ColumnDefinition {
  const start = cursor.at;
  const name = cursor.identifier();
  // a name may be qualified, though only by the table's own
  const own = cursor.eat('.') ? cursor.identifier() : name;
  const serial = cursor.is('SERIAL');
  const type = readType(cursor);
  const building: Definition = { column: { name: own, type, nullable: true }, constraints: [], indexes: [] };
  if (serial) Object.assign(building.column, { nullable: false, identity: 'byDefault' });
  if (serial) building.constraints.push({ type: 'unique', named: false, columns: [own] });
  while (!cursor.done && readAttribute(cursor, building));
  const { column, onUpdate } = building;
  // the server shows both together, and MODIFY loses both alike
  if (onUpdate !== undefined) column.default = isUnknown(column.default) ? column.default : `${column.default ?? 'NULL'} ON UPDATE ${onUpdate}`;
  column.span = cursor.span(start, cursor.at);
  return { column, constraints: building.constraints, indexes: building.indexes };
}

const TYPE_WORDS: ReadonlySet<string> = new Set(['UNSIGNED', 'SIGNED', 'ZEROFILL', 'PRECISION', 'VARYING', 'VARCHAR', 'VARCHARACTER', 'VARBINARY', 'BYTE', 'CHAR', 'CHARACTER']);

/** The type, without what is said about its characters. */
function readType(cursor: Cursor): Known<string> {
  const from = cursor.at;
  if (cursor.token()?.kind !== 'word') cursor.fail();
  cursor.at += 1;
  while (cursor.isAny(TYPE_WORDS) && cursor.word(cursor.at + 1) !== 'SET') cursor.at += 1;
  if (cursor.is('(')) cursor.at = Math.min(cursor.closing() + 1, cursor.end);
  while (cursor.isAny(TYPE_WORDS) && cursor.word(cursor.at + 1) !== 'SET') cursor.at += 1;
  const text = knownText(cursor.text(from, cursor.at));
  return isUnknown(text) ? text : canonicalMysqlType(text);
}

/** Attributes of one word that the catalog has no place for. */
const PLAIN: ReadonlySet<string> = new Set(['VISIBLE', 'INVISIBLE', 'BINARY', 'ASCII', 'UNICODE', 'COMPRESSED', 'VIRTUAL', 'STORED', 'PERSISTENT']);
/** Attributes with a value that the catalog has no place for. */
const VALUED: ReadonlySet<string> = new Set(['COLUMN_FORMAT', 'STORAGE', 'SRID', 'REF_SYSTEM_ID', 'ENGINE_ATTRIBUTE', 'SECONDARY_ENGINE_ATTRIBUTE']);

/** Reads one attribute; `false` where there is none. */
function readAttribute(cursor: Cursor, building: Definition): boolean {
  const { column } = building;
  if (cursor.eat('NOT', 'NULL')) column.nullable = false;
  else if (cursor.eat('NULL')) column.nullable = true;
  else if (cursor.eat('DEFAULT')) column.default = readDefault(cursor);
  else if (cursor.eat('ON', 'UPDATE')) building.onUpdate = text(readDefault(cursor));
  else if (cursor.eat('AUTO_INCREMENT')) Object.assign(column, { identity: 'byDefault', nullable: false });
  else if (cursor.eat('COMMENT')) column.comment = cursor.string();
  else if (cursor.eat('COLLATE')) readCollation(cursor, column);
  else if (cursor.eat('CHARACTER', 'SET') || cursor.eat('CHARSET') || cursor.eat('CHAR', 'SET')) readCharset(cursor, column);
  else if (cursor.eat('GENERATED', 'ALWAYS') || cursor.is('AS')) readGenerated(cursor, column);
  else if (cursor.eat('SERIAL', 'DEFAULT', 'VALUE')) {
    Object.assign(column, { identity: 'byDefault', nullable: false });
    building.constraints.push({ type: 'unique', named: false, columns: [column.name] });
  } else if (cursor.eatAny(PLAIN) !== undefined || cursor.eat('WITH', 'SYSTEM', 'VERSIONING') || cursor.eat('WITHOUT', 'SYSTEM', 'VERSIONING')) return true;
  else if (cursor.eatAny(VALUED) !== undefined) {
    cursor.eat('=');
    cursor.at += 1;
  } else return readInlineConstraint(cursor, building);
  return true;
}

const text = (value: Known<string>): string | undefined => (isUnknown(value) ? undefined : value);

function readInlineConstraint(cursor: Cursor, building: Definition): boolean {
  const { column, constraints } = building;
  if (cursor.eat('PRIMARY', 'KEY') || cursor.eat('KEY')) {
    column.nullable = false;
    constraints.push({ type: 'primaryKey', name: 'PRIMARY', named: false, columns: [column.name] });
  } else if (cursor.eat('UNIQUE')) {
    cursor.eat('KEY');
    constraints.push({ type: 'unique', named: false, columns: [column.name] });
  } else if (cursor.is('REFERENCES')) {
    const made = { type: 'foreignKey', named: false, columns: [column.name], ...readReferences(cursor) } as const;
    if (honoursReferences(cursor)) constraints.push(made);
  } else if (cursor.is('CHECK') || cursor.is('CONSTRAINT')) readInlineCheck(cursor, building);
  else return false;
  return true;
}

/** MySQL parses REFERENCES behind a column and forgets it, up to version 8. */
const honoursReferences = ({ script: { target } }: Cursor): boolean => target.dialect === 'mariadb' || (target.version[0] ?? 0) >= 9;

function readInlineCheck(cursor: Cursor, { column, constraints }: Definition): void {
  const name = cursor.eat('CONSTRAINT') && !cursor.is('CHECK') ? cursor.identifier() : undefined;
  cursor.expect('CHECK');
  const inner = cursor.brackets();
  const enforced = !cursor.eat('NOT', 'ENFORCED');
  cursor.eat('ENFORCED');
  // MariaDB names it after the column, MySQL after the table
  const given = name ?? (cursor.script.target.dialect === 'mariadb' ? column.name : undefined);
  if (enforced) constraints.push({ type: 'check', ...(given === undefined ? {} : { name: given }), named: given !== undefined, expression: inner.expression(), columns: columnsIn(inner) });
}

/** A literal, a call, or an expression in brackets. */
export function readDefault(cursor: Cursor): Known<string> {
  const from = cursor.at;
  if (cursor.is('(')) cursor.brackets();
  else {
    if (cursor.is('-') || cursor.is('+')) cursor.at += 1;
    if (cursor.isIntroducer()) cursor.at += 1;
    if (cursor.done || cursor.is(',')) cursor.fail();
    cursor.at += 1;
    while (cursor.is('.') || cursor.word(cursor.at - 1) === '.') cursor.at += 1;
    while (cursor.isString() && cursor.isString(cursor.at - 1)) cursor.at += 1;
    if (cursor.is('(')) cursor.brackets();
    if (cursor.eat(':', ':')) cursor.fail();
  }
  const written = cursor.expression(from, cursor.at);
  return isUnknown(written) ? unknown('input') : written;
}

function readCollation(cursor: Cursor, column: Building): void {
  cursor.eat('=');
  const name = text(cursor.isString() ? cursor.string() : cursor.identifier());
  if (name !== undefined) column.collation = name.toLowerCase();
}

/** A character set without a collation brings its own; which one it is depends on the server. */
function readCharset(cursor: Cursor, column: Building): void {
  cursor.eat('=');
  const name = text(cursor.isString() ? cursor.string() : cursor.identifier());
  if (name !== undefined) column.collation ??= name.toLowerCase();
}

function readGenerated(cursor: Cursor, column: Building): void {
  cursor.expect('AS');
  if (cursor.eat('ROW')) {
    cursor.at += 1;
    column.nullable = false;
    return;
  }
  if (cursor.eat('IDENTITY')) cursor.fail();
  const from = cursor.at;
  cursor.brackets();
  column.generated = cursor.expression(from, cursor.at);
}
