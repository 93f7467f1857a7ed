import { sqlOf } from './sql.js';
import type { SqlStyle } from './sql-parts.js';
import type { PlannedStep } from './step.js';

/** The steps of a way back as a script, each statement on lines of its own. */
export const printSql = (steps: readonly PlannedStep[], style: SqlStyle): string =>
  steps.map((step) => `${step.comment === undefined ? '' : `-- ${step.comment}\n`}${sqlOf(step, style).map((sql) => `${sql};`).join('\n')}\n`).join('');
