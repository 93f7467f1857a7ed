import type { Dialect } from '../../target.js';

/** Half-open range of offsets. */
export interface Branch {
  readonly start: number;
  readonly end: number;
}
interface Branches {
  /** Stretches that are not there for this dialect. */
  readonly removed: readonly Branch[];
  /** Stretches that may be there. */
  readonly conditional: readonly Branch[];
}
/** A branch that is open: what its condition says, and whether one before it was taken. */
interface Open {
  readonly start: number;
  readonly holds: boolean | undefined;
  readonly taken: boolean | undefined;
}

const WORD = /^\{\{-?\s*(\w+)\s*([^]*?)\s*-?\}\}$/u;

/** The branches of `{{if .postgres}} ... {{else}} ... {{end}}`: a test that asks for the dialect is decided. */
export function readBranches(text: string, found: readonly RegExpExecArray[], dialect: Dialect): Branches {
  const removed: Branch[] = [];
  const conditional: Branch[] = [];
  const open: Open[] = [];
  const close = (branch: Open, end: number): void => {
    if (branch.holds === false) removed.push({ start: branch.start, end });
    else if (branch.holds === undefined) conditional.push({ start: branch.start, end });
  };
  for (const { index, 0: written } of found) {
    const [, word, rest = ''] = WORD.exec(written) ?? [];
    const start = index + written.length;
    if (word === 'if') {
      const holds = decide(rest, dialect);
      open.push({ start, holds, taken: holds });
    } else if (word === 'range' || word === 'with' || word === 'define' || word === 'block') open.push({ start, holds: undefined, taken: undefined });
    else if (word === 'else' || word === 'end') {
      const last = open.pop();
      if (!last) continue;
      close(last, index);
      if (word === 'else') open.push(otherwise(last, start, rest, dialect));
    }
  }
  for (const branch of open) close({ ...branch, holds: undefined }, text.length);
  return { removed, conditional };
}

/** `{{else}}` and `{{else if ...}}` */
function otherwise(last: Open, start: number, rest: string, dialect: Dialect): Open {
  const test = rest.startsWith('if') ? decide(rest.slice(2), dialect) : true;
  const holds = last.taken === true || test === false ? false : last.taken === undefined ? undefined : test;
  return { start, holds, taken: last.taken === true || holds === true ? true : last.taken === undefined || holds === undefined ? undefined : false };
}

const DIALECTS: Readonly<Record<string, readonly Dialect[]>> = {
  postgres: ['postgres'], postgresql: ['postgres'], pg: ['postgres'], mysql: ['mysql', 'mariadb'], mariadb: ['mariadb'], sqlite: ['sqlite'], sqlite3: ['sqlite'], mssql: ['mssql'], sqlserver: ['mssql'], oracle: ['oracle'],
};

const LONGEST_TEST = 64;

/** Whether a test that consists of names of dialects holds: `.postgres`, `not .mysql`, `or .mysql .sqlite`, with brackets. */
function decide(test: string, dialect: Dialect): boolean | undefined {
  const words = test.match(/[()]|[^\s()]+/gu) ?? [];
  if (words.length > LONGEST_TEST) return undefined;
  let at = 0;
  const operand = (): boolean | undefined => {
    const word = words[at] ?? '';
    at += 1;
    if (word !== '(') return DIALECTS[word.replace(/^\.(?:is)?/iu, '').toLowerCase()]?.includes(dialect);
    const value = expression();
    at += 1;
    return value;
  };
  const expression = (): boolean | undefined => {
    const word = words[at] ?? '';
    if (word !== 'not' && word !== 'and' && word !== 'or') return operand();
    at += 1;
    const values: (boolean | undefined)[] = [];
    while (at < words.length && words[at] !== ')') values.push(operand());
    if (word === 'not') return values[0] === undefined ? undefined : !values[0];
    const decisive = word === 'or';
    return values.includes(decisive) ? decisive : values.includes(undefined) ? undefined : !decisive;
  };
  const value = expression();
  return at < words.length ? undefined : value;
}
