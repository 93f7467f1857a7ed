import type { NativeValue, Value } from '../../evaluate/value.js';
import { nativeFunction } from '../../evaluate/value.js';
import type { Dialect } from '../../target.js';
import { PRECEDENCE, compound, expressionNative, joinSql, plainExpression, toExpression } from './expressions.js';
import type { ExpressionModel } from './model.js';
import type { SqlAlchemyOptions } from './options.js';

/** Written without parentheses by the SQL standard. */
const BARE = new Set(['current_timestamp', 'current_date', 'current_time', 'current_user', 'localtime', 'localtimestamp', 'session_user', 'user', 'sysdate']);

function functionSql(name: string, dialect: Dialect): string | undefined {
  const lower = name.toLowerCase();
  if (BARE.has(lower)) return lower === 'sysdate' ? 'sysdate' : lower.toUpperCase();
  if (lower === 'now') return dialect === 'postgres' || dialect === 'mysql' || dialect === 'mariadb' ? 'now()' : 'CURRENT_TIMESTAMP';
  return undefined;
}

export function callFunction(name: string, args: readonly Value[], options: SqlAlchemyOptions): ExpressionModel {
  const fixed = args.length === 0 ? functionSql(name, options.target.dialect) : undefined;
  if (fixed !== undefined) return plainExpression(fixed);
  const parts = args.map((argument) => toExpression(argument, options));
  if (name.toLowerCase() === 'count' && parts.length === 0) return plainExpression('count(*)');
  return compound(joinSql(parts.map((part) => part.sql), (...texts) => `${name}(${texts.join(', ')})`), parts, PRECEDENCE.atom);
}

/** `sa.func`: every attribute is a function, attributes of attributes are qualified ones. */
export function functionGenerator(options: SqlAlchemyOptions, prefix = ''): NativeValue {
  return {
    kind: 'native',
    label: 'sqlalchemy.func',
    member: (property) => functionGenerator(options, prefix === '' ? property : `${prefix}.${property}`),
    call: (call) => expressionNative(callFunction(prefix, call.positional, options), options),
  };
}

/** A class of `sqlalchemy.sql.functions`, e.g. `now`. */
export const functionClass = (name: string, options: SqlAlchemyOptions): NativeValue =>
  nativeFunction(`sqlalchemy.functions.${name}`, (call) => expressionNative(callFunction(name, call.positional, options), options));
