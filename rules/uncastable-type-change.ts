import type { OperationOf } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { DEFAULT_VERSIONS, type Target } from '../src/target.js';
import { known } from '../src/value.js';
import { findColumn, sameTable } from './support/lookup.js';
import { columnObject, written } from './support/names.js';
import { pythonTable, remedy } from './support/remedy.js';
import { judge, knownTypeChange, type KnownTypeChange } from './support/type-change.js';

export default defineRule({
  id: 'uncastable-type-change',
  meta: {
    summary: 'A type change for which the database has no automatic cast.',
    category: 'fails-on-data',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade', 'downgrade'],
    messages: {
      needsUsing:
        'PostgreSQL does not cast `{{table}}.{{column}}` from {{from}} to {{to}} by itself: the statement is refused, also on an empty table. Add `{{using}}`, and make sure that every value can be read as {{to}}.',
      noCast:
        'PostgreSQL has no cast from {{from}} to {{to}} for `{{table}}.{{column}}`: the statement is refused, also on an empty table. Compute the new value in {{where}}, or add a new column, fill it, and switch.',
      default:
        'The default {{value}} of `{{table}}.{{column}}` cannot be cast from {{from}} to {{to}}: the statement is refused, also on an empty table, because USING applies to the rows and not to the default. Drop the default first, change the type, and set a default of the new type.',
    },
  },
  create: (context) => ({
    alterColumn(operation, step) {
      const change = knownTypeChange(operation, step);
      if (!change) return;
      const { castable } = judge(change, step, context.target);
      const data = words(change, step);
      const details = { object: columnObject(change.table, change.column), possible: change.hinted };
      if (change.using === 'none' && castable === 'needsUsing') context.report(operation, 'needsUsing', { data, ...details });
      else if (change.using !== 'expression' && castable === 'none') context.report(operation, 'noCast', { data, ...details });
      else {
        const value = stuckDefault(operation, change, step);
        if (value !== undefined) context.report(operation, 'default', { data: { ...data, value }, ...details });
      }
    },
  }),
});

const words = ({ table, column, from, to }: KnownTypeChange, step: Step): Record<string, string> => ({
  table: written(table),
  column,
  from,
  to,
  using: remedy(step, { alembic: `postgresql_using='${column}::${to}'`, sql: `USING ${column}::${to}` }),
  where: remedy(step, { alembic: `\`postgresql_using=\` of \`op.alter_column(${pythonTable(table).name}, '${column}', ...)\``, sql: '`USING`' }),
});

/** What is said here is true of all its versions. */
const POSTGRES: Target = { dialect: 'postgres', version: DEFAULT_VERSIONS.postgres };

/** The default that is still there when the type changes and has no automatic cast to the new type. */
function stuckDefault(operation: OperationOf<'alterColumn'>, change: KnownTypeChange, step: Step): string | undefined {
  const entry = findColumn(step.before, change.table, change.column);
  const value = known(entry?.column.default);
  if (value === undefined || /^null(?:::.*)?$/iu.test(value) || entry?.column.generated !== undefined || entry?.column.identity !== undefined) return undefined;
  // the server drops a default before it changes types, wherever the ALTER TABLE says so; Alembic sends two statements
  const droppedWithIt = step.steps.some(
    (other) => other.operation.kind === 'alterColumn' && other.operation !== operation && other.operation.statement === operation.statement && other.operation.set.type === undefined && other.operation.set.default === null && sameTable(other.operation.table, change.table) && known(other.operation.column) === change.column,
  );
  if (droppedWithIt) return undefined;
  const from = literalType(value, change.from);
  if (from === undefined) return undefined;
  const { castable } = judge({ from, to: change.to, using: 'none' }, step, POSTGRES);
  return castable === 'needsUsing' || castable === 'none' ? value : undefined;
}

/** The type that the server keeps a default in: a string literal takes the column's, other literals have one of their own, and that of an expression is not known. */
function literalType(value: string, column: string): string | undefined {
  if (/^'(?:[^']|'')*'(?:::[\w\s"().]+)?$/u.test(value)) return column;
  if (/^[+-]?\d+$/u.test(value)) return 'integer';
  if (/^[+-]?\d*\.\d+$/u.test(value)) return 'numeric';
  return /^(?:true|false)$/iu.test(value) ? 'boolean' : undefined;
}
