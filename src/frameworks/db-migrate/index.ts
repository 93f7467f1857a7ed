import type { Framework } from '../../framework.js';
import { identify, run } from './run.js';

export const dbMigrate: Framework = { name: 'db-migrate', identify, run };
