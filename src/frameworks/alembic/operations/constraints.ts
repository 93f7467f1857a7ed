import type { Call, Value } from '../../../evaluate/value.js';
import { NULL, isNull } from '../../../evaluate/value.js';
import type { Constraint } from '../../../operation.js';
import { type Known, isUnknown, unknown } from '../../../value.js';
import { actionOf } from '../../sqlalchemy/constraints.js';
import { sqlOf } from '../../sqlalchemy/defaults.js';
import { toExpression } from '../../sqlalchemy/expressions.js';
import { type CheckModel, type ConstraintModel, type ForeignKeyModel, type KeyModel, nameOf } from '../../sqlalchemy/model.js';
import { identifiersIn } from '../../sqlalchemy/sql-words.js';
import { type Arguments, isTrue, stringOf, tracedOf, unknownFrom } from '../../values.js';
import { columnNames, nameFrom } from '../arguments.js';
import { constraintOf, droppedName } from '../schema.js';
import { type Bound, type Operation, bind } from './bound.js';

const shared = (call: Call, given: Arguments) => ({
  name: nameOf(given.get('constraint_name')),
  ...(isTrue(given.get('deferrable')) && { deferrable: true }),
  ...(/^deferred$/i.test(String(stringOf(given.get('initially')))) && { initiallyDeferred: true }),
  ...(isTrue(given.get('postgresql_not_valid')) && { notValid: true }),
  span: call.span,
});

function add(bound: Bound, model: ConstraintModel): Value {
  const { call, runtime, table } = bound;
  call.emit([{ kind: 'addConstraint', table, constraint: constraintOf(runtime, table, model), ...(model.notValid && { notValid: true }), span: call.span }]);
  return NULL;
}

export const createForeignKey: Operation = (call, runtime, batch) => {
  const old = { name: 'constraint_name', source: 'table_name', source_table: 'table_name', referent: 'referent_table', source_schema: 'schema' };
  const parameters = ['constraint_name', 'table_name', 'referent_table', 'local_cols', 'remote_cols', 'onupdate', 'ondelete', 'deferrable', 'initially', 'match', 'schema', 'referent_schema'];
  const bound = bind(call, runtime, batch, parameters, old);
  const given = bound.arguments;
  const onDelete = actionOf(given.get('ondelete'));
  const onUpdate = actionOf(given.get('onupdate'));
  const model: ForeignKeyModel = {
    type: 'foreignKey',
    columns: columnNames(given.get('local_cols'), call),
    references: { table: nameFrom(given.get('referent_table'), given.get('referent_schema')) ?? unknown('input', call.span), columns: columnNames(given.get('remote_cols'), call) },
    ...(onDelete !== undefined && { onDelete }),
    ...(onUpdate !== undefined && { onUpdate }),
    ...shared(call, given),
  };
  return add(bound, model);
};

const key =
  (type: KeyModel['type']): Operation =>
  (call, runtime, batch) => {
    const bound = bind(call, runtime, batch, ['constraint_name', 'table_name', 'columns', 'schema']);
    const nullsNotDistinct = isTrue(bound.arguments.get('postgresql_nulls_not_distinct')) && { nullsNotDistinct: true };
    return add(bound, { type, columns: columnNames(bound.arguments.get('columns'), call), ...nullsNotDistinct, ...shared(call, bound.arguments) });
  };
export const createPrimaryKey = key('primaryKey');
export const createUniqueConstraint = key('unique');

export const createCheckConstraint: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ['constraint_name', 'table_name', 'condition', 'schema']);
  const condition = bound.arguments.get('condition');
  const expression = sqlOf(condition, runtime.sqlalchemy) ?? unknownFrom(condition);
  const columns = isUnknown(expression) ? [] : tracedOf(condition) ? identifiersIn(expression) : toExpression(condition, runtime.sqlalchemy).reads;
  const model: CheckModel = { type: 'check', expression, columns, ...shared(call, bound.arguments) };
  return add(bound, model);
};

export const createExcludeConstraint: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ['constraint_name', 'table_name']);
  const given = bound.arguments;
  const parts: string[] = [];
  const columns: string[] = [];
  let unread: Known<string> | undefined;
  for (const element of bound.rest) {
    const [target, operator] = element.kind === 'list' ? element.items : [];
    const sql = sqlOf(target, runtime.sqlalchemy);
    const sign = stringOf(operator);
    if (typeof sql === 'string' && typeof sign === 'string') {
      parts.push(`${sql} WITH ${sign}`);
      columns.push(...identifiersIn(sql));
    } else unread = unknownFrom(element);
  }
  if (!call.complete) unread ??= unknown('input', call.span);
  const where = sqlOf(given.get('where'), runtime.sqlalchemy);
  const using = stringOf(given.get('using')) ?? 'gist';
  if (isUnknown(where)) unread ??= where;
  if (isUnknown(using)) unread ??= using;
  const expression = unread ?? `USING ${String(using)} (${parts.join(', ')})${where === undefined ? '' : ` WHERE (${String(where)})`}`;
  return add(bound, { type: 'exclude', expression, columns: [...new Set(columns)], ...shared(call, given) });
};

const TYPES: Readonly<Record<string, Constraint['type']>> = { foreignkey: 'foreignKey', primary: 'primaryKey', unique: 'unique', check: 'check' };

export const dropConstraint: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ['constraint_name', 'table_name', 'type_', 'schema']);
  const given = bound.arguments;
  const kind = stringOf(given.get('type_'));
  const type = typeof kind === 'string' && Object.hasOwn(TYPES, kind) ? TYPES[kind] : undefined;
  const name = given.get('constraint_name');
  const constraint = isNull(name) && name !== undefined ? droppedName(runtime, bound.table, undefined, type) : droppedName(runtime, bound.table, nameOf(name) ?? { name: unknownFrom(name), final: true }, type);
  const ifExists = isTrue(given.get('if_exists')) && { ifExists: true };
  call.emit([{ kind: 'dropConstraint', table: bound.table, ...(constraint !== undefined && { constraint }), ...(type && { type }), ...ifExists, span: call.span }]);
  return NULL;
};
