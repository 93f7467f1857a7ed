import type { Program, Statement } from './evaluate/core.js';
import { SyntaxProblem } from './evaluate/core.js';
import { createMachine } from './evaluate/evaluate.js';
import { OutOfFuel } from './evaluate/machine.js';
import type { Completion, Importer } from './evaluate/machine.js';
import type { Scope, Value } from './evaluate/value.js';
import type { Environment, Host, ModuleResolver, Outcome, RunOptions, SchemaHistory, Settings, Source } from './framework.js';
import { languageOf } from './languages/index.js';
import type { ProgramLanguage } from './languages/language.js';
import { readSql, sqlComments, sqlStatements } from './languages/sql/index.js';
import { ReadSchemas } from './schema-history.js';
import { scriptOutcome } from './script.js';
import type { ModuleFiles } from './module-files.js';
import { statementRanges } from './statement-ranges.js';
import type { Target } from './target.js';

/** Guards are numbered across both directions of all migrations, so that the replay can tell tests apart. */
const guardIds = { next: 1 };

/** Keeps the numbers up to this one for guards that were read in an earlier run. */
export function reserveGuardIds(highest: number): void {
  guardIds.next = Math.max(guardIds.next, highest + 1);
}
export const lastGuardId = (): number => guardIds.next - 1;

/** What frameworks work with: one host for each environment, so that helper modules are read once. */
export function createHost(files: ModuleFiles, environment: Environment, settings: Settings, target: Target, history: SchemaHistory = new ReadSchemas(target)): Host {
  const importers = new Map<ProgramLanguage, Importer>();

  const evaluateModule = (language: ProgramLanguage, file: string, text: string, modules: ModuleResolver): ReadonlyMap<string, Value> => {
    const program: Program = language.programs.programOf(file, text);
    const scope: Scope = { variables: language.moduleScope(file), file };
    const machine = createMachine(language.library, importerOf(language, modules), guardIds);
    machine.recording = false;
    try {
      machine.execute(program.body, scope);
    } catch (error) {
      if (!isExhausted(error)) throw error;
    }
    return language.exportsOf(scope);
  };

  const importerOf = (language: ProgramLanguage, modules: ModuleResolver): Importer => {
    const known = importers.get(language);
    if (known) return known;
    const importer = language.createImporter(files, modules, (file) => {
      const text = files.read(file);
      if (text === undefined) return undefined;
      try {
        return evaluateModule(language, file, text, modules);
      } catch (error) {
        if (error instanceof SyntaxProblem) return undefined;
        throw error;
      }
    });
    importers.set(language, importer);
    return importer;
  };

  return {
    target,
    environment,
    settings,
    history,
    load: (source, modules) => evaluateModule(programLanguage(source), source.file, source.text, modules),
    run: (source, callee, positional, options) => run(source, callee, positional, options),
    readSql: (text, fallback) => readSql(text, fallback, target),
    readScript: (text, { inTransaction }) => {
      const span = text.pieces[0]?.source ?? { file: '', start: 0, end: 0 };
      return scriptOutcome(readSql(text, span, target), inTransaction, guardIds);
    },
    comments: (source) => (source.language === 'sql' ? sqlComments(source.text, target) : languageOf(source.language).programs.comments(source.file, source.text)),
    statements: (source) => {
      if (source.language === 'sql') return sqlStatements(source.text, target);
      try {
        return statementRanges(languageOf(source.language).programs.programOf(source.file, source.text));
      } catch (error) {
        if (error instanceof SyntaxProblem) return [];
        throw error;
      }
    },
  };

  function run(source: Source, callee: Value, positional: readonly Value[], options: RunOptions): Outcome {
    const language = programLanguage(source);
    const machine = createMachine(language.library, importerOf(language, options.modules), guardIds);
    machine.inTransaction = options.inTransaction;
    machine.home = source.file;
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

function programLanguage({ file, language }: Source): ProgramLanguage {
  if (language === 'sql') throw new Error(`${file} is SQL: it has no modules and functions`);
  return languageOf(language);
}
