import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, conditionValue, isNull, nativeFunction, plainText } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText } from '../../value.js';
import { isTrue } from '../values.js';
import { columnKey, compileTable, tableKey } from './compile.js';
import { type Part, identifier, join, sql } from './fragment.js';
import type { Statement, TableMethod, TableModel } from './model.js';
import { mysqlGrammar } from './mysql.js';
import { nameText } from './names.js';
import { postgresGrammar } from './postgres.js';
import { boundSql } from './raw.js';
import { type Runtime, describing, sendBuilt, sendWritten } from './runtime.js';
import { sqliteGrammar } from './sqlite.js';
import { describe } from './table.js';
import { viewMethods } from './view.js';

/** One thing that a schema builder does when someone waits for it; gives what the wait gives. */
export type Step = (context: Context, schema: TracedText | undefined) => Value;
/** Makes a step of a call. `span` begins at the method's name: what stands before it in the chain is not part of it. */
export type SchemaMethod = (runtime: Runtime, call: Call, span: Span) => Step;

/** When a builder acts: Knex waits to be waited for, Lucid sends everything when the migration's function is done. */
export interface SchemaOptions {
  readonly atOnce?: boolean;
  readonly schema?: TracedText;
}

/** `knex.schema`: each access gives a new builder, each method adds a step to it. */
export function schemaNative(runtime: Runtime, begun: Span, options: SchemaOptions = {}): NativeValue {
  const steps: Step[] = [];
  let { schema } = options;
  const token = {};
  let span = begun;
  const act = (context: Context): Value => {
    runtime.waiting.delete(token);
    let result: Value = UNDEFINED;
    for (const step of steps.splice(0)) result = step(context, schema);
    return result;
  };
  const add = (call: Call, step: Step, asks: boolean): Value => {
    if (call.span.end > span.end) span = { ...span, end: call.span.end };
    const { tests } = call;
    steps.push((context, current) => context.under(tests, () => step(context, current)));
    if (!options.atOnce) runtime.waiting.set(token, span);
    else if (!asks) act(call);
    return self;
  };
  const self: NativeValue = {
    kind: 'native',
    label: 'knex.schema',
    effectful: true,
    truth: () => true,
    settle: act,
    member: (property, context) => {
      const at = context.span;
      if (property === 'withSchema') return nativeFunction('schema.withSchema', (call) => ((schema = isNull(call.positional[0]) ? undefined : nameText(call.positional[0], call.span)), self));
      if (PLAIN.has(property)) return nativeFunction(`schema.${property}`, () => self);
      if (TEXTS.has(property)) return nativeFunction(`schema.${property}`, () => (runtime.waiting.delete(token), plainText('')));
      const method = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined;
      if (!method) return undefined;
      return nativeFunction(`schema.${property}`, (call) => {
        const own = { file: call.span.file, start: Math.max(call.span.start, at.end - property.length), end: call.span.end };
        return add(call, method(runtime, call, own), property.startsWith('has'));
      });
    },
  };
  return self;
}

const PLAIN: ReadonlySet<string> = new Set(['queryContext', 'transacting', 'on', 'once', 'timeout', 'debug', 'options', 'connection', 'asCallback', 'nodeify']);
const TEXTS: ReadonlySet<string> = new Set(['toString', 'toQuery', 'toSQL']);

const qualified = (runtime: Runtime, value: Value | undefined, schema: TracedText | undefined, span: Span): TracedText => {
  const name = identifier(nameText(value, span), runtime.dialect, span);
  return schema ? join([identifier(schema, runtime.dialect, span), name], '.', span) : name;
};

const grammarOf = ({ dialect }: Runtime): typeof postgresGrammar => (dialect === 'mysql' || dialect === 'mariadb' ? mysqlGrammar : dialect === 'sqlite' ? sqliteGrammar : postgresGrammar);

const tableMethod = (method: TableMethod): SchemaMethod => (runtime, call, span) => (context, schema) => {
  const [name, second, third] = call.positional;
  const like = method === 'createLike' ? { like: nameText(second, call.span) } : {};
  const model: TableModel = { method, dialect: runtime.dialect, name: nameText(name, span), ...(schema && { schema }), ...like, columns: [], statements: [], options: new Map(), span, tests: context.tests };
  const sendTable = (): void => {
    for (const statement of compileTable(model, grammarOf(runtime))) context.under(statement.tests, () => send(runtime, context, statement));
  };
  describing(runtime, () => describe(runtime, context, method === 'createLike' ? third : second, model), sendTable);
  return UNDEFINED;
};

function send(runtime: Runtime, context: Context, statement: Statement): void {
  if ('sql' in statement) sendBuilt(runtime, context, statement.sql, statement.span);
  else context.emit(statement.drafts);
}

/** A statement that is written from the arguments alone. */
const statement = (write: (runtime: Runtime, given: readonly Value[], schema: TracedText | undefined, span: Span) => readonly Part[]): SchemaMethod => (runtime, call, span) => (context, schema) => {
  sendBuilt(runtime, context, sql(span, ...write(runtime, call.positional, schema, span)), span);
  return UNDEFINED;
};

const onTable = (before: string, after = ''): SchemaMethod => statement((runtime, [name], schema, span) => [before, qualified(runtime, name, schema, span), after]);
const onObject = (before: string): SchemaMethod => statement((runtime, [name], _, span) => [before, identifier(nameText(name, span), runtime.dialect, span)]);
const dropSchema = (before: string): SchemaMethod => statement((runtime, [name, cascade], _, span) => [before, identifier(nameText(name, span), runtime.dialect, span), isTrue(cascade) ? ' cascade' : '']);

const renameTable: SchemaMethod = statement((runtime, [from, to], schema, span) => {
  const target = schema && (runtime.dialect === 'mysql' || runtime.dialect === 'mariadb') ? qualified(runtime, to, schema, span) : identifier(nameText(to, span), runtime.dialect, span);
  return ['alter table ', qualified(runtime, from, schema, span), ' rename to ', target];
});

const asTable = (runtime: Runtime, value: Value | undefined, schema: TracedText | undefined, span: Span): ReturnType<typeof tableKey> =>
  tableKey({ method: 'alter', dialect: runtime.dialect, name: nameText(value, span), ...(schema && { schema }), columns: [], statements: [], options: new Map(), span, tests: [] });

const hasTable: SchemaMethod = (runtime, call, span) => (_, schema) => conditionValue({ is: 'exists', fact: { ask: 'table', table: asTable(runtime, call.positional[0], schema, span) } });

const hasColumn: SchemaMethod = (runtime, call, span) => (_, schema) =>
  conditionValue({ is: 'exists', fact: { ask: 'column', table: asTable(runtime, call.positional[0], schema, span), column: columnKey(call.positional[1], span) } });

const METHODS: Readonly<Record<string, SchemaMethod>> = {
  createTable: tableMethod('create'),
  createTableIfNotExists: tableMethod('createIfNot'),
  createTableLike: tableMethod('createLike'),
  alterTable: tableMethod('alter'),
  table: tableMethod('alter'),
  dropTable: onTable('drop table '),
  dropTableIfExists: onTable('drop table if exists '),
  renameTable,
  hasTable,
  hasColumn,
  raw: (runtime, call, span) => (context) => {
    sendWritten(runtime, context, boundSql(runtime, call.positional[0], call.positional[1], span), span);
    return UNDEFINED;
  },
  createSchema: onObject('create schema '),
  createSchemaIfNotExists: onObject('create schema if not exists '),
  dropSchema: dropSchema('drop schema '),
  dropSchemaIfExists: dropSchema('drop schema if exists '),
  createExtension: onObject('create extension '),
  createExtensionIfNotExists: onObject('create extension if not exists '),
  dropExtension: onObject('drop extension '),
  dropExtensionIfExists: onObject('drop extension if exists '),
  ...viewMethods(statement, onTable),
};
