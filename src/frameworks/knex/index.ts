import type { Framework } from '../../framework.js';
import { identify, run } from './run.js';

/** Knex, and what stands on it: Objection, Bookshelf, AdonisJS Lucid. */
export const knex: Framework = { name: 'knex', identify, run };
