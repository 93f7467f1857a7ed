import { partKey } from '../src/catalog/names.js';
import type { Column, Name } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import type { Target } from '../src/target.js';
import { isUnknown, known, type Known } from '../src/value.js';
import { findColumn, sameTable } from './support/lookup.js';
import { columnObject, written } from './support/names.js';
import { isStepOf, type StepOf } from './support/steps.js';

export default defineRule({
  id: 'lost-column-attributes',
  meta: {
    summary: 'A change that states the whole column again drops the attributes that it does not repeat.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres', 'mysql', 'mariadb'],
    directions: ['upgrade', 'downgrade'],
    messages: {
      lost: '`{{table}}.{{column}}` loses {{attributes}} here: {{who}}, and what it does not repeat is gone. Repeat {{them}}.',
    },
  },
  create: (context) => ({
    alterColumn(operation, step) {
      const table = known(operation.table);
      const column = known(operation.column);
      if (table === undefined || column === undefined || !isStepOf(step, 'alterColumn')) return;
      const group = respecification(step, table, column, context.target);
      // told once, at the first of the statements
      if (group === undefined || group[0] !== step || !step.world.existing(step, table) || step.world.newColumn(step, table, column)) return;
      const before = findColumn(step.before, table, column);
      const after = findColumn(group[group.length - 1]?.after ?? step.after, table, column);
      if (!before?.complete || before.uncertain || !after) return;
      const lost = lostAttributes(before.column, after.column);
      if (lost.length === 0) return;
      context.report(operation, 'lost', {
        data: { table: written(table), column, attributes: lost.join(' and '), who: restater(step, context.target), them: lost.length > 1 ? 'them' : 'it' },
        object: columnObject(table, column),
        ...(before.made.span ? { related: [{ message: `\`${written(table)}.${column}\` got its present form here`, span: before.made.span }] } : {}),
      });
    },
  }),
});

const isMysql = ({ dialect }: Target): boolean => dialect === 'mysql' || dialect === 'mariadb';
/** Builders whose change of a column states all of it again, in several statements on PostgreSQL. */
const RESTATING = new Set(['knex', 'sequelize']);

/** The steps by which one call or clause states a column again; `undefined` for a change of single attributes. */
function respecification(step: StepOf<'alterColumn'>, table: Name, column: string, target: Target): readonly Step[] | undefined {
  if (isMysql(target)) return step.operation.set.type !== undefined && step.operation.set.nullable !== undefined ? [step] : undefined;
  if (!RESTATING.has(step.migration.framework)) return undefined;
  const { span } = step.operation;
  const same = step.steps.filter((other) => isStepOf(other, 'alterColumn') && sameTable(other.operation.table, table) && partKey(known(other.operation.column) ?? '') === partKey(column) && other.operation.span.start === span.start && other.operation.span.end === span.end);
  // what somebody writes as SQL has a place of its own for each clause
  return same.length > 1 && same.some(({ operation }) => operation.kind === 'alterColumn' && operation.set.type !== undefined) ? same : undefined;
}

/** What is gone although something else was the point of the change. */
function lostAttributes(before: Column, after: Column): readonly string[] {
  const isRetyped = differs(before.type, after.type);
  const isRelaxed = before.nullable === false && after.nullable === true;
  const lost: string[] = [];
  if (isRelaxed && isRetyped) lost.push('NOT NULL');
  const value = known(before.default);
  if (value !== undefined && !/^null\b/iu.test(value) && !value.startsWith('nextval(') && after.default === undefined && (isRetyped || isRelaxed || before.nullable !== after.nullable)) lost.push(`DEFAULT ${value}`);
  const comment = known(before.comment);
  if (comment !== undefined && comment !== '' && after.comment === undefined && isRetyped) lost.push('its comment');
  return lost;
}

const differs = (left: Known<string>, right: Known<string>): boolean => !isUnknown(left) && !isUnknown(right) && left !== right;

function restater(step: Step, target: Target): string {
  const name = { knex: 'Knex', sequelize: 'Sequelize', kysely: 'Kysely' }[step.migration.framework];
  if (!isMysql(target)) return `${name ?? 'the framework'} states the whole column again`;
  return `${target.dialect === 'mysql' ? 'MySQL' : 'MariaDB'} replaces the whole definition`;
}
