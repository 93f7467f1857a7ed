import { withComments } from './comments.js';
import { sqlOf } from './sql.js';
import type { SqlStyle } from './sql-parts.js';
import type { PlannedStep } from './step.js';

/** The steps of a way back as a script, each statement on lines of its own. */
export const printSql = (steps: readonly PlannedStep[], style: SqlStyle): string =>
  withComments(steps, (step) => sqlOf(step, style).map((sql) => `${sql};`).join('\n'), '--').map((lines) => `${lines}\n`).join('');
