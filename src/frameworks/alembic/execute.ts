import type { Context, Value } from '../../evaluate/value.js';
import { NULL, isNull, unknownValue } from '../../evaluate/value.js';
import type { Draft } from '../../operation.js';
import type { TracedText } from '../../value.js';
import { asExpression } from '../sqlalchemy/model.js';
import { tracedOf } from '../sqlalchemy/values.js';
import { existenceResult } from './answer.js';
import { coreDrafts } from './core-statements.js';
import { existenceQuery } from './existence.js';
import type { Runtime } from './runtime.js';
import { boundText, driverText } from './sql-text.js';

/** `text`: a string is taken for `text()`, as `op.execute` does. `driver`: it goes to the database driver as it is. */
export type StringForm = 'text' | 'driver';

/** Runs whatever may be given to `execute`, and returns what its result is known to be. */
export function executeStatement(runtime: Runtime, context: Context, statement: Value | undefined, parameters: Value | undefined, form: StringForm): Value {
  if (statement === undefined || isNull(statement)) {
    context.unread('executes a statement that cannot be read here');
    return unknownValue('database', context.span);
  }
  const sql = sqlOf(context, statement, parameters, form);
  if (sql) return runSql(runtime, context, sql);
  const core = coreDrafts(runtime, statement, context);
  if (core) {
    context.emit(core);
    return unknownValue('database', context.span);
  }
  if (statement.kind === 'list' && statement.complete) {
    for (const item of statement.items) executeStatement(runtime, context, item, parameters, form);
    return NULL;
  }
  context.emit([{ kind: 'opaque', reason: 'executes a statement that cannot be read here', touches: 'anything', span: context.span }]);
  return unknownValue('database', context.span);
}

function sqlOf(context: Context, statement: Value, parameters: Value | undefined, form: StringForm): TracedText | undefined {
  const expression = asExpression(statement);
  if (expression?.text) return boundText(expression.text, valuesOf(parameters, expression.parameters), context.span);
  const text = tracedOf(statement);
  if (!text) return undefined;
  return form === 'text' ? boundText(text, new Map(), context.span) : driverText(text, parameters, context.span);
}

/** Parameters given to `execute` override those bound to the statement; of several rows, none is the value. */
function valuesOf(parameters: Value | undefined, bound: ReadonlyMap<string, Value> | undefined): ReadonlyMap<string, Value> {
  if (parameters?.kind !== 'record') return bound ?? new Map<string, Value>();
  return new Map([...(bound ?? []), ...parameters.entries]);
}

export function runSql(runtime: Runtime, context: Context, sql: TracedText): Value {
  for (const drafts of runtime.host.readSql(sql, context.span)) emitInTransaction(context, drafts);
  const query = existenceQuery(sql.text, runtime.target.dialect);
  return query ? existenceResult(query) : unknownValue('database', context.span);
}

/** `COMMIT` in a statement of its own ends the transaction that Alembic opened. */
function emitInTransaction(context: Context, drafts: readonly Draft[]): void {
  context.emit(drafts);
  for (const draft of drafts) {
    if (draft.kind !== 'transaction' || draft.verb === 'savepoint') continue;
    context.setTransaction(draft.verb === 'begin');
  }
}
