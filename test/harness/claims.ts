import type { Project } from './documents.js';

/** On how many rows in each table a claim holds; `any`: on none and on one. */
export type Rows = 0 | 1 | 2 | 'any';
export type Direction = 'upgrade' | 'downgrade';

/** What a real database does with an example. The grammar is in `.github/contributing.md`. */
export type Claim =
  /** `state` left out: it fails, whatever the database says. */
  | { readonly kind: 'fails'; readonly direction: Direction; readonly state?: string; readonly rows: Rows }
  | { readonly kind: 'passes'; readonly direction: Direction; readonly rows: Rows }
  /** Upgrade, downgrade and upgrade again; `state` left out: it passes. */
  | { readonly kind: 'again'; readonly state?: string }
  /** Run once more after a first run that failed at the last statement, or `late`: behind it. */
  | { readonly kind: 'retried'; readonly state?: string; readonly late: boolean }
  | { readonly kind: 'lock'; readonly mode: string; readonly table: string; readonly atMost: boolean }
  | { readonly kind: 'rewrite'; readonly table: string; readonly expected: boolean }
  | { readonly kind: 'scan'; readonly expected: boolean }
  /** `what` is a table or `table.column`. */
  | { readonly kind: 'values'; readonly what: string; readonly as: string; readonly kept: boolean }
  /** The schema after the upgrade and the downgrade; `part` occurs in what differs. */
  | { readonly kind: 'roundTrip'; readonly same: boolean; readonly part?: string }
  | { readonly kind: 'afterwards'; readonly sql: string; readonly state?: string; readonly result?: string };

/** Statements that make the rows what the claims of a migration speak of; those with a `state` must fail. */
export interface Given {
  readonly sql: string;
  readonly state?: string;
}
/** All that is claimed of one migration. */
export interface Claims {
  readonly file: string;
  readonly given: readonly Given[];
  readonly claims: readonly { readonly text: string; readonly claim: Claim }[];
}

const COMMENT = /(?:#|--|\/\/)\s*(claim|given): (.+?)\s*$/u;

export function claimsIn(project: Project): readonly Claims[] {
  return Object.entries(project.files).flatMap(([file, text]) => {
    const given: Given[] = [];
    const claims: { text: string; claim: Claim }[] = [];
    for (const line of text.split('\n')) {
      const [, word, said = ''] = COMMENT.exec(line) ?? [];
      if (word === 'given') given.push(parseGiven(said));
      else if (word === 'claim') claims.push({ text: said, claim: parseClaim(said) });
    }
    return claims.length === 0 ? [] : [{ file, given, claims }];
  });
}

function parseGiven(text: string): Given {
  const [, sql = text, state] = /^(.+?)(?:, which fails (\w+))?$/u.exec(text) ?? [];
  return { sql, ...(state !== undefined && { state }) };
}

const ROWS: Readonly<Record<string, Rows>> = { 'on empty tables': 0, 'with one row': 1, 'with two rows': 2 };
const rowsOf = (text: string | undefined): Rows => (text === undefined ? 'any' : (ROWS[text] ?? 'any'));
const stateOf = (state: string | undefined): { readonly state?: string } => (state === undefined ? {} : { state });

/** Each form with what it means, the parts of the match being its parameters. */
const FORMS: readonly (readonly [RegExp, (...parts: (string | undefined)[]) => Claim])[] = [
  [/^(?:(downgrade) )?fails(?: (\w{4,5}))?(?: (on empty tables|with one row|with two rows))?$/u, (down, state, rows) => ({ kind: 'fails', direction: down === undefined ? 'upgrade' : 'downgrade', ...stateOf(state), rows: rowsOf(rows) })],
  [/^(?:(downgrade) )?passes(?: (on empty tables|with one row|with two rows))?$/u, (down, rows) => ({ kind: 'passes', direction: down === undefined ? 'upgrade' : 'downgrade', rows: rowsOf(rows) })],
  [/^fails again (\w{4,5})$/u, (state) => ({ kind: 'again', ...stateOf(state) })],
  [/^passes again$/u, () => ({ kind: 'again' })],
  [/^(?:fails (\w{4,5})|passes) when retried( after a late failure)?$/u, (state, late) => ({ kind: 'retried', ...stateOf(state), late: late !== undefined })],
  [/^takes (at most )?(\w+Lock) on (\S+)$/u, (most, mode = '', table = '') => ({ kind: 'lock', mode, table, atMost: most !== undefined })],
  [/^(rewrites|does not rewrite) (\S+)$/u, (verb, table = '') => ({ kind: 'rewrite', table, expected: verb === 'rewrites' })],
  [/^(reads all rows|reads no rows)$/u, (verb) => ({ kind: 'scan', expected: verb === 'reads all rows' })],
  [/^(loses|keeps) (\S+)(?: as (\S+))?$/u, (verb, what = '', as = what) => ({ kind: 'values', what, as, kept: verb === 'keeps' })],
  [/^catalog (differs|is the same) after the round trip(?: in (\S+))?$/u, (verb, part) => ({ kind: 'roundTrip', same: verb !== 'differs', ...(part !== undefined && { part }) })],
  [/^afterwards (.+) fails (\w{4,5})$/u, (sql = '', state) => ({ kind: 'afterwards', sql, ...stateOf(state) })],
  [/^afterwards (.+) gives (.+)$/u, (sql = '', result = '') => ({ kind: 'afterwards', sql, result })],
];

function parseClaim(text: string): Claim {
  for (const [form, make] of FORMS) {
    const match = form.exec(text);
    if (match) return make(...match.slice(1));
  }
  throw new Error(`not a claim: ${text}`);
}
