import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { type Part, join, sql, written } from '../javascript/fragment.js';
import { unknownFrom } from '../values.js';
import { fragmentOf, literal, literals } from './expressions.js';
import { quotedPath } from './names.js';

interface At {
  readonly dialect: Dialect;
  readonly span: Span;
}

/** Members of `Sequelize.Op` as keys of records; older versions have texts like these themselves. */
export const operatorKey = (name: string): string => `$${name}`;

const COMPARISONS: Readonly<Record<string, string>> = { $eq: '=', $ne: '!=', $gt: '>', $gte: '>=', $lt: '<', $lte: '<=', $like: 'LIKE', $notLike: 'NOT LIKE', $iLike: 'ILIKE', $notILike: 'NOT ILIKE', $regexp: '~', $notRegexp: '!~', $iRegexp: '~*', $is: 'IS', $contains: '@>', $contained: '<@', $overlap: '&&' };
const GROUPS: Readonly<Record<string, string>> = { $and: ' AND ', $or: ' OR ' };

/** ` WHERE ...`, nothing where everything is meant. */
export function whereClause(value: Value | undefined, at: At): readonly Part[] {
  if (value === undefined || isNull(value) || (value.kind === 'record' && value.complete && value.entries.size === 0)) return [];
  return [' WHERE ', whereText(value, at)];
}

export const whereText = (value: Value | undefined, at: At): TracedText => groupText(value, ' AND ', at);

const gap = (value: Value | undefined, { span }: At): TracedText => holeAt(value ? unknownFrom(value) : unknown('input', span), span);

function groupText(value: Value | undefined, between: string, at: At): TracedText {
  const own = fragmentOf(value);
  if (own) return own;
  if (value?.kind === 'list' && value.complete && value.items.length > 0) return sql(at.span, '(', join(value.items.map((item) => groupText(item, ' AND ', at)), between, at.span), ')');
  if (value?.kind !== 'record' || !value.complete || value.entries.size === 0) return gap(value, at);
  const parts = [...value.entries].map(([key, operand]) => entryText(key, operand, at));
  const text = join(parts, between, at.span);
  return parts.length > 1 && between === ' OR ' ? sql(at.span, '(', text, ')') : text;
}

function entryText(key: string, operand: Value, at: At): TracedText {
  const group = GROUPS[key];
  if (group !== undefined) return groupText(operand, group, at);
  if (key === '$not') return sql(at.span, 'NOT (', groupText(operand, ' AND ', at), ')');
  return comparison(quotedPath(written(key, at.span), at.dialect, at.span), operand, at);
}

function comparison(column: TracedText, operand: Value, at: At): TracedText {
  if (isNull(operand)) return sql(at.span, column, ' IS NULL');
  if (operand.kind === 'list') return membership(column, ' IN', operand, at);
  if (operand.kind !== 'record' || fragmentOf(operand)) return sql(at.span, column, ' = ', literal(operand, at.dialect, at.span));
  if (!operand.complete || operand.entries.size === 0) return sql(at.span, column, ' = ', gap(operand, at));
  return join([...operand.entries].map(([key, value]) => operatorText(column, key, value, at)), ' AND ', at.span);
}

function operatorText(column: TracedText, key: string, value: Value, at: At): TracedText {
  if (key === '$in' || key === '$notIn') return membership(column, key === '$in' ? ' IN' : ' NOT IN', value, at);
  if ((key === '$ne' || key === '$not') && isNull(value)) return sql(at.span, column, ' IS NOT NULL');
  if ((key === '$eq' || key === '$is') && isNull(value)) return sql(at.span, column, ' IS NULL');
  if (key === '$not') return value.kind === 'list' ? membership(column, ' NOT IN', value, at) : sql(at.span, column, ' != ', literal(value, at.dialect, at.span));
  if ((key === '$between' || key === '$notBetween') && value.kind === 'list') {
    const [low, high] = value.items.map((item) => literal(item, at.dialect, at.span));
    if (low && high) return sql(at.span, column, key === '$between' ? ' BETWEEN ' : ' NOT BETWEEN ', low, ' AND ', high);
  }
  const group = GROUPS[key];
  if (group !== undefined && value.kind === 'list') return sql(at.span, '(', join(value.items.map((item) => comparison(column, item, at)), group, at.span), ')');
  if (group !== undefined && value.kind === 'record') return sql(at.span, '(', join([...value.entries].map(([inner, each]) => operatorText(column, inner, each, at)), group, at.span), ')');
  const operator = COMPARISONS[key];
  return operator === undefined ? sql(at.span, column, ' = ', holeAt(unknown('unsupported', at.span), at.span)) : sql(at.span, column, ` ${operator} `, literal(value, at.dialect, at.span));
}

function membership(column: TracedText, operator: string, value: Value, at: At): TracedText {
  if (value.kind !== 'list') return sql(at.span, column, operator, ' (', fragmentOf(value) ?? gap(value, at), ')');
  if (value.complete && value.items.length === 0) return sql(at.span, column, operator, ' (NULL)');
  return sql(at.span, column, operator, ' (', value.complete ? literals(value.items, at.dialect, at.span) : gap(undefined, at), ')');
}
