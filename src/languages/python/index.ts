export { format } from './format.js';
export { sliceValue } from './known.js';
export { createLibrary } from './library.js';
export { lowerPython, readPython } from './lower.js';
export { preparePython, programOf } from './prepared.js';
export { loadPython, parsePython, pythonComments } from './parse.js';
