import type { ClosureValue, Value } from '../../evaluate/value.js';
import { isNull, unknownValue } from '../../evaluate/value.js';
import type { Host, Outcome, Source } from '../../framework.js';
import type { Direction, Script } from '../../migration.js';
import type { Span } from '../../span.js';
import { type AlembicRuntime, runtimeOf } from './modules.js';

export function run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const runtime = runtimeOf(host);
  const load = (): ReadonlyMap<string, Value> => host.load(source, runtime.modules);
  const names = load();
  runtime.reset();
  const upgrade = scriptOf('upgrade', names, source, runtime);
  runtime.reset();
  // each direction is a program of its own: what one leaves in the module's variables is not there in the other
  const downgrade = scriptOf('downgrade', mayChange(names, source.text) ? load() : names, source, runtime);
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

function scriptOf(which: Direction, names: ReadonlyMap<string, Value>, source: Source, runtime: AlembicRuntime): Script {
  const { transactional } = runtime;
  const callee = names.get(which);
  if (callee === undefined || isNull(callee)) return { status: 'absent', operations: [], unread: [], transactional };
  if (callee.kind === 'unknown') {
    const span = callee.span ?? { file: source.file, start: 0, end: 0 };
    return { status: 'present', operations: [], unread: [{ reason: `\`${which}\` is not defined here and cannot be read`, span }], span, transactional };
  }
  const span = headerOf(callee);
  const parts = databaseParts(which, callee, names, source);
  const outcomes = (parts ?? [callee]).map((part) => runtime.host.run(source, part, argumentsOf(part, runtime), { modules: runtime.modules, inTransaction: transactional }));
  const outcome = joined(outcomes);
  return { status: statusOf(outcome), operations: outcome.operations, unread: outcome.unread, ...(outcome.ended === 'gaveUp' && { gaveUp: true }), ...(span && { span }), transactional };
}

function statusOf(outcome: Outcome): Script['status'] {
  if (outcome.empty) return 'empty';
  return outcome.ended === 'raised' && outcome.operations.length === 0 ? 'irreversible' : 'present';
}

function headerOf(callee: Value): Span | undefined {
  if (callee.kind !== 'closure') return undefined;
  const { header } = callee.function;
  return { file: callee.file, start: header.start, end: header.end };
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

/** Several functions one after the other, statements numbered through. */
function joined(outcomes: readonly Outcome[]): Outcome {
  const [only] = outcomes;
  if (only && outcomes.length === 1) return only;
  const operations: Outcome['operations'][number][] = [];
  let next = 0;
  for (const outcome of outcomes) {
    const offset = next;
    for (const operation of outcome.operations) {
      operations.push({ ...operation, statement: operation.statement + offset });
      next = Math.max(next, operation.statement + offset + 1);
    }
  }
  return {
    operations,
    unread: outcomes.flatMap((outcome) => outcome.unread),
    ended: outcomes.some((outcome) => outcome.ended === 'gaveUp') ? 'gaveUp' : outcomes.every((outcome) => outcome.ended === 'raised') ? 'raised' : 'returned',
    empty: outcomes.every((outcome) => outcome.empty),
  };
}
