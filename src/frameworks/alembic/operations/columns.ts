import type { Value } from '../../../evaluate/value.js';
import { NULL, isNull } from '../../../evaluate/value.js';
import type { ActionOf, ColumnChange, Draft } from '../../../operation.js';
import type { Known } from '../../../value.js';
import { addColumnDrafts } from '../../sqlalchemy/build.js';
import { serverDefault, sqlOf } from '../../sqlalchemy/defaults.js';
import { LABELS, asColumn } from '../../sqlalchemy/model.js';
import { renderType } from '../../sqlalchemy/types/render.js';
import { asType } from '../../sqlalchemy/types/resolve.js';
import { booleanOf, isTrue, stringOf, unknownFrom } from '../../values.js';
import { columnName } from '../arguments.js';
import type { Runtime } from '../runtime.js';
import { type Bound, type Operation, bind } from './bound.js';

export const addColumn: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ['table_name', 'column', 'schema']);
  const { table } = bound;
  const given = bound.arguments.get('column');
  const model = asColumn(given);
  if (!model) {
    const span = given && 'span' in given ? (given.span ?? call.span) : call.span;
    call.emit([{ kind: 'addColumn', table, column: { name: unknownFrom(given), type: unknownFrom(given), nullable: unknownFrom(given) }, span }]);
    return NULL;
  }
  call.emit(addColumnDrafts(table, model, { ...runtime.sqlalchemy, mode: 'op', ifNotExists: isTrue(bound.arguments.get('if_not_exists')) }));
  return NULL;
};

export const dropColumn: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ['table_name', 'column_name', 'schema']);
  const ifExists = isTrue(bound.arguments.get('if_exists')) && { ifExists: true };
  call.emit([{ kind: 'dropColumn', table: bound.table, column: columnName(bound.arguments.get('column_name')), ...ifExists, span: call.span }]);
  return NULL;
};

const ALTER = [
  'table_name', 'column_name', 'nullable', 'comment', 'server_default', 'new_column_name', 'type_', 'existing_type', 'existing_server_default', 'existing_nullable', 'existing_comment', 'schema',
];

export const alterColumn: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ALTER, { name: 'new_column_name', tablename: 'table_name' });
  const { table, arguments: given } = bound;
  const column = columnName(given.get('column_name'));
  const renamed = stringOf(given.get('new_column_name'));
  const written = changesOf(bound);
  const mysql = runtime.target.dialect === 'mysql' || runtime.target.dialect === 'mariadb';
  const set = mysql && respecifies(bound, written, renamed) ? wholeColumn(bound, written) : written;
  const drafts: Draft[] = [];
  if (Object.keys(set).length > 0) {
    const using = sqlOf(given.get('postgresql_using'), runtime.sqlalchemy);
    const existing = existingOf(bound);
    drafts.push({ kind: 'alterColumn', table, column, set, ...(using !== undefined && { using }), ...(existing && { existing }), span: call.span });
  }
  if (renamed !== undefined && renamed !== column) drafts.push({ kind: 'renameColumn', table, column, to: renamed, span: call.span });
  if (drafts.length === 0 && !call.complete) call.unread('alters a column with arguments that cannot be read here');
  call.emit(drafts);
  return NULL;
};

/** `False` stands for an argument that was not given, where `None` means something. */
const isFalse = (value: Value | undefined): boolean => value === undefined || (value.kind === 'constant' && value.value === false);

const typeText = (bound: Bound, value: Value | undefined): Known<string> | undefined => {
  if (isNull(value)) return undefined;
  const type = asType(value, bound.call, bound.runtime.target);
  return type ? renderType(type, bound.runtime.target) : unknownFrom(value);
};

function changesOf(bound: Bound): ColumnChange {
  const { arguments: given, runtime } = bound;
  const type = typeText(bound, given.get('type_'));
  const nullable = booleanOf(given.get('nullable'));
  const comment = given.get('comment');
  return {
    ...(type !== undefined && { type }),
    ...(nullable !== undefined && { nullable }),
    ...defaultChange(runtime, given.get('server_default'), given.get('existing_server_default')),
    ...(!isFalse(comment) && { comment: stringOf(comment) ?? null }),
  };
}

/** A column that fills itself in is told what it no longer is by what it was. */
function defaultChange(runtime: Runtime, value: Value | undefined, existing: Value | undefined): ColumnChange {
  if (isFalse(value)) return {};
  if (isNull(value)) {
    if (existing?.kind === 'native' && existing.label === LABELS.identity) return { identity: null };
    if (existing?.kind === 'native' && existing.label === LABELS.computed) return { generated: null };
    return { default: null };
  }
  const given = serverDefault(value, runtime.sqlalchemy);
  if (given.identity !== undefined) return { identity: given.identity };
  if (given.generated !== undefined) return { generated: given.generated };
  return given.default === undefined ? {} : { default: given.default };
}

/** On MySQL everything but a new default alone writes the whole column again. */
function respecifies(bound: Bound, written: ColumnChange, renamed: Known<string> | undefined): boolean {
  return renamed !== undefined || written.nullable !== undefined || written.type !== undefined || written.comment !== undefined || !isNull(bound.arguments.get('autoincrement'));
}

/** What `MODIFY` and `CHANGE` leave out is gone: the default, the comment, NOT NULL. */
function wholeColumn(bound: Bound, written: ColumnChange): ColumnChange {
  const { arguments: given, runtime } = bound;
  const type = written.type ?? typeText(bound, given.get('existing_type'));
  const existingDefault = given.get('existing_server_default');
  return {
    ...(type !== undefined && { type }),
    nullable: written.nullable ?? booleanOf(given.get('existing_nullable')) ?? true,
    default: null,
    ...(isFalse(existingDefault) || isNull(existingDefault) ? {} : defaultChange(runtime, existingDefault, undefined)),
    comment: stringOf(given.get('existing_comment')) ?? null,
    ...written,
  };
}

function existingOf(bound: Bound): ActionOf<'alterColumn'>['existing'] {
  const { arguments: given, runtime } = bound;
  const type = typeText(bound, given.get('existing_type'));
  const nullable = booleanOf(given.get('existing_nullable'));
  const value = given.get('existing_server_default');
  const known = isFalse(value) ? {} : isNull(value) ? { default: null } : { default: serverDefault(value, runtime.sqlalchemy).default };
  const existing = { ...(type !== undefined && { type }), ...(nullable !== undefined && { nullable }), ...(known.default !== undefined && known) };
  return Object.keys(existing).length > 0 ? existing : undefined;
}

