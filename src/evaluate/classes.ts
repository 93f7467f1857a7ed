import type { Span } from '../span.js';
import { contextAt } from './context.js';
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
  /** Names that have an annotation and no value. */
  readonly fields: readonly string[];
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

/** Whether a class derives from one of these classes of the language, however far up. */
const hasBase = (data: ClassData, labels: readonly string[]): boolean =>
  data.bases.some((base) => {
    const parent = classData(base);
    return parent ? hasBase(parent, labels) : base.kind === 'native' && labels.includes(base.label);
  });

export function isEnumClass(data: ClassData): boolean {
  return data.bases.some((base) => (base.kind === 'native' && ENUM_BASES.test(base.label)) || (classData(base) !== undefined && isEnumClass(classData(base) as ClassData)));
}

/** The name under which methods find the class that they were written in. */
export const OWN_CLASS = '__class__';

export function makeClass(machine: Machine, body: ClassBody, scope: Scope): Value {
  const span: Span = { file: scope.file, start: body.start, end: body.end };
  const bases = body.bases.map((base) => machine.evaluate(base, scope));
  const inside: Scope = { variables: new Map(), parent: scope, file: scope.file };
  // methods do not see the names of their class, only the class itself
  const around: Scope = { variables: new Map(), parent: scope, file: scope.file };
  const members = new Map<string, Value>();
  for (const member of body.members) {
    const written = machine.evaluate(member.value, inside);
    const value = written.kind === 'closure' && written.scope === inside ? { ...written, scope: around } : written;
    members.set(member.name, value);
    inside.variables.set(member.name, value);
  }
  const data: ClassData = { name: body.name, bases, members, fields: body.fields };
  const made = isEnumClass(data) ? enumClass(data, span) : plainClass(data, span);
  around.variables.set(OWN_CLASS, made);
  derivedHook(data)?.(made, contextAt(machine, span));
  return made;
}

/** What a base that is not of the program does with classes that derive from it. */
function derivedHook(data: ClassData): NativeValue['derived'] {
  for (const base of data.bases) {
    const parent = classData(base);
    const hook = parent ? derivedHook(parent) : base.kind === 'native' ? base.derived : undefined;
    if (hook) return hook;
  }
  return undefined;
}

function findMember(data: ClassData, property: string, context: Context): Value | undefined {
  return data.members.get(property) ?? inheritedMember(data, property, context);
}

/** What `super()` finds: the member as the bases have it, not bound to anything. */
export function inheritedMember(data: ClassData, property: string, context: Context): Value | undefined {
  for (const base of data.bases) {
    const parent = classData(base);
    const inherited = parent ? findMember(parent, property, context) : base.kind === 'native' ? base.member?.(property, context) : undefined;
    if (inherited) return inherited;
  }
  return undefined;
}

const decoratorsOf = (value: ClosureValue): readonly string[] => (value.function.decorators ?? []).map((each) => (each.kind === 'name' ? each.name : ''));

/** A member as the class itself gives it: class methods get the class that was asked. */
function memberOfClass(data: ClassData, self: Value, property: string, context: Context): Value | undefined {
  if (property === '__name__' || property === '__qualname__') return plain(data.name);
  const value = findMember(data, property, context);
  if (value?.kind === 'closure' && value.function.accessor) return context.invoke({ ...value, self }, []);
  return value?.kind === 'closure' && (value.function.receiver === 'this' || decoratorsOf(value).includes('classmethod')) ? { ...value, self } : value;
}

function plainClass(data: ClassData, span: Span): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: 'python.class',
    data,
    span,
    member: (property, context) => memberOfClass(data, self, property, context),
    setMember: (property, value) => void data.members.set(property, value),
    call: (call) => instantiate(data, self, call),
  };
  return self;
}

/** What a native labelled `python.instance` carries: an object of a class of the program. */
export interface InstanceData {
  readonly class: ClassData;
  readonly own: Map<string, Value>;
  /** What its constructor handed on to a base that is not of the program, and the object that such a base made of it. */
  handedOn?: Pick<Call, 'positional' | 'named' | 'complete'>;
  foreign?: NativeValue;
}
export const instanceData = (value: Value | undefined): InstanceData | undefined =>
  value?.kind === 'native' && value.label === 'python.instance' ? (value.data as InstanceData | undefined) : undefined;

/** An object of a class of the program: its own attributes before those of the class. */
function instantiate(data: ClassData, type: Value, call: Call): Value {
  const own = new Map<string, Value>();
  const instance: InstanceData = { class: data, own };
  const self: NativeValue = {
    kind: 'native',
    label: 'python.instance',
    data: instance,
    span: call.span,
    member: (property, context) =>
      own.get(property) ?? (property === OWN_CLASS ? type : bound(findMember(data, property, context), self, type, context)) ?? instance.foreign?.member?.(property, context),
    get effectful() {
      return instance.foreign?.effectful;
    },
    setMember: (property, value) => void own.set(property, value),
  };
  const constructor = findMember(data, '__init__', call) ?? findMember(data, 'constructor', call);
  if (constructor) call.invoke(bound(constructor, self, type, call) ?? NULL, call.positional, call.named);
  else {
    // dataclasses, named tuples and the like: named arguments become attributes
    for (const [name, value] of call.named) own.set(name, value);
    const fields = [...data.fields, ...data.members.keys()];
    call.positional.forEach((value, i) => {
      const field = fields[i];
      if (field !== undefined) own.set(field, value);
    });
    // calling a base that is not of the program, e.g. a type of SQLAlchemy, makes one of its kind
    const base = foreignBase(data);
    if (base && own.size === 0) return call.invoke(base, call.positional, call.named);
    if (base) constructForeign(data, self, call);
  }
  return self;
}

/** The nearest base that is not of the program and can be called. */
function foreignBase(data: ClassData): Value | undefined {
  for (const base of data.bases) {
    const parent = classData(base);
    const found = parent ? foreignBase(parent) : base.kind === 'native' && base.call && !base.label.startsWith('python.') ? base : undefined;
    if (found) return found;
  }
  return undefined;
}

/** `super().__init__(...)` that leaves the program. */
export function constructForeign(data: ClassData, self: Value, call: Call): void {
  const instance = instanceData(self);
  if (!instance) return;
  instance.handedOn = { positional: call.positional, named: call.named, complete: call.complete };
  const base = foreignBase(data);
  const made = base && call.invoke(base, call.positional, call.named);
  if (made?.kind === 'native') instance.foreign = made;
}

/** A member as an object gives it. */
export function bound(value: Value | undefined, self: Value, type: Value, context: Context): Value | undefined {
  if (value?.kind !== 'closure') return value;
  if (value.function.accessor) return context.invoke({ ...value, self }, []);
  const decorators = decoratorsOf(value);
  if (decorators.includes('staticmethod')) return value;
  if (decorators.includes('classmethod')) return { ...value, self: type };
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
    const value = auto ? (hasBase(data, ['python.enum.StrEnum']) ? plain(name.toLowerCase()) : constant(automatic)) : written;
    members.set(name, member(data, name, value, () => self));
  }
  const all = (): readonly Value[] => [...members.values()];
  const isMember = (value: Value, wanted: Value): boolean => value.kind === 'text' && wanted.kind === 'text' && value.text.text === wanted.text.text;
  const self: NativeValue = {
    kind: 'native',
    label: 'python.class',
    data,
    span,
    member: (property, context) => members.get(property) ?? (property === '__members__' ? { kind: 'record', entries: new Map(members), complete: true } : memberOfClass(data, self, property, context)),
    iterate: all,
    item: (key) => (key.kind === 'text' ? members.get(key.text.text) : undefined),
    call: (call) => [...members.values()].find((each) => isMember((each.data as EnumMemberData).value, call.positional[0] ?? NULL)) ?? unknownValue('input', call.span),
    truth: () => true,
  };
  return self;
}

const plain = (text: string): Value => ({ kind: 'text', text: { text, pieces: [], holes: [] } });

function member(owner: ClassData, name: string, value: Value, type: () => Value): NativeValue {
  const data: EnumMemberData = { owner, name, value };
  const isText = hasBase(owner, ['python.enum.StrEnum', 'python.str']);
  const self: NativeValue = {
    kind: 'native',
    label: 'python.enum.member',
    data,
    member: (property, context) => (property === 'value' || property === '_value_' ? value : property === 'name' || property === '_name_' ? plain(name) : bound(findMember(owner, property, context), self, type(), context)),
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

