import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, nativeFunction } from '../../evaluate/value.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { isTrue, unknownFrom } from '../values.js';
import { type Part, fragmentOf, identifier, join, sql } from './fragment.js';
import { columnize, nameText } from './names.js';
import { queryModel, selectText } from './query-sql.js';
import { taken } from './raw.js';
import { type Runtime, sendBuilt } from './runtime.js';
import type { SchemaMethod } from './schema.js';

interface ViewModel {
  columns?: Value;
  query?: TracedText;
  check?: string;
  readonly changes: Part[][];
}

/** The object that a callback of `createView` is given. */
function viewNative(runtime: Runtime, model: ViewModel): NativeValue {
  const selection = (call: Call): void => {
    const [value] = call.positional;
    taken(runtime, value);
    const query = queryModel(value);
    model.query = query ? selectText(query) : (fragmentOf(value) ?? holeAt(value ? unknownFrom(value) : unknown('input', call.span), call.span));
  };
  const name = (value: Value | undefined, call: Call): TracedText => identifier(nameText(value, call.span), runtime.dialect, call.span);
  const column = (call: Call): Value => {
    const [subject] = call.positional;
    const change = (write: (inner: Call) => readonly Part[]) => (inner: Call): Value => (model.changes.push([...write(inner)]), self);
    const methods: Readonly<Record<string, (inner: Call) => Value>> = {
      rename: change((inner) => [' rename ', name(subject, call), ' to ', name(inner.positional[0], inner)]),
      defaultTo: change((inner) => [' alter ', name(subject, call), ' set default ', fragmentOf(inner.positional[0]) ?? nameText(inner.positional[0], inner.span)]),
    };
    return { kind: 'native', label: 'knex.view.column', member: (property) => (methods[property] ? nativeFunction(property, methods[property]) : undefined) };
  };
  const methods: Readonly<Record<string, (call: Call) => Value>> = {
    columns: (call) => ((model.columns = call.positional[0]?.kind === 'list' ? call.positional[0] : { kind: 'list', form: 'list', items: [...call.positional], complete: true }), self),
    as: (call) => (selection(call), self),
    column,
    checkOption: () => ((model.check = ' with check option'), self),
    localCheckOption: () => ((model.check = ' with local check option'), self),
    cascadedCheckOption: () => ((model.check = ' with cascaded check option'), self),
    queryContext: () => self,
  };
  const self: NativeValue = { kind: 'native', label: 'knex.view', effectful: true, truth: () => true, member: (property) => (Object.hasOwn(methods, property) ? nativeFunction(`view.${property}`, methods[property] as (call: Call) => Value) : undefined) };
  return self;
}

const view = (write: (name: TracedText, model: ViewModel, runtime: Runtime, call: Call) => readonly (readonly Part[])[]): SchemaMethod => (runtime, call, span) => (context, schema) => {
  const [name, callback] = call.positional;
  const model: ViewModel = { changes: [] };
  const self = viewNative(runtime, model);
  if (callback) context.invoke(callback.kind === 'closure' && callback.function.receiver === 'this' && !callback.self ? { ...callback, self } : callback, [self]);
  const own = identifier(nameText(name, span), runtime.dialect, span);
  const qualified = schema ? join([identifier(schema, runtime.dialect, span), own], '.', span) : own;
  for (const parts of write(qualified, model, runtime, call)) sendBuilt(runtime, context, sql(span, ...parts), span);
  return UNDEFINED;
};

const createView = (before: string): SchemaMethod =>
  view((name, model, runtime, call) => [
    [before, name, ...(model.columns ? [' (', columnize(model.columns, runtime.dialect, call.span), ')'] : []), ' as ', model.query ?? holeAt(unknown('input', call.span), call.span), model.check ?? ''],
  ]);

const alterView: SchemaMethod = view((name, model) => model.changes.map((change) => ['alter view ', name, ...change]));

type Statement = (write: (runtime: Runtime, given: readonly Value[], schema: TracedText | undefined, span: Call['span']) => readonly Part[]) => SchemaMethod;

/** The methods of `knex.schema` that are about views. */
export const viewMethods = (statement: Statement, onTable: (before: string) => SchemaMethod): Readonly<Record<string, SchemaMethod>> => ({
  createView: createView('create view '),
  createViewOrReplace: createView('create or replace view '),
  createMaterializedView: createView('create materialized view '),
  view: alterView,
  alterView,
  dropView: onTable('drop view '),
  dropViewIfExists: onTable('drop view if exists '),
  dropMaterializedView: onTable('drop materialized view '),
  dropMaterializedViewIfExists: onTable('drop materialized view if exists '),
  renameView: statement((runtime, [from, to], _, span) => ['alter view ', identifier(nameText(from, span), runtime.dialect, span), ' rename to ', identifier(nameText(to, span), runtime.dialect, span)]),
  refreshMaterializedView: statement((runtime, [name, concurrently], _, span) => [`refresh materialized view ${isTrue(concurrently) ? 'concurrently ' : ''}`, identifier(nameText(name, span), runtime.dialect, span)]),
});
