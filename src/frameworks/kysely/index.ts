import type { Framework } from '../../framework.js';
import { identify, run } from './run.js';

export const kysely: Framework = { name: 'kysely', identify, run };
