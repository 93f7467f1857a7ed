import { assign } from './assignment.js';
import { call } from './calls.js';
import { evaluate } from './expressions.js';
import { Machine } from './machine.js';
import type { Importer } from './machine.js';
import { execute } from './statements.js';
import type { Library } from './value.js';

/**
 * A partial evaluator over the core form: it computes what can be computed from the source alone, explores both branches
 * where it cannot decide, and records the effects that natives report. It never runs the code that it reads.
 */
export function createMachine(library: Library, importer: Importer, guardIds: { next: number }): Machine {
  const machine = new Machine(library, importer, guardIds);
  machine.evaluate = (expression, scope) => evaluate(machine, expression, scope);
  machine.execute = (statements, scope) => execute(machine, statements, scope);
  machine.call = (callee, positional, named, span, options) => call(machine, callee, positional, named, span, options);
  machine.assign = (pattern, value, scope, declares) => assign(machine, pattern, value, scope, declares);
  return machine;
}
