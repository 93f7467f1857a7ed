import { classData } from '../../evaluate/classes.js';
import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { nativeFunction } from '../../evaluate/value.js';
import type { Host, ModuleResolver, Outcome, Source } from '../../framework.js';
import type { Script } from '../../migration.js';
import { scriptOf } from '../script.js';

/** The names that a module gives to others; what CommonJS exports as a whole is `default`. */
export type Exports = ReadonlyMap<string, Value>;

/** An export by its name: of the module itself, or of the object (class, function) that it exports as a whole; unknown where that is. */
export function exported(names: Exports, name: string): Value | undefined {
  const whole = names.get('default');
  return names.get(name) ?? (whole?.kind === 'unknown' ? whole : propertyOf(whole, name));
}

function propertyOf(whole: Value | undefined, name: string): Value | undefined {
  if (whole?.kind === 'closure') return whole.properties?.get(name);
  if (whole?.kind === 'native') return classData(whole)?.members.get(name);
  if (whole?.kind !== 'record') return undefined;
  const inner = whole.entries.get('default');
  return whole.entries.get(name) ?? (inner === whole ? undefined : propertyOf(inner, name));
}

/** The classes of the program that a module exports, under whatever names, each once. */
export function exportedClasses(names: Exports): readonly NativeValue[] {
  const whole = names.get('default');
  const values = [...names.values(), ...(whole?.kind === 'record' ? whole.entries.values() : [])];
  return [...new Set(values)].filter((value): value is NativeValue => classData(value) !== undefined);
}

/** What both directions of a migration are run with. */
export interface Run {
  readonly source: Source;
  readonly host: Host;
  readonly modules: ModuleResolver;
}

/** Asks a value of the program something that only a run can answer; what it does to the database meanwhile is not recorded. */
export function ask<T>({ source, host, modules }: Run, question: (call: Call) => T): T | undefined {
  let answer: T | undefined;
  const asking = nativeFunction('ask', (call) => {
    answer = question(call);
    return { kind: 'constant', value: undefined };
  });
  host.run(source, asking, [], { modules, inTransaction: true });
  return answer;
}

/** The object that a framework makes of an exported class. */
export const instanceOf = (run: Run, type: Value, given: readonly Value[] = []): Value | undefined => ask(run, (call) => call.invoke(type, given));

/** A method of an object, bound to it; a property where it is none. */
export function memberOf(run: Run, object: Value | undefined, name: string): Value | undefined {
  if (object?.kind === 'record') return boundTo(object, object.entries.get(name));
  return object?.kind === 'native' ? ask(run, (call) => object.member?.(name, call)) : undefined;
}

/** `module.exports = { up() { this.helper() } }` */
export const boundTo = (object: Value | undefined, member: Value | undefined): Value | undefined =>
  object?.kind === 'record' && member?.kind === 'closure' && member.function.receiver === 'this' ? { ...member, self: object } : member;

/** What one direction does: `callee` is called with what the framework hands to it. */
export function directionOf({ source, host, modules }: Run, name: string, callee: Value | undefined, given: readonly Value[], transactional: boolean): Script {
  const run = (each: Value): Outcome => {
    const outcome = host.run(source, each, given, { modules, inTransaction: transactional });
    return outcome.empty ? outcome : { ...outcome, empty: isResolvedOnly(each) };
  };
  return scriptOf(callee, { name, file: source.file, transactional, run });
}

/** `return Promise.resolve()` and nothing else. */
function isResolvedOnly(callee: Value): boolean {
  const [only, ...more] = callee.kind === 'closure' ? callee.function.body : [];
  const value = only?.kind === 'return' || only?.kind === 'expression' ? only.value : undefined;
  if (more.length > 0 || value?.kind !== 'call' || value.callee.kind !== 'member') return false;
  const { object, property } = value.callee;
  return object.kind === 'name' && object.name === 'Promise' && property === 'resolve' && value.arguments.every((argument) => argument.value.kind === 'literal');
}

const VARIABLE = /^(?:export\s+)?(?:let|var)\s|^(?:export\s+)?const\s+\w+[^=\n]*=\s*(?:[[{]|new\b)/m;

/** Whether one direction may leave something else in the variables of the module than the other finds there. */
export const hasState = (text: string): boolean => VARIABLE.test(text);
