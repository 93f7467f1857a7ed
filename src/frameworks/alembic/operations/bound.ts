import type { Call, Value } from '../../../evaluate/value.js';
import type { Name } from '../../../operation.js';
import { type Known, unknown } from '../../../value.js';
import { type Arguments, bindArguments } from '../../values.js';
import { nameFrom } from '../arguments.js';
import type { Runtime } from '../runtime.js';

/** The table of `with op.batch_alter_table(...)`: its methods leave the table and schema out. */
export interface Batch {
  readonly table: Known<Name>;
  readonly schema?: Value;
}

/** One call of an operation, its arguments matched with names. */
export interface Bound {
  readonly call: Call;
  readonly runtime: Runtime;
  readonly arguments: Arguments;
  readonly rest: readonly Value[];
  readonly table: Known<Name>;
  readonly schema: Value | undefined;
  readonly batch: boolean;
}

export type Operation = (call: Call, runtime: Runtime, batch?: Batch) => Value;

/** Names that parameters had in older versions of Alembic. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  name: 'constraint_name', source: 'table_name', source_table: 'table_name', tablename: 'table_name', source_schema: 'schema',
  referent: 'referent_table', local_cols: 'columns', cols: 'columns', type: 'type_', old_table_name: 'table_name',
};

/**
 * `parameters` as `op` takes them by position; a batch takes the same without `table_name` and `schema`.
 * Parameters that Alembic renamed are found under their present name.
 */
export function bind(call: Call, runtime: Runtime, batch: Batch | undefined, parameters: readonly string[], old: Readonly<Record<string, string>> = OLD_NAMES): Bound {
  const taken = batch ? parameters.filter((parameter) => parameter !== 'table_name' && parameter !== 'schema') : parameters;
  const { arguments: bound, rest } = bindArguments(call, taken);
  const named = new Map(bound);
  for (const [name, value] of bound) {
    const present = Object.hasOwn(old, name) ? old[name] : undefined;
    if (present !== undefined && !named.has(present)) named.set(present, value);
  }
  const schema = batch ? batch.schema : named.get('schema');
  return { call, runtime, arguments: named, rest, schema, table: batch?.table ?? nameFrom(named.get('table_name'), schema) ?? unknown('input', call.span), batch: batch !== undefined };
}
