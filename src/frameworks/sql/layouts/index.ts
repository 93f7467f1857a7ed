import type { Layout } from '../layout.js';
import { configured } from './configured.js';
import { dbmate } from './dbmate.js';
import { diesel } from './diesel.js';
import { drizzle } from './drizzle.js';
import { flyway } from './flyway.js';
import { goose } from './goose.js';
import { liquibase } from './liquibase.js';
import { mybatis, nodePgMigrateSql, rambler, sqlMigrate, tern, upDownComments } from './marked.js';
import { atlas, numbered, sqlx, supabase } from './numbered.js';
import { golangMigrate, postgrator, soda, sqlPairs } from './pairs.js';
import { prisma } from './prisma.js';
import { sqitch } from './sqitch.js';

/** The clearer a layout's signs, the earlier it is asked: a file belongs to the first that takes it. */
export const LAYOUTS: readonly Layout[] = [
  configured,
  ...[prisma, drizzle, sqitch, diesel, liquibase, flyway],
  ...[golangMigrate, soda, postgrator, sqlPairs],
  ...[dbmate, goose, sqlMigrate, rambler, tern, nodePgMigrateSql, mybatis, upDownComments],
  ...[supabase, atlas, sqlx, numbered],
];
