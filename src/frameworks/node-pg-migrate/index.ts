import type { Framework } from '../../framework.js';
import { identify, run } from './run.js';

export const nodePgMigrate: Framework = { name: 'node-pg-migrate', identify, run };
