import type { Span } from '../span.js';
import type { ClassBody } from './core.js';
import type { Machine } from './machine.js';
import { NULL, constant, isNull, unknownValue } from './value.js';
import type { Call, ClosureValue, Context, NativeValue, Scope, Value } from './value.js';

/** What a native labelled `python.class` carries: a class of the program. */
export interface ClassData {
  readonly name: string;
  readonly bases: readonly Value[];
  /** In the order of the source. */
  readonly members: Map<string, Value>;
}

export const classData = (value: Value | undefined): ClassData | undefined =>
  value?.kind === 'native' && value.label === 'python.class' ? (value.data as ClassData) : undefined;

/** One member of an enumeration of the program. */
export interface EnumMemberData {
  readonly owner: ClassData;
  readonly name: string;
  readonly value: Value;
}
export const enumMember = (value: Value | undefined): EnumMemberData | undefined =>
  value?.kind === 'native' && value.label === 'python.enum.member' ? (value.data as EnumMemberData) : undefined;

const ENUM_BASES = /^python\.enum\.(?:Enum|IntEnum|StrEnum|Flag|IntFlag)$/u;

export function isEnumClass(data: ClassData): boolean {
  return data.bases.some((base) => (base.kind === 'native' && ENUM_BASES.test(base.label)) || (classData(base) !== undefined && isEnumClass(classData(base) as ClassData)));
}

export function makeClass(machine: Machine, body: ClassBody, scope: Scope): Value {
  const span: Span = { file: scope.file, start: body.start, end: body.end };
  const bases = body.bases.map((base) => machine.evaluate(base, scope));
  const inside: Scope = { variables: new Map(), parent: scope, file: scope.file };
  const members = new Map<string, Value>();
  for (const member of body.members) {
    const value = machine.evaluate(member.value, inside);
    members.set(member.name, value);
    inside.variables.set(member.name, value);
  }
  const data: ClassData = { name: body.name, bases, members };
  return isEnumClass(data) ? enumClass(data, span) : plainClass(data, span);
}

function findMember(data: ClassData, property: string, context: Context): Value | undefined {
  const own = data.members.get(property);
  if (own) return own;
  for (const base of data.bases) {
    const inherited = base.kind === 'native' ? base.member?.(property, context) : undefined;
    if (inherited) return inherited;
  }
  return undefined;
}

function plainClass(data: ClassData, span: Span): NativeValue {
  return {
    kind: 'native',
    label: 'python.class',
    data,
    span,
    member: (property, context) => (property === '__name__' ? { kind: 'text', text: { text: data.name, pieces: [], holes: [] } } : findMember(data, property, context)),
    setMember: (property, value) => void data.members.set(property, value),
    call: (call) => instantiate(data, call),
  };
}

/** An object of a class of the program: its own attributes before those of the class. */
function instantiate(data: ClassData, call: Call): Value {
  const own = new Map<string, Value>();
  const self: NativeValue = {
    kind: 'native',
    label: 'python.instance',
    data: { class: data, own },
    span: call.span,
    member: (property, context) => own.get(property) ?? bound(findMember(data, property, context), self, context),
    setMember: (property, value) => void own.set(property, value),
  };
  const constructor = findMember(data, '__init__', call) ?? findMember(data, 'constructor', call);
  if (constructor) call.invoke(bound(constructor, self, call) ?? NULL, call.positional, call.named);
  else {
    // dataclasses, named tuples and the like: named arguments become attributes
    for (const [name, value] of call.named) own.set(name, value);
    const fields = [...data.members.keys()];
    call.positional.forEach((value, i) => {
      const field = fields[i];
      if (field !== undefined) own.set(field, value);
    });
    // calling a base that is not of the program, e.g. a type of SQLAlchemy, makes one of its kind
    const base = data.bases.find((each) => each.kind === 'native' && each.label !== 'python.class' && each.call && !each.label.startsWith('python.'));
    if (base && own.size === 0) return call.invoke(base, call.positional, call.named);
  }
  return self;
}

function bound(value: Value | undefined, self: Value, context: Context): Value | undefined {
  if (value?.kind !== 'closure') return value;
  const decorators = (value.function.decorators ?? []).map((each) => (each.kind === 'name' ? each.name : ''));
  if (decorators.includes('staticmethod')) return value;
  const method: ClosureValue = { ...value, self };
  if (decorators.includes('property') || decorators.includes('cached_property')) return context.invoke(method, []);
  return method;
}

function enumClass(data: ClassData, span: Span): NativeValue {
  const members = new Map<string, NativeValue>();
  let automatic = 0;
  for (const [name, written] of data.members) {
    if (written.kind === 'closure' || name.startsWith('_')) continue;
    const auto = written.kind === 'native' && written.label === 'python.enum.auto';
    if (auto) automatic += 1;
    const value = auto ? (data.bases.some((base) => base.kind === 'native' && base.label === 'python.enum.StrEnum') ? plain(name.toLowerCase()) : constant(automatic)) : written;
    members.set(name, member(data, name, value));
  }
  const all = (): readonly Value[] => [...members.values()];
  const isMember = (value: Value, wanted: Value): boolean => value.kind === 'text' && wanted.kind === 'text' && value.text.text === wanted.text.text;
  return {
    kind: 'native',
    label: 'python.class',
    data,
    span,
    member: (property, context) =>
      members.get(property) ??
      (property === '__members__' ? { kind: 'record', entries: new Map(members), complete: true } : property === '__name__' ? plain(data.name) : findMember(data, property, context)),
    iterate: all,
    item: (key) => (key.kind === 'text' ? members.get(key.text.text) : undefined),
    call: (call) => [...members.values()].find((each) => isMember((each.data as EnumMemberData).value, call.positional[0] ?? NULL)) ?? unknownValue('input', call.span),
    truth: () => true,
  };
}

const plain = (text: string): Value => ({ kind: 'text', text: { text, pieces: [], holes: [] } });

function member(owner: ClassData, name: string, value: Value): NativeValue {
  const data: EnumMemberData = { owner, name, value };
  const isText = owner.bases.some((base) => base.kind === 'native' && (base.label === 'python.enum.StrEnum' || base.label === 'python.str'));
  const self: NativeValue = {
    kind: 'native',
    label: 'python.enum.member',
    data,
    member: (property, context) => (property === 'value' || property === '_value_' ? value : property === 'name' || property === '_name_' ? plain(name) : bound(findMember(owner, property, context), self, context)),
    text: () => (value.kind === 'text' && isText ? value.text : { text: `${owner.name}.${name}`, pieces: [], holes: [] }),
    binary: (operator, left, right) => {
      if (operator !== 'equal' && operator !== 'notEqual' && operator !== 'is' && operator !== 'isNot') return undefined;
      const [a, b] = [enumMember(left), enumMember(right)];
      const same = a && b ? a.owner === b.owner && a.name === b.name : undefined;
      if (same !== undefined) return constant(operator === 'equal' || operator === 'is' ? same : !same);
      const other = a ? right : left;
      if (isNull(other)) return constant(operator === 'notEqual' || operator === 'isNot');
      return undefined;
    },
    truth: () => true,
  };
  return self;
}

