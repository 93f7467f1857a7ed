import { bound, classData, constructForeign, inheritedMember, instanceData, OWN_CLASS } from '../../evaluate/classes.js';
import { type Call, constant, type Context, listValue, type NativeValue, nativeFunction, recordValue, UNDEFINED, unknownValue, type Value } from '../../evaluate/value.js';
import { nameOf } from './items.js';
import { isCallable, textOfKnown, unknownFrom } from './known.js';
import { keysOfValue } from './objects.js';
import { patternValue } from './regexp.js';
import { wholeOf } from './scope.js';

/** What the importer gives for a module: its names, and the value that `require` gives. */
export interface ModuleData {
  readonly whole: Value;
}
export const moduleData = (value: Value | undefined): ModuleData | undefined => (value?.kind === 'native' && value.label === 'module' ? (value.data as ModuleData) : undefined);

/** A module as `import` sees it, made of the value that it gives as a whole. */
export function moduleOf(whole: Value, names?: ReadonlyMap<string, Value>): NativeValue {
  const member = (property: string, context: Context): Value | undefined => {
    if (names) return names.get(property) ?? (property === 'default' ? wholeOf(names) : undefined);
    const own = whole.kind === 'native' ? whole.member?.(property, context) : whole.kind === 'record' ? whole.entries.get(property) : undefined;
    return own ?? (property === 'default' ? whole : undefined);
  };
  const known = names ?? (whole.kind === 'record' ? whole.entries : undefined);
  return {
    kind: 'native',
    label: 'module',
    data: { whole } satisfies ModuleData,
    member,
    iterate: () => (known ? [...known.keys()].map((name) => ({ kind: 'text', text: { text: name, pieces: [], holes: [] } })) : undefined),
    effectful: whole.kind === 'native' ? whole.effectful : undefined,
    ...(whole.kind === 'native' && whole.call && { call: whole.call }),
  };
}

function imported(call: Call, whole: boolean): Value {
  const name = textOfKnown(call.positional[0]);
  const module = name === undefined ? undefined : call.importModule(name);
  if (!module) return unknownValue('unsupported', call.span, name ?? 'a module');
  return whole ? (moduleData(module)?.whole ?? module) : module;
}

const hasDefault = (value: Value): boolean => value.kind === 'record' && (value.entries.has('__esModule') || value.entries.has('default'));

/** `__importDefault(require('x'))`: what `import x from 'x'` sees, under `default`. */
function importDefault(call: Call): Value {
  const [whole] = call.positional;
  if (!whole || whole.kind === 'unknown' || hasDefault(whole)) return whole ?? UNDEFINED;
  const own = whole.kind === 'native' ? whole.member?.('default', call) : undefined;
  return recordValue([['default', own ?? whole]]);
}

/** `__importStar(require('x'))` */
function importAll(call: Call): Value {
  const [whole] = call.positional;
  return !whole || whole.kind === 'unknown' ? (whole ?? UNDEFINED) : moduleOf(whole);
}

function exportAll(call: Call): Value {
  const [exports, module] = call.positional;
  if (exports?.kind !== 'record') return UNDEFINED;
  const names = module?.kind === 'native' ? module.iterate?.(call) : undefined;
  if (!names) exports.complete = false;
  for (const name of names ?? []) {
    const text = textOfKnown(name);
    const value = text === undefined || text === 'default' || module?.kind !== 'native' ? undefined : module.member?.(text, call);
    if (text !== undefined && value && !exports.entries.has(text)) exports.entries.set(text, value);
  }
  return UNDEFINED;
}

/** The strings of a tagged template, as its tag sees them. */
function strings(call: Call): Value {
  const [cooked, raw] = call.positional;
  const list = listValue(call.itemsOf(cooked ?? UNDEFINED) ?? [], 'list', call.span);
  return { ...list, properties: new Map([['raw', raw ?? list]]) };
}

const ownerOf = (self: Value, type: Value, context: Context): Value => (instanceData(self) && self.kind === 'native' ? (self.member?.(OWN_CLASS, context) ?? type) : self);

/** `super(...)`: the constructor of the base; one that is not of the program is told what it was given. */
function superCall(call: Call): Value {
  const [type, self, ...given] = call.positional;
  const data = classData(type);
  if (!data || !self || !type) return UNDEFINED;
  const found = inheritedMember(data, 'constructor', call);
  const constructor = found?.kind === 'closure' ? bound(found, self, ownerOf(self, type, call), call) : undefined;
  if (constructor) call.invoke(constructor, given);
  else constructForeign(data, self, Object.create(call, { positional: { value: given } }) as Call);
  return UNDEFINED;
}

function superMember(call: Call): Value {
  const [type, self, key] = call.positional;
  const [data, name] = [classData(type), key && nameOf(key, call)];
  if (!data || !type || !self || name === undefined) return unknownFrom(call, ...call.positional);
  return bound(inheritedMember(data, name, call), self, ownerOf(self, type, call), call) ?? unknownValue('unsupported', call.span, `super.${name}`);
}

function isInstance(call: Call): Value {
  const [value, type] = call.positional;
  const [data, wanted] = [instanceData(value), classData(type)];
  if (data && wanted) {
    const derives = (from: Value | undefined): boolean => classData(from) === wanted || (classData(from)?.bases.some(derives) ?? false);
    return constant(data.class === wanted || data.class.bases.some(derives));
  }
  return value?.kind === 'text' || value?.kind === 'constant' ? constant(false) : unknownFrom(call, ...call.positional);
}

function remove(call: Call): Value {
  const [object, key] = call.positional;
  const name = key && nameOf(key, call);
  if (object?.kind === 'record' && name !== undefined) object.entries.delete(name);
  else if (object?.kind === 'record' || object?.kind === 'list') object.complete = false;
  return constant(true);
}

/** Babel's fields of classes. */
function defineField(call: Call): Value {
  const [object, key, value] = call.positional;
  const name = key && nameOf(key, call);
  if (name === undefined) return object ?? UNDEFINED;
  if (object?.kind === 'native') object.setMember?.(name, value ?? UNDEFINED);
  else if (object?.kind === 'record') object.entries.set(name, value ?? UNDEFINED);
  return object ?? UNDEFINED;
}

const REQUIRE: NativeValue = {
  kind: 'native',
  label: 'require',
  call: (call) => imported(call, true),
  member: (property) => (property === 'resolve' ? nativeFunction('require.resolve', (call) => call.positional[0] ?? UNDEFINED) : undefined),
};

const named = (name: string, run: (call: Call) => Value): readonly [string, Value] => [name, nativeFunction(name, run)];

/** What lowering asks of the library by names that no program can write, and helpers that compilers write. */
export const INTRINSICS: readonly (readonly [string, Value])[] = [
  ['require', REQUIRE],
  named('(import)', (call) => imported(call, false)),
  named('(importDefault)', importDefault),
  named('(importAll)', importAll),
  named('(exportAll)', exportAll),
  named('(strings)', strings),
  named('(regexp)', (call) => patternValue(textOfKnown(call.positional[0]) ?? '', textOfKnown(call.positional[1]) ?? '')),
  named('(keys)', (call) => keysOfValue(call.positional[0], call)),
  named('(super)', superCall),
  named('(superMember)', superMember),
  named('(instanceof)', isInstance),
  named('(delete)', remove),
  named('_defineProperty', defineField),
  named('_classCallCheck', () => UNDEFINED),
  named('__decorate', (call) => (isCallable(call.positional[1]) ? call.positional[1] : UNDEFINED)),
  named('__metadata', () => UNDEFINED),
];
