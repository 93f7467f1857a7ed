import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import { plainText } from '../../evaluate/value.js';
import type { ColumnState } from '../../framework.js';
import type { Condition } from '../../operation.js';
import { isUnknown } from '../../value.js';
import { type Maker, gives, lazyNative } from '../natives.js';
import type { SqlAlchemyOptions } from '../sqlalchemy/options.js';

const SELECTS = /^\s*select\s+(data_type|is_nullable)\s+from\s+information_schema\.columns\b/iu;

/** `data_type` as the information schema has it: without lengths, and nothing that would have to be guessed. */
function dataType(type: string): string | undefined {
  if (type.endsWith('[]')) return 'ARRAY';
  const plain = type.replace(/\([^()]*\)/u, '').replace(/ {2,}/gu, ' ').trim();
  return PLAIN.has(plain) ? plain : undefined;
}
const PLAIN = new Set([
  'character varying', 'character', 'text', 'json', 'jsonb', 'smallint', 'integer', 'bigint', 'boolean', 'uuid', 'numeric', 'real', 'double precision', 'date', 'bytea', 'inet', 'interval', 'xml',
  'timestamp without time zone', 'timestamp with time zone', 'time without time zone', 'time with time zone',
]);

function answerOf(asked: string, { column }: ColumnState): string | undefined {
  if (asked === 'data_type') return isUnknown(column.type) ? undefined : dataType(column.type);
  return isUnknown(column.nullable) ? undefined : column.nullable ? 'YES' : 'NO';
}

/** What a query for an attribute of one column returns, where the history made that column: one row with one value. */
export function columnAnswer({ schema, target }: SqlAlchemyOptions, context: Context, sql: string, condition: Condition): Value | undefined {
  const asked = SELECTS.exec(sql)?.[1]?.toLowerCase();
  if (asked === undefined || target.dialect !== 'postgres' || condition.is !== 'exists' || condition.fact.ask !== 'column') return undefined;
  const { table, column } = condition.fact;
  if (isUnknown(table) || isUnknown(column)) return undefined;
  const state = schema?.(context)?.table(table);
  const entry = state?.uncertain === false ? state.columns.get(column) : undefined;
  const text = entry && !entry.uncertain ? answerOf(asked, entry) : undefined;
  return text === undefined ? undefined : oneRow(asked, plainText(text));
}

function oneRow(name: string, value: Value): NativeValue {
  const row: NativeValue = { kind: 'native', label: 'database.row', truth: () => true, item: () => value, member: (property) => (property === name ? value : property === '_mapping' ? row : undefined), iterate: () => [value] };
  const rows: Value = { kind: 'list', form: 'list', items: [row], complete: true };
  const makers: [string, Maker][] = [
    ...['fetchone', 'first', 'one', 'one_or_none'].map((each): [string, Maker] => [each, gives(`database.${each}`, () => row)]),
    ...['scalar', 'scalar_one', 'scalar_one_or_none'].map((each): [string, Maker] => [each, gives(`database.${each}`, () => value)]),
    ...['fetchall', 'all'].map((each): [string, Maker] => [each, gives(`database.${each}`, () => rows)]),
  ];
  return lazyNative('database.result', Object.fromEntries(makers), { iterate: () => [row], truth: () => true });
}
