import type { NativeValue, Value } from '../../evaluate/value.js';
import { nativeFunction, plainText, unknownValue } from '../../evaluate/value.js';
import { type Maker, lazyNative } from '../natives.js';
import { typeNamed } from './data-types.js';
import { EXPRESSIONS } from './expressions.js';
import { modelBase } from './models.js';
import type { Runtime } from './runtime.js';
import { operatorKey } from './where.js';

/** An object whose members are texts made of their names. */
const texts = (label: string, make: (name: string) => string): NativeValue => ({ kind: 'native', label, truth: () => true, iterate: () => undefined, member: (property) => plainText(make(property)) });

const DEFERRABLE: Readonly<Record<string, string>> = { INITIALLY_DEFERRED: 'DEFERRABLE INITIALLY DEFERRED', INITIALLY_IMMEDIATE: 'DEFERRABLE INITIALLY IMMEDIATE', NOT: 'NOT DEFERRABLE' };

/** `Sequelize.Deferrable.INITIALLY_DEFERRED`, also called or made with `new`. */
function deferrable(name: string): NativeValue {
  const self: NativeValue = { kind: 'native', label: `sequelize.Deferrable.${name}`, truth: () => true, call: () => self, text: () => ({ text: DEFERRABLE[name] ?? '', pieces: [], holes: [] }) };
  return self;
}

/** `literal`, `fn`, `col` ..., which the library and a connection have. */
export const expressionMakers = (runtime: Runtime): Readonly<Record<string, Maker>> =>
  Object.fromEntries(Object.entries(EXPRESSIONS).map(([name, make]): [string, Maker] => [name, () => nativeFunction(`sequelize.${name}`, (call) => make(call, runtime.dialect))]));

/** The library: what a migration is handed beside the query interface, and the module `sequelize`. */
export function libraryNative(runtime: Runtime): NativeValue {
  const itself: Maker = () => runtime.library();
  const makers: Readonly<Record<string, Maker>> = {
    ...expressionMakers(runtime),
    default: itself, Sequelize: itself, DataTypes: itself, DataType: itself,
    Op: () => texts('sequelize.Op', operatorKey),
    QueryTypes: () => texts('sequelize.QueryTypes', (name) => name),
    Deferrable: () => lazyNative('sequelize.Deferrable', Object.fromEntries(Object.keys(DEFERRABLE).map((name): [string, Maker] => [name, () => deferrable(name)]))),
    Model: () => modelBase(),
    Promise: (context): Value => context.importModule('bluebird') ?? unknownValue('unsupported', context.span),
  };
  return lazyNative('sequelize', makers, { truth: () => true, call: () => runtime.connection(), other: (property, context) => typeNamed(property) ?? unknownValue('unsupported', context.span, `sequelize.${property}`) });
}
