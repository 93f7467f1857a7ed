import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, isNull, unknownValue } from '../../evaluate/value.js';
import type { Draft, Name, SchemaObject } from '../../operation.js';
import { type Known, isUnknown, unknown } from '../../value.js';
import { bindArguments, stringOf, unknownFrom } from '../values.js';
import { nameFrom } from './arguments.js';
import { method, moduleNative } from '../natives.js';

/** `sqlalchemy_searchable`: a trigger that keeps a search vector up to date, and its function. */
export function searchableModule(name: string): NativeValue {
  const vectorizer: NativeValue = {
    kind: 'native',
    label: 'sqlalchemy_searchable.vectorizer',
    call: () => ({ kind: 'native', label: 'sqlalchemy_searchable.vectorizer()', call: (call) => call.positional[0] ?? NULL }),
    member: (property) => (property === 'clear' ? { kind: 'native', label: 'sqlalchemy_searchable.vectorizer.clear', call: () => NULL } : undefined),
  };
  return moduleNative(
    name,
    {
      sync_trigger: method('sqlalchemy_searchable.sync_trigger', (call) => trigger(call, true)),
      drop_trigger: method('sqlalchemy_searchable.drop_trigger', (call) => trigger(call, false)),
      make_searchable: method('sqlalchemy_searchable.make_searchable', () => NULL),
      vectorizer: () => vectorizer,
    },
    { other: (property, context) => unknownValue('unsupported', context.span, `${name}.${property}`) },
  );
}

function trigger(call: Call, create: boolean): Value {
  const given = bindArguments(call, ['conn', 'table_name', 'tsvector_column', 'indexed_columns', 'metadata', 'options', 'schema']).arguments;
  const schema = isNull(given.get('schema')) ? undefined : given.get('schema');
  const table: Known<Name> = nameFrom(given.get('table_name'), schema) ?? unknown('input', call.span);
  const column = stringOf(given.get('tsvector_column')) ?? unknownFrom(given.get('tsvector_column'));
  const stem = isUnknown(table) ? table : isUnknown(column) ? column : `${table.name}_${column}`;
  const named = (ending: string): Known<string> => (isUnknown(stem) ? stem : `${stem}_${ending}`);
  const objects: readonly SchemaObject[] = [
    { kind: 'trigger', name: named('trigger'), table },
    { kind: 'function', name: named('update'), ...(!isUnknown(table) && table.schema !== undefined && { schema: table.schema }) },
  ];
  const { span } = call;
  const dropped: Draft[] = objects.map((object) => ({ kind: 'dropObject', object, ifExists: true, span }));
  const made: Draft[] = [...objects].reverse().map((object) => ({ kind: 'createObject', object, span }));
  const filled: Draft = { kind: 'modifyRows', verb: 'update', table, filtered: false, ...(!isUnknown(column) && { columns: [column] }), span };
  call.emitStatements((create ? [...dropped, ...made, filled] : dropped).map((draft) => [draft]));
  return NULL;
}
