import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Action } from '../../operation.js';
import { type Maker, lazyNative, method } from '../natives.js';
import { entityTable } from './entities.js';
import { runQuery, runTemplate } from './query.js';
import { queryBuilder } from './query-builder.js';
import type { Runtime } from './runtime.js';

type Verb = Extract<Action, { kind: 'modifyRows' }>['verb'];
const WRITES: Readonly<Record<string, Verb>> = {
  insert: 'insert', update: 'update', updateAll: 'update', delete: 'delete', deleteAll: 'delete', increment: 'update', decrement: 'update', softDelete: 'update', restore: 'update', clear: 'truncate', upsert: 'insert',
};
const WRITES_OBJECTS = /^(?:save|remove|softRemove|recover)$/u;
const READS = /^(?:find\w*|count\w*|exists?|existsBy|sum|average|minimum|maximum|preload|getId|hasId|metadata|target)$/u;
/** Makes an object of the program and touches no row. */
const MAKES = /^(?:create|merge|extend|withRepository)$/u;

/** Rows are written; which table they are in tells the entity, whose class is written elsewhere. */
function write(call: Call, verb: Verb, target: Value | undefined, filtered: boolean): Value {
  const table = entityTable(target ?? UNDEFINED, call.span);
  call.emit([{ kind: 'modifyRows', verb, table, ...(verb !== 'insert' && verb !== 'truncate' && { filtered }), span: call.span }]);
  return unknownValue('database', call.span);
}

function writeObjects(call: Call, value: Value | undefined): Value {
  call.emit([{ kind: 'opaque', reason: 'objects are written through the entity manager', touches: 'anything', rowsOnly: true, span: call.span }]);
  return value ?? UNDEFINED;
}

/** What managers and repositories have in common; a repository knows its entity. */
function rowMethod(property: string, entity: Value | undefined): Maker | undefined {
  const label = `typeorm.${property}`;
  const verb = Object.hasOwn(WRITES, property) ? WRITES[property] : undefined;
  if (verb) return method(label, (call) => write(call, verb, entity ?? call.positional[0], property !== 'updateAll' && property !== 'deleteAll'));
  if (WRITES_OBJECTS.test(property)) return method(label, (call) => writeObjects(call, call.positional.at(entity ? 0 : -1)));
  if (READS.test(property)) return method(label, (call) => unknownValue('database', call.span));
  if (MAKES.test(property)) return method(label, (call) => unknownValue('input', call.span));
  return undefined;
}

function repository(runtime: Runtime, entity: Value): NativeValue {
  return lazyNative(
    'typeorm.Repository',
    {
      query: method('typeorm.query', (call) => runQuery(runtime, call, call.positional[0], call.positional[1])),
      createQueryBuilder: method('typeorm.createQueryBuilder', (call) => queryBuilder(call, entity)),
      manager: () => managerNative(runtime),
    },
    { effectful: true, truth: () => true, other: (property, context) => rowMethod(property, entity)?.(context) },
  );
}

/** Runs a function inside a transaction of its own, with a manager. */
export const transaction = (runtime: Runtime): Maker =>
  method('typeorm.transaction', (call) => {
    const body = call.positional.at(-1);
    return body === undefined ? UNDEFINED : call.invoke(body, [managerNative(runtime)]);
  });

export function managerNative(runtime: Runtime): NativeValue {
  return lazyNative('typeorm.EntityManager', { ...managing(runtime), queryRunner: () => runtime.queryRunner(), connection: () => runtime.dataSource(), dataSource: () => runtime.dataSource() }, {
    effectful: true,
    truth: () => true,
    other: (property, context) => rowMethod(property, undefined)?.(context),
  });
}

/** What managers, data sources and query runners offer alike. */
export const managing = (runtime: Runtime): Record<string, Maker> => ({
  query: method('typeorm.query', (call) => runQuery(runtime, call, call.positional[0], call.positional[1])),
  sql: () => nativeFunction('typeorm.sql', (call) => runTemplate(runtime, call)),
  createQueryBuilder: method('typeorm.createQueryBuilder', (call) => queryBuilder(call, call.positional[0])),
  getRepository: method('typeorm.getRepository', (call) => repository(runtime, call.positional[0] ?? UNDEFINED)),
  getTreeRepository: method('typeorm.getTreeRepository', (call) => repository(runtime, call.positional[0] ?? UNDEFINED)),
  getCustomRepository: method('typeorm.getCustomRepository', (call) => unknownValue('unsupported', call.span, 'getCustomRepository', true)),
  transaction: transaction(runtime),
});
