import type { NativeValue, Value } from '../../evaluate/value.js';
import type { Host, ModuleResolver, Source } from '../../framework.js';
import type { Identity, Script } from '../../migration.js';
import { type Run, ask, exportedClasses, hasState, instanceOf, memberOf } from '../javascript/module.js';
import { Queue } from '../javascript/queue.js';
import { connectionNative } from '../knex/connection.js';
import { baseName } from '../paths.js';
import { scriptOf } from '../script.js';
import { booleanOf } from '../values.js';
import { type Runtime, migrationBase, moduleOf } from './migration.js';

/** The file's name without its extension is what MikroORM knows a migration by; that is its place in the order, too. */
export function identify({ file }: Source): Identity {
  const id = baseName(file).replace(/\.[cm]?[jt]s$/u, '');
  const message = /^[A-Za-z]+\d+[_-](.+)$/u.exec(id)?.[1]?.replace(/[-_]+/gu, ' ');
  return { id, parents: [], dependsOn: [], labels: [], sequence: id, ...(message !== undefined && { message }) };
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
  let base: NativeValue | undefined;
  const runtime: Runtime = { host, dialect: host.target.dialect, transactional: true, waiting: new Map(), queue: new Queue(), connection: () => (connection ??= connectionNative(runtime)) };
  const kit: Kit = { runtime, modules: (name) => moduleOf(name, () => (base ??= migrationBase(runtime))) };
  kits.set(host, kit);
  return kit;
}

export function run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const { runtime, modules } = kitOf(host);
  const own: Run = { source, host, modules };
  const load = (): Value | undefined => instanceOf(own, exportedClasses(host.load(source, modules))[0] ?? { kind: 'constant', value: undefined });
  const migration = load();
  const upgrade = direction('up', migration, own, runtime);
  // each direction is a program of its own
  return { upgrade, downgrade: direction('down', hasState(source.text) ? load() : migration, own, runtime) };
}

function direction(name: 'up' | 'down', migration: Value | undefined, own: Run, runtime: Runtime): Script {
  const { source, host, modules } = own;
  const transactional = host.environment.transaction !== 'none' && isTransactional(own, migration);
  runtime.transactional = transactional;
  runtime.waiting.clear();
  const script = scriptOf(memberOf(own, migration, name), {
    name,
    file: source.file,
    transactional,
    run: (callee) => {
      runtime.queue = new Queue();
      return runtime.queue.settled(host.run(source, callee, [], { modules, inTransaction: transactional }));
    },
  });
  const unexecuted = [...runtime.waiting.values()];
  return unexecuted.length === 0 ? script : { ...script, unexecuted };
}

function isTransactional(own: Run, migration: Value | undefined): boolean {
  const asked = memberOf(own, migration, 'isTransactional');
  return asked === undefined || booleanOf(ask(own, (call) => call.invoke(asked, []))) !== false;
}
