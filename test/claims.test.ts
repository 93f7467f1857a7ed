import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../rules/index.js';
import type { Category } from '../src/rule.js';
import type { Database } from './claims/database.js';
import { dialectOf, examplesOf } from './claims/examples.js';
import { MariaDb } from './claims/mariadb.js';
import { Postgres } from './claims/postgres.js';
import { SqliteMemory } from './claims/sqlite.js';
import { verify } from './claims/verify.js';
import { claimsIn } from './harness/claims.js';
import { readDocument, toProject } from './harness/documents.js';

/** What a rule of these is about, a database shows when the example runs on it. */
const SHOWN: ReadonlySet<Category> = new Set(['data-loss', 'fails-on-data', 'rollback', 'compatibility', 'availability']);

const pages = rules.map((rule) => {
  const projects = readDocument(rule.id).sections.map(({ path, blocks }) => ({ path, project: toProject(blocks) }));
  return { rule, sections: projects.map((section) => ({ ...section, claims: claimsIn(section.project) })).filter(({ claims }) => claims.length > 0) };
});
const claimed = pages.filter(({ sections }) => sections.length > 0);

const mariadb = await MariaDb.start();
const databases: Readonly<Record<string, Database | undefined>> = { postgres: await Postgres.start(), sqlite: new SqliteMemory(), mysql: mariadb, mariadb };
let executed = 0;

afterAll(async () => {
  console.log(`${executed} claims about ${claimed.length} rules were run${mariadb ? '' : '; those about MySQL were left out, as there is no mariadbd here'}`);
  for (const database of new Set(Object.values(databases))) await database?.close();
});

it.each(rules.filter(({ meta }) => SHOWN.has(meta.category)).map(({ id }) => [id] as const))('%s makes a claim that a database can be asked about', (id) => {
  expect(claimed.map(({ rule }) => rule.id)).toContain(id);
});

describe.each(claimed.map(({ rule, sections }) => [rule.id, sections] as const))('%s', (_, sections) => {
  it.each(sections.map((section) => [section.path, section] as const))('%s', async (_path, { project, claims }) => {
    const database = databases[dialectOf(project)];
    if (!database) return;
    const examples = await examplesOf(project, claims);
    for (const [at, example] of examples.entries()) {
      for (const claim of claims[at]?.claims ?? []) {
        await verify(claim, example, database);
        executed += 1;
      }
    }
  });
});
