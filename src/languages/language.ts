import type { Importer } from '../evaluate/machine.js';
import type { Library, Scope, Value } from '../evaluate/value.js';
import type { ModuleResolver } from '../framework.js';
import type { ModuleFiles } from '../module-files.js';
import type { Programs } from './programs.js';

/** Evaluates the file of a module and returns the names that it gives to others; `undefined` where it cannot be read. */
export type ModuleLoader = (file: string) => ReadonlyMap<string, Value> | undefined;

/** What the host needs of a programming language: its programs in the core form, and what the language brings along. */
export interface ProgramLanguage {
  /** Its files, each as a program in the core form and as comments: of a file that cannot be read to its end, those before the error. */
  readonly programs: Programs;
  readonly library: Library;
  /** The variables that a module begins with. */
  moduleScope(file: string): Map<string, Value>;
  /** The names that a module gives to others, when its body has run. */
  exportsOf(scope: Scope): ReadonlyMap<string, Value>;
  /** Finds the modules that a program imports: those of the frameworks, of the language, and those of the same repository. */
  createImporter(files: ModuleFiles, modules: ModuleResolver, load: ModuleLoader): Importer;
}
