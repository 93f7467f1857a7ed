/** The reader of PostgreSQL: a chunk of its own, loaded only where there is SQL to read. */
export { loadPostgres as loadParser } from './parser.js';
export { readPostgres } from './read.js';
