import type { NativeValue, Value } from '../../evaluate/value.js';
import { NULL, UNDEFINED, isNull, nativeFunction, plainText, unknownValue } from '../../evaluate/value.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { existenceQuery } from '../existence.js';
import { rowsOf } from '../javascript/answer.js';
import { sendWritten } from '../javascript/send.js';
import { lazyNative } from '../natives.js';
import { literalText, replaced } from '../sql-text.js';
import { tracedOf, unknownFrom } from '../values.js';
import { type Request, type Runtime } from './runtime.js';
import { STATEMENTS } from './statements.js';

const isCallable = (value: Value | undefined): boolean => value?.kind === 'closure' || (value?.kind === 'native' && value.call !== undefined);

/** A method whose last argument may be a callback, which is told when it is done. */
const method = (runtime: Runtime, name: string, run: (request: Request) => Value): NativeValue =>
  nativeFunction(`db.${name}`, (call) => {
    const last = call.positional.at(-1);
    const callback = isCallable(last) ? last : undefined;
    const given = callback ? call.positional.slice(0, -1) : call.positional;
    const result = run({ runtime, dialect: runtime.dialect, call, span: call.span, given: given.filter((value, i) => i < given.length - 1 || !isNull(value)) });
    if (callback) call.invoke(callback, [NULL, result]);
    return result;
  });

/** `?` of all databases, `$1` of PostgreSQL. */
function bound(text: TracedText, values: Value | undefined, { call, dialect }: Request): TracedText {
  if (values?.kind !== 'list' || !values.complete) return text;
  let next = 0;
  const pattern = dialect === 'postgres' ? /\?|\$(\d+)\b/g : /\?/g;
  return replaced(text, pattern, ([, number], at) => {
    const value = values.items[number === undefined ? next++ : Number(number) - 1];
    return value === undefined || value.kind === 'list' || value.kind === 'record' ? undefined : literalText(value, at);
  }, call.span);
}

function statementOf({ given: [statement], call }: Request): TracedText {
  return tracedOf(statement) ?? (statement?.kind === 'constant' && !isNull(statement) ? call.textOf(statement) : holeAt(statement ? unknownFrom(statement) : unknown('input', call.span), call.span));
}

/** `runSql(sql, parameters)`; `all` gives the rows alone. */
const query = (rowsAlone: boolean) => (request: Request): Value => {
  const { runtime, call, span, given } = request;
  const text = bound(statementOf(request), given[1], request);
  if (text.text !== '') sendWritten(runtime, call, text, span);
  const question = existenceQuery(text.text, runtime.dialect);
  if (!question) return unknownValue('database', span);
  const rows = rowsOf(question);
  return rowsAlone || runtime.dialect !== 'postgres' ? rows : lazyNative('database.result', { rows: () => rows }, { truth: () => true, other: (_, context) => unknownValue('database', context.span) });
};

/** The driver that a migration is handed. */
export function driverNative(runtime: Runtime): NativeValue {
  const self: NativeValue = lazyNative(
    'db',
    {
      runSql: () => method(runtime, 'runSql', query(false)),
      all: () => method(runtime, 'all', query(true)),
      startMigration: () => method(runtime, 'startMigration', ({ call }) => (call.setTransaction(true), UNDEFINED)),
      endMigration: () => method(runtime, 'endMigration', ({ call }) => (call.setTransaction(false), UNDEFINED)),
      close: () => method(runtime, 'close', () => UNDEFINED),
      connection: () => self,
      query: () => method(runtime, 'query', query(false)),
    },
    { truth: () => true, effectful: true, other: (property) => memberOf(runtime, property) },
  );
  return self;
}

/** Names that end in `Async` are those of promises. */
function memberOf(runtime: Runtime, property: string): Value | undefined {
  const name = property.replace(/Async$/, '');
  const run = Object.hasOwn(STATEMENTS, name) ? STATEMENTS[name] : undefined;
  if (run) return method(runtime, name, (request) => (run(request), UNDEFINED));
  if (property === 'runSqlAsync') return method(runtime, 'runSql', query(false));
  return property === 'allAsync' ? method(runtime, 'all', query(true)) : undefined;
}

const DATA_TYPES: Readonly<Record<string, string>> = {
  CHAR: 'char', STRING: 'string', TEXT: 'text', SMALLINT: 'smallint', BIGINT: 'bigint', INTEGER: 'int', SMALL_INTEGER: 'smallint', BIG_INTEGER: 'bigint', REAL: 'real', DATE: 'date', DATE_TIME: 'datetime', TIME: 'time', BLOB: 'blob', TIMESTAMP: 'timestamp',
  BINARY: 'binary', BOOLEAN: 'boolean', DECIMAL: 'decimal',
};

/** The package itself, which migrations ask for the names of types. */
export const packageNative = (): NativeValue =>
  lazyNative('db-migrate', { dataType: () => lazyNative('db-migrate.dataType', Object.fromEntries(Object.entries(DATA_TYPES).map(([name, type]) => [name, () => plainText(type)]))) }, { truth: () => true, other: (_, context) => unknownValue('environment', context.span) });

/** What `setup` is given. */
export const setupOptions = (): NativeValue =>
  lazyNative('db-migrate.options', { dbmigrate: () => packageNative(), Promise: (context) => context.importModule('bluebird') ?? unknownValue('unsupported', context.span) }, { truth: () => true, other: (_, context) => unknownValue('environment', context.span) });

