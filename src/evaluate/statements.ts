import type { Span } from '../span.js';
import type { Test } from './condition.js';
import type { Expression, ImportBinding, Statement } from './core.js';
import type { Completion, Machine } from './machine.js';
import { NULL, UNKNOWN_CONDITION, unknownValue } from './value.js';
import type { Context, Scope, Value } from './value.js';
import { contextAt } from './context.js';
import { addItems, isComplete } from './items.js';
import { makeClass } from './classes.js';
import { settled } from './settle.js';
import { ignores } from './swallowed.js';

/** A `while` whose test is known runs at most so often. */
const ITERATIONS = 20_000;

export function execute(machine: Machine, statements: readonly Statement[], scope: Scope): Completion {
  for (const statement of statements) {
    machine.spend();
    const completion = executeOne(machine, statement, scope);
    if (completion !== 'normal') return completion;
  }
  return 'normal';
}

function executeOne(machine: Machine, statement: Statement, scope: Scope): Completion {
  switch (statement.kind) {
    case 'pass':
      return 'normal';
    case 'expression':
      if (statement.value.kind === 'call') evaluateForEffect(machine, statement.value, scope);
      else machine.evaluate(statement.value, scope);
      return 'normal';
    case 'assign': {
      let value = machine.evaluate(statement.value, scope);
      for (const target of statement.targets) {
        if (statement.operator && target.kind !== 'list' && target.kind !== 'record') {
          const current = machine.evaluate(target, scope);
          value = augmented(machine, current, value, statement.operator, contextAt(machine, { file: scope.file, start: statement.start, end: statement.end }));
        }
        machine.assign(target, value, scope, statement.declares);
      }
      return 'normal';
    }
    case 'if':
      return branch(
        machine,
        truth(machine, machine.evaluate(statement.test, scope), scope, statement),
        scope,
        () => machine.execute(statement.then, scope),
        () => machine.execute(statement.else, scope),
      );
    case 'loop':
      return loop(machine, statement, scope);
    case 'while':
      return whileLoop(machine, statement, scope);
    case 'return':
      machine.frame.returns.push({
        value: statement.value ? returned(machine, statement.value, scope) : machine.library.nothing,
        tests: machine.testsSince(machine.frame.depth),
      });
      return 'return';
    case 'yield': {
      const value = statement.value ? machine.evaluate(statement.value, scope) : NULL;
      machine.frame.yields?.push(value);
      return 'normal';
    }
    case 'raise':
      if (statement.value) machine.evaluate(statement.value, scope);
      return 'raise';
    case 'break':
    case 'continue':
      return statement.kind;
    case 'try':
      return tryStatement(machine, statement, scope);
    case 'with':
      return withStatement(machine, statement, scope);
    case 'block':
      return machine.execute(statement.body, { variables: new Map(), parent: scope, file: scope.file });
    case 'class':
      machine.assign({ kind: 'name', name: statement.class.name, start: statement.start, end: statement.end }, makeClass(machine, statement.class, scope), scope, true);
      return 'normal';
    case 'import':
      for (const binding of statement.bindings) importBinding(machine, binding, scope);
      return 'normal';
    case 'opaque':
      for (const child of statement.children) machine.evaluate(child, scope);
      machine.noteUnread(statement.reason, { file: scope.file, start: statement.start, end: statement.end });
      return 'normal';
  }
}

/** Whoever gets it is taken to wait for it: here it is known under which tests. */
function returned(machine: Machine, value: Expression, scope: Scope): Value {
  return settled(machine.evaluate(value, scope), contextAt(machine, { file: scope.file, start: value.start, end: value.end }));
}

function evaluateForEffect(machine: Machine, call: Extract<Statement, { kind: 'expression' }>['value'], scope: Scope): void {
  machine.statementCall = call;
  machine.evaluate(call, scope);
}

function augmented(machine: Machine, current: Value, value: Value, operator: NonNullable<Extract<Statement, { kind: 'assign' }>['operator']>, context: Context): Value {
  if (operator === 'add' && current.kind === 'list' && current.form === 'list') {
    addItems(current, context.itemsOf(value));
    return current;
  }
  return machine.library.binary(operator, current, value, context);
}

export function truth(machine: Machine, value: Value, scope: Scope, at: { start: number; end: number }): Test {
  return machine.library.truth(value, contextAt(machine, { file: scope.file, start: at.start, end: at.end }));
}

/** Runs the branch that a test chooses, or both under a guard where it cannot be decided. */
export function branch(machine: Machine, test: Test, scope: Scope, then: () => Completion, otherwise: () => Completion): Completion {
  if (typeof test === 'boolean') return test ? then() : otherwise();
  const guard = machine.newGuard(test);
  const [a, b] = machine.fork(
    scope,
    () => machine.guarded(guard(true), then),
    () => machine.guarded(guard(false), otherwise),
  );
  if (a === b) return a;
  // a branch that raises is a check: what follows happens on all runs that get there
  if (a === 'raise') return b;
  if (b === 'raise') return a;
  if (a === 'normal' || b === 'normal') {
    const left = (a === 'normal' ? b : a) as 'return' | 'break' | 'continue';
    machine.rest(guard(a === 'normal'), left);
    return 'normal';
  }
  return a === 'return' || b === 'return' ? 'return' : 'break';
}

function loop(machine: Machine, statement: Extract<Statement, { kind: 'loop' }>, scope: Scope): Completion {
  const span: Span = { file: scope.file, start: statement.iterable.start, end: statement.iterable.end };
  const iterable = machine.evaluate(statement.iterable, scope);
  const items = contextAt(machine, span).itemsOf(iterable);
  const known = items !== undefined;
  const complete = known && isComplete(iterable);
  const depth = machine.guardDepth;
  let ended: Completion = 'normal';
  for (const item of items ?? []) {
    machine.assign(statement.target, item, scope, statement.declares);
    const completion = machine.execute(statement.body, scope);
    machine.lift('iteration', depth);
    if (completion === 'break') break;
    if (completion === 'return' || completion === 'raise') {
      ended = completion;
      break;
    }
  }
  if (!complete && ended === 'normal') once(machine, scope, () => {
    machine.assign(statement.target, elementOf(iterable, span), scope, statement.declares);
    return machine.execute(statement.body, scope);
  });
  machine.lift('loop', depth);
  if (ended !== 'normal') return ended;
  return machine.execute(statement.otherwise, scope);
}

/** A value that a loop over something unread sees. */
function elementOf(iterable: Value, span: Span): Value {
  if (iterable.kind === 'unknown') return unknownValue(iterable.reason, iterable.span ?? span);
  return unknownValue('database', span);
}

/** A body that runs an unknown number of times: explored once, as something that may happen. */
function once(machine: Machine, scope: Scope, body: () => Completion): void {
  const guard = machine.newGuard(UNKNOWN_CONDITION);
  machine.fork(
    scope,
    () => machine.guarded(guard(true), () => {
      const completion = body();
      return completion === 'return' || completion === 'raise' ? completion : 'normal';
    }),
    () => 'normal',
  );
}

function whileLoop(machine: Machine, statement: Extract<Statement, { kind: 'while' }>, scope: Scope): Completion {
  const depth = machine.guardDepth;
  for (let i = 0; i < ITERATIONS; i += 1) {
    const test = i === 0 && statement.testLast ? true : truth(machine, machine.evaluate(statement.test, scope), scope, statement.test);
    if (test === false) break;
    // what ends it is not known: the body once stands for all of its runs
    if (typeof test !== 'boolean') {
      once(machine, scope, () => machine.execute(statement.body, scope));
      break;
    }
    if (statement.test.kind === 'literal') {
      // `while True:` ends by a test inside; what comes before that test runs for sure
      const [completion] = machine.fork(scope, () => machine.execute(statement.body, scope), () => 'normal');
      machine.lift('loop', depth);
      return completion === 'return' || completion === 'raise' ? completion : 'normal';
    }
    const completion = machine.execute(statement.body, scope);
    machine.lift('iteration', depth);
    if (completion === 'break') break;
    if (completion === 'return' || completion === 'raise') return completion;
    if (statement.update) machine.evaluate(statement.update, scope);
  }
  machine.lift('loop', depth);
  return 'normal';
}

function tryStatement(machine: Machine, statement: Extract<Statement, { kind: 'try' }>, scope: Scope): Completion {
  const from = machine.operations.length;
  let completion = machine.execute(statement.body, scope);
  noteCaught(machine, from, statement, scope);
  if (completion === 'raise') {
    const handler = statement.handlers[0];
    if (handler) completion = runHandler(machine, handler, scope);
  } else {
    // an error may come from anything in the body: handlers may run, but the variables are those of the body
    for (const handler of statement.handlers) {
      const guard = machine.newGuard(UNKNOWN_CONDITION);
      const returns = machine.frame.returns.length;
      machine.fork(scope, () => {
        machine.guarded(guard(true), () => runHandler(machine, handler, scope));
        return 'raise';
      }, () => 'normal');
      machine.frame.returns.length = returns;
    }
    if (completion === 'normal') completion = machine.execute(statement.otherwise, scope);
  }
  const last = machine.execute(statement.finally, scope);
  return last === 'normal' ? completion : last;
}

/** Marks what the body has recorded where one of the handlers goes on after an error. */
function noteCaught(machine: Machine, from: number, { handlers, start, end }: Extract<Statement, { kind: 'try' }>, scope: Scope): void {
  if (machine.operations.length === from) return;
  for (const handler of handlers) {
    const ignored = ignores(handler);
    if (ignored === undefined) continue;
    const [first] = handler.body;
    const caught = { by: { file: scope.file, start: first?.start ?? start, end: first?.end ?? end }, any: ignored === 'any' };
    for (let i = from; i < machine.operations.length; i += 1) {
      const operation = machine.operations[i];
      if (operation) machine.operations[i] = { caught, ...operation };
    }
    return;
  }
}

function runHandler(machine: Machine, handler: Extract<Statement, { kind: 'try' }>['handlers'][number], scope: Scope): Completion {
  if (handler.name !== undefined) scope.variables.set(handler.name, unknownValue('database'));
  return machine.execute(handler.body, scope);
}

function withStatement(machine: Machine, statement: Extract<Statement, { kind: 'with' }>, scope: Scope): Completion {
  const manager = machine.evaluate(statement.context, scope);
  const context = contextAt(machine, { file: scope.file, start: statement.context.start, end: statement.context.end });
  const entered = enter(manager, context);
  if (statement.target) machine.assign(statement.target, entered, scope, true);
  const completion = machine.execute(statement.body, scope);
  if (manager.kind === 'native') manager.exit?.(context);
  return completion;
}

function enter(manager: Value, context: Context): Value {
  if (manager.kind === 'native') return manager.enter ? manager.enter(context) : manager;
  // a generator function as context manager: it was run to its end, and gives what it yielded
  if (manager.kind === 'list') return manager.items[0] ?? NULL;
  return manager;
}

function importBinding(machine: Machine, binding: ImportBinding, scope: Scope): void {
  const span: Span = { file: scope.file, start: binding.start, end: binding.end };
  const label = '.'.repeat(binding.level) + binding.module;
  const lookUp = (name: string): Value | undefined => machine.importer.module(name, binding.level, scope.file);
  const name = binding.root ? (binding.module.split('.')[0] ?? binding.module) : binding.module;
  const module = lookUp(name);
  if (binding.root && binding.module !== name) lookUp(binding.module);
  const context = contextAt(machine, span);
  const set = (local: string, value: Value): void => void scope.variables.set(local, value);
  if (binding.name === undefined) {
    set(binding.local, module ?? unknownValue('unsupported', span, label));
    return;
  }
  if (binding.name === '*') {
    const all = module?.kind === 'native' ? module.iterate?.(context) : undefined;
    for (const key of all ?? []) {
      if (key.kind !== 'text') continue;
      const value = module?.kind === 'native' ? module.member?.(key.text.text, context) : undefined;
      if (value) set(key.text.text, value);
    }
    return;
  }
  const member = module?.kind === 'native' ? module.member?.(binding.name, context) : undefined;
  const value = member ?? machine.importer.submodule?.(binding.module, binding.name, binding.level, scope.file);
  set(binding.local, value ?? machine.importer.unresolved?.(binding.module, binding.name) ?? unknownValue('unsupported', span, `${label}.${binding.name}`));
}
