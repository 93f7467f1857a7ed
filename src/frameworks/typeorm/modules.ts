import type { NativeValue, Value } from '../../evaluate/value.js';
import { nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { ModuleResolver } from '../../framework.js';
import { type Maker, moduleNative } from '../natives.js';
import { OPTIONS_KINDS, type OptionsKind, optionsNative } from './options.js';

const optionsClass = (kind: OptionsKind): Maker => () => nativeFunction(`typeorm.${kind}.class`, (call) => optionsNative(kind, call.positional[0], call.span));

const module: NativeValue = moduleNative('typeorm', Object.fromEntries(OPTIONS_KINDS.map((kind) => [kind, optionsClass(kind)])), {
  // decorators, types and helpers of queries: nothing that reaches the database by itself
  other: (property, context) => unknownValue('unsupported', context.span, `typeorm.${property}`),
});

/** Table and its like, by whatever path of the package they are imported. */
export const modules: ModuleResolver = (name: string): Value | undefined => (name === 'typeorm' || name.startsWith('typeorm/') ? module : undefined);
