import type { Call, Context, Value } from '../../evaluate/value.js';
import { isNull, unknownValue } from '../../evaluate/value.js';
import { type TracedText, concatText } from '../../value.js';
import { existenceQuery } from '../existence.js';
import { rowsOf } from '../javascript/answer.js';
import { literalText, replaced } from '../sql-text.js';
import { tracedOf } from '../values.js';
import { type Runtime, isMysql } from './runtime.js';

/** `queryRunner.query(sql, parameters)`: SQL goes to the driver as it is. */
export function runQuery(runtime: Runtime, call: Call, statement: Value | undefined, parameters: Value | undefined): Value {
  const text = tracedOf(statement) ?? (statement?.kind === 'constant' && !isNull(statement) ? call.textOf(statement) : undefined);
  if (!text) {
    call.emit([{ kind: 'opaque', reason: 'executes a statement that cannot be read here', touches: 'anything', span: call.span }]);
    return unknownValue('database', call.span);
  }
  return executed(runtime, call, bound(runtime, call, text, parameters));
}

function executed(runtime: Runtime, context: Context, sql: TracedText): Value {
  for (const drafts of runtime.host.readSql(sql, context.span)) {
    context.emit(drafts);
    for (const draft of drafts) if (draft.kind === 'transaction' && draft.verb !== 'savepoint') context.setTransaction(draft.verb === 'begin');
  }
  const question = existenceQuery(sql.text, runtime.dialect);
  return question ? rowsOf(question) : unknownValue('database', context.span);
}

/** Parameters stand in the SQL as the values that are given: `$1` of PostgreSQL, `?` of the others. */
function bound(runtime: Runtime, call: Call, text: TracedText, parameters: Value | undefined): TracedText {
  if (parameters?.kind !== 'list' || !parameters.complete) return text;
  const { items } = parameters;
  let next = 0;
  const placeholder = isMysql(runtime) || runtime.dialect === 'sqlite' ? /(?<=[\s(,=])\?(?=[\s),;]|$)/gu : /\$(\d+)\b/gu;
  return replaced(
    text,
    placeholder,
    (match, at) => {
      next += 1;
      const value = items[match[1] === undefined ? next - 1 : Number(match[1]) - 1];
      // an array of PostgreSQL is one value, and no list in parentheses
      return value === undefined || value.kind === 'list' || value.kind === 'record' ? undefined : literalText(value, at);
    },
    call.span,
  );
}

/** A tagged template: its values are parameters. */
export function runTemplate(runtime: Runtime, call: Call): Value {
  const [strings, ...values] = call.positional;
  if (strings?.kind !== 'list') return runQuery(runtime, call, strings, undefined);
  const parts = strings.items.flatMap((part, i): TracedText[] => {
    const value = values[i];
    const text = tracedOf(part);
    return [...(text ? [text] : []), ...(value === undefined ? [] : [literalText(value, call.span)])];
  });
  return executed(runtime, call, concatText(parts));
}
