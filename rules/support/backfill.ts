import type { Name, OperationOf } from '../../src/operation.js';
import type { Step } from '../../src/rule.js';
import { known } from '../../src/value.js';

/** No filter, or one that every row passes: the column that it looks at is new. A loop that could not be read may be one over batches. */
export function changesAllRows(operation: OperationOf<'modifyRows'>, step: Step, table: Name): boolean {
  if ((operation.verb !== 'update' && operation.verb !== 'delete') || operation.certainty !== 'always') return false;
  if (known(operation.filtered) === false) return true;
  const asked = operation.whereNull ?? [];
  return operation.verb === 'update' && asked.length > 0 && asked.every((column) => step.world.newColumn(step, table, column)) && isOnlyNull(operation.filter);
}

/** The filter asks for nothing but the column to be NULL. */
const isOnlyNull = (filter: string | undefined): boolean => filter !== undefined && !/\b(?:and|or|in|between|limit)\b|[<>=]/iu.test(filter);
