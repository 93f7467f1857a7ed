import type { NativeValue, Value } from '../../evaluate/value.js';
import { nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Host, ModuleResolver } from '../../framework.js';
import { type Maker, moduleNative } from '../natives.js';
import { applicationName } from './databases.js';
import { OPTIONS_KINDS, type OptionsKind, optionsNative } from './options.js';

const optionsClass = (kind: OptionsKind): Maker => () => nativeFunction(`typeorm.${kind}.class`, (call) => optionsNative(kind, call.positional[0], call.span));

const module: NativeValue = moduleNative('typeorm', Object.fromEntries(OPTIONS_KINDS.map((kind) => [kind, optionsClass(kind)])), {
  // decorators, types and helpers of queries: nothing that reaches the database by itself
  other: (property, context) => unknownValue('unsupported', context.span, `typeorm.${property}`),
});

/** The name that the data source has for its database, as the settings write it, else as the dialect is called. */
export const driverOf = (host: Host): string => host.environment.options?.get('type') ?? host.target.dialect;

const resolvers = new WeakMap<Host, ModuleResolver>();

/** Table and its like, by whatever path of the package they are imported. */
export function modulesOf(host: Host): ModuleResolver {
  const known = resolvers.get(host);
  if (known) return known;
  const resolve = (name: string): Value | undefined => (name === 'typeorm' || name.startsWith('typeorm/') ? module : undefined);
  const resolver: ModuleResolver = Object.assign(resolve, { unresolved: (_: string, name: string) => applicationName(name, host.target.dialect, driverOf(host)) });
  resolvers.set(host, resolver);
  return resolver;
}
