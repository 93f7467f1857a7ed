import type { Comment } from './evaluate/core.js';
import type { Finding } from './finding.js';
import { linesOf, type Lines } from './lines.js';

/**
 * A comment that allows what a rule would report:
 * `migralint-allow <rule>[, <rule>]: reason` for the statement it trails or the next one,
 * `migralint-allow-block` up to the end of the enclosing section or `migralint-end-allow`,
 * `migralint-allow-file` for the whole file.
 */
export interface Suppression {
  readonly form: 'statement' | 'block' | 'file' | 'end';
  readonly rules: readonly string[];
  /** Empty where none is given: then nothing is suppressed. */
  readonly reason: string;
  /** The comment. */
  readonly start: number;
  readonly end: number;
  /** Code stands before it on its line. */
  readonly trailing: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What is needed to judge the suppressions of one file. */
export interface FileSuppressions {
  readonly suppressions: readonly Suppression[];
  readonly text: string;
  readonly comments: readonly Comment[];
  /** The outermost statement that starts on the line of the offset, else the innermost around it. */
  readonly statementAt?: (offset: number) => Range | undefined;
}

export interface UnusedSuppression {
  readonly file: string;
  readonly suppression: Suppression;
  /** The rule concerned; empty where the comment names none. */
  readonly rule: string;
  readonly why: 'unmatched' | 'noReason' | 'noRule' | 'unknownRule' | 'noBlock';
}

export interface Suppressed {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly unused: readonly UnusedSuppression[];
}

export interface SuppressOptions {
  /** All rule ids there are, to tell a rule that found nothing from one that does not exist. */
  readonly known?: ReadonlySet<string>;
  /** Whether a rule is on for a file: nobody can say of a rule that did not run that its suppression is unused. */
  readonly active?: (rule: string, file: string) => boolean;
}

const PATTERN = /^[\s*]*migralint-(allow-block|allow-file|allow|end-allow)(?![\w-])\s*([^:]*)(?::([\s\S]*))?$/u;
const FORMS = { allow: 'statement', 'allow-block': 'block', 'allow-file': 'file', 'end-allow': 'end' } as const;

export function parseSuppressions(comments: readonly Comment[], text: string): readonly Suppression[] {
  return comments.flatMap((comment) => {
    if (!comment.text.includes('migralint-')) return [];
    const match = PATTERN.exec(comment.text);
    if (!match) return [];
    const [, word = 'allow', rules = '', reason = ''] = match;
    const lineStart = Math.max(text.lastIndexOf('\n', comment.start - 1), text.lastIndexOf('\r', comment.start - 1)) + 1;
    return {
      form: FORMS[word as keyof typeof FORMS],
      rules: rules.split(/[\s,]+/u).filter((rule) => rule !== ''),
      reason: reason.trim(),
      start: comment.start,
      end: comment.end,
      trailing: text.slice(lineStart, comment.start).replace('\uFEFF', '').trim() !== '',
    };
  });
}

/** Splits findings into those that stay and those that the author allowed, and names the comments that allowed nothing. */
export function applySuppressions(findings: readonly Finding[], files: ReadonlyMap<string, FileSuppressions>, options: SuppressOptions = {}): Suppressed {
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  const scopes = new Map([...files].map(([file, of]) => [file, scopesOf(of)]));
  const used = new Map<Suppression, Set<string>>();
  for (const finding of findings) {
    const at = finding.span.start;
    // the narrowest one counts as used, so that a wider one that repeats it is reported
    const scope = scopes.get(finding.span.file)?.find(({ suppression, range }) => suppression.reason !== '' && suppression.rules.includes(finding.ruleId) && at >= range.start && at < range.end);
    if (scope) {
      used.set(scope.suppression, (used.get(scope.suppression) ?? new Set()).add(finding.ruleId));
      suppressed.push({ ...finding, suppression: { by: 'comment', reason: scope.suppression.reason } });
    } else kept.push(finding);
  }
  const unused = [...files].flatMap(([file, { suppressions }]) => suppressions.flatMap((suppression) => unusedOf(file, suppression, suppressions, used.get(suppression), options)));
  return { kept, suppressed, unused };
}

function unusedOf(file: string, suppression: Suppression, all: readonly Suppression[], used: ReadonlySet<string> | undefined, { known, active }: SuppressOptions): readonly UnusedSuppression[] {
  const { form, rules, reason } = suppression;
  if (form === 'end') {
    const open = all.some((other) => other.form === 'block' && other.start < suppression.start);
    return open ? [] : [{ file, suppression, rule: '', why: 'noBlock' }];
  }
  if (rules.length === 0) return [{ file, suppression, rule: '', why: 'noRule' }];
  return rules.flatMap((rule): readonly UnusedSuppression[] => {
    if (known && !known.has(rule)) return [{ file, suppression, rule, why: 'unknownRule' }];
    if (reason === '') return [{ file, suppression, rule, why: 'noReason' }];
    if (used?.has(rule) || active?.(rule, file) === false) return [];
    return [{ file, suppression, rule, why: 'unmatched' }];
  });
}

interface Scope {
  readonly suppression: Suppression;
  readonly range: Range;
}

/** The stretches of text that the comments speak about, narrowest form first. */
function scopesOf(file: FileSuppressions): readonly Scope[] {
  if (file.suppressions.length === 0) return [];
  const lines = linesOf(file.text);
  const code = codeLines(file, lines);
  const order = { statement: 0, block: 1, file: 2, end: 3 };
  return file.suppressions
    .filter(({ form }) => form !== 'end')
    .map((suppression) => ({ suppression, range: rangeOf(suppression, file, lines, code) }))
    .sort((a, b) => order[a.suppression.form] - order[b.suppression.form]);
}

function rangeOf(suppression: Suppression, file: FileSuppressions, lines: Lines, code: ReadonlyMap<number, number>): Range {
  if (suppression.form === 'file') return { start: 0, end: Infinity };
  if (suppression.form === 'block') return { start: suppression.start, end: blockEnd(suppression, file, lines, code) };
  let line = lines.position(suppression.trailing ? suppression.start : suppression.end).line;
  if (!suppression.trailing) while (line <= lines.count && !code.has(line)) line += 1;
  const first = code.get(line);
  if (first === undefined) return { start: Infinity, end: Infinity };
  const statement = file.statementAt?.(first);
  // behind the last line of a statement of several lines: that statement as a whole
  const start = suppression.trailing && statement ? Math.min(statement.start, lines.startOf(line)) : lines.startOf(line);
  return { start, end: Math.max(lines.startOf(line + 1), statement?.end ?? 0) };
}

/** Offset of the first code on each line that has any. */
function codeLines({ text, comments }: FileSuppressions, lines: Lines): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  let comment = 0;
  for (let line = 1; line <= lines.count; line += 1) {
    const end = lines.startOf(line + 1);
    for (let at = lines.startOf(line); at < end; at += 1) {
      while (comment < comments.length && (comments[comment]?.end ?? 0) <= at) comment += 1;
      const next = comments[comment];
      if (next && next.start <= at) {
        at = next.end - 1;
        continue;
      }
      if (!/[\s\uFEFF]/u.test(text.charAt(at))) {
        found.set(line, at);
        break;
      }
    }
  }
  return found;
}

/** Up to `migralint-end-allow`, or to the first line that is indented less: the end of the function or section. */
function blockEnd(suppression: Suppression, { suppressions, text, statementAt }: FileSuppressions, lines: Lines, code: ReadonlyMap<number, number>): number {
  const marker = suppressions.find((other) => other.form === 'end' && other.start > suppression.start)?.start ?? text.length;
  const indentation = (line: number): number => /^\s*/u.exec(lines.lineText(line))?.[0].length ?? 0;
  const from = lines.position(suppression.start).line;
  const own = indentation(from);
  for (let line = from + 1; line <= lines.count && lines.startOf(line) < marker; line += 1) {
    const first = code.get(line);
    if (first === undefined || indentation(line) >= own) continue;
    const statement = statementAt?.(first);
    // text of several lines may hang over to the left
    if (statement && statement.start > suppression.start && statement.start < lines.startOf(line)) continue;
    return lines.startOf(line);
  }
  return marker === text.length ? Infinity : marker;
}
