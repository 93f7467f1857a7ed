import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { join, sql, written } from '../javascript/fragment.js';
import { optionsOf } from '../javascript/options.js';
import { unknownFrom } from '../values.js';
import { literal } from './expressions.js';
import { quoted, quotedTable, tableKey, tableOf } from './names.js';
import { type Request, isPostgres, send } from './runtime.js';
import { whereClause } from './where.js';

/** Names that are written; `undefined` where they cannot all be told. */
function columnsOf(rows: readonly Value[]): readonly string[] | undefined {
  const columns = new Set<string>();
  for (const row of rows) {
    if (row.kind !== 'record' || !row.complete) return undefined;
    for (const name of row.entries.keys()) columns.add(name);
  }
  return [...columns];
}

function insertRows({ span, call }: Request, table: Value | undefined, rows: readonly Value[] | undefined): void {
  const columns = rows && columnsOf(rows);
  call.emit([{ kind: 'modifyRows', verb: 'insert', table: tableKey(tableOf(table, span), span), ...(columns && { columns }), span }]);
}

/** `bulkInsert(table, rows)` */
export function bulkInsert(request: Request): void {
  const [table, rows] = request.given;
  if (rows?.kind === 'list' && rows.complete && rows.items.length === 0) return;
  insertRows(request, table, rows?.kind === 'list' && rows.complete ? rows.items : undefined);
}

/** `insert(instance, table, values)`; `upsert(table, values, ...)` */
export const insert = (request: Request): void => insertRows(request, request.given[1], request.given[2] && [request.given[2]]);
export const upsert = (request: Request): void => insertRows(request, request.given[0], request.given[1] && [request.given[1]]);

/** `bulkUpdate(table, values, where)` */
export function bulkUpdate(request: Request): void {
  const [table, values, where] = request.given;
  const { dialect, span } = request;
  const assignments = assignmentsOf(values, request);
  if (assignments) send(request, sql(span, 'UPDATE ', quotedTable(tableOf(table, span), dialect, span), ' SET ', assignments, ...whereClause(where, request)));
}

export const update = (request: Request): void => bulkUpdate({ ...request, given: request.given.slice(1) });

function assignmentsOf(values: Value | undefined, { dialect, span }: Request): TracedText | undefined {
  const gap = holeAt(values ? unknownFrom(values) : unknown('input', span), span);
  if (values?.kind !== 'record' || !values.complete) return sql(span, gap, ' = ', gap);
  if (values.entries.size === 0) return undefined;
  return join([...values.entries].map(([name, value]) => sql(span, quoted(written(name, span), dialect, span), ' = ', literal(value, dialect, span))), ', ', span);
}

/** `bulkDelete(table, where, { truncate, cascade })`: without conditions all rows go. */
export function bulkDelete(request: Request): void {
  const { given: [table, where, given], dialect, span } = request;
  const options = optionsOf(given);
  const name = quotedTable(tableOf(table, span), dialect, span);
  if (options.isTrue('truncate') && dialect !== 'sqlite') {
    const tail = isPostgres(dialect) ? `${options.isTrue('restartIdentity') ? ' RESTART IDENTITY' : ''}${options.isTrue('cascade') ? ' CASCADE' : ''}` : '';
    send(request, sql(span, 'TRUNCATE ', name, tail));
  } else send(request, sql(span, 'DELETE FROM ', name, ...(isNull(where) ? [] : whereClause(where, request))));
}

/** `delete(instance, table, where)` */
export const remove = (request: Request): void => bulkDelete({ ...request, given: request.given.slice(1, 3) });
