import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { isNull, nativeFunction, plainText } from '../../evaluate/value.js';
import type { Column } from '../../operation.js';
import { isUnknown, unknown } from '../../value.js';
import { expressionHooks } from './expressions.js';
import { serverDefault } from './defaults.js';
import type { CheckModel, ColumnModel, ForeignKeyModel, SequenceModel, SqlType } from './model.js';
import { LABELS, asConstraint, asExpression, asSequence } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import type { Arguments } from '../values.js';
import { booleanOf, isTrue, stringOf } from '../values.js';
import { forDialect, renderType } from './types/render.js';
import { asType } from './types/resolve.js';

interface ColumnArguments {
  readonly name?: Value;
  readonly type?: Value;
  readonly items: readonly Value[];
}

/** `Column(name?, type?, *items, name=, type_=)`: name and type are told by what they are. */
function sortArguments(call: Call): ColumnArguments {
  const rest = [...call.positional];
  let name = call.named.get('name');
  let type = call.named.get('type_');
  const first = rest[0];
  if (!name && first && (first.kind === 'text' || isNull(first) || (first.kind === 'native' && first.text && !asExpression(first) && !asType(first)) || (first.kind === 'unknown' && rest.length > 1))) {
    name = first;
    rest.shift();
  }
  const next = rest[0];
  if (!type && next && !isItem(next)) {
    type = next;
    rest.shift();
  }
  return { name, type, items: rest };
}

const isItem = (value: Value): boolean =>
  value.kind === 'native' && (asConstraint(value) !== undefined || asSequence(value) !== undefined || value.label === LABELS.identity || value.label === LABELS.computed || value.label === LABELS.fetched || value.label === 'sqlalchemy.DefaultClause');

/** The type of a value in type position; what is no type that we know may still be one of the project. */
function typeAt(value: Value | undefined, call: Call, options: SqlAlchemyOptions): SqlType | undefined {
  if (value === undefined || isNull(value)) return undefined;
  return asType(value, call, options.target) ?? { className: '', module: 'generic', arguments: new Map(), text: unknown('unsupported', 'span' in value ? value.span : undefined) };
}

export function columnModel(call: Call, options: SqlAlchemyOptions): ColumnModel {
  const given = sortArguments(call);
  return columnFrom(given.name, typeAt(given.type, call, options), given.items, call.named, call, options);
}

export function columnFrom(nameValue: Value | undefined, type: SqlType | undefined, items: readonly Value[], named: Arguments, call: Pick<Call, 'span' | 'complete'>, options: SqlAlchemyOptions): ColumnModel {
  const foreignKeys: ForeignKeyModel[] = [];
  const checks: CheckModel[] = [];
  let sequence: SequenceModel | undefined;
  let filled = serverDefault(named.get('server_default'), options);
  for (const item of items) {
    const constraint = asConstraint(item);
    if (constraint?.type === 'foreignKey') foreignKeys.push(constraint);
    else if (constraint?.type === 'check') checks.push(constraint);
    else if (asSequence(item)) sequence = asSequence(item);
    else if (isItem(item)) filled = { ...filled, ...serverDefault(item, options) };
  }
  const clientDefault = named.get('default');
  sequence ??= asSequence(clientDefault);
  const primaryKey = isTrue(named.get('primary_key'));
  const name = stringOf(nameValue) ?? (nameValue && !isNull(nameValue) ? unknown('input', call.span) : unknown(call.complete ? 'unsupported' : 'input', call.span));
  const collation = type && !isUnknown(type) ? stringOf(forDialect(type, options.target.dialect).arguments.get('collation')) : undefined;
  const comment = stringOf(named.get('comment'));
  const identity = filled.identity;
  const column: Column = {
    name,
    type: type ? renderType(type, options.target) : unknown('unsupported', call.span),
    nullable: identity !== undefined ? isTrue(named.get('nullable')) : (booleanOf(named.get('nullable')) ?? !primaryKey),
    ...(filled.default !== undefined && filled.default !== 'NULL' && { default: filled.default }),
    ...(identity !== undefined && { identity }),
    ...(filled.generated !== undefined && { generated: filled.generated }),
    ...(comment !== undefined && { comment }),
    ...(typeof collation === 'string' && { collation }),
    ...(clientDefault && !isNull(clientDefault) && !asSequence(clientDefault) && { clientDefault: true }),
    span: call.span,
  };
  const autoincrement = named.get('autoincrement');
  const increments = autoincrement?.kind === 'constant' && typeof autoincrement.value === 'boolean' ? autoincrement.value : stringOf(autoincrement) === 'ignore_fk' ? 'ignore_fk' : 'auto';
  return {
    column,
    key: stringOf(named.get('key')) ?? name,
    type,
    primaryKey,
    unique: isTrue(named.get('unique')),
    index: isTrue(named.get('index')),
    autoincrement: increments,
    foreignKeys,
    checks,
    sequence,
    span: call.span,
  };
}

/** `sa.Column(...)`: a definition, and an expression where it is used as one. */
export function columnNative(model: ColumnModel, options: SqlAlchemyOptions, typeValue?: Value): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: LABELS.column,
    data: model,
    span: model.span,
    member: (property) => {
      switch (property) {
        case 'name': return isUnknown(model.column.name) ? undefined : plainText(model.column.name);
        case 'key': return isUnknown(model.key) ? undefined : plainText(model.key);
        case 'type': return typeValue;
        case 'nullable': case 'primary_key': {
          const flag = property === 'nullable' ? model.column.nullable : model.primaryKey;
          return isUnknown(flag) ? undefined : { kind: 'constant', value: flag };
        }
        case 'copy': case '_copy': return nativeFunction('sqlalchemy.Column.copy', () => self);
        default: return hooks.method(property);
      }
    },
    truth: () => true,
  };
  const hooks = expressionHooks(() => asExpression(self) ?? { sql: unknown('input'), reads: [], from: [], precedence: 9 }, options);
  return Object.assign(self, { binary: hooks.binary, unary: hooks.unary, item: hooks.item });
}

export function column(call: Call, options: SqlAlchemyOptions): Value {
  const given = sortArguments(call);
  return columnNative(columnModel(call, options), options, given.type);
}
