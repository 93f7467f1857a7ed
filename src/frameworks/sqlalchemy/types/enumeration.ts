import type { Call, Context, NativeValue, Value } from '../../../evaluate/value.js';
import { isNull } from '../../../evaluate/value.js';
import type { Known } from '../../../value.js';
import { isUnknown, unknown } from '../../../value.js';
import type { EnumModel, SqlType, TypeModule } from '../model.js';
import { nameOf } from '../model.js';
import type { Arguments } from '../../values.js';
import { booleanOf, enumMemberValue, isList, isTrue, listOf, numberOf, stringOf, unknownFrom } from '../../values.js';

interface ClassShape {
  readonly name: string;
  readonly members: ReadonlyMap<string, Value>;
}
const classShape = (value: Value | undefined): ClassShape | undefined =>
  value?.kind === 'native' && value.label === 'python.class' ? (value.data as ClassShape) : undefined;

/** Name and value of the members of a Python enumeration, aliases left out. */
function membersOf(value: NativeValue, shape: ClassShape, context: Context | undefined): readonly { readonly name: string; readonly value: Value }[] {
  const listed = (context && value.iterate?.(context)) ?? undefined;
  const all = listed
    ? listed.flatMap((member) => (member.kind === 'native' ? [{ name: (member.data as { readonly name?: string } | undefined)?.name ?? '', value: enumMemberValue(member) ?? member }] : []))
    : [...shape.members].filter(([name, member]) => member.kind !== 'closure' && !name.startsWith('_')).map(([name, member]) => ({ name, value: enumMemberValue(member) ?? member }));
  const seen = new Set<string>();
  return all.filter((member) => {
    const known = member.value.kind === 'text' ? `'${member.value.text.text}` : member.value.kind === 'constant' ? String(member.value.value) : undefined;
    if (known === undefined) return true;
    if (seen.has(known)) return false;
    seen.add(known);
    return true;
  });
}

/** `app.models.Colour`: a class of a module that cannot be found, which has its own name at least. */
function importedClass(label = ''): string | undefined {
  const name = label.slice(label.lastIndexOf('.') + 1);
  return label !== name && /^[A-Z]\w*$/u.test(name) && name !== name.toUpperCase() ? name : undefined;
}

function labelsOf(call: Pick<Call, 'positional' | 'named'>, complete: boolean, context: Context | undefined): { readonly values: Known<readonly Known<string>[]>; readonly className?: string } {
  const given = call.positional.flatMap((value) => (isList(value) ? value.items : [value]));
  const first = given[0];
  const shape = given.length === 1 ? classShape(first) : undefined;
  if (shape && first?.kind === 'native') {
    const members = membersOf(first, shape, context);
    const className = shape.name.toLowerCase();
    const callable = call.named.get('values_callable');
    if (isNull(callable)) return { values: members.map((member) => member.name), className };
    const chosen = context && callable ? listOf(context.invoke(callable, [first]), context) : undefined;
    // what such a function returns is nearly always the values
    const values = (chosen ?? members.map((member) => member.value)).map((value) => stringOf(value) ?? unknownFrom(value));
    return { values, className };
  }
  const imported = given.length === 1 && first?.kind === 'unknown' ? importedClass(first.label) : undefined;
  if (imported !== undefined) return { values: unknown('input'), className: imported.toLowerCase() };
  if (!complete || call.positional.some((value) => isList(value) && !value.complete)) return { values: unknown('input') };
  return { values: given.map((value) => stringOf(value) ?? unknownFrom(value)) };
}

/** `sa.Enum(...)`, `postgresql.ENUM(...)`, `mysql.ENUM(...)`, `mysql.SET(...)`. */
export function enumType(className: string, module: TypeModule, call: Pick<Call, 'positional' | 'named' | 'complete'>, context: Context | undefined): SqlType {
  const named = call.named;
  const { values, className: byClass } = labelsOf(call, call.complete, context);
  const name = stringOf(named.get('name')) ?? byClass;
  const enumeration: EnumModel = {
    name,
    schema: stringOf(named.get('schema')),
    values,
    native: module !== 'generic' || booleanOf(named.get('native_enum')) !== false,
    // the generic type takes the argument and ignores it
    createType: module === 'postgresql' ? (booleanOf(named.get('create_type')) ?? true) : true,
    metadata: !isNull(named.get('metadata')),
    inheritSchema: isTrue(named.get('inherit_schema')),
    createConstraint: isTrue(named.get('create_constraint')),
    constraintName: nameOf(named.get('name')),
    length: numberOf(named.get('length')),
  };
  return { className, module, arguments: named as Arguments, enumeration };
}

/** The enumeration behind a type, also inside an array. */
export function enumOf(type: SqlType | undefined): EnumModel | undefined {
  if (!type) return undefined;
  return type.enumeration ?? enumOf(type.item);
}

/** Labels as far as they are known. */
export const knownLabels = (model: EnumModel): readonly string[] | undefined =>
  isUnknown(model.values) || model.values.some((value) => isUnknown(value)) ? undefined : (model.values as readonly string[]);
