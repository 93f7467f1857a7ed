import { defineRule } from '../src/rule.js';
import { known } from '../src/value.js';
import { columnObject, written } from './support/names.js';
import { remedy, renameColumn } from './support/remedy.js';
import { replacementOf } from './support/replaced.js';

export default defineRule({
  id: 'rename-as-drop-add',
  meta: {
    summary: 'A column is renamed by dropping it and adding another, which discards its values.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade'],
    messages: {
      renamed:
        '`{{table}}.{{from}}` is dropped and `{{table}}.{{to}}` is added with {{type}} and no copy: the values of `{{from}}` are lost, because the database sees two columns that have nothing to do with each other. If this is a rename write `{{rename}}`.',
    },
  },
  create: (context) => ({
    dropColumn(operation, step) {
      const table = known(operation.table);
      const from = known(operation.column);
      const replacement = replacementOf(step);
      const to = known(replacement?.add.operation.column.name);
      if (!replacement || table === undefined || from === undefined || to === undefined) return;
      const type = known(replacement.add.operation.column.type);
      context.report(operation, 'renamed', {
        data: { table: written(table), from, to, type: type === undefined ? 'the same type' : `type ${type}`, rename: remedy(step, renameColumn(table, from, to)) },
        object: columnObject(table, from),
        objects: [columnObject(table, from), columnObject(table, to)],
        related: [{ message: `\`${written(table)}.${to}\` is added here`, span: replacement.add.operation.span }],
        // that it is a rename may be a guess; that the values are lost is none
        possible: replacement.add.operation.certainty === 'maybe',
      });
    },
  }),
});
