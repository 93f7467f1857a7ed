import type { HistoryProblem } from '../src/history.js';
import { defineRule } from '../src/rule.js';
import { listed } from './support/names.js';

export default defineRule({
  id: 'broken-revision-chain',
  meta: {
    summary: 'A revision id is missing, duplicated or part of a cycle.',
    category: 'history',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      duplicate: 'Revision {{id}} is defined more than once, also in {{others}}: the runner keeps one of the files and ignores the other. Give this one an id of its own.',
      missing: 'Revision {{migration}} builds on {{id}}, which no file of the history defines: the runner refuses to load the history ("Can\'t locate revision identified by \'{{id}}\'"). Name the revision that it really follows, or restore the missing file.',
      cycle: 'Revision {{id}} comes before itself, by way of {{others}}: no order exists in which the history could run, and the runner refuses to load it. Point one `down_revision` to an earlier revision.',
      self: 'Revision {{id}} names itself as the revision that it follows: the runner refuses to load the history. Name the revision before it.',
    },
  },
  create: (context) => ({
    history(history) {
      const cycles = new Set<string>();
      for (const problem of history.problems) {
        const involved = [problem.migration, ...problem.others];
        const reviewed = problem.problem === 'duplicate' || problem.problem === 'cycle' ? involved.some((each) => history.reviewed.has(each)) : history.reviewed.has(problem.migration);
        if (!reviewed || (problem.problem === 'cycle' && cycles.has(keyOf(problem)))) continue;
        cycles.add(keyOf(problem));
        const { migration, id, span, others } = problem;
        context.report(span ?? migration.idSpan ?? migration.upgrade.span ?? { file: migration.file, start: 0, end: 0 }, problem.problem, {
          data: { id, migration: migration.id, others: listed(others.map((each) => (problem.problem === 'cycle' ? each.id : each.file))) },
          object: { kind: 'migration', name: id },
          related: others.flatMap((each) => (each.idSpan ? [{ message: `revision ${each.id}`, span: each.idSpan }] : [])),
          migration,
        });
      }
    },
  }),
});

/** One finding for a cycle, whichever of its revisions is asked. */
const keyOf = ({ migration, others }: HistoryProblem): string => [migration, ...others].map(({ file }) => file).sort().join('\n');
