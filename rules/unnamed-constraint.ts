import { constraintColumns } from '../src/catalog/names.js';
import type { Constraint, Name, OperationOf } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { sameTable } from './support/lookup.js';
import { constraintObject, written } from './support/names.js';
import { pythonTable, remedy } from './support/remedy.js';
import { stepsOf } from './support/steps.js';

export default defineRule({
  id: 'unnamed-constraint',
  meta: {
    summary: 'A constraint is dropped without a name, or created in a way that later cannot be dropped by name.',
    category: 'rollback',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      droppedByNone:
        'A {{kind}} of `{{table}}` is dropped by the name `None`: Alembic raises CompileError when this line runs, because a constraint can only be dropped by its name. Name it on both sides: create and drop it as `{{name}}`.',
      createdUnnamed:
        'A {{kind}} of `{{table}}` is created without a name: the database makes one up, and whoever drops it has to guess it. Give it a name here, and drop it by that name: `{{create}}`.',
    },
  },
  create: (context) => ({
    dropConstraint(operation, step) {
      const table = known(operation.table);
      if (table === undefined || operation.constraint !== undefined || step.world.rollback === 'forward-only') return;
      const created = partner(operation, step);
      const name = suggestedName(table, created);
      context.report(operation, 'droppedByNone', {
        data: { kind: KINDS[operation.type ?? created?.type ?? 'check'], table: written(table), name },
        object: constraintObject(table, known(created?.name) ?? name),
      });
    },
    addConstraint(operation, step) {
      const table = known(operation.table);
      const { constraint } = operation;
      if (!context.strict || step.direction !== 'upgrade' || step.migration.framework !== 'alembic' || table === undefined) return;
      if (constraint.named || operation.inline || step.world.namingConvention || constraint.type === 'primaryKey') return;
      if (step.world.rollback === 'forward-only' || !step.world.existing(step, table) || goesWithItsColumns(step, table, constraint)) return;
      const name = suggestedName(table, constraint);
      context.report(operation, 'createdUnnamed', {
        data: {
          kind: KINDS[constraint.type],
          table: written(table),
          create: remedy(step, { alembic: `${CALLS[constraint.type]}('${name}', ${pythonTable(table).name}, ...)`, sql: `ALTER TABLE ${written(table)} ADD CONSTRAINT ${name} ...` }),
        },
        object: constraintObject(table, known(constraint.name) ?? name),
        severity: 'warning',
      });
    },
  }),
});

const KINDS: Readonly<Record<Constraint['type'], string>> = { primaryKey: 'primary key', unique: 'unique constraint', foreignKey: 'foreign key', check: 'constraint', exclude: 'exclusion constraint' };
const CALLS: Readonly<Record<Constraint['type'], string>> = {
  primaryKey: 'op.create_primary_key',
  unique: 'op.create_unique_constraint',
  foreignKey: 'op.create_foreign_key',
  check: 'op.create_check_constraint',
  exclude: 'op.create_exclude_constraint',
};

/** The unnamed constraint of the upgrade that a downgrade means to drop. */
function partner(operation: OperationOf<'dropConstraint'>, step: Step): Constraint | undefined {
  const unnamed = stepsOf(step.upgradeSteps, 'addConstraint').filter(
    (other) => !other.operation.constraint.named && sameTable(other.operation.table, operation.table) && (operation.type === undefined || operation.type === other.operation.constraint.type),
  );
  return unnamed[0]?.operation.constraint;
}

function suggestedName(table: Name, constraint: Constraint | undefined): string {
  const columns = (constraint && constraintColumns(constraint)) ?? [];
  if (constraint?.type === 'foreignKey') return ['fk', table.name, ...columns, known(constraint.references.table)?.name].filter((part) => part !== undefined).join('_');
  const prefix = constraint?.type === 'unique' ? 'uq' : constraint?.type === 'primaryKey' ? 'pk' : constraint?.type === 'check' ? 'ck' : 'fk';
  return [prefix, table.name, ...columns].join('_');
}

/** The downgrade drops the table or a column of the constraint, and the constraint with it; or by `None`, which is reported there. */
function goesWithItsColumns(step: Step, table: Name, constraint: Constraint): boolean {
  const { operations } = step.migration.downgrade;
  const columns = constraintColumns(constraint) ?? [];
  return operations.some((operation) => {
    if (operation.kind === 'dropTable') return sameTable(operation.table, table);
    if (operation.kind === 'dropColumn') return sameTable(operation.table, table) && columns.includes(known(operation.column) ?? '');
    return operation.kind === 'dropConstraint' && operation.constraint === undefined && sameTable(operation.table, table);
  });
}
