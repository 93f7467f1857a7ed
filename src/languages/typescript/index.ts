import type { ProgramLanguage } from '../language.js';
import { loadAliases } from './aliases.js';
import { createTypescriptImporter } from './importer.js';
import { createLibrary } from './library.js';
import { loadTypescript as loadParser, typescriptComments } from './parse.js';
import { prepareTypescript, programOf } from './prepared.js';
import { exportsOf, moduleScope } from './scope.js';

export { createLibrary } from './library.js';
export { lowerEstree } from './lower.js';
export { createTypescriptImporter } from './importer.js';
export { parseTypescript, typescriptComments } from './parse.js';
export { readTypescript } from './prepared.js';
export { exportsOf, moduleScope } from './scope.js';

/** Must be awaited once before a file is read. */
export async function loadTypescript(): Promise<void> {
  await Promise.all([loadParser(), loadAliases()]);
}

/** TypeScript and JavaScript. */
export const typescript: ProgramLanguage = {
  programOf,
  prepare: prepareTypescript,
  comments: typescriptComments,
  library: createLibrary(),
  moduleScope,
  exportsOf,
  createImporter: createTypescriptImporter,
};
