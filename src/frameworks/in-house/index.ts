import type { Framework } from '../../framework.js';
import { identify, run } from './run.js';

/** Helpers of a project's own, as its configuration describes them. */
export const inHouse: Framework = { name: 'in-house', identify, run };
