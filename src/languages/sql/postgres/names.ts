import type { Node, RangeVar, TypeName } from 'libpg-query';
import { canonicalType } from '../../../dialects/postgres-types.js';
import type { Name } from '../../../operation.js';
import { type Known, unknown } from '../../../value.js';
import { isHoled, knownPart } from './statement.js';

/** A name with its schema; `public`, the default schema, is left out. */
export function nameFrom(parts: readonly string[]): Known<Name> {
  const name = parts[parts.length - 1];
  const schema = parts[parts.length - 2];
  if (name === undefined || isHoled(name) || (schema !== undefined && isHoled(schema))) return unknown('input');
  return schema === undefined || schema === 'public' ? { name } : { schema, name };
}

export const relationName = (relation: RangeVar | undefined): Known<Name> =>
  nameFrom([...(relation?.schemaname === undefined ? [] : [relation.schemaname]), relation?.relname ?? '']);

/** The texts of a list of String nodes. */
export function stringsOf(nodes: readonly Node[] | undefined): string[] {
  const out: string[] = [];
  for (const node of nodes ?? []) if ('String' in node) out.push(node.String.sval ?? '');
  return out;
}

/** The identifiers that a node is made of: a string, a list of strings, a type's name, a function with its arguments. */
export function partsOf(node: Node | undefined): string[] {
  if (!node) return [];
  if ('String' in node) return [node.String.sval ?? ''];
  if ('List' in node) return (node.List.items ?? []).flatMap(partsOf);
  if ('TypeName' in node) return stringsOf(node.TypeName.names);
  if ('ObjectWithArgs' in node) return stringsOf(node.ObjectWithArgs.objname);
  if ('RangeVar' in node) return [...(node.RangeVar.schemaname === undefined ? [] : [node.RangeVar.schemaname]), node.RangeVar.relname ?? ''];
  return [];
}

export const knownNames = (names: readonly string[]): Known<string>[] => names.map(knownPart);

const SECOND_FIELDS: readonly (readonly [number, string])[] = [
  [1 << 2, 'year'], [1 << 1, 'month'], [1 << 3, 'day'], [1 << 10, 'hour'], [1 << 11, 'minute'], [1 << 12, 'second'],
];

/** The fields of an interval are a bit mask in the syntax tree. */
function intervalFields(mask: number): string {
  const fields = SECOND_FIELDS.filter(([bit]) => (mask & bit) !== 0).map(([, field]) => field);
  if (fields.length === 0 || fields.length === SECOND_FIELDS.length) return '';
  const [first, last] = [fields[0] ?? '', fields[fields.length - 1] ?? ''];
  return first === last ? ` ${first}` : ` ${first} to ${last}`;
}

function constantText(node: Node): string {
  if ('A_Const' in node) {
    const value = node.A_Const;
    if (value.ival) return String(value.ival.ival ?? 0);
    if (value.fval) return value.fval.fval ?? '';
    if (value.sval) return `'${value.sval.sval ?? ''}'`;
    return '';
  }
  if ('ColumnRef' in node) return stringsOf(node.ColumnRef.fields).join('.');
  return '?';
}

/** The type as `format_type` prints it; `unknown` where a part of it is. */
export function typeOf(type: TypeName | undefined): Known<string> {
  if (!type) return unknown('unsupported');
  const names = stringsOf(type.names);
  const args = (type.typmods ?? []).map(constantText);
  if ([...names, ...args].some(isHoled)) return unknown('input');
  const array = (type.arrayBounds?.length ?? 0) > 0 ? '[]' : '';
  if (type.pct_type) return unknown('database');
  if (names[names.length - 1] === 'interval' && args.length > 0) {
    const [mask, precision] = args;
    return `interval${intervalFields(Number(mask))}${precision === undefined ? '' : `(${precision})`}${array}`;
  }
  const quoted = names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
  return canonicalType(quoted + (args.length > 0 ? `(${args.join(',')})` : '') + array);
}
