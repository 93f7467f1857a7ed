import { classData } from '../../evaluate/classes.js';
import type { Value } from '../../evaluate/value.js';
import { unknownValue } from '../../evaluate/value.js';
import type { Environment, Host, ModuleResolver, Source } from '../../framework.js';
import type { Identity, Script } from '../../migration.js';
import { type Run, type Exports, ask, boundTo, directionOf, exported, hasState, instanceOf, memberOf } from '../javascript/module.js';
import { optionsOf } from '../javascript/options.js';
import { lazyNative } from '../natives.js';
import { baseName } from '../paths.js';
import { connectionNative } from './connection.js';
import { baseSchema } from './lucid.js';
import { functionHelper } from './raw.js';
import type { Runtime } from './runtime.js';

/** The file's name with its extension is what Knex knows a migration by; that is its place in the order, too. */
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
  let connection: Value | undefined;
  const runtime: Runtime = { host, dialect: host.target.dialect, transactional: true, waiting: new Map(), connection: () => (connection ??= connectionNative(runtime)) };
  const kit: Kit = { runtime, modules: (name) => moduleOf(name, runtime) };
  kits.set(host, kit);
  return kit;
}

const LUCID = /^(?:@adonisjs\/lucid(?:\/\w+)?|@ioc:Adonis\/Lucid\/Schema)$/;

function moduleOf(name: string, runtime: Runtime): Value | undefined {
  if (LUCID.test(name)) return lazyNative('lucid', { default: () => baseSchema(() => runtime), BaseSchema: () => baseSchema(() => runtime) });
  // types only, but for the rare use of the function itself
  if (name === 'knex') return lazyNative('module.knex', { Knex: () => unknownValue('unsupported'), default: () => unknownValue('unsupported'), fn: () => functionHelper(runtime) });
  return undefined;
}

/** Evaluates both directions of a migration. */
export function run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const { runtime, modules } = kitOf(host);
  const names = host.load(source, modules);
  const own: Run = { source, host, modules };
  const later = hasState(source.text) ? host.load(source, modules) : names;
  return { upgrade: direction('up', names, own, runtime), downgrade: direction('down', later, own, runtime) };
}

function direction(name: 'up' | 'down', names: Exports, own: Run, runtime: Runtime): Script {
  const transactional = isTransactional(names, own.host.environment);
  runtime.transactional = transactional;
  runtime.waiting.clear();
  const callee = calleeOf(name, names, own);
  const script = directionOf(own, name, callee, [runtime.connection(), ...promiseFor(callee, own)], transactional);
  const unexecuted = [...runtime.waiting.values()];
  return unexecuted.length === 0 ? script : { ...script, unexecuted };
}

/** Before version 0.95 Knex gave its own Promise, bluebird's, as a second argument. */
function promiseFor(callee: Value | undefined, own: Run): readonly Value[] {
  if (callee?.kind !== 'closure' || callee.function.parameters.length < 2) return [];
  return [ask(own, (call) => call.importModule('bluebird')) ?? unknownValue('input')];
}

/** A function of the module, or a method of the class that it exports. */
function calleeOf(name: string, names: Exports, own: Run): Value | undefined {
  const whole = names.get('default');
  if (whole && classData(whole)) return memberOf(own, instanceOf(own, whole), name);
  return boundTo(whole, exported(names, name));
}

/** `exports.config = { transaction: false }`, `static disableTransactions = true`. */
function isTransactional(names: Exports, environment: Environment): boolean {
  const disabled = exported(names, 'disableTransactions');
  if (disabled?.kind === 'constant' && disabled.value === true) return false;
  const own = optionsOf(exported(names, 'config')).boolean('transaction');
  return typeof own === 'boolean' ? own : environment.transaction !== 'none';
}
