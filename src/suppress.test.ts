import { describe, expect, it } from 'vitest';
import type { Finding } from './finding.js';
import { applySuppressions, parseSuppressions, type FileSuppressions, type SuppressOptions } from './suppress.js';

const commentsOf = (text: string): { start: number; end: number; text: string }[] =>
  [...text.matchAll(/#(.*)/gu)].map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[1] ?? '' }));

/** A finding of rule `r` at each `X`; gives the lines of those that stay, and what is wrong with the comments. */
function run(text: string, { options = {}, statements = [], rule = 'r' }: { options?: SuppressOptions; statements?: readonly string[]; rule?: string } = {}): { kept: number[]; unused: string[] } {
  const findings = [...text.matchAll(/X/gu)].map(({ index }): Finding => ({
    ruleId: rule, messageId: 'm', severity: 'error', confidence: 'certain', message: '', span: { file: 'a.py', start: index, end: index + 1 }, related: [], suggestions: [], fingerprint: '',
  }));
  const comments = commentsOf(text);
  const ranges = statements.map((statement) => ({ start: text.indexOf(statement), end: text.indexOf(statement) + statement.length }));
  const file: FileSuppressions = {
    suppressions: parseSuppressions(comments, text),
    text,
    comments,
    statementAt: (offset) => ranges.find(({ start, end }) => start <= offset && offset < end),
  };
  const { kept, unused } = applySuppressions(findings, new Map([['a.py', file]]), options);
  return { kept: kept.map(({ span }) => text.slice(0, span.start).split('\n').length), unused: unused.map(({ rule: of, why }) => `${of} ${why}`) };
}

describe('migralint-allow', () => {
  it('covers the next statement', () => {
    expect(run('X\n# migralint-allow r: done\n\n# other\nX\nX\n')).toEqual({ kept: [1, 6], unused: [] });
  });
  it('covers the statement it trails', () => {
    expect(run('X  # migralint-allow r: done\nX\n')).toEqual({ kept: [2], unused: [] });
  });
  it('covers all lines of a statement', () => {
    const statement = 'call(\n  X,\n  X)';
    expect(run(`# migralint-allow r: done\n${statement}\nX`, { statements: [statement] })).toEqual({ kept: [5], unused: [] });
    expect(run(`${statement}  # migralint-allow r: done\nX`, { statements: [statement] })).toEqual({ kept: [4], unused: [] });
  });
  it('takes several rules and knows which found nothing', () => {
    expect(run('# migralint-allow r, other: done\nX\n')).toEqual({ kept: [], unused: ['other unmatched'] });
  });
  it('works in the first line behind a byte order mark and with other line ends', () => {
    expect(run('\uFEFF# migralint-allow r: done\r\nX\r\nX')).toEqual({ kept: [3], unused: [] });
  });
  it('does nothing at the end of a file', () => {
    expect(run('X\n# migralint-allow r: done')).toEqual({ kept: [1], unused: ['r unmatched'] });
  });
});

describe('migralint-allow-block', () => {
  it('ends with its section', () => {
    expect(run('def a():\n    X\n    # migralint-allow-block r: done\n    X\n    if 1:\n        X\n\n    X\ndef b():\n    X\n')).toEqual({ kept: [2, 10], unused: [] });
  });
  it('ends where it is told', () => {
    expect(run('# migralint-allow-block r: done\nX\n# migralint-end-allow\nX\n')).toEqual({ kept: [4], unused: [] });
  });
  it('does not take text of several lines for the end', () => {
    const statement = '    run("""\nX\n""")';
    expect(run(`def a():\n    # migralint-allow-block r: done\n${statement}\n    X\n`, { statements: [statement.trim()] })).toEqual({ kept: [], unused: [] });
  });
});

it('migralint-allow-file covers everything', () => {
  expect(run('X\n# migralint-allow-file r: done\nX')).toEqual({ kept: [], unused: [] });
});

describe('comments that allow nothing', () => {
  it.each([
    ['without a reason', '# migralint-allow r\nX', ['r noReason'], [2]],
    ['with an empty reason', '# migralint-allow r:\nX', ['r noReason'], [2]],
    ['without a rule', '# migralint-allow: done\nX', [' noRule'], [2]],
    ['with a rule that does not exist', '# migralint-allow rr: done\nX', ['rr unknownRule'], [2]],
    ['an end without a beginning', '# migralint-end-allow\nX', [' noBlock'], [2]],
    ['a wider one that repeats a narrower one', '# migralint-allow-file r: done\n# migralint-allow r: done\nX', ['r unmatched'], []],
  ])('%s', (_, text, unused, kept) => {
    expect(run(text, { options: { known: new Set(['r', 'other']) } })).toEqual({ kept, unused });
  });
  it('are no matter of a rule that did not run', () => {
    expect(run('# migralint-allow r: done\n', { options: { active: () => false } })).toEqual({ kept: [], unused: [] });
  });
  it('other words are no suppressions', () => {
    expect(run('# migralint-allowed r: x\n# see migralint-allow\nX')).toEqual({ kept: [3], unused: [] });
  });
});
