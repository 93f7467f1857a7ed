import { classData } from '../../evaluate/classes.js';
import type { NativeValue, Value } from '../../evaluate/value.js';
import type { Host, Outcome, Schema, Source } from '../../framework.js';
import type { Script } from '../../migration.js';
import { type Run, exportedClasses, hasState, instanceOf, memberOf } from '../javascript/module.js';
import { scriptOf } from '../script.js';
import { booleanOf } from '../values.js';
import { dataSourceNative } from './data-source.js';
import { driverOf, modulesOf } from './modules.js';
import { queryRunnerNative } from './query-runner.js';
import type { Runtime } from './runtime.js';

interface Migrating {
  readonly object: Value;
  readonly up: Value | undefined;
  readonly down: Value | undefined;
}

export function run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const modules = modulesOf(host);
  const running: Run = { source, host, modules };
  const load = (): readonly Migrating[] => migrationsOf(running, host.load(source, modules));
  const migrations = load();
  const transactional = host.environment.transaction !== 'none' && migrations.every(({ object }) => !isWithoutTransaction(running, object));
  const before = once(() => host.history.before());
  const upgrade = scriptFor('up', running, migrations, transactional, before);
  const after = once(() => host.history.after(before(), upgrade.operations));
  // each direction is a program of its own
  const downgrade = scriptFor('down', running, hasState(source.text) ? load() : migrations, transactional, after);
  return { upgrade, downgrade };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The objects that TypeORM makes of the classes of a file; objects that are exported as they are count too. */
function migrationsOf(running: Run, names: ReadonlyMap<string, Value>): readonly Migrating[] {
  const classes = exportedClasses(names).map((type) => instanceOf(running, type));
  const others = [...new Set(names.values())].filter((value) => value.kind === 'closure' || value.kind === 'record' || (value.kind === 'native' && !classData(value)));
  const objects = [...classes, ...(classes.length > 0 ? [] : others.map((value) => objectOf(running, value)))];
  return objects.flatMap((object): Migrating[] => {
    if (!object) return [];
    const [up, down] = [memberOf(running, object, 'up'), memberOf(running, object, 'down')];
    return up || down ? [{ object, up, down }] : [];
  });
}

/** A function of older compilers is a class, too. */
const objectOf = (running: Run, value: Value): Value | undefined => (value.kind === 'closure' ? instanceOf(running, value) : value);

function isWithoutTransaction(running: Run, object: Value): boolean {
  const value = memberOf(running, object, 'transaction');
  return value !== undefined && booleanOf(value) === false;
}

function scriptFor(name: 'up' | 'down', { source, host, modules }: Run, migrations: readonly Migrating[], transactional: boolean, start: () => Schema): Script {
  const reading = { name, file: source.file, transactional };
  const callees = (name === 'up' ? migrations : [...migrations].reverse()).map((each) => each[name]).filter((callee) => callee !== undefined);
  const [first] = callees;
  const runtime = runtimeOf(host, transactional, start);
  const runOne = (callee: Value): Outcome => host.run(source, callee, [runtime.queryRunner()], { modules, inTransaction: transactional });
  return scriptOf(first, { ...reading, run: () => callees.map(runOne) });
}

function runtimeOf(host: Host, transactional: boolean, start: () => Schema): Runtime {
  const { dialect } = host.target;
  const natives: { queryRunner?: NativeValue; dataSource?: NativeValue } = {};
  const runtime: Runtime = {
    host,
    dialect,
    driver: driverOf(host),
    addsLabels: Number(host.environment.options?.get('version') ?? 0) >= 1,
    start,
    transactional,
    queryRunner: () => (natives.queryRunner ??= queryRunnerNative(runtime)),
    dataSource: () => (natives.dataSource ??= dataSourceNative(runtime)),
    latest: { operations: -1, replayed: 0 },
  };
  return runtime;
}
