import { NULL, isNull, unknownValue } from '../../../evaluate/value.js';
import { indexModel } from '../../sqlalchemy/indexes.js';
import { asExpression, nameOf } from '../../sqlalchemy/model.js';
import { isTrue, listOf, stringOf, unknownFrom } from '../../values.js';
import { nameFrom } from '../arguments.js';
import { droppedIndex, indexOf } from '../schema.js';
import { type Operation, bind } from './bound.js';

export const createIndex: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ['index_name', 'table_name', 'columns', 'schema', 'unique'], { name: 'index_name', tablename: 'table_name', table: 'table_name', source: 'table_name' });
  const given = bound.arguments;
  const columns = given.get('columns');
  const items = columns === undefined || columns.kind === 'text' || asExpression(columns) ? columns && [columns] : listOf(columns, call);
  const model = indexModel(given.get('index_name'), items ?? [columns ?? unknownValue('input', call.span)], given, runtime.sqlalchemy, call);
  const index = indexOf(runtime, bound.table, model);
  const concurrently = model.concurrently && { concurrently: true };
  const ifNotExists = isTrue(given.get('if_not_exists')) && { ifNotExists: true };
  call.emit([{ kind: 'createIndex', table: bound.table, index, ...concurrently, ...ifNotExists, span: call.span }]);
  return NULL;
};

export const dropIndex: Operation = (call, runtime, batch) => {
  const bound = bind(call, runtime, batch, ['index_name', 'table_name', 'schema'], { name: 'index_name', tablename: 'table_name', table: 'table_name' });
  const given = bound.arguments;
  const table = batch?.table ?? nameFrom(given.get('table_name'), bound.schema);
  const name = given.get('index_name');
  const index = isNull(name) ? unknownFrom(name) : droppedIndex(runtime, nameOf(name) ?? { name: unknownFrom(name), final: true });
  const schema = stringOf(bound.schema);
  const concurrently = runtime.target.dialect === 'postgres' && isTrue(given.get('postgresql_concurrently')) && { concurrently: true };
  const ifExists = isTrue(given.get('if_exists')) && { ifExists: true };
  call.emit([{ kind: 'dropIndex', ...(table && { table }), index, ...(typeof schema === 'string' && schema !== 'public' && { schema }), ...concurrently, ...ifExists, span: call.span }]);
  return NULL;
};
