import type { NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, nativeFunction } from '../../evaluate/value.js';
import type { Host, ModuleResolver, Source } from '../../framework.js';
import type { Identity, Script } from '../../migration.js';
import { type Exports, type Run, boundTo, directionOf, exported, hasState } from '../javascript/module.js';
import { baseName } from '../paths.js';
import { connectionNative } from './connection.js';
import { libraryNative } from './library.js';
import { applicationModels, someModel } from './models.js';
import { queryInterfaceNative } from './query-interface.js';
import type { Runtime } from './runtime.js';

/** The file's name with its extension is what Sequelize knows a migration by; that is its place in the order, too. */
export function identify(source: Source): Identity | undefined {
  const id = baseName(source.file);
  return { id, parents: [], dependsOn: [], labels: [], sequence: id };
}

interface Kit {
  readonly runtime: Runtime;
  readonly modules: ModuleResolver;
}
const kits = new WeakMap<Host, Kit>();

/** One for each host, so that modules which are imported by several migrations are read once. */
function kitOf(host: Host): Kit {
  const known = kits.get(host);
  if (known) return known;
  const made: { queryInterface?: NativeValue; connection?: NativeValue; library?: NativeValue } = {};
  const runtime: Runtime = {
    host,
    dialect: host.target.dialect,
    start: () => host.history.before(),
    queryInterface: () => (made.queryInterface ??= queryInterfaceNative(runtime)),
    connection: () => (made.connection ??= connectionNative(runtime)),
    library: () => (made.library ??= libraryNative(runtime)),
  };
  const kit: Kit = { runtime, modules: Object.assign((name: string) => moduleOf(name, runtime), { unresolved: (module: string, name: string) => modelOf(module, name) }) };
  kits.set(host, kit);
  return kit;
}

const LIBRARY = /^(?:sequelize|sequelize-typescript|@sequelize\/core)(?:\/.*)?$/;
/** Where applications gather their models; reading all of them tells nothing of what a migration does with one. */
const MODELS = /^\.{1,2}\/(?:[\w.-]+\/)*models(?:\/index)?(?:\.[cm]?[jt]s)?$/;
const MODEL_FILE = /(?:^|\/)models\/\w/;

function moduleOf(name: string, runtime: Runtime): Value | undefined {
  if (LIBRARY.test(name)) return runtime.library();
  return MODELS.test(name) ? applicationModels(runtime) : undefined;
}

/** A model whose file is not there. */
const modelOf = (module: string, name: string): Value | undefined => (MODEL_FILE.test(module) && /^(?:default|\*|[A-Z]\w*)$/.test(name) ? someModel() : undefined);

/** Evaluates both directions of a migration. */
export function run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const { runtime, modules } = kitOf(host);
  const names = host.load(source, modules);
  const own: Run = { source, host, modules };
  const before = once(() => host.history.before());
  runtime.start = before;
  const upgrade = direction('up', names, own, runtime);
  runtime.start = once(() => host.history.after(before(), upgrade.operations));
  // each direction is a program of its own
  const later = hasState(source.text) ? host.load(source, modules) : names;
  return { upgrade, downgrade: direction('down', later, own, runtime) };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Sequelize opens no transaction of its own. */
function direction(name: 'up' | 'down', names: Exports, own: Run, runtime: Runtime): Script {
  const done = nativeFunction('done', () => UNDEFINED);
  return directionOf(own, name, boundTo(names.get('default'), exported(names, name)), [runtime.queryInterface(), runtime.library(), done], false);
}
