import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, isNull, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Action, Name } from '../../operation.js';
import { type Known, unknown } from '../../value.js';
import { entityTable } from './entities.js';

type Verb = 'select' | 'insert' | 'update' | 'delete';
interface Building {
  readonly verb: Verb;
  readonly table: Known<Name>;
  readonly filtered: boolean;
  readonly columns?: readonly string[];
  readonly setsNotNull?: readonly string[];
}

const READS = /^(?:get(?!Query|Sql|Parameters)\w*|stream)$/u;
const TARGETS: Readonly<Record<string, Verb | undefined>> = { update: 'update', softDelete: 'update', restore: 'update', insert: 'insert', delete: 'delete', select: 'select' };

/** `createQueryBuilder().update(User).set({...}).where(...).execute()`: nothing happens before the last call. */
export function queryBuilder(context: Context, target?: Value): NativeValue {
  return building({ verb: 'select', table: target === undefined || isNull(target) ? unknown('input', context.span) : entityTable(target, context.span), filtered: false });
}

function building(state: Building): NativeValue {
  return {
    kind: 'native',
    label: 'typeorm.QueryBuilder',
    truth: () => true,
    member: (property) => nativeFunction(`typeorm.QueryBuilder.${property}`, (call) => step(state, property, call)),
  };
}

function step(state: Building, property: string, call: Call): Value {
  const [first] = call.positional;
  if (property === 'execute') return execute(state, call);
  if (READS.test(property)) return unknownValue('database', call.span);
  if (/^get(?:Query|Sql|Parameters|QueryAndParameters)$/u.test(property)) return unknownValue('unsupported', call.span);
  if (Object.hasOwn(TARGETS, property)) return building({ ...state, verb: TARGETS[property] ?? 'select', ...(first && property !== 'select' && property !== 'insert' && isTarget(first) && { table: entityTable(first, call.span) }) });
  if (property === 'into' || property === 'from') return building({ ...state, table: entityTable(first ?? UNDEFINED, call.span) });
  if (property === 'set') return building({ ...state, ...written(first) });
  if (/^(?:where|andWhere|orWhere|whereInIds|whereEntity)$/u.test(property)) return building({ ...state, filtered: true });
  return building(state);
}

const isTarget = (value: Value): boolean => value.kind !== 'record' && value.kind !== 'list' && !isNull(value);

function written(values: Value | undefined): Pick<Building, 'columns' | 'setsNotNull'> {
  if (values?.kind !== 'record' || !values.complete) return {};
  const entries = [...values.entries];
  return { columns: entries.map(([key]) => key), setsNotNull: entries.filter(([, value]) => value.kind === 'text' || (value.kind === 'constant' && !isNull(value))).map(([key]) => key) };
}

function execute({ verb, table, filtered, columns, setsNotNull }: Building, call: Call): Value {
  if (verb === 'select') return unknownValue('database', call.span);
  const action: Action = {
    kind: 'modifyRows',
    verb,
    table,
    ...(verb !== 'insert' && { filtered }),
    ...(verb === 'update' && columns && { columns }),
    ...(verb === 'update' && setsNotNull && { setsNotNull }),
  };
  call.emit([{ ...action, span: call.span }]);
  return unknownValue('database', call.span);
}
