import type { PlannedStep } from './step.js';

/** Each step with its comment above it, where the one before it does not say the same. */
export function withComments(steps: readonly PlannedStep[], print: (step: PlannedStep) => string, marker: string): readonly string[] {
  let said: string | undefined;
  return steps.map((step) => {
    const { comment = said } = step;
    const line = comment === said || comment === undefined ? '' : `${marker} ${comment}\n`;
    said = comment;
    return line + print(step);
  });
}
