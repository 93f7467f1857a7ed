import type { NativeValue, Value } from '../../evaluate/value.js';
import { isNull, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Host, ModuleResolver, Source } from '../../framework.js';
import type { Identity, Script } from '../../migration.js';
import { type Exports, type Run, ask, boundTo, directionOf, exported, hasState, memberOf } from '../javascript/module.js';
import { lazyNative } from '../natives.js';
import { baseName } from '../paths.js';
import { connectionNative } from './connection.js';
import { compiledQuery, sqlTag } from './expression.js';
import { expressionBuilder } from './conditions.js';
import type { Runtime } from './runtime.js';

/** The file's name without its extension is what Kysely knows a migration by, or its key where a file holds several. */
export function identify({ file, part }: Source): Identity {
  const id = part ?? baseName(file).replace(/\.[cm]?[jt]s$/u, '');
  const message = id.replace(/^\w?[\d.:TZ]+[-_]*/u, '').replace(/[-_]+/gu, ' ').trim();
  return { id, parents: [], dependsOn: [], labels: [], sequence: id, ...(message !== '' && { message }) };
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
  let connection: NativeValue | undefined;
  const runtime: Runtime = { host, dialect: host.target.dialect, waiting: new Map(), connection: () => (connection ??= connectionNative(runtime)) };
  const module = lazyNative(
    'kysely',
    { sql: () => sqlTag(runtime), CompiledQuery: compiledQuery, expressionBuilder: () => nativeFunction('kysely.expressionBuilder', () => expressionBuilder(runtime)) },
    { other: (property, context) => unknownValue('unsupported', context.span, `kysely.${property}`) },
  );
  const kit: Kit = { runtime, modules: (name) => (name === 'kysely' ? module : undefined) };
  kits.set(host, kit);
  return kit;
}

export function run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const { runtime, modules } = kitOf(host);
  const own: Run = { source, host, modules };
  const names = host.load(source, modules);
  const upgrade = direction('up', names, own, runtime);
  // each direction is a program of its own
  const later = hasState(source.text) ? host.load(source, modules) : names;
  return { upgrade, downgrade: direction('down', later, own, runtime) };
}

function direction(name: 'up' | 'down', names: Exports, own: Run, runtime: Runtime): Script {
  const { dialect } = runtime;
  const transactional = own.host.environment.transaction !== 'none' && (dialect === 'postgres' || dialect === 'mssql');
  runtime.waiting.clear();
  const script = directionOf(own, name, calleeOf(name, names, own), [runtime.connection()], transactional);
  const unexecuted = [...runtime.waiting.values()];
  return unexecuted.length === 0 ? script : { ...script, unexecuted };
}

/** A function of the module, or of the only migration among the objects that it exports. */
function calleeOf(name: string, names: Exports, own: Run): Value | undefined {
  const whole = names.get('default');
  const { part } = own.source;
  if (part !== undefined) return methodOf(partOf(part, names, own), name);
  const direct = exported(names, name);
  if (direct ?? exported(names, 'up')) return boundTo(whole, direct);
  const [only, ...others] = [...new Set(names.values())].filter((value) => methodOf(value, 'up') !== undefined);
  return others.length === 0 ? methodOf(only, name) : undefined;
}

const methodOf = (object: Value | undefined, name: string): Value | undefined => (object?.kind === 'record' ? boundTo(object, object.entries.get(name)) : undefined);

/** A migration by its key: of an object that is exported, or of what an exported provider gives. */
function partOf(part: string, names: Exports, own: Run): Value | undefined {
  for (const value of names.values()) {
    const found = value.kind === 'record' ? value.entries.get(part) : undefined;
    if (found) return found;
    const provides = value.kind === 'record' || value.kind === 'native' ? memberOf(own, value, 'getMigrations') : undefined;
    const given = provides && !isNull(provides) ? ask(own, (call) => call.invoke(provides, [])) : undefined;
    if (given?.kind === 'record' && given.entries.has(part)) return given.entries.get(part);
  }
  return undefined;
}
