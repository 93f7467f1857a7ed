import { schemaOf } from '../src/catalog/names.js';
import type { SchemaObject } from '../src/operation.js';
import { defineRule, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { listedBriefly } from './support/names.js';
import { earlier, stepsOf } from './support/steps.js';

export default defineRule({
  id: 'drop-schema',
  meta: {
    summary: 'A schema or database is dropped with all that is in it.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      database: 'Dropping the database `{{name}}` deletes all of its tables and rows for good: no downgrade can bring them back. Keep it until nothing uses it any more, make a backup, and drop it by hand.',
      cascade: 'Dropping the schema `{{name}}` with CASCADE deletes {{contents}} for good: no downgrade can bring the rows back. Drop what must go by its name, each in a migration of its own, and the empty schema without CASCADE.',
    },
  },
  create: (context) => ({
    dropObject(operation, step) {
      const { object } = operation;
      const name = known(object.name);
      if (name === undefined || (object.kind !== 'schema' && object.kind !== 'database') || isMadeHere(step, object, name)) return;
      // a name that may not be there, and that no migration has made
      const seen = step.before.objects.has(`${object.kind}:${name}`);
      const possible = operation.ifExists === true && !seen;
      const details = { object: { kind: object.kind, name }, possible };
      if (object.kind === 'database' || context.target.dialect === 'mysql' || context.target.dialect === 'mariadb') return context.report(operation, 'database', { data: { name }, ...details });
      // without CASCADE the server refuses to drop a schema that holds anything
      if (!operation.cascade) return;
      const contents = contentsOf(step, name);
      if (contents.length === 0 && (seen || step.before.complete)) return;
      context.report(operation, 'cascade', { data: { name, contents: contents.length === 0 ? 'all of its tables and rows' : `${listedBriefly(contents)}, with all rows,` }, ...details });
    },
  }),
});

const isMadeHere = (step: Step, object: SchemaObject, name: string): boolean =>
  earlier(step).some(({ operation }) => operation.kind === 'createObject' && operation.object.kind === object.kind && known(operation.object.name) === name && operation.ifNotExists !== true);

const tablesOf = (step: Step, schema: string) => [...step.before.tables.values()].filter((table) => schemaOf(table.name) === schemaOf({ schema }));

function contentsOf(step: Step, schema: string): readonly string[] {
  const dropped = new Set(stepsOf(earlier(step), 'dropTable').map(({ operation }) => known(operation.table)?.name));
  return tablesOf(step, schema).filter((table) => !dropped.has(table.name.name) && step.world.existing(step, table.name)).map((table) => table.name.name);
}
