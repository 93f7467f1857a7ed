import { expect } from 'vitest';
import type { Claim, Claims, Direction, Given, Rows } from '../harness/claims.js';
import type { Database, Ran } from './database.js';
import { refusalOf, stronger } from './postgres.js';
import type { Statement } from './statements.js';

/** A migration in the statements that it sends, with those of all that ran before it. */
export interface Example {
  readonly history: readonly (readonly Statement[])[];
  readonly upgrade: readonly Statement[];
  /** `undefined`: there is none, or it refuses to run. */
  readonly downgrade: readonly Statement[] | undefined;
  readonly given: readonly Given[];
}

/** Runs the example as the claim wants it and compares. */
export async function verify({ text, claim }: Claims['claims'][number], example: Example, database: Database): Promise<void> {
  const fresh = (rows: Exclude<Rows, 'any'>): Promise<void> => prepare(example, database, rows);
  switch (claim.kind) {
    case 'fails':
    case 'passes':
      for (const rows of claim.rows === 'any' ? ([0, 1] as const) : [claim.rows]) {
        await fresh(rows);
        const refused = await refusal(claim.direction, example, database);
        if (claim.kind === 'passes') expect(refused, `${text}, ${rows} rows`).toBeUndefined();
        else if (claim.state === undefined) expect(refused, `${text}, ${rows} rows`).toBeDefined();
        else expect(refused, `${text}, ${rows} rows`).toMatch(new RegExp(`^${claim.state}\\b`, 'u'));
      }
      return;
    case 'again':
      await fresh(1);
      await passes(database, example.upgrade);
      await passes(database, example.downgrade ?? []);
      expect((await database.run(example.upgrade)).refused, text).toBe(claim.state);
      return;
    case 'retried':
      await fresh(1);
      await database.run(failing(example.upgrade, claim.late));
      expect((await database.run(example.upgrade)).refused, text).toBe(claim.state);
      return;
    case 'roundTrip': {
      await fresh(1);
      const before = await database.schema();
      await passes(database, example.upgrade);
      await passes(database, example.downgrade ?? []);
      const after = await database.schema();
      const differing = [...before.filter((line) => !after.includes(line)), ...after.filter((line) => !before.includes(line))];
      if (claim.same) expect(differing, text).toEqual([]);
      else expect(differing.filter((line) => line.includes(claim.part ?? '')), text).not.toEqual([]);
      return;
    }
    case 'values':
      await fresh(1);
      return verifyValues(text, claim, example, database);
    default:
      await fresh(1);
      return verifyRun(text, claim, example, database);
  }
}

/** As if the last statement failed, or what the tool does behind it. */
function failing(statements: readonly Statement[], late: boolean): readonly Statement[] {
  const failure = { sql: 'SELECT 1 / 0', inTransaction: statements.at(-1)?.inTransaction ?? true };
  return [...(late ? statements : statements.slice(0, -1)), failure];
}

type RunClaim = Extract<Claim, { kind: 'lock' | 'rewrite' | 'scan' | 'afterwards' }>;

async function verifyRun(text: string, claim: RunClaim, { upgrade }: Example, database: Database): Promise<void> {
  const before = await database.files();
  const ran = await passes(database, upgrade);
  switch (claim.kind) {
    case 'lock': {
      const held = ran.locks.get(claim.table);
      if (!claim.atMost) expect(held, text).toBe(claim.mode);
      else expect(held !== undefined && stronger(held, claim.mode) ? held : undefined, text).toBeUndefined();
      return;
    }
    case 'rewrite': {
      expect([...before.keys()], `${text}: the table was there before`).toContain(claim.table);
      expect((await database.files()).get(claim.table) !== before.get(claim.table), text).toBe(claim.expected);
      return;
    }
    case 'scan':
      expect(ran.scanned, text).toBe(claim.expected);
      return;
    case 'afterwards': {
      const answer = await database.ask(claim.sql).then((rows) => rows.join(', '), (error: unknown) => refusalOf(error));
      if (claim.state === undefined) expect(answer, text).toBe(claim.result);
      else expect(answer, text).toMatchObject({ refused: claim.state });
    }
  }
}

/** A value is lost where the column is gone, empty or holds another one, in the end or in between. */
async function verifyValues(text: string, { what, as, kept }: Extract<Claim, { kind: 'values' }>, { upgrade, downgrade }: Example, database: Database): Promise<void> {
  const before = await valuesOf(what, database);
  expect(before.filter((value) => value !== 'null'), `${text}: there are values to begin with`).not.toEqual([]);
  await passes(database, upgrade);
  const upgraded = await valuesOf(as, database);
  if (kept) expect(upgraded, text).toEqual(before);
  else expect(upgraded, text).not.toEqual(before);
  if (downgrade === undefined || as !== what) return;
  await passes(database, downgrade);
  if (kept) expect(await valuesOf(what, database), `${text}, after the downgrade`).toEqual(before);
  else expect(await valuesOf(what, database), `${text}, after the downgrade`).not.toEqual(before);
}

async function valuesOf(what: string, database: Database): Promise<readonly string[]> {
  const [table = '', column] = what.split('.');
  try {
    return await database.ask(`SELECT ${column ?? '1'} FROM ${table}`);
  } catch {
    return [];
  }
}

/** The history, the rows, and what the example says about them. */
async function prepare({ history, given }: Example, database: Database, rows: Exclude<Rows, 'any'>): Promise<void> {
  await database.reset();
  for (const statements of history) await passes(database, statements, 'the history');
  await database.fill(rows);
  for (const { sql, state } of given) {
    const { refused, message } = await database.run([{ sql, inTransaction: false }]);
    expect(refused, `given: ${sql}: ${message}`).toBe(rows === 0 ? refused : state);
  }
}

async function refusal(direction: Direction, { upgrade, downgrade }: Example, database: Database): Promise<string | undefined> {
  if (direction === 'downgrade') await passes(database, upgrade);
  const { refused, message } = await database.run(direction === 'upgrade' ? upgrade : (downgrade ?? []));
  return refused === undefined ? undefined : `${refused} ${message}`;
}

async function passes(database: Database, statements: readonly Statement[], what = 'the migration'): Promise<Ran> {
  const ran = await database.run(statements);
  expect(ran.refused === undefined ? undefined : `${ran.refused}: ${ran.message}`, `${what} runs: ${statements.map(({ sql }) => sql).join('; ')}`).toBeUndefined();
  return ran;
}
