import { plainText } from '../../evaluate/value.js';
import type { ProgramLanguage } from '../language.js';
import { Programs } from '../programs.js';
import { createImporter } from './importer.js';
import { createLibrary } from './library.js';
import { readPython } from './lower.js';
import { pythonComments } from './parse.js';

export { format } from './format.js';
export { sliceValue } from './known.js';
export { createLibrary } from './library.js';
export { lowerPython, readPython } from './lower.js';
export { loadPython, parsePython, pythonComments, type PythonTree } from './parse.js';

const moduleName = (file: string): string => file.replace(/\.py$/u, '').replace(/\/__init__$/u, '').replaceAll('/', '.');

/** `loadPython` must have been awaited. */
export const python: ProgramLanguage = {
  programs: new Programs({ program: readPython, comments: pythonComments }),
  library: createLibrary(),
  moduleScope: (file) => new Map([['__name__', plainText(moduleName(file))]]),
  exportsOf: (scope) => scope.variables,
  createImporter,
};
