import type { Value } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { TracedText } from '../../value.js';
import { literalText, replaced } from '../sql-text.js';

/** Parameters stand in the SQL as the values that are given: `$1`. */
export function boundText(text: TracedText, given: Value | undefined, at: Span): TracedText {
  if (given?.kind !== 'list' || !given.complete) return text;
  return replaced(
    text,
    /\$(\d+)\b/gu,
    ([, number], place) => {
      const value = given.items[Number(number) - 1];
      // an array is one value, and no list in parentheses
      return value === undefined || value.kind === 'list' || value.kind === 'record' ? undefined : literalText(value, place);
    },
    at,
  );
}
