import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { outsideTransaction } from './support/frameworks.js';
import { busyLockOn } from './support/locks.js';
import { constraintObject, written } from './support/names.js';

const WORDS = { unique: 'UNIQUE', primaryKey: 'PRIMARY KEY' } as const;

export default defineRule({
  id: 'blocking-unique-constraint',
  meta: {
    summary: 'A unique, primary key or exclusion constraint builds its index while reads and writes are blocked.',
    category: 'availability',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: ['constraint-on-existing-data', 'duplicate-object', 'missing-object'],
    messages: {
      unique:
        'Adding `{{name}}` builds its index over all rows of `{{table}}` under ACCESS EXCLUSIVE: nobody can read or write the table until it is done. Build a unique index with `CREATE UNIQUE INDEX CONCURRENTLY` {{outside}}, and make it the constraint with `ALTER TABLE {{table}} ADD CONSTRAINT {{name}} {{kind}} USING INDEX ...`, which takes a moment.',
      exclude:
        'Adding `{{name}}` builds its index over all rows of `{{table}}` under ACCESS EXCLUSIVE: nobody can read or write the table until it is done, and an exclusion constraint can be made in no other way. Add it at a quiet time, or create a new table with it and copy the rows in batches.',
      hiddenNotNull:
        'Making the index `{{index}}` the primary key of `{{table}}` sets its columns NOT NULL, which reads every row under ACCESS EXCLUSIVE: nobody can read or write the table meanwhile. Set them NOT NULL first, with a validated `CHECK (... IS NOT NULL)` as proof.',
    },
  },
  create: (context) => ({
    addConstraint(operation, step) {
      const table = known(operation.table);
      const { constraint } = operation;
      if (table === undefined || constraint.type === 'foreignKey' || constraint.type === 'check' || !busyLockOn(step, table)) return;
      const name = known(constraint.name) ?? 'the constraint';
      const data = { name, table: written(table), outside: outsideTransaction(step) };
      const object = constraintObject(table, name);
      if ('expression' in constraint) context.report(operation, 'exclude', { data, object });
      else if (constraint.usingIndex === undefined) context.report(operation, 'unique', { data: { ...data, kind: WORDS[constraint.type] }, object });
      else if (step.impact.scan === true) context.report(operation, 'hiddenNotNull', { data: { ...data, index: constraint.usingIndex }, object });
    },
  }),
});
