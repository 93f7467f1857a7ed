import type { Context, Value } from '../../evaluate/value.js';
import { NULL, isNull, unknownValue } from '../../evaluate/value.js';
import type { Draft } from '../../operation.js';
import { type TracedText, unknown } from '../../value.js';
import { ddlOf } from '../sqlalchemy/ddl-model.js';
import { asStatement } from '../sqlalchemy/statements.js';
import { tracedOf } from '../values.js';
import { existenceResult, listResult } from './answer.js';
import { columnAnswer } from './column-answer.js';
import { existenceQuery, listQuery } from '../existence.js';
import type { Runtime } from './runtime.js';
import { boundText, driverText } from '../sql-text.js';

/** `text`: a string is taken for `text()`, as `op.execute` does. `driver`: it goes to the database driver as it is. */
export type StringForm = 'text' | 'driver';

/** Runs whatever may be given to `execute`, and returns what its result is known to be. */
export function executeStatement(runtime: Runtime, context: Context, statement: Value | undefined, parameters: Value | undefined, form: StringForm): Value {
  if (statement === undefined || isNull(statement)) {
    context.unread('executes a statement that cannot be read here');
    return unknownValue('database', context.span);
  }
  const text = statement.kind === 'native' ? undefined : tracedOf(statement);
  if (text) return runSql(runtime, context, form === 'text' ? boundText(text, new Map(), context.span) : driverText(text, parameters, context.span));
  const known = asStatement(statement);
  if (known && 'sql' in known) return runSql(runtime, context, ddlOf(statement) ? known.sql : boundText(known.sql, valuesOf(parameters, known.parameters), context.span));
  if (known) {
    context.emit(known.drafts.map((draft) => withColumns(draft, parameters)));
    return unknownValue('database', context.span);
  }
  const other = tracedOf(statement);
  if (other) return runSql(runtime, context, other);
  if (statement.kind === 'list' && statement.complete) {
    for (const item of statement.items) executeStatement(runtime, context, item, parameters, form);
    return NULL;
  }
  const rows = rowsOf(statement);
  if (rows) {
    context.emit([{ kind: 'modifyRows', ...rows, table: unknown('input', context.span), span: context.span }]);
    return unknownValue('database', context.span);
  }
  context.emit([{ kind: 'opaque', reason: 'executes a statement that cannot be read here', touches: 'anything', span: context.span }]);
  return unknownValue('database', context.span);
}

/** `tables.users.delete().where(...)` of a table that cannot be found: what it does to rows is written all the same. */
function rowsOf(statement: Value): { readonly verb: 'insert' | 'update' | 'delete'; readonly filtered: boolean } | undefined {
  const calls = statement.kind === 'unknown' ? /\.(insert|update|delete)\(\)((?:\.(?:where|values|returning|in_|filter|execution_options|on_conflict_do_nothing)\(\))*)$/u.exec(statement.label ?? '') : null;
  const [, verb, rest = ''] = calls ?? [];
  return verb === undefined ? undefined : { verb: verb as 'insert' | 'update' | 'delete', filtered: verb !== 'insert' && /\.(?:where|filter)\(\)/u.test(rest) };
}

/** The rows given to `execute` tell which columns an INSERT writes. */
function withColumns(draft: Draft, parameters: Value | undefined): Draft {
  if (draft.kind !== 'modifyRows' || draft.verb !== 'insert' || draft.columns || !parameters) return draft;
  const rows = parameters.kind === 'list' ? parameters.items : [parameters];
  const names = new Set(rows.flatMap((row) => (row.kind === 'record' ? [...row.entries.keys()] : [])));
  return names.size > 0 ? { ...draft, columns: [...names] } : draft;
}

/** Parameters given to `execute` override those bound to the statement; of several rows, none is the value. */
function valuesOf(parameters: Value | undefined, bound: ReadonlyMap<string, Value> | undefined): ReadonlyMap<string, Value> {
  if (parameters?.kind !== 'record') return bound ?? new Map<string, Value>();
  return new Map([...(bound ?? []), ...parameters.entries]);
}

export function runSql(runtime: Runtime, context: Context, sql: TracedText): Value {
  for (const drafts of runtime.host.readSql(sql, context.span)) emitInTransaction(context, drafts);
  const query = existenceQuery(sql.text, runtime.target.dialect);
  if (query) return columnAnswer(runtime.sqlalchemy, context, sql.text, query.condition) ?? existenceResult(query);
  const list = listQuery(sql.text);
  return list ? listResult(list) : unknownValue('database', context.span);
}

/** `COMMIT` in a statement of its own ends the transaction that Alembic opened. */
function emitInTransaction(context: Context, drafts: readonly Draft[]): void {
  context.emit(drafts);
  for (const draft of drafts) {
    if (draft.kind !== 'transaction' || draft.verb === 'savepoint') continue;
    context.setTransaction(draft.verb === 'begin');
  }
}
