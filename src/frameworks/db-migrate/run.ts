import type { Value } from '../../evaluate/value.js';
import { unknownValue } from '../../evaluate/value.js';
import type { Host, ModuleResolver, Source } from '../../framework.js';
import type { Identity, Script } from '../../migration.js';
import { type Exports, type Run, ask, boundTo, directionOf, exported, hasState } from '../javascript/module.js';
import { baseName } from '../paths.js';
import { driverNative, packageNative, setupOptions } from './driver.js';

/** db-migrate knows a migration by its file's name without the extension. */
export function identify(source: Source): Identity | undefined {
  const id = baseName(source.file).replace(/\.[^.]+$/, '');
  return { id, parents: [], dependsOn: [], labels: [], sequence: id };
}

const resolve = (name: string): Value | undefined => (name === 'db-migrate' ? packageNative() : undefined);

/** Evaluates both directions of a migration. */
export function run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const modules: ModuleResolver = resolve;
  const own: Run = { source, host, modules };
  const load = (): Exports => {
    const names = host.load(source, modules);
    const setup = exported(names, 'setup');
    // what it hands out is kept in the variables of the module
    if (setup?.kind === 'closure') ask(own, (call) => call.invoke(setup, [setupOptions(), unknownValue('environment', call.span)]));
    return names;
  };
  const names = load();
  return { upgrade: direction('up', names, own), downgrade: direction('down', hasState(source.text) ? load() : names, own) };
}

/** Each migration runs in a transaction of its own, unless the project says otherwise. */
function direction(name: 'up' | 'down', names: Exports, own: Run): Script {
  const { host } = own;
  const transactional = host.environment.transaction !== 'none';
  return directionOf(own, name, boundTo(names.get('default'), exported(names, name)), [driverNative({ host, dialect: host.target.dialect }), { kind: 'native', label: 'callback', call: ({ positional }) => positional[1] ?? { kind: 'constant', value: undefined } }], transactional);
}
