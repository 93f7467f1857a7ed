import type { Framework } from '../../framework.js';
import { identify, run } from './run.js';

/** Sequelize, with its own command or with Umzug. */
export const sequelize: Framework = { name: 'sequelize', identify, run };
