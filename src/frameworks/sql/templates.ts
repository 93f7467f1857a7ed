import type { Dialect } from '../../target.js';
import { concatText, holeAt, locate, sliceText, tracedText, unknown, type TracedText } from '../../value.js';

/** What a template engine replaces: `{{.prefix}}`, `{{if .postgres}}`. An array literal (`{{1,2}}`) is none. */
const GO_TEMPLATE = /\{\{-?\s*((?:if|else|end|range|with|template|define|block)\b[^{}]*|\.[\w.]*|\w+\s*)-?\}\}/gu;
const DIALECT_WORDS: Readonly<Record<Dialect, RegExp>> = {
  postgres: /\.(?:Is)?postgres(?:ql)?\b/iu,
  mysql: /\.(?:Is)?mysql\b/iu,
  mariadb: /\.(?:Is)?(?:mysql|mariadb)\b/iu,
  sqlite: /\.(?:Is)?sqlite3?\b/iu,
  mssql: /\.(?:Is)?(?:mssql|sqlserver)\b/iu,
  oracle: /\.(?:Is)?oracle\b/iu,
};

/** The text as far as it is known before the tool fills in values: branches for another database are left out, values are holes. */
export function expanded(text: TracedText, placeholders: RegExp | undefined, dialect: Dialect): TracedText {
  const branched = text.text.includes('{{') ? withoutForeignBranches(text, dialect) : text;
  return placeholders ? withHoles(branched, placeholders) : branched;
}

/** Whether the text before this one is taken, and whether a branch of this test was taken. */
interface Branch {
  readonly outer: boolean;
  taken: boolean;
  /** Any test that is not about the database: all of its branches are kept, since each may be the one that is run. */
  readonly readable: boolean;
}

function withoutForeignBranches(text: TracedText, dialect: Dialect): TracedText {
  const parts: TracedText[] = [];
  const open: Branch[] = [];
  let active = true;
  let done = 0;
  for (const match of text.text.matchAll(GO_TEMPLATE)) {
    const tag = (match[1] ?? '').trim();
    if (active) parts.push(sliceText(text, done, match.index));
    done = match.index + match[0].length;
    const test = /^(?:else\s+)?if\s+(.*)$/su.exec(tag)?.[1];
    const isElse = /^else\b/u.test(tag);
    if (isElse) {
      const branch = open[open.length - 1];
      if (!branch?.readable) continue;
      active = branch.outer && !branch.taken && (test === undefined || isAbout(test, dialect) === true);
      branch.taken ||= active;
    } else if (test !== undefined || /^(?:range|with|define|block)\b/u.test(tag)) {
      const answer = test === undefined ? undefined : isAbout(test, dialect);
      open.push({ outer: active, taken: answer === true, readable: answer !== undefined });
      active &&= answer !== false;
    } else if (tag === 'end') active = open.pop()?.outer ?? true;
    else if (active) parts.push(...valueOf(text, match.index, done));
  }
  if (active) parts.push(sliceText(text, done));
  return concatText(parts.filter((part) => part.text !== ''));
}

/** Whether a test asks for this database; `undefined`: it asks something else. */
function isAbout(test: string, dialect: Dialect): boolean | undefined {
  if (!Object.values(DIALECT_WORDS).some((word) => word.test(test))) return undefined;
  const own = DIALECT_WORDS[dialect].test(test);
  return /^\s*(?:not\b|!)/u.test(test) ? !own : own;
}

/** A prefix that all names share tells nothing apart: it is left out, so that a table is the same wherever it is named. */
function valueOf(text: TracedText, start: number, end: number): readonly TracedText[] {
  if (/[\w$]/u.test(text.text[end] ?? '') && !/[\w$]/u.test(text.text[start - 1] ?? '')) return [];
  return [holeOf(text, start, end)];
}

const holeOf = (text: TracedText, start: number, end: number): TracedText => {
  const at = locate(text, start, end) ?? { file: '', start: 0, end: 0 };
  return holeAt(unknown('environment', at), at);
};

function withHoles(text: TracedText, placeholders: RegExp): TracedText {
  const parts: TracedText[] = [];
  let done = 0;
  for (const match of text.text.matchAll(placeholders)) {
    const end = match.index + match[0].length;
    parts.push(sliceText(text, done, match.index), ...valueOf(text, match.index, end));
    done = end;
  }
  if (done === 0) return text;
  return concatText([...parts, sliceText(text, done)].filter((part) => part.text !== ''));
}

/** Puts a semicolon where the tool ends a statement. */
export function separated(text: TracedText, separator: RegExp): TracedText {
  const parts: TracedText[] = [];
  let done = 0;
  for (const match of text.text.matchAll(separator)) {
    const end = match.index + match[0].length;
    const at = locate(text, match.index, end) ?? { file: '', start: 0, end: 0 };
    parts.push(sliceText(text, done, match.index), tracedText(';', at, false));
    done = end;
  }
  if (done === 0) return text;
  return concatText([...parts, sliceText(text, done)].filter((part) => part.text !== ''));
}
