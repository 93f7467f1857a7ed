import type { Layout } from '../layout.js';
import { dbmate } from './dbmate.js';
import { drizzle } from './drizzle.js';
import { goose } from './goose.js';
import { golangMigrate, postgrator, soda, sqlPairs, sqlxPairs } from './pairs.js';
import { prisma } from './prisma.js';

/** The clearer a layout's signs, the earlier it is asked: a file belongs to the first that takes it. */
export const LAYOUTS: readonly Layout[] = [prisma, drizzle, golangMigrate, sqlxPairs, soda, postgrator, sqlPairs, dbmate, goose];
