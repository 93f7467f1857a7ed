import type { Call, Value } from '../../../evaluate/value.js';
import { NULL, isNull } from '../../../evaluate/value.js';
import type { Draft, Name } from '../../../operation.js';
import { type Known, isUnknown, knownText, unknown } from '../../../value.js';
import { buildTable } from '../../sqlalchemy/build.js';
import { asTable } from '../../sqlalchemy/model.js';
import { tableNative } from '../../sqlalchemy/table-native.js';
import { isTrue, stringOf, unknownFrom } from '../../values.js';
import { nameFrom } from '../arguments.js';
import { type Operation, bind } from './bound.js';

export const createTable: Operation = (call, runtime) => {
  const given = call.named.get('table_name') ?? call.named.get('name');
  const items = given ? call.positional : call.positional.slice(1);
  const name = nameFrom(given ?? call.positional[0], call.named.get('schema')) ?? unknown('input', call.span);
  const { model, drafts } = buildTable(name, items, call.named, { ...runtime.sqlalchemy, mode: 'op' }, call);
  call.emit(drafts);
  return tableNative(model, runtime.sqlalchemy);
};

export const dropTable: Operation = (call, runtime) => {
  const bound = bind(call, runtime, undefined, ['table_name', 'schema'], { name: 'table_name', tablename: 'table_name' });
  const ifExists = isTrue(bound.arguments.get('if_exists')) && { ifExists: true };
  call.emit([{ kind: 'dropTable', table: bound.table, ...ifExists, span: call.span }]);
  return NULL;
};

export const renameTable: Operation = (call, runtime) => {
  const bound = bind(call, runtime, undefined, ['table_name', 'new_table_name', 'schema'], { old_table_name: 'table_name' });
  const to = bound.arguments.get('new_table_name');
  call.emit([{ kind: 'renameTable', table: bound.table, to: stringOf(to) ?? unknownFrom(to), span: call.span }]);
  return NULL;
};

function commentDraft(table: Known<Name>, definition: Known<string> | undefined, call: Call): Draft {
  const name = isUnknown(table) ? table : table.name;
  const schema = isUnknown(table) || table.schema === undefined ? {} : { schema: table.schema };
  return { kind: 'alterObject', object: { kind: 'comment', name, ...schema, table, ...(definition !== undefined && { definition }) }, span: call.span };
}

export const createTableComment: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ['table_name', 'comment', 'existing_comment', 'schema']);
  call.emit([commentDraft(bound.table, stringOf(bound.arguments.get('comment')), call)]);
  return NULL;
};

export const dropTableComment: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ['table_name', 'existing_comment', 'schema']);
  call.emit([commentDraft(bound.table, undefined, call)]);
  return NULL;
};

/** Columns that every row writes; `undefined` where the rows cannot be read. */
function rowColumns(rows: Value | undefined, call: Call): readonly string[] | undefined {
  const items = rows && rows.kind !== 'unknown' ? call.itemsOf(rows) : undefined;
  if (!items || items.some((item) => item.kind !== 'record')) return undefined;
  const names = new Set<string>();
  for (const item of items) if (item.kind === 'record') for (const name of item.entries.keys()) names.add(name);
  return [...names];
}

export const bulkInsert: Operation = (call) => {
  const target = call.positional[0] ?? call.named.get('table');
  const rows = call.positional[1] ?? call.named.get('rows');
  const items = rows?.kind === 'list' && rows.complete ? rows.items : undefined;
  // no rows, no statement
  if (items?.length === 0) return NULL;
  const model = asTable(target);
  const table = nameFrom(target, undefined) ?? unknown('input', call.span);
  const written = rowColumns(rows, call);
  const listed = model?.columns.map((column) => knownText(String(column.column.name))).filter((name) => typeof name === 'string');
  const columns = written && written.length > 0 ? written : listed && listed.length > 0 ? listed : undefined;
  call.emit([{ kind: 'modifyRows', verb: 'insert', table: isNull(target) ? unknown('input', call.span) : table, ...(columns && { columns }), span: call.span }]);
  return NULL;
};
