import type { Checker } from './check.js';
import type { Finding } from './finding.js';
import type { Comment } from './evaluate/core.js';
import type { ReadHistory } from './read.js';
import type { Rule } from './rule.js';
import { statementAt } from './statement-ranges.js';
import { applySuppressions, parseSuppressions } from './suppress.js';
import type { FileSuppressions, UnusedSuppression } from './suppress.js';

export interface SuppressionContext {
  readonly rules: readonly Rule[];
  readonly active: (rule: string, file: string) => boolean;
  readonly reviewed: (file: string) => boolean;
}

/** Takes out what the authors allowed; comments that allowed nothing become findings of `unused-suppression`. */
export function withoutSuppressed(checker: Checker, history: ReadHistory, context: SuppressionContext): { readonly kept: readonly Finding[]; readonly suppressed: readonly Finding[] } {
  const files = new Map<string, FileSuppressions>();
  for (const [file, source] of history.sources) {
    if (!source.text.includes('migralint-') || !context.reviewed(file)) continue;
    const comments: readonly Comment[] = history.host.comments(source);
    const ranges = history.host.statements(source);
    files.set(file, { suppressions: parseSuppressions(comments, source.text), text: source.text, comments, statementAt: (offset) => statementAt(ranges, source.text, offset) });
  }
  if (files.size === 0) return { kept: checker.findings, suppressed: [] };
  const { kept, suppressed, unused } = applySuppressions(checker.findings, files, { known: new Set(context.rules.map(({ id }) => id)), active: context.active });
  const before = checker.findings.length;
  reportUnused(checker, unused, context.rules);
  return { kept: [...kept, ...checker.findings.slice(before)], suppressed };
}

const MESSAGES: Readonly<Record<UnusedSuppression['why'], string>> = { unmatched: 'unused', noReason: 'noReason', noRule: 'noRule', unknownRule: 'unknownRule', noBlock: 'noBlock' };

function reportUnused(checker: Checker, unused: readonly UnusedSuppression[], rules: readonly Rule[]): void {
  const rule = rules.find(({ id }) => id === 'unused-suppression');
  if (!rule) return;
  for (const { file, suppression, rule: named, why } of unused) {
    const span = { file, start: suppression.start, end: suppression.end };
    checker.engine(rule, span, MESSAGES[why], { data: { rule: named, file }, object: { kind: 'statement', name: named } });
  }
}
