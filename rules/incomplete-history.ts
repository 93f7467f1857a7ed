import { nameKey } from '../src/catalog/names.js';
import { isSystem } from '../src/catalog/query.js';
import type { Migration } from '../src/migration.js';
import type { Name, Operation } from '../src/operation.js';
import { defineRule, type History } from '../src/rule.js';
import { known } from '../src/value.js';
import { listedBriefly, tableObject, written } from './support/names.js';
import { isProvidedTable } from './support/provided.js';

export default defineRule({
  id: 'incomplete-history',
  meta: {
    summary: 'The history starts in the middle: it uses tables that no readable migration creates.',
    category: 'meta',
    presets: { all: 'note' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      unseen: 'No migration that can be read creates {{tables}}: what their columns, constraints and indexes are is not known, and findings that depend on it are missing or only possible. Put a first migration with their definitions (a dump of the schema) at the beginning of the history.',
    },
  },
  create: (context) => ({
    history(history) {
      const unseen = unseenTables(history);
      const first = unseen.find(({ migration }) => history.reviewed.has(migration));
      if (!first) return;
      context.report(first.operation, 'unseen', {
        data: { tables: listedBriefly(unseen.map(({ table }) => written(table))) },
        object: tableObject(first.table),
        objects: unseen.map(({ table }) => tableObject(table)),
        migration: first.migration,
        direction: 'upgrade',
      });
    },
  }),
});

interface Unseen {
  readonly table: Name;
  readonly operation: Operation;
  readonly migration: Migration;
}

/** Tables in the order in which they are first used, each once. */
function unseenTables({ migrations }: History): readonly Unseen[] {
  const made = new Set<string>();
  const unseen: Unseen[] = [];
  for (const migration of migrations) {
    for (const operation of migration.upgrade.operations) {
      for (const table of usedBy(operation)) {
        if (made.has(nameKey(table)) || isProvidedTable(table) || isSystem(table)) continue;
        made.add(nameKey(table));
        unseen.push({ table, operation, migration });
      }
      for (const table of madeBy(operation)) made.add(nameKey(table));
    }
  }
  return unseen;
}

function madeBy(operation: Operation): readonly Name[] {
  if (operation.kind === 'renameTable') {
    const table = known(operation.table);
    const to = known(operation.to);
    const schema = operation.toSchema ?? table?.schema;
    return to === undefined ? [] : [{ name: to, ...(schema !== undefined && { schema }) }];
  }
  if (operation.kind === 'createObject') {
    const { name, schema } = operation.object;
    const text = known(name);
    return text === undefined ? [] : [{ name: text, ...(schema !== undefined && { schema }) }];
  }
  const table = operation.kind === 'createTable' ? known(operation.table) : undefined;
  return table ? [table] : [];
}

/** Tables that must be there for the operation; rows may also go to a view, and a guard may leave the operation out. */
function usedBy(operation: Operation): readonly Name[] {
  if (operation.certainty === 'maybe' || ('ifExists' in operation && operation.ifExists === true)) return [];
  switch (operation.kind) {
    case 'dropTable':
    case 'renameTable':
    case 'addColumn':
    case 'dropColumn':
    case 'renameColumn':
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
    case 'createIndex': {
      const table = known(operation.table);
      return table ? [table] : [];
    }
    default:
      return [];
  }
}
