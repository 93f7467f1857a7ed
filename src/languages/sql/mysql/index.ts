export { readMysql } from './read.js';
