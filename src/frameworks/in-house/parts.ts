import type { HelperMethod, HelperOptions, HelperPart } from '../../define-framework.js';
import type { Call, Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import { optionsOf } from '../javascript/options.js';

/** What a call says, by what it is about. */
export type Parts = ReadonlyMap<HelperPart, Value>;

/** `undefined` where a call says more than is described, or what cannot be read. */
export function partsOf(call: Call, { arguments: described }: HelperMethod): Parts | undefined {
  if (!call.complete || call.positional.length > described.length) return undefined;
  const parts = new Map<HelperPart, Value>();
  for (const [i, argument] of described.entries()) {
    const value = call.positional[i];
    if (value === undefined) continue;
    if (typeof argument === 'string') add(parts, argument, value);
    else if (!isNull(value) && !addOptions(parts, argument, value)) return undefined;
  }
  return parts;
}

/** False where an object holds more than is described. */
export function addOptions(parts: Map<HelperPart, Value>, described: HelperOptions, value: Value): boolean {
  if (value.kind !== 'record' || !optionsOf(value).complete) return false;
  for (const [key, member] of value.entries) {
    const part = Object.hasOwn(described, key) ? described[key] : undefined;
    if (part === undefined) return false;
    add(parts, part, member);
  }
  return true;
}

/** `null` takes a default away; elsewhere it says as little as what is left out. */
function add(parts: Map<HelperPart, Value>, part: HelperPart, value: Value): void {
  const isLeftOut = part === 'default' ? value.kind === 'constant' && value.value === undefined : isNull(value);
  if (!isLeftOut) parts.set(part, value);
}
