import type { Framework } from '../../framework.js';
import { identify } from './identify.js';
import { run } from './run.js';

export const typeorm: Framework = { name: 'typeorm', identify, run };
