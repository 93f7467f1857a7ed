export { readSqlite } from './read.js';
