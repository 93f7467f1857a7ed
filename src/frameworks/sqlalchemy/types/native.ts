import type { Call, Context, NativeValue, Value } from '../../../evaluate/value.js';
import { NULL, nativeFunction, plainText } from '../../../evaluate/value.js';
import type { Name } from '../../../operation.js';
import type { Known } from '../../../value.js';
import { isUnknown, unknown } from '../../../value.js';
import type { SqlType, TypeModule } from '../model.js';
import { LABELS } from '../model.js';
import type { SqlAlchemyOptions } from '../options.js';
import { bindArguments, booleanOf, stringOf } from '../../values.js';
import { enumType } from './enumeration.js';
import { forDialect, renderType } from './render.js';
import { asType } from './resolve.js';
import { typeSpec } from './specs.js';

/** The arguments of a type, without a place in the program where it stands for a default instance. */
export type TypeArguments = Pick<Call, 'positional' | 'named' | 'complete'>;
export interface TypeClass {
  readonly name: string;
  readonly build: (call: TypeArguments, context: Context | undefined) => SqlType;
}

/** The class itself, `sa.String`: calling it gives an instance; given as it is, it means an instance without arguments. */
export function typeClass(data: TypeClass, options: SqlAlchemyOptions, extra: Readonly<Record<string, Value>> = {}): NativeValue {
  return {
    kind: 'native',
    label: LABELS.typeClass,
    data,
    call: (call) => typeNative({ ...data.build(call, call), span: call.span }, options),
    member: (property) => {
      if (Object.hasOwn(extra, property)) return extra[property];
      if (property === '__name__') return plainText(data.name);
      if (property === 'with_variant') return nativeFunction('sqlalchemy.with_variant', (call) => withVariant(data.build({ positional: [], named: new Map(), complete: true }, call), call, options));
      return undefined;
    },
    truth: () => true,
  };
}

/** A class of SQLAlchemy by its name in a module. */
export function typeClassNamed(className: string, module: TypeModule, options: SqlAlchemyOptions): NativeValue | undefined {
  const spec = typeSpec(className, module);
  if (!spec) return undefined;
  const extra = { Comparator: plainText('Comparator') };
  // classes of the program that derive from these are read by their own attributes
  if (spec.kind === 'decorator') return { kind: 'native', label: `sqlalchemy.${className}`, truth: () => true };
  return typeClass({ name: className, build: (call, context) => buildType(className, module, call, context) }, options, extra);
}

export function buildType(className: string, module: TypeModule, call: TypeArguments, context?: Context): SqlType {
  const spec = typeSpec(className, module);
  if (spec?.kind === 'enum') return enumType(className, module, call, context);
  const bound = bindArguments(call, spec?.parameters ?? []);
  if (spec?.kind === 'array') return { className, module, arguments: bound.arguments, item: asType(bound.arguments.get('item_type'), context) };
  if (spec?.kind === 'pickle') {
    const implementation = asType(bound.arguments.get('impl'), context);
    if (implementation) return implementation;
  }
  if (!call.complete && spec && spec.parameters.length > 0) return { className, module, arguments: bound.arguments, text: unknown('input') };
  return { className, module, arguments: bound.arguments };
}

/** A type that is not one of SQLAlchemy's own but behaves as one of them. */
export const simpleType = (className: string, args: Readonly<Record<string, Value>> = {}, module: TypeModule = 'generic'): SqlType => ({ className, module, arguments: new Map(Object.entries(args)) });

function withVariant(type: SqlType, call: Call, options: SqlAlchemyOptions): Value {
  const variant = asType(call.positional[0] ?? call.named.get('type_'), call);
  if (!variant) return typeNative(type, options);
  const variants = new Map(type.variants);
  for (const dialect of call.positional.slice(1)) {
    const name = stringOf(dialect);
    if (typeof name === 'string') variants.set(name, variant);
  }
  return typeNative({ ...type, variants }, options);
}

export const enumName = (type: SqlType): Known<Name> => {
  const model = type.enumeration;
  if (!model || model.name === undefined) return unknown('unsupported', type.span);
  if (isUnknown(model.name)) return model.name;
  if (isUnknown(model.schema)) return model.schema;
  return model.schema === undefined || model.schema === 'public' ? { name: model.name } : { schema: model.schema, name: model.name };
};
export function typeNative(type: SqlType, options: SqlAlchemyOptions): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: LABELS.type,
    data: type,
    span: type.span,
    member: (property) => typeMember(type, property, options, self),
    setMember: (property, value) => {
      const model = type.enumeration;
      if (!model) return;
      if (property === 'create_type') model.createType = booleanOf(value) ?? true;
      if (property === 'name') model.name = stringOf(value);
      if (property === 'schema') model.schema = stringOf(value);
    },
    truth: () => true,
  };
  return self;
}

function typeMember(type: SqlType, property: string, options: SqlAlchemyOptions, self: NativeValue): Value | undefined {
  switch (property) {
    case 'with_variant':
      return nativeFunction('sqlalchemy.with_variant', (call) => withVariant(type, call, options));
    case 'create':
    case 'drop':
      return nativeFunction(`sqlalchemy.type.${property}`, (call) => createOrDrop(type, property, call, options));
    case 'dialect_impl': case 'as_generic': case 'copy': case 'evaluates_none': case 'adapt': case 'load_dialect_impl':
      return nativeFunction(`sqlalchemy.type.${property}`, () => self);
    case 'impl':
      return self;
    case 'item_type':
      return type.item && typeNative(type.item, options);
    case 'enums': {
      const values = type.enumeration?.values;
      if (values === undefined || isUnknown(values)) return undefined;
      return { kind: 'list', form: 'list', items: values.map((value) => (isUnknown(value) ? { kind: 'unknown', reason: value.unknown } : plainText(value))), complete: true };
    }
    case 'name': case 'schema': {
      const value = type.enumeration?.[property];
      return typeof value === 'string' ? plainText(value) : undefined;
    }
    case 'compile':
      return nativeFunction('sqlalchemy.type.compile', (call) => {
        const text = renderType(type, options.target);
        return isUnknown(text) ? { kind: 'unknown', reason: text.unknown, span: call.span } : plainText(text);
      });
    default:
      return type.arguments.get(property);
  }
}

/** `Enum(...).create(bind)`: PostgreSQL's own ENUM looks first whether it exists, the generic type does not unless asked to. */
function createOrDrop(type: SqlType, verb: 'create' | 'drop', call: Call, options: SqlAlchemyOptions): Value {
  const bound = bindArguments(call, ['bind', 'checkfirst']).arguments;
  const used = forDialect(type, options.target.dialect);
  const checkfirst = booleanOf(bound.get('checkfirst')) ?? used.module === 'postgresql';
  if (options.target.dialect !== 'postgres') return NULL;
  const spec = typeSpec(used.className, used.module);
  if (spec?.kind === 'domain') {
    const name = stringOf(used.arguments.get('name')) ?? unknown('unsupported', call.span);
    const schema = stringOf(used.arguments.get('schema'));
    const object = { kind: 'domain' as const, name, ...(typeof schema === 'string' && schema !== 'public' && { schema }) };
    call.emit([verb === 'create' ? { kind: 'createObject', object, ...(checkfirst && { ifNotExists: true }), span: call.span } : { kind: 'dropObject', object, ...(checkfirst && { ifExists: true }), span: call.span }]);
    return NULL;
  }
  const model = used.enumeration;
  if (!model?.native) return NULL;
  const name = enumName(used);
  call.emit([
    verb === 'create'
      ? { kind: 'createEnum', name, values: model.values, ...(checkfirst && { ifNotExists: true }), span: call.span }
      : { kind: 'dropEnum', name, ...(checkfirst && { ifExists: true }), span: call.span },
  ]);
  return NULL;
}
