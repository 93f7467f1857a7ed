import { mentionsLiteral } from '../src/catalog/text.js';
import type { Related } from '../src/finding.js';
import { defineRule, type Step } from '../src/rule.js';
import type { EnumType } from '../src/catalog/catalog.js';
import type { Constraint, OperationOf } from '../src/operation.js';
import { known, type Known } from '../src/value.js';
import { enumObject, written } from './support/names.js';
import { enumOf, findColumn } from './support/lookup.js';
import { outsideTransaction } from './support/frameworks.js';

export default defineRule({
  id: 'enum-value-used-before-commit',
  meta: {
    summary: 'A new enum value is used in the transaction that adds it.',
    category: 'fails-on-data',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade', 'downgrade'],
    messages: {
      used:
        "`{{value}}` was added to `{{name}}` in this transaction, and PostgreSQL does not let it be used before that has ended: this fails with 55P04. Add the value {{outside}}, or in a migration before this one that has a transaction of its own.",
      written:
        "`{{value}}` was added to `{{name}}` in this transaction, and `{{column}}` is written after it: if the new value is among what is written, PostgreSQL refuses it with 55P04 as long as the transaction has not ended. Add the value {{outside}}, or in a migration before this one that has a transaction of its own.",
    },
  },
  create: (context) => ({
    alterEnum(operation, step) {
      const [name, value] = [known(operation.name), known(operation.addValue)];
      if (name === undefined || value === undefined || step.inTransaction !== true) return;
      const type = enumOf(step.after, written(name));
      if (!type || (isNewHere(step, type) && (context.target.version[0] ?? 0) >= 17)) return;
      const related: Related[] = [{ message: `\`${value}\` is added here`, span: operation.span }];
      for (const use of untilCommit(step)) {
        const found = useOf(use, type, value);
        if (!found) continue;
        const data = { value, name: written(name), outside: outsideTransaction(step), column: found.column ?? '' };
        context.report(use.operation, found.column === undefined ? 'used' : 'written', { data, object: enumObject(name), related, possible: found.column !== undefined });
        return;
      }
    },
  }),
});

const isNewHere = (step: Step, type: EnumType): boolean => step.before.enums.size > 0 && enumOf(step.steps[0]?.before ?? step.before, written(type.name)) === undefined && type.complete;

function* untilCommit(step: Step): Generator<Step> {
  for (const other of step.steps.slice(step.index + 1)) {
    const { operation } = other;
    if (other.inTransaction !== true || (operation.kind === 'transaction' && operation.verb !== 'savepoint')) return;
    yield other;
  }
}

/** How a step uses the value: by name, or by writing a column of the type. */
function useOf(step: Step, type: EnumType, value: string): { readonly column?: string } | undefined {
  const { operation } = step;
  const isOfType = (text: Known<string> | undefined): boolean => enumOf(step.before, known(text)) === type || enumOf(step.after, known(text))?.name.name === type.name.name;
  const says = (text: Known<string> | undefined | null): boolean => text !== null && text !== undefined && mentionsLiteral(known(text) ?? '', value);
  switch (operation.kind) {
    case 'addColumn':
      return isOfType(operation.column.type) && says(operation.column.default) ? {} : undefined;
    case 'createTable':
      return operation.columns.some((column) => isOfType(column.type) && says(column.default)) ? {} : undefined;
    case 'alterColumn':
      return isOfType(operation.set.type ?? findColumn(step.before, operation.table, operation.column)?.column.type) && says(operation.set.default) ? {} : undefined;
    case 'addConstraint':
      return isCheckOn(operation.constraint, value, (column) => isOfType(findColumn(step.before, operation.table, column)?.column.type)) ? {} : undefined;
    case 'createIndex':
      return says(operation.index.where) && (operation.index.reads ?? []).some((column) => isOfType(findColumn(step.before, operation.table, column)?.column.type)) ? {} : undefined;
    case 'modifyRows':
      return writes(operation, step, type);
    default:
      return undefined;
  }
}

const isCheckOn = (constraint: Constraint, value: string, isOfType: (column: string) => boolean): boolean =>
  constraint.type === 'check' && 'expression' in constraint && mentionsLiteral(known(constraint.expression) ?? '', value) && (constraint.columns ?? []).some(isOfType);

function writes(operation: OperationOf<'modifyRows'>, step: Step, type: EnumType): { readonly column: string } | undefined {
  const column = operation.columns?.find((name) => {
    const entry = findColumn(step.before, operation.table, name);
    return enumOf(step.before, known(entry?.column.type))?.name.name === type.name.name;
  });
  return column === undefined ? undefined : { column };
}
