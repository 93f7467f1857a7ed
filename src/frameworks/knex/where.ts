import type { Call, Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { unknownFrom } from '../values.js';
import { boundSql } from './raw.js';
import { type Part, fragmentOf, identifier, join, sql, written } from './fragment.js';
import { nameText } from './names.js';
import { type QueryModel, columnText, operandText } from './query-sql.js';
import type { Runtime } from './runtime.js';

/** What a method of the `where` family says, apart from how it is joined to what was said before. */
interface Kind {
  readonly negated: boolean;
  readonly form: 'plain' | 'null' | 'in' | 'between' | 'raw' | 'exists' | 'column' | 'like' | 'other';
}

const FORMS: Readonly<Record<string, Kind['form']>> = { '': 'plain', null: 'null', in: 'in', between: 'between', raw: 'raw', exists: 'exists', column: 'column', like: 'like', ilike: 'like' };

/** `orWhereNotNull` taken apart; `undefined` for other names. */
export function whereMethod(name: string): { readonly joiner: 'and' | 'or'; readonly kind: Kind } | undefined {
  const parts = /^(?:(and|or)W|w)here(Not)?([A-Z]\w*)?$/.exec(name);
  if (!parts) return undefined;
  const rest = (parts[3] ?? '').toLowerCase();
  return { joiner: parts[1] === 'or' ? 'or' : 'and', kind: { negated: parts[2] !== undefined, form: FORMS[rest] ?? 'other' } };
}

/** Groups of conditions are told by a callback that gets a builder of its own. */
export type Grouping = (callback: Value) => QueryModel;

export function whereText(runtime: Runtime, model: QueryModel, kind: Kind, call: Call, group: Grouping): TracedText {
  const [first, second, third] = call.positional;
  const at = { dialect: model.dialect, span: call.span };
  const not = kind.negated ? 'not ' : '';
  const gap = (): TracedText => holeAt(first ? unknownFrom(first) : unknown('unsupported', call.span), call.span);
  switch (kind.form) {
    case 'null':
      return sql(call.span, columnText(first, at), ` is ${not}null`);
    case 'in':
      return membership(columnText(first, at), not, second, at, group);
    case 'between': {
      const [low, high] = second?.kind === 'list' ? second.items : [];
      return sql(call.span, columnText(first, at), ` ${not}between `, operandText(low, at), ' and ', operandText(high, at));
    }
    case 'raw':
      return boundSql(runtime, first, second, call.span);
    case 'like':
      return sql(call.span, columnText(first, at), ` ${not}like `, operandText(second, at));
    case 'column':
      return sql(call.span, columnText(first, at), ' = ', columnText(third ?? second, at));
    case 'plain':
      return plainText(first, second, third, call, at, not, group) ?? gap();
    default:
      return gap();
  }
}

type At = Pick<QueryModel, 'dialect' | 'span'>;

function plainText(first: Value | undefined, second: Value | undefined, third: Value | undefined, call: Call, at: At, not: string, group: Grouping): TracedText | undefined {
  const own = fragmentOf(first);
  if (own && call.positional.length === 1) return sql(call.span, not, '(', own, ')');
  if (first?.kind === 'closure') return grouped(group(first), not, call);
  if (first?.kind === 'record') return equalities(first, at, not);
  if (first?.kind === 'constant' && typeof first.value === 'boolean') return written(first.value ? '1 = 1' : '1 = 0', call.span);
  if (first?.kind === 'unknown' && call.positional.length === 1) return undefined;
  const left = columnText(first, at);
  if (call.positional.length === 2) return isNull(second) ? sql(call.span, left, ` is ${not}null`) : sql(call.span, ...(not === '' ? [] : ['not ']), left, ' = ', operandText(second, at));
  const operator = nameText(second, call.span).text.toLowerCase();
  if (/^(?:not )?in$/.test(operator)) return membership(left, operator.startsWith('not') ? 'not ' : not, third, at, group);
  if (isNull(third)) return sql(call.span, left, operator === '=' || operator === 'is' ? ` is ${not}null` : ' is not null');
  if (!/^(?:=|<>|!=|<=?|>=?|(?:not )?i?like|is(?: not)?|~\*?|@>|<@|&&|\|\|)$/.test(operator)) return undefined;
  return sql(call.span, ...(not === '' ? [] : ['not ']), left, ` ${operator} `, operandText(third, at));
}

function grouped(inner: QueryModel, not: string, call: Call): TracedText {
  if (inner.wheres.length === 0) return written('1 = 1', call.span);
  return sql(call.span, not, '(', ...inner.wheres.flatMap(({ joiner, sql: text }, i): readonly Part[] => (i === 0 ? [text] : [` ${joiner} `, text])), ')');
}

function equalities(record: Extract<Value, { kind: 'record' }>, at: At, not: string): TracedText {
  const parts = [...record.entries].map(([name, value]) => {
    const column = identifier(written(name, at.span), at.dialect, at.span);
    return isNull(value) ? sql(at.span, column, ` is ${not}null`) : sql(at.span, ...(not === '' ? [] : ['not ']), column, ' = ', operandText(value, at));
  });
  if (!record.complete || parts.length === 0) parts.push(holeAt(unknown('input', at.span), at.span));
  return join(parts, ' and ', at.span);
}

function membership(column: TracedText, not: string, values: Value | undefined, at: At, group: Grouping): TracedText {
  if (values?.kind === 'closure') {
    const inner = group(values);
    return sql(at.span, column, ` ${not}in `, operandText({ kind: 'native', label: 'knex.query', data: { model: inner } }, at));
  }
  if (values?.kind !== 'list') return sql(at.span, column, ` ${not}in (`, operandText(values, at), ')');
  const items = values.items.map((value) => operandText(value, at));
  if (!values.complete || items.length === 0) items.push(holeAt(unknown('input', at.span), at.span));
  return sql(at.span, column, ` ${not}in (`, join(items, ', ', at.span), ')');
}
