import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, nativeFunction, plainText } from '../../evaluate/value.js';
import type { SchemaObject } from '../../operation.js';
import { isUnknown } from '../../value.js';
import { qualifiedName, sequenceDefault } from './defaults.js';
import { expressionNative, plainExpression } from './expressions.js';
import type { SequenceModel } from './model.js';
import { LABELS } from './model.js';
import type { SqlAlchemyOptions } from './options.js';
import { booleanOf, isTrue, mapKnown } from '../values.js';

export const sequenceObject = (model: SequenceModel): SchemaObject => ({
  kind: 'sequence',
  name: mapKnown(model.name, (name) => name.name),
  ...(!isUnknown(model.name) && model.name.schema !== undefined && { schema: model.name.schema }),
});

/** `Sequence(name, start=, increment=, schema=, optional=)`. */
export function sequence(call: Call, options: SqlAlchemyOptions): NativeValue {
  const model: SequenceModel = { name: qualifiedName(call.named.get('name') ?? call.positional[0], call.named.get('schema')), optional: isTrue(call.named.get('optional')), span: call.span };
  const runs = options.target.dialect === 'postgres' || options.target.dialect === 'oracle' || options.target.dialect === 'mssql' || options.target.dialect === 'mariadb';
  const run = (verb: 'create' | 'drop') => (inner: Call): Value => {
    // both look first whether it is there
    const checkfirst = booleanOf(inner.named.get('checkfirst') ?? inner.positional[1]) !== false;
    const object = sequenceObject(model);
    if (runs) inner.emit([verb === 'create' ? { kind: 'createObject', object, ...(checkfirst && { ifNotExists: true }), span: inner.span } : { kind: 'dropObject', object, ...(checkfirst && { ifExists: true }), span: inner.span }]);
    return NULL;
  };
  return {
    kind: 'native',
    label: LABELS.sequence,
    data: model,
    span: call.span,
    truth: () => true,
    member: (property) => {
      if (property === 'create' || property === 'drop') return nativeFunction(`sqlalchemy.Sequence.${property}`, run(property));
      if (property === 'next_value') return nativeFunction('sqlalchemy.Sequence.next_value', () => expressionNative(plainExpression(sequenceDefault(model.name)), options));
      if (property === 'name') return isUnknown(model.name) ? undefined : plainText(model.name.name);
      return undefined;
    },
  };
}
