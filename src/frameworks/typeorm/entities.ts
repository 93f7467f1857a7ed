import type { Value } from '../../evaluate/value.js';
import type { Name } from '../../operation.js';
import type { Span } from '../../span.js';
import { type Known, unknown } from '../../value.js';
import { stringOf } from '../values.js';
import { nameFromPath } from './names.js';

/** The table of an entity: by its name; what a class is mapped to is written elsewhere. */
export function entityTable(target: Value, span: Span): Known<Name> {
  return target.kind === 'text' ? nameFromPath(stringOf(target) ?? unknown('input', span)) : unknown('input', span);
}
