import type { Program, Statement } from './evaluate/core.js';
import { SyntaxProblem } from './evaluate/core.js';
import { createMachine } from './evaluate/evaluate.js';
import { OutOfFuel } from './evaluate/machine.js';
import type { Completion, Importer } from './evaluate/machine.js';
import type { Scope, Value } from './evaluate/value.js';
import type { Environment, Host, ModuleResolver, Outcome, RunOptions, Settings, Source } from './framework.js';
import { createLibrary, lowerPython, parsePython, programOf, pythonComments } from './languages/python/index.js';
import { readSql } from './languages/sql/index.js';
import { createImporter } from './modules.js';
import type { Snapshot } from './snapshot.js';
import { statementRanges } from './statement-ranges.js';
import type { Target } from './target.js';

/** Guards are numbered across both directions of all migrations, so that the replay can tell tests apart. */
const guardIds = { next: 1 };

/** What frameworks work with: one host for each environment, so that helper modules are read once. */
export function createHost(snapshot: Snapshot, environment: Environment, settings: Settings, target: Target): Host {
  const library = createLibrary();
  let importer: Importer | undefined;

  const evaluateModule = (file: string, text: string, modules: ModuleResolver): ReadonlyMap<string, Value> => {
    const program: Program = programOf(file, text);
    const scope: Scope = { variables: new Map([['__name__', { kind: 'text', text: { text: moduleName(file), pieces: [], holes: [] } } as Value]]), file };
    const machine = createMachine(library, importerOf(modules), guardIds);
    machine.recording = false;
    try {
      machine.execute(program.body, scope);
    } catch (error) {
      if (!isExhausted(error)) throw error;
    }
    return scope.variables;
  };

  const importerOf = (modules: ModuleResolver): Importer => {
    importer ??= createImporter(snapshot, modules, (name) => library.module(name), (file) => {
      const text = snapshot.read(file);
      if (text === undefined) return undefined;
      try {
        return evaluateModule(file, text, modules);
      } catch (error) {
        if (error instanceof SyntaxProblem) return undefined;
        throw error;
      }
    });
    return importer;
  };

  return {
    target,
    environment,
    settings,
    load: (source, modules) => evaluateModule(source.file, source.text, modules),
    run: (source, callee, positional, options) => run(source, callee, positional, options),
    readSql: (text, fallback) => readSql(text, fallback, target),
    comments: (source) => (source.language === 'python' ? pythonComments(source.file, source.text) : []),
    statements: (source) => {
      try {
        return source.language === 'python' ? statementRanges(lowerPython(parsePython(source.file, source.text))) : [];
      } catch (error) {
        if (error instanceof SyntaxProblem) return [];
        throw error;
      }
    },
  };

  function run(source: Source, callee: Value, positional: readonly Value[], options: RunOptions): Outcome {
    const machine = createMachine(library, importerOf(options.modules), guardIds);
    machine.inTransaction = options.inTransaction;
    const span = callee.kind === 'closure' ? { file: callee.file, start: callee.function.header.start, end: callee.function.header.end } : { file: source.file, start: 0, end: 0 };
    let completion: Completion = 'normal';
    let ended: Outcome['ended'] = 'returned';
    // the body's own way of ending is what tells a downgrade that only raises
    const execute = machine.execute;
    let depth = 0;
    machine.execute = (statements, scope) => {
      depth += 1;
      const result = execute(statements, scope);
      depth -= 1;
      if (depth === 0) completion = result;
      return result;
    };
    try {
      machine.call(callee, positional, new Map(), span);
      if ((completion as Completion) === 'raise') ended = 'raised';
    } catch (error) {
      if (!isExhausted(error)) throw error;
      ended = 'gaveUp';
      machine.noteUnread('is too large or too deeply nested to be read to its end', span);
    }
    const body = callee.kind === 'closure' ? callee.function.body : [];
    return { operations: machine.operations, unread: machine.unread, ended, empty: callee.kind === 'closure' && body.every(doesNothing) };
  }
}

/** Too many steps, or nesting beyond what the stack holds: both end the reading of one function. */
const isExhausted = (error: unknown): boolean => error instanceof OutOfFuel || error instanceof RangeError;

function doesNothing(statement: Statement): boolean {
  if (statement.kind === 'pass') return true;
  if (statement.kind === 'return') return statement.value === undefined || (statement.value.kind === 'literal' && statement.value.value == null);
  return statement.kind === 'expression' && (statement.value.kind === 'literal' || statement.value.kind === 'text');
}

const moduleName = (file: string): string => file.replace(/\.py$/u, '').replace(/\/__init__$/u, '').replaceAll('/', '.');
