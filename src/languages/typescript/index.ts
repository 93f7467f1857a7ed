import type { ProgramLanguage } from '../language.js';
import { Programs } from '../programs.js';
import { loadAliases } from './aliases.js';
import { createTypescriptImporter } from './importer.js';
import { createLibrary } from './library.js';
import { loadTypescript as loadParser, typescriptComments } from './parse.js';
import { readTypescript } from './lower.js';
import { exportsOf, moduleScope } from './scope.js';

export { createLibrary } from './library.js';
export { lowerEstree, readTypescript } from './lower.js';
export { createTypescriptImporter } from './importer.js';
export { parseTypescript, typescriptComments } from './parse.js';
export { exportsOf, moduleScope } from './scope.js';

/** Must be awaited once before a file is read. */
export async function loadTypescript(): Promise<void> {
  await Promise.all([loadParser(), loadAliases()]);
}

/** TypeScript and JavaScript. */
export const typescript: ProgramLanguage = {
  programs: new Programs({ program: readTypescript, comments: typescriptComments }),
  library: createLibrary(),
  moduleScope,
  exportsOf,
  createImporter: createTypescriptImporter,
};
