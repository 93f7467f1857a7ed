import { canonicalType } from '../../../dialects/postgres-types.js';
import type { ClosureValue, Context, NativeValue, Value } from '../../../evaluate/value.js';
import { NULL, nativeFunction, plainText } from '../../../evaluate/value.js';
import type { Target } from '../../../target.js';
import { knownText, unknown } from '../../../value.js';
import type { SqlType } from '../model.js';
import { LABELS } from '../model.js';
import { tracedOf } from '../../values.js';
import type { TypeArguments, TypeClass } from './native.js';
import { dialectName } from './render.js';

interface ClassShape {
  readonly name: string;
  readonly bases: readonly Value[];
  readonly members: ReadonlyMap<string, Value>;
  readonly fields?: readonly string[];
}
interface InstanceShape {
  readonly class?: ClassShape;
  readonly own?: ReadonlyMap<string, Value>;
  readonly handedOn?: TypeArguments;
}
const NO_ARGUMENTS: TypeArguments = { positional: [], named: new Map(), complete: true };

/** SQLAlchemy's recipe for identifiers, which projects copy: a class of one of these names that cannot be found. */
const RECIPE = /(?:^|\.)(?:GUID|UUID|Guid|Uuid)(?:\(\))?$/u;
const UUID: SqlType = { className: 'UUID', module: 'postgresql', arguments: new Map() };

const shapeOf = (value: Value | undefined): ClassShape | undefined =>
  value?.kind === 'native' && value.label === 'python.class' ? (value.data as ClassShape) : undefined;

/**
 * The type that a value stands for: an instance, a class (an instance without arguments), a class of the program that
 * derives from one, or `undefined`. What cannot be read is an unknown type.
 * Classes that decide by the dialect need the `context` and the `target`.
 */
export function asType(value: Value | undefined, context?: Context, target?: Target): SqlType | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'unknown' && RECIPE.test(value.label ?? '')) return { className: 'GUID', module: 'generic', arguments: new Map(), text: unknown(value.reason, value.span), variants: new Map([['postgresql', UUID]]), span: value.span };
  if (value.kind === 'unknown') return { className: '', module: 'generic', arguments: new Map(), text: unknown(value.reason, value.span), span: value.span };
  if (value.kind !== 'native') return undefined;
  if (value.label === LABELS.type) return value.data as SqlType;
  if (value.label === LABELS.typeClass) return (value.data as TypeClass).build(NO_ARGUMENTS, context);
  const shape = shapeOf(value);
  if (shape) return ofClass(shape, value, NO_ARGUMENTS, context, target);
  if (value.label === 'python.instance') {
    const instance = value.data as InstanceShape;
    const made = instance.class && ofClass(instance.class, value, instance.handedOn ?? argumentsOf(instance.class, instance.own ?? new Map<string, Value>()), context, target);
    return made && { ...made, span: made.span ?? value.span };
  }
  return undefined;
}

/** Arguments of a class without a constructor of its own become attributes named after its members; turned back here. */
function argumentsOf(shape: ClassShape, own: ReadonlyMap<string, Value>): TypeArguments {
  if (find(shape, '__init__')) return NO_ARGUMENTS;
  const positional: Value[] = [];
  const named = new Map(own);
  for (const field of [...(shape.fields ?? []), ...shape.members.keys()]) {
    const value = own.get(field);
    if (!value) break;
    positional.push(value);
    named.delete(field);
  }
  return { positional, named, complete: true };
}

function find(shape: ClassShape, name: string): Value | undefined {
  const own = shape.members.get(name);
  if (own) return own;
  for (const base of shape.bases) {
    const inherited = shapeOf(base);
    const value = inherited && find(inherited, name);
    if (value) return value;
  }
  return undefined;
}

function ofClass(shape: ClassShape, self: Value, given: TypeArguments, context: Context | undefined, target: Target | undefined): SqlType | undefined {
  if (!isTypeClass(shape)) return undefined;
  const implementation = find(shape, 'impl');
  const invoke = (name: string, positional: readonly Value[]): Value | undefined => {
    const method = find(shape, name);
    const receiver = implementation ? withImplementation(self, withArguments(implementation, given, context, target)) : self;
    return context && method?.kind === 'closure' ? context.invoke({ ...method, self: receiver } satisfies ClosureValue, positional) : undefined;
  };
  if (find(shape, 'get_col_spec')) {
    const text = tracedOf(invoke('get_col_spec', []));
    return { className: shape.name, module: 'generic', arguments: new Map(), text: text && text.holes.length === 0 ? knownText(canonicalType(text.text)) : unknown('input') };
  }
  if (target && context && find(shape, 'load_dialect_impl')) {
    const chosen = invoke('load_dialect_impl', [dialectNative(target)]);
    const type = chosen && chosen.kind !== 'unknown' ? asType(chosen, context, target) : undefined;
    if (type) return type;
  }
  if (implementation) return withArguments(implementation, given, context, target);
  for (const base of shape.bases) {
    const inherited = shapeOf(base);
    const type = inherited ? ofClass(inherited, self, given, context, target) : withArguments(base, given, context, target);
    if (type) return type;
  }
  return { className: shape.name, module: 'generic', arguments: new Map(), text: unknown('unsupported') };
}

/** `self.impl`: an object of the class that `impl` names, made with the arguments of this one. */
function withImplementation(self: Value, type: SqlType | undefined): Value {
  if (!type || self.kind !== 'native') return self;
  const implementation: NativeValue = { kind: 'native', label: LABELS.type, data: type, truth: () => true, member: (property) => type.arguments.get(property) ?? NULL };
  return { ...self, member: (property, context) => (property === 'impl' || property === 'impl_instance' ? implementation : self.member?.(property, context)) };
}

function withArguments(value: Value, given: TypeArguments, context: Context | undefined, target: Target | undefined): SqlType | undefined {
  if (value.kind === 'native' && value.label === LABELS.typeClass) return (value.data as TypeClass).build(given, context);
  return value.kind === 'unknown' ? undefined : asType(value, context, target);
}

function isTypeClass(shape: ClassShape): boolean {
  return shape.bases.some((base) => {
    const inherited = shapeOf(base);
    if (inherited) return isTypeClass(inherited);
    return base.kind === 'native' && (base.label === LABELS.typeClass || /^sqlalchemy\.(?:TypeDecorator|UserDefinedType|ExternalType|TypeEngine)$/u.test(base.label));
  });
}

/** `dialect` as methods of type classes see it. */
export function dialectNative(target: Target): NativeValue {
  return {
    kind: 'native',
    label: 'sqlalchemy.dialect',
    member: (property) => {
      if (property === 'name') return plainText(dialectName(target.dialect));
      if (property === 'type_descriptor') return nativeFunction('sqlalchemy.type_descriptor', (call) => call.positional[0] ?? plainText(''));
      return undefined;
    },
  };
}
