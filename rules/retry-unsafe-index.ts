import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { indexObject } from './support/names.js';
import { earlier } from './support/steps.js';

export default defineRule({
  id: 'retry-unsafe-index',
  meta: {
    summary: 'A concurrent index build accepts the invalid index that a failed build left behind.',
    category: 'availability',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    messages: {
      invalid:
        'If building `{{index}}` CONCURRENTLY fails half-way, an invalid index of that name stays behind, and IF NOT EXISTS takes it for the one that is wanted: the next run succeeds, and no query uses the index. Put `DROP INDEX CONCURRENTLY IF EXISTS {{index}}` before it, or leave IF NOT EXISTS out.',
    },
  },
  create: (context) => ({
    createIndex(operation, step) {
      const index = known(operation.index.name);
      if (index === undefined || operation.concurrently !== true || operation.ifNotExists !== true) return;
      const cleared = earlier(step).some((other) => other.operation.kind === 'dropIndex' && known(other.operation.index) === index);
      if (!cleared) context.report(operation, 'invalid', { data: { index }, object: indexObject(known(operation.table), index) });
    },
  }),
});
