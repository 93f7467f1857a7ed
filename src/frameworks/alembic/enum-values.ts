import { quoteName } from '../../dialects/postgres-types.js';
import type { Call, Value } from '../../evaluate/value.js';
import { NULL, isNull } from '../../evaluate/value.js';
import type { Draft, Name } from '../../operation.js';
import { type Known, isUnknown, unknown } from '../../value.js';
import { bindArguments, listOf, mapKnown, stringOf, unknownFrom } from '../values.js';
import { nameFrom } from './arguments.js';
import { type Maker, moduleNative } from '../natives.js';

/** A column that uses the enumeration, as `TableReference(...)` or a tuple names it. */
interface AffectedColumn {
  readonly table: Known<Name>;
  readonly column: Known<string>;
  readonly array: boolean;
  readonly default?: Known<string>;
}
const LABEL = 'alembic_postgresql_enum.TableReference';

function affectedColumn(value: Value, schema: Value | undefined): AffectedColumn {
  if (value.kind === 'native' && value.label === LABEL) return value.data as AffectedColumn;
  const [table, column] = value.kind === 'list' ? value.items : [];
  return { table: nameFrom(table, schema) ?? unknownFrom(value), column: stringOf(column) ?? unknownFrom(value), array: false };
}

/** The module `alembic_postgresql_enum`. */
export function enumModule(name: string): Value {
  const member = (text: string): Value => ({ kind: 'text', text: { text, pieces: [], holes: [] } });
  const makers: Record<string, Maker> = {
    TableReference: () => ({
      kind: 'native',
      label: 'alembic_postgresql_enum.TableReference.class',
      call: (call) => {
        const given = bindArguments(call, ['table_schema', 'table_name', 'column_name', 'column_type', 'existing_server_default']).arguments;
        const existing = stringOf(given.get('existing_server_default'));
        const data: AffectedColumn = {
          table: nameFrom(given.get('table_name'), given.get('table_schema')) ?? unknown('input', call.span),
          column: stringOf(given.get('column_name')) ?? unknown('input', call.span),
          array: stringOf(given.get('column_type')) === 'ARRAY',
          ...(existing !== undefined && { default: existing }),
        };
        return { kind: 'native', label: LABEL, data, span: call.span };
      },
    }),
    ColumnType: () => ({ kind: 'native', label: 'alembic_postgresql_enum.ColumnType', member: (property) => (property === 'ARRAY' || property === 'COMMON' ? member(property) : undefined) }),
  };
  return moduleNative(name, makers);
}

const textsOf = (value: Value | undefined, call: Call): readonly string[] | undefined => {
  const texts = listOf(value, call)?.map((item) => stringOf(item));
  return texts?.every((text) => typeof text === 'string') ? (texts as string[]) : undefined;
};

/**
 * Two libraries share the name of this operation. `(schema, name, old values, new values)` adds labels and removes none;
 * `(schema, name, new values, affected columns)` builds the type anew and moves the columns over.
 */
export function syncEnumValues(call: Call): Value {
  const given = bindArguments(call, ['enum_schema', 'enum_name', 'new_values', 'affected_columns', 'enum_values_to_rename']).arguments;
  const schema = given.get('enum_schema') ?? given.get('schema');
  const type = nameFrom(given.get('enum_name') ?? given.get('name'), schema) ?? unknown('input', call.span);
  const fourth = given.get('affected_columns');
  const added = given.has('old_values') ? textsOf(given.get('new_values'), call) : fourth && textsOf(fourth, call);
  if (added && (given.has('old_values') || added.length > 0)) {
    const before = new Set(textsOf(given.get(given.has('old_values') ? 'old_values' : 'new_values'), call) ?? []);
    const drafts = added.filter((value) => !before.has(value)).map((value): Draft[] => [{ kind: 'alterEnum', name: type, addValue: value, ifNotExists: true, span: call.span }]);
    call.withTransaction(false, () => call.emitStatements(drafts));
    return NULL;
  }
  call.emitStatements(rebuild(call, type, given.get('new_values'), fourth, schema));
  return NULL;
}

function rebuild(call: Call, type: Known<Name>, values: Value | undefined, columns: Value | undefined, schema: Value | undefined): Draft[][] {
  const { span } = call;
  const old = mapKnown(type, (name): Name => ({ ...name, name: `${name.name}_old` }));
  const labels = textsOf(values, call) ?? unknownFrom(values);
  const affected = isNull(columns) ? [] : listOf(columns, call)?.map((column) => affectedColumn(column, schema));
  const statements: Draft[][] = [
    [{ kind: 'alterEnum', name: type, to: isUnknown(old) ? old : old.name, span }],
    [{ kind: 'createEnum', name: type, values: labels, span }],
  ];
  if (!affected) statements.push([{ kind: 'opaque', reason: 'changes the type of columns that cannot be read here', touches: 'anything', span }]);
  for (const { table, column, array, default: existing } of affected ?? []) {
    const typeName = mapKnown(type, (name) => `${name.schema === undefined ? '' : `${quoteName(name.schema)}.`}${quoteName(name.name)}${array ? '[]' : ''}`);
    const using = isUnknown(column) ? column : mapKnown(typeName, (text) => `${quoteName(column)}::text${array ? '[]' : ''}::${text}`);
    if (existing !== undefined) statements.push([{ kind: 'alterColumn', table, column, set: { default: null }, span }]);
    statements.push([{ kind: 'alterColumn', table, column, set: { type: typeName }, using, span }]);
    if (existing !== undefined) statements.push([{ kind: 'alterColumn', table, column, set: { default: existing }, span }]);
  }
  statements.push([{ kind: 'dropEnum', name: old, span }]);
  return statements;
}
