import type { Node } from 'libpg-query';
import type { Token } from '../lexer.js';
import { parseSql } from './parser.js';
import { GAP } from './statement.js';

/** A statement with its gaps filled in so that it parses: same length, so that offsets hold. */
export interface Repaired<N = Node> {
  readonly source: string;
  readonly nodes: readonly N[];
  /** Whether a part of the statement was left out: it may say more than what was read. */
  readonly partial: boolean;
}

/** `:name`, `%(name)s`, `%s` and `?`, which the driver binds, and psql's `:'name'` and `:"name"`. */
const PARAMETERS = /(?<![:\w\]]):(?:[A-Za-z_]\w*|'[A-Za-z_]\w*'|"[A-Za-z_]\w*")|%\([A-Za-z_]\w*\)s|(?<![%\w])%s\b|(?<![?|&@#\w])\?(?![?|&])/gu;
const PARAMETER_LISTS = /\b(IN|VALUES)\s+(?::[A-Za-z_]\w*|%\([A-Za-z_]\w*\)s|%s\b)/giu;
const HOLE_WORD = /^\uE000\d+\uE001$/u;
const ATTEMPTS = 8;

/** A name that became reserved in PostgreSQL 16; migrations written for older servers use it freely. */
const RESERVED_SINCE = /\bsystem_user\b/giu;
const STAND_IN = 'system_uzer';

function parseForAnyVersion(text: string): ReturnType<typeof parseSql> {
  const parsed = parseSql(text);
  if ('nodes' in parsed || !/at or near "system_user"/iu.test(parsed.error)) return parsed;
  const older = parseSql(text.replace(RESERVED_SINCE, STAND_IN));
  return 'nodes' in older ? { nodes: JSON.parse(JSON.stringify(older.nodes).replaceAll(STAND_IN, 'system_user')) as Node[] } : parsed;
}

export const repair = (source: string, tokens: readonly Token[], start: number): Repaired | undefined => repairFor(parseForAnyVersion, source, tokens, start);

/** What a parser says about a text: its statements, or why and where it refuses it. */
type Parser<N> = (text: string) => { readonly nodes: readonly N[] } | { readonly error: string; readonly at: number };

/** Tries to parse a statement that the parser refuses: with bound values as unknown names, then without the holes in its way. */
export function repairFor<N>(parse: Parser<N>, source: string, tokens: readonly Token[], start: number): Repaired<N> | undefined {
  let text = withoutParameters(source, tokens, start);
  let partial = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const parsed = parse(text);
    if ('nodes' in parsed) return { source: text, nodes: parsed.nodes, partial };
    const next = withoutHole(text, tokens, start, parsed.at);
    if (next === undefined) return undefined;
    text = next.text;
    partial ||= next.partial;
  }
  return undefined;
}

/** Bound values outside strings become names that are not known, bound lists a list of one. */
function withoutParameters(source: string, tokens: readonly Token[], start: number): string {
  const quoted = tokens.filter((token) => token.kind === 'string' || token.kind === 'quoted');
  const inQuotes = (at: number): boolean => quoted.some((token) => token.start - start <= at && at < token.end - start);
  return source
    .replace(PARAMETER_LISTS, (written, word: string, at: number) => (inQuotes(at) ? written : `${word}(${GAP})`.padEnd(written.length)))
    .replace(PARAMETERS, (written, at: number) => (inQuotes(at) ? written : GAP.padEnd(written.length)));
}

/** Types whose length must be a number: with a hole in its place, the whole type is not known. */
const SIZED = new Set(['VARCHAR', 'CHAR', 'CHARACTER', 'VARYING', 'NCHAR', 'BIT', 'TIMESTAMP', 'TIMESTAMPTZ', 'TIME', 'FLOAT', 'INTERVAL']);

interface Filled {
  readonly text: string;
  readonly partial: boolean;
}

/** The hole at the parser's error, or the last one before it, is taken out, with a comma that would be left over. */
function withoutHole(text: string, tokens: readonly Token[], start: number, at: number): Filled | undefined {
  const slice = (token: Token | undefined): string => (token ? text.slice(token.start - start, token.end - start) : '');
  const holes = tokens.map((token, i) => ({ token, i })).filter(({ token }) => token.kind === 'word' && HOLE_WORD.test(slice(token)));
  const before = holes.filter(({ token }) => token.start - start <= at);
  const hole = before[before.length - 1] ?? holes[0];
  if (!hole) return undefined;
  const [previous, next] = [tokens[hole.i - 1], tokens[hole.i + 1]];
  const blank = (out: string, token: Token | undefined, filler = ''): string =>
    token ? out.slice(0, token.start - start) + filler + ' '.repeat(token.end - token.start - filler.length) + out.slice(token.end - start) : out;
  const done = (out: string): Filled => ({ text: out, partial: true });
  const type = tokens[hole.i - 2];
  if (slice(previous) === '(' && slice(next) === ')' && SIZED.has(slice(type).toUpperCase())) {
    const words = slice(type).toUpperCase() === 'VARYING' ? tokens.slice(hole.i - 3, hole.i + 2) : tokens.slice(hole.i - 2, hole.i + 2);
    return { text: words.reduce((out, token, i) => blank(out, token, i === 0 ? GAP : ''), text), partial: false };
  }
  if (slice(previous).toUpperCase() === 'VALUES' || slice(previous).toUpperCase() === 'IN') return done(blank(text, hole.token, '(0)'));
  const out = blank(text, hole.token);
  const closed = next === undefined || slice(next) === ')' || slice(next) === ',';
  if (slice(previous) === ',' && closed) return done(blank(out, previous));
  if (slice(previous) === '(' && slice(next) === ',') return done(blank(out, next));
  return done(out);
}
