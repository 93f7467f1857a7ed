import { defineRule, type RuleContext, type Step } from '../src/rule.js';
import type { FindingObject } from '../src/finding.js';
import type { Operation } from '../src/operation.js';
import { isUnknown, known } from '../src/value.js';
import { outsideTransaction } from './support/frameworks.js';
import { enumObject, indexObject, writtenName } from './support/names.js';

type Message = 'refused' | 'enumValue';

export default defineRule<Message>({
  id: 'concurrently-in-transaction',
  meta: {
    summary: 'A command that cannot run inside a transaction runs inside one.',
    category: 'availability',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade', 'downgrade'],
    messages: {
      refused: '{{command}} cannot run inside a transaction, and this migration runs in one: PostgreSQL refuses it with 25001, on an empty database, too. Run it {{outside}}.',
      enumValue: 'ALTER TYPE `{{name}}` ADD VALUE cannot run inside a transaction before PostgreSQL 12, and this migration runs in one: it is refused with 25001. Run it {{outside}}.',
    },
  },
  create: (context) => ({
    createIndex: (operation, step) => {
      const name = known(operation.index.name) ?? 'the index';
      if (operation.concurrently === true) report(context, step, operation, 'CREATE INDEX CONCURRENTLY', indexObject(known(operation.table), name));
    },
    dropIndex: (operation, step) => {
      const name = known(operation.index) ?? 'the index';
      if (operation.concurrently === true) report(context, step, operation, 'DROP INDEX CONCURRENTLY', indexObject(known(operation.table), name));
    },
    alterObject: (operation, step) => {
      const command = commandOf((operation.action ?? '').toLowerCase());
      const { object } = operation;
      if (command !== undefined) report(context, step, operation, command, { kind: object.kind === 'other' ? 'index' : object.kind, name: known(object.name) ?? 'the database' });
    },
    createObject: (operation, step) => {
      if (operation.object.kind === 'database') report(context, step, operation, 'CREATE DATABASE', { kind: 'database', name: known(operation.object.name) ?? 'the database' });
    },
    dropObject: (operation, step) => {
      if (operation.object.kind === 'database') report(context, step, operation, 'DROP DATABASE', { kind: 'database', name: known(operation.object.name) ?? 'the database' });
    },
    alterEnum: (operation, step) => {
      const name = known(operation.name);
      if (operation.addValue === undefined || name === undefined || (context.target.version[0] ?? 0) >= 12 || step.inTransaction !== true) return;
      // a label may be added to a type of the same transaction at any time
      if (step.steps.slice(0, step.index).some((other) => other.operation.kind === 'createEnum' && writtenName(other.operation.name) === writtenName(name))) return;
      context.report(operation, 'enumValue', { data: { name: writtenName(name) ?? '', outside: outsideTransaction(step) }, object: enumObject(name) });
    },
  }),
});

function commandOf(action: string): string | undefined {
  if (/^vacuum\b/u.test(action)) return action.toUpperCase();
  if (/^reindex\b.*\bconcurrently$/u.test(action) || /^reindex (?:database|system)$/u.test(action)) return action.toUpperCase();
  return /^detach partition\b.*\bconcurrently$/u.test(action) ? 'ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY' : undefined;
}

function report(context: RuleContext<Message>, step: Step, operation: Operation, command: string, object: FindingObject): void {
  if (step.inTransaction === false) return;
  context.report(operation, 'refused', { data: { command, outside: outsideTransaction(step) }, object, possible: isUnknown(step.inTransaction) });
}
