import { defineRule } from '../src/rule.js';
import type { Dialect, Target } from '../src/target.js';
import { columnObject, written } from './support/names.js';
import { isBounded, judge, knownTypeChange, typeFamily } from './support/type-change.js';

const SERVERS: Readonly<Record<Dialect, string>> = { postgres: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB', sqlite: 'SQLite', mssql: 'SQL Server', oracle: 'Oracle' };
const isMysql = ({ dialect }: Target): boolean => dialect === 'mysql' || dialect === 'mariadb';

export default defineRule({
  id: 'lossy-type-change',
  meta: {
    summary: "A column's type change can alter or truncate stored values.",
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    directions: ['upgrade', 'downgrade'],
    messages: {
      truncates:
        '`{{table}}.{{column}}` changes from {{from}} to {{to}} with an explicit cast: PostgreSQL cuts off what does not fit, without an error. Leave the cast out so that a value which is too long raises, or look for such values first: `SELECT count(*) FROM {{table}} WHERE length({{column}}::text) > ...`.',
      rounds:
        '`{{table}}.{{column}}` changes from {{from}} to {{to}}: {{server}} rounds the values silently. Check first that no row needs the digits (`SELECT count(*) FROM {{table}} WHERE {{column}} <> CAST({{column}} AS {{to}})`), or add a new column, copy, compare, and switch.',
      loses:
        '`{{table}}.{{column}}` changes from {{from}} to {{to}}: part of what the values say is dropped silently. Add a new column, copy, compare, and switch, so that the old values are there until nobody needs them.',
      mayFail:
        '`{{table}}.{{column}}` changes from {{from}} to {{to}}: the statement fails with the first value that does not fit, after it has locked and scanned the table{{mode}}. Look for such values first, and put them right in a migration before this one.',
      timezone:
        '`{{table}}.{{column}}` changes from {{from}} to {{to}}: PostgreSQL converts in the time zone of the session that runs the migration, so the same migration gives other values elsewhere. Say which one: `USING {{column}} AT TIME ZONE \'UTC\'`.',
    },
  },
  create: (context) => ({
    alterColumn(operation, step) {
      const change = knownTypeChange(operation, step);
      if (!change || change.using === 'expression') return;
      const { table, column, from, to } = change;
      if (!step.world.populated(step, table) || step.world.newColumn(step, table, column)) return;
      const { castable, loss } = judge(change, step, context.target);
      // what PostgreSQL refuses loses nothing: uncastable-type-change says so
      if (castable === undefined || castable === 'none' || (castable === 'needsUsing' && change.using === 'none')) return;
      if (loss === undefined || loss === 'none') return;
      // from one family to another the author converts on purpose, and an error loses nothing
      if (loss === 'mayFail' && typeFamily(from) !== typeFamily(to)) return;
      // a downgrade that takes back a widening fails on new values instead of changing them
      if (step.direction === 'downgrade' && (loss === 'mayFail' || loss === 'timezone')) return;
      if (isBounded(step, table, column)) return;
      context.report(operation, loss, {
        data: { table: written(table), column, from, to, server: SERVERS[context.target.dialect], mode: isMysql(context.target) ? ' (without strict mode the value is cut off silently)' : '' },
        object: columnObject(table, column),
        possible: change.hinted || step.world.opaque(step, table),
        ...(loss === 'mayFail' || step.direction === 'downgrade' ? { severity: 'warning' as const } : {}),
      });
    },
  }),
});
