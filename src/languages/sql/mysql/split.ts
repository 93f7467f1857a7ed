import type { Target } from '../../../target.js';
import { MYSQL_LEXICAL, tokenize, type LexicalRules, type Token } from '../lexer.js';

/** A stretch of a script between two DELIMITER commands of the client. */
interface Section {
  readonly from: number;
  readonly to: number;
  readonly delimiter: string;
}

const DELIMITER = /^[ \t]*delimiter[ \t]+(\S+)[^\n]*$/gimu;

function sectionsOf(text: string): Section[] {
  const out: Section[] = [];
  let from = 0;
  let delimiter = ';';
  for (const command of text.matchAll(DELIMITER)) {
    out.push({ from, to: command.index, delimiter });
    from = command.index + command[0].length;
    delimiter = command[1] ?? ';';
  }
  out.push({ from, to: text.length, delimiter });
  return out;
}

/** Comments for a version are run by that version and later ones, those of MySQL 5.7 and 8 not by MariaDB. */
function runsComment({ dialect, version }: Target): (head: string) => boolean {
  const [major = 0, minor = 0, patch = 0] = version;
  const own = major * 10_000 + minor * 100 + patch;
  return (head) => {
    const number = Number(/\d+$/u.exec(head)?.[0] ?? 0);
    // a bare release says nothing about its patches
    if (number > own + (version.length < 3 ? 99 : 0)) return false;
    if (dialect === 'mariadb') return head.includes('M') || number < 50_700 || number > 99_999;
    return !head.includes('M');
  };
}

/** The tokens of each statement of a script, without the delimiter behind it. */
export function statementsOf(text: string, target: Target): readonly (readonly Token[])[] {
  const common: LexicalRules = { ...MYSQL_LEXICAL, mysqlWords: true, runsComment: runsComment(target) };
  return sectionsOf(text).flatMap(({ from, to, delimiter }) => {
    const part = from === 0 && to === text.length ? text : text.slice(from, to);
    const rules = delimiter === ';' ? common : { ...common, delimiter };
    const tokens = tokenize(part, rules).map((token) => (from === 0 ? token : { ...token, start: token.start + from, end: token.end + from }));
    return splitAt(text, tokens, delimiter);
  });
}

function splitAt(text: string, tokens: readonly Token[], delimiter: string): Token[][] {
  const out: Token[][] = [];
  let current: Token[] = [];
  let body = new Body();
  const finish = (): void => {
    if (current.length > 0) out.push(current);
    current = [];
    body = new Body();
  };
  for (const token of tokens) {
    const written = token.kind === 'symbol' ? text.slice(token.start, token.end) : '';
    // a delimiter of its own was chosen so that semicolons do not count
    if (written !== '' && written === delimiter && (delimiter !== ';' || body.depth === 0)) finish();
    else {
      current.push(token);
      if (delimiter !== ';') continue;
      if (token.kind === 'word') body.take(text.slice(token.start, token.end).toUpperCase());
      else body.pass();
    }
  }
  if (delimiter !== ';') trimSemicolon(text, current);
  finish();
  return out;
}

function trimSemicolon(text: string, tokens: Token[]): void {
  const last = tokens[tokens.length - 1];
  if (last && text.slice(last.start, last.end) === ';') tokens.pop();
}

const ROUTINES: ReadonlySet<string> = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE']);
const NO_ROUTINES: ReadonlySet<string> = new Set(['TABLE', 'INDEX', 'VIEW', 'DATABASE', 'SCHEMA', 'USER', 'ROLE', 'SEQUENCE', 'SERVER']);
/** Words with an END of their own that says which it is. */
const CLOSED_BY_NAME: ReadonlySet<string> = new Set(['IF', 'LOOP', 'REPEAT', 'WHILE', 'FOR']);

/** How deep in the compound statements of a routine's body one is. */
class Body {
  depth = 0;
  private words = 0;
  private creates = false;
  private routine = false;
  private ending = false;

  /** A token that is no word. */
  pass(): void {
    this.ending = false;
  }

  take(word: string): void {
    this.words += 1;
    if (this.words === 1) this.creates = word === 'CREATE' || word === 'ALTER';
    if (!this.routine && NO_ROUTINES.has(word)) this.creates = false;
    if (this.creates && this.words < 20 && ROUTINES.has(word)) this.routine = true;
    // BEGIN NOT ATOMIC is MariaDB's compound statement outside of routines
    if (this.words === 3 && word === 'ATOMIC') this.depth = 1;
    if (!this.routine && this.depth === 0) return;
    const closes = this.ending;
    this.ending = false;
    if (closes && (CLOSED_BY_NAME.has(word) || word === 'CASE')) {
      if (word !== 'CASE') this.depth += 1;
      return;
    }
    if (word === 'BEGIN' || word === 'CASE') this.depth += 1;
    else if (word === 'END') {
      this.ending = true;
      if (this.depth > 0) this.depth -= 1;
    }
  }
}
