import type { Framework } from '../../framework.js';
import { identify, run } from './run.js';

/** MikroORM, also as Medusa's modules use it. */
export const mikroOrm: Framework = { name: 'mikro-orm', identify, run };
