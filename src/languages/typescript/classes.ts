import type * as Es from 'oxc-parser';
import type { ClassBody, ClassMember, Expression, FunctionExpression, Statement } from '../../evaluate/core.js';
import { lowerExpression, lowerKey } from './expressions.js';
import { lowerFunction, unnamed } from './functions.js';
import { callAt, type FunctionScope, nameAt, type Place, placeOf, undefinedAt } from './nodes.js';

type Field = Es.PropertyDefinition | Es.AccessorProperty;

export function lowerClass(scope: FunctionScope, node: Es.Class): ClassBody {
  const place = placeOf(node);
  const fields: Statement[] = [];
  const members: ClassMember[] = [];
  let constructor: Es.Function | undefined;
  for (const element of node.body.body) {
    if (element.type === 'MethodDefinition') {
      if (element.kind === 'constructor') constructor = element.value.body ? element.value : constructor;
      else members.push(...lowerMethod(scope, element));
    } else if (element.type === 'PropertyDefinition' || element.type === 'AccessorProperty') {
      if (element.declare) continue;
      if (element.static) members.push(...lowerStatic(scope, element));
      else if (element.value) fields.push(lowerField(scope, element, element.value));
    }
  }
  const derived = node.superClass !== null && node.superClass !== undefined;
  members.push({ name: 'constructor', static: false, value: constructor ? written(scope, constructor, fields, derived) : implied(fields, derived, place) });
  return { name: node.id?.name ?? unnamed(place), bases: node.superClass ? [lowerExpression(scope, node.superClass)] : [], members, fields: [], ...place };
}

function nameOf(scope: FunctionScope, node: Es.MethodDefinition | Field): string | undefined {
  const key = lowerKey(scope, node.key, node.computed);
  return key.kind === 'text' ? key.text.text : undefined;
}

function lowerMethod(scope: FunctionScope, node: Es.MethodDefinition): ClassMember[] {
  const name = nameOf(scope, node);
  if (name === undefined || node.kind === 'set' || !node.value.body) return [];
  const { start } = placeOf(node);
  const method = lowerFunction(scope, node.value);
  const value: FunctionExpression = { ...method, name, accessor: node.kind === 'get' || undefined, start, header: { start, end: method.header.end } };
  return [{ name, static: node.static, value }];
}

function lowerStatic(scope: FunctionScope, node: Field): ClassMember[] {
  const name = nameOf(scope, node);
  return name === undefined ? [] : [{ name, static: true, value: node.value ? lowerExpression(scope, node.value) : undefinedAt(placeOf(node)) }];
}

function lowerField(scope: FunctionScope, node: Field, value: Es.Expression): Statement {
  const place = placeOf(node);
  const key = lowerKey(scope, node.key, node.computed);
  const object = nameAt('this', place);
  const target = key.kind === 'text' ? ({ kind: 'member', object, property: key.text.text, ...place } as const) : ({ kind: 'item', object, index: key, ...place } as const);
  return { kind: 'assign', targets: [target], value: lowerExpression(scope, value), declares: false, ...place };
}

/** Fields are set when the constructor of the base has run. */
function written(scope: FunctionScope, node: Es.Function, fields: readonly Statement[], derived: boolean): Expression {
  if (!derived) return lowerFunction(scope, node, { before: fields });
  const lowered = lowerFunction(scope, node);
  const at = lowered.body.findIndex((statement) => statement.kind === 'expression' && callsBase(statement.value)) + 1;
  return { ...lowered, body: [...lowered.body.slice(0, at), ...fields, ...lowered.body.slice(at)] };
}

const callsBase = (expression: Expression): boolean => expression.kind === 'call' && expression.callee.kind === 'name' && expression.callee.name === '(super)';

function implied(fields: readonly Statement[], derived: boolean, place: Place): Expression {
  const given = nameAt('(given)', place);
  const base = callAt(nameAt('(super)', place), [{ form: 'positional', value: nameAt('__class__', place) }, { form: 'positional', value: nameAt('this', place) }, { form: 'spread', value: given }], place);
  return {
    kind: 'function',
    name: 'constructor',
    parameters: derived ? [{ target: given, form: 'rest' }] : [],
    body: [...(derived ? [{ kind: 'expression', value: base, ...place } as const] : []), ...fields],
    receiver: 'this',
    header: { start: place.start, end: place.start },
    ...place,
  };
}
