import { defineRule, type RoundTrip, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { busyLocks, lockText, waiting } from './support/locks.js';
import { tableObject } from './support/names.js';
import { isStepOf } from './support/steps.js';

type Message = 'none' | 'zero' | 'tooLong' | 'tooLate';

export default defineRule<Message>({
  id: 'missing-lock-timeout',
  meta: {
    summary: 'A statement that needs a strong lock may queue behind a long query and block everyone.',
    category: 'availability',
    presets: { all: 'warning' },
    since: '0.1.0',
    dialects: ['postgres', 'mysql', 'mariadb'],
    directions: ['upgrade'],
    messages: {
      none: 'This takes {{lock}} and waits for it without limit: while a long query holds the table, {{waiting}} queues behind the migration. Set a limit before it ({{set}}) and try again when it is exceeded, or set `configured` where the runner or the role sets one.',
      zero: 'The limit for waiting is switched off here, and {{lock}} is taken afterwards: while a long query holds the table, {{waiting}} queues behind the migration. Set a limit ({{set}}).',
      tooLong: 'This waits for {{lock}} for up to {{seconds}} seconds, and {{waiting}} queues behind it meanwhile. Set a lower limit ({{set}}) and try again when it is exceeded.',
      tooLate: 'This takes {{lock}} before the migration sets a limit for waiting: while a long query holds the table, {{waiting}} queues behind it. Set the limit first.',
    },
    options: {
      schema: {
        properties: {
          configured: { type: 'boolean', description: 'The runner, the connection or the role of the database sets a limit for every migration.' },
          maximum: { type: 'number', minimum: 0, description: 'The longest wait in seconds.' },
        },
      },
      defaults: { configured: false, maximum: 10 },
    },
  },
  create: (context) => ({
    migration({ upgradeSteps, world }: RoundTrip) {
      if (!world.rolling) return;
      const step = upgradeSteps.find((each) => busyLocks(each).length > 0);
      const lock = step && busyLocks(step)[0];
      if (!step || !lock) return;
      const before = limitOf(upgradeSteps.slice(0, step.index));
      const maximum = Number(context.options['maximum']);
      const message = messageOf(before, limitOf(upgradeSteps.slice(step.index)) !== undefined, maximum);
      if (message === undefined || ((message === 'none' || message === 'tooLate') && context.options['configured'] === true)) return;
      const set = context.target.dialect === 'postgres' ? "`SET LOCAL lock_timeout = '5s'`" : '`SET SESSION lock_wait_timeout = 5`';
      context.report(step.operation, message, { data: { lock: lockText(lock), waiting: waiting(lock.blocks), set, seconds: String(before) }, object: tableObject(lock.table), direction: 'upgrade' });
    },
  }),
});

/** Seconds; `unset`: what is set cannot be read, or is the default of the server. */
type Limit = number | 'unset' | undefined;

function messageOf(before: Limit, later: boolean, maximum: number): Message | undefined {
  if (before === undefined) return later ? 'tooLate' : 'none';
  if (before === 'unset') return undefined;
  if (before === 0) return 'zero';
  return before > maximum ? 'tooLong' : undefined;
}

/** The limit that the steps set last. */
function limitOf(steps: readonly Step[]): Limit {
  let limit: Limit;
  for (const step of steps) {
    if (!isStepOf(step, 'setting') || !/^(?:lock_timeout|lock_wait_timeout)$/iu.test(known(step.operation.name) ?? '')) continue;
    const value = known(step.operation.value);
    limit = value === undefined ? 'unset' : secondsOf(value, /^lock_timeout$/iu.test(known(step.operation.name) ?? ''));
  }
  return limit;
}

const UNITS: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400 };

/** PostgreSQL counts in milliseconds where no unit is given, MySQL in seconds. */
function secondsOf(value: string, milliseconds: boolean): Limit {
  const parts = /^'?\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*'?$/u.exec(value.trim());
  return parts ? Number(parts[1]) * (UNITS[parts[2] ?? (milliseconds ? 'ms' : 's')] ?? 1) : 'unset';
}
