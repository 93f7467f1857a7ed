import { nameKey } from '../src/catalog/names.js';
import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { findTable } from './support/lookup.js';
import { outsideTransaction } from './support/frameworks.js';
import { tableObject, written } from './support/names.js';

export default defineRule({
  id: 'blocking-partition-change',
  meta: {
    summary: 'Attaching, detaching or creating a partition scans or locks the partitioned table.',
    category: 'availability',
    presets: { strict: 'warning' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    messages: {
      create:
        'Creating `{{table}}` as a partition takes ACCESS EXCLUSIVE on `{{parent}}`: it waits behind every running query, and everybody who comes later waits behind it. Create it as a table of its own (`CREATE TABLE {{table}} (LIKE {{parent}} INCLUDING ALL)`) and attach it, which takes a lock that lets others read and write.',
      attach:
        'Attaching `{{table}}` to `{{parent}}` reads each of its rows under ACCESS EXCLUSIVE to see that it belongs there. Add a check with the bounds of the partition NOT VALID and validate it first: with that as proof nothing is read.',
      detach: 'Detaching `{{table}}` takes ACCESS EXCLUSIVE on `{{parent}}`: it waits behind every running query, and everybody who comes later waits behind it. Use `DETACH PARTITION ... CONCURRENTLY` {{outside}}.',
    },
  },
  create: (context) => ({
    createTable(operation, step) {
      const [table, parent] = [known(operation.table), operation.partitionOf];
      if (table === undefined || parent === undefined || !step.world.busy(step, parent)) return;
      context.report(operation, 'create', { data: { table: written(table), parent: written(parent) }, object: tableObject(table) });
    },
    alterObject(operation, step) {
      const change = /^(attach|detach) partition\b/u.exec(operation.action ?? '')?.[1];
      const { table, locks } = step.impact;
      const parent = locks[0]?.table;
      if (change === undefined || table === undefined || parent === undefined || !step.world.busy(step, parent)) return;
      const data = { table: written(table), parent: written(parent), outside: outsideTransaction(step) };
      if (change === 'detach') {
        if (!/\bconcurrently$/u.test(operation.action ?? '')) context.report(operation, 'detach', { data, object: tableObject(table) });
        return;
      }
      const known = findTable(step.before, table);
      if (step.impact.scan === true && step.world.busy(step, table) && nameKey(table) !== nameKey(parent)) context.report(operation, 'attach', { data, object: tableObject(table), possible: known === undefined });
    },
  }),
});
