import { recordValue, type RecordValue, type Scope, type Value } from '../../evaluate/value.js';

/** What a module gives as a whole where that is not an object of names: `module.exports = function () {...}`. */
export const WHOLE = 'module.exports';

/** The variables that a module begins with. `exports` and `module.exports` are one record, until one of them is set anew. */
export function moduleScope(_file: string): Map<string, Value> {
  const exports = recordValue();
  const module = recordValue([['exports', exports]]);
  return new Map<string, Value>([['(module)', module], ['module', module], ['exports', exports]]);
}

/**
 * The names that a module gives to others: those of `export`, `default` among them, or the members of `module.exports`.
 * What is not an object of names is found under `default`, and under `module.exports`.
 */
export function exportsOf(scope: Scope): ReadonlyMap<string, Value> {
  const module = scope.variables.get('(module)');
  const exports = module?.kind === 'record' ? module.entries.get('exports') : undefined;
  // a copy: what a function of the module changes later must not disturb those who go through the names
  if (exports?.kind === 'record') return new Map(exports.entries);
  if (!exports) return new Map();
  const members = exports.kind === 'closure' ? [...(exports.properties ?? [])] : [];
  return new Map<string, Value>([['default', exports], [WHOLE, exports], ...members]);
}

/** The value that `require` gives for a module with these names. */
export const wholeOf = (names: ReadonlyMap<string, Value>): Value => names.get(WHOLE) ?? ({ kind: 'record', entries: names as Map<string, Value>, complete: true } satisfies RecordValue);
