import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, plainText, recordValue, unknownValue } from '../../evaluate/value.js';
import { type Maker, lazyNative, method } from '../natives.js';
import { applicationModels, define, someModel } from './models.js';
import { expressionMakers } from './library.js';
import { escaped, runQuery } from './query.js';
import { type Runtime, TRANSACTION, inTransactionOf, requestOf } from './runtime.js';

/** What a callback or the program itself is handed: calls that are given it run in it. */
function transactionNative(): NativeValue {
  const nothing = (name: string): Maker => method(`${TRANSACTION}.${name}`, () => UNDEFINED);
  return lazyNative(TRANSACTION, { commit: nothing('commit'), rollback: nothing('rollback'), afterCommit: method(`${TRANSACTION}.afterCommit`, (call) => (call.positional[0] ? call.invoke(call.positional[0], []) : UNDEFINED)) }, {
    truth: () => true,
    other: (_, context) => unknownValue('unsupported', context.span),
  });
}

function transaction(call: Call): Value {
  const callback = call.positional.find((value) => value.kind === 'closure');
  return callback ? call.invoke(callback, [transactionNative()]) : transactionNative();
}

/** `queryInterface.sequelize` */
export function connectionNative(runtime: Runtime): NativeValue {
  const dialect = plainText(runtime.dialect);
  const makers: Readonly<Record<string, Maker>> = {
    ...expressionMakers(runtime),
    query: method('sequelize.query', (call) => inTransactionOf(call, call.positional[1], () => runQuery(requestOf(runtime, call)))),
    transaction: method('sequelize.transaction', transaction),
    escape: method('sequelize.escape', (call) => escaped(requestOf(runtime, call))),
    define: method('sequelize.define', define),
    model: method('sequelize.model', () => someModel()),
    models: () => applicationModels(runtime),
    getQueryInterface: method('sequelize.getQueryInterface', () => runtime.queryInterface()),
    queryInterface: () => runtime.queryInterface(),
    getDialect: method('sequelize.getDialect', () => dialect),
    dialect: () => recordValue([['name', dialect]]),
    options: () => ({ ...recordValue([['dialect', dialect]]), complete: false }),
    config: (context) => unknownValue('environment', context.span),
    Sequelize: () => runtime.library(),
    constructor: () => runtime.library(),
    QueryTypes: (context) => runtime.library().member?.('QueryTypes', context) ?? UNDEFINED,
    Op: (context) => runtime.library().member?.('Op', context) ?? UNDEFINED,
    DataTypes: () => runtime.library(),
    authenticate: method('sequelize.authenticate', () => UNDEFINED),
    close: method('sequelize.close', () => UNDEFINED),
    createSchema: method('sequelize.createSchema', (call) => forwarded(runtime, 'createSchema', call)),
    dropSchema: method('sequelize.dropSchema', (call) => forwarded(runtime, 'dropSchema', call)),
  };
  return lazyNative('sequelize.connection', makers, { truth: () => true, effectful: true });
}

function forwarded(runtime: Runtime, name: string, call: Call): Value {
  const member = runtime.queryInterface().member?.(name, call);
  return member ? call.invoke(member, call.positional) : unknownValue('unsupported', call.span);
}

export const isConnectionMember = (name: string): boolean => CONNECTION.has(name);
const CONNECTION: ReadonlySet<string> = new Set(['query', 'transaction', 'getQueryInterface', 'models', 'model', 'define', 'getDialect', 'literal', 'fn', 'col', 'escape', 'DataTypes', 'Sequelize']);

