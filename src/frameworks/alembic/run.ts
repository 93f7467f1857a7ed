import type { ClosureValue, Value } from '../../evaluate/value.js';
import { unknownValue } from '../../evaluate/value.js';
import type { Host, Outcome, Source } from '../../framework.js';
import type { Direction, Script } from '../../migration.js';
import { scriptOf } from '../script.js';
import { type AlembicRuntime, runtimeOf } from './modules.js';

export function run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const runtime = runtimeOf(host);
  const load = (): ReadonlyMap<string, Value> => host.load(source, runtime.modules);
  const names = load();
  const { history } = host;
  runtime.begin(() => history.before());
  const upgrade = directionOf('upgrade', names, source, runtime);
  runtime.begin(() => history.after(history.before(), upgrade.operations));
  // each direction is a program of its own: what one leaves in the module's variables is not there in the other
  const downgrade = directionOf('downgrade', mayChange(names, source.text) ? load() : names, source, runtime);
  return { upgrade, downgrade };
}

const CHANGES = /\.(?:append\w*|extend|insert|pop|popitem|remove|update|clear|setdefault|add|discard|sort|reverse)\(|^\s+global\s|^\s+[\w.]+(?:\.\w+|\[[^\]\n]*\])\s*[-+|&*]?=(?!=)|\bdel\s/m;

/** Whether running a function may leave something else in the module's variables: most migrations have constants only. */
function mayChange(names: ReadonlyMap<string, Value>, text: string): boolean {
  if (/^\s+global\s/m.test(text)) return true;
  for (const value of names.values()) {
    if (value.kind === 'list' || value.kind === 'record' || (value.kind === 'native' && value.setMember !== undefined)) return CHANGES.test(text);
  }
  return false;
}

function directionOf(which: Direction, names: ReadonlyMap<string, Value>, source: Source, runtime: AlembicRuntime): Script {
  const { transactional } = runtime;
  const run = (callee: Value): readonly Outcome[] =>
    (databaseParts(which, callee, names, source) ?? [callee]).map((part) => runtime.host.run(source, part, argumentsOf(part, runtime), { modules: runtime.modules, inTransaction: transactional }));
  return scriptOf(names.get(which), { name: which, file: source.file, transactional, run });
}

/** `upgrade(engine_name)` of a project with several databases calls `upgrade_<name>()`: all of them are taken. */
function databaseParts(which: Direction, callee: Value, names: ReadonlyMap<string, Value>, source: Source): readonly ClosureValue[] | undefined {
  if (callee.kind !== 'closure' || callee.file !== source.file) return undefined;
  const body = source.text.slice(callee.function.start, callee.function.end);
  if (!/\b(?:globals|locals|vars)\(\)\s*[[.]|\bgetattr\(\s*sys\.modules/.test(body)) return undefined;
  const parts: ClosureValue[] = [];
  for (const [name, value] of names) if (name.startsWith(`${which}_`) && value.kind === 'closure') parts.push(value);
  return parts.length > 0 ? parts : undefined;
}

/** Some projects hand `op`, a connection or the name of a database to the function. */
function argumentsOf(callee: Value, runtime: AlembicRuntime): readonly Value[] {
  if (callee.kind !== 'closure') return [];
  const values: Value[] = [];
  for (const parameter of callee.function.parameters) {
    if (parameter.form !== 'plain') break;
    const name = parameter.target.kind === 'name' ? parameter.target.name : '';
    if (/^(?:op|operations)$/.test(name)) values.push(runtime.op());
    else if (parameter.default) break;
    else if (/^(?:conn|connection|bind|engine)$/.test(name)) values.push(runtime.connection());
    else values.push(unknownValue('input', undefined, name));
  }
  return values;
}
