import type { Context, Value } from '../../evaluate/value.js';
import type { Draft } from '../../operation.js';
import type { Runtime } from './runtime.js';

export function coreDrafts(_runtime: Runtime, _statement: Value, _context: Context): readonly Draft[] | undefined { return undefined; }
