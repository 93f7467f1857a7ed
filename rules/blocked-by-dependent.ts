import type { Catalog } from '../src/catalog/catalog.js';
import { constraintColumns, indexOwner, isNameless, nameKey, partKey } from '../src/catalog/names.js';
import { mentions } from '../src/catalog/text.js';
import type { FindingObject } from '../src/finding.js';
import type { Name, Operation } from '../src/operation.js';
import { defineRule, type RuleContext } from '../src/rule.js';
import { known } from '../src/value.js';
import { findTable, referencesTo, sameTable, usersOfEnum } from './support/lookup.js';
import { columnObject, constraintObject, enumObject, indexObject, listed, listedBriefly, tableObject, written } from './support/names.js';

type Message = 'refused' | 'constraintIndex';

export default defineRule<Message>({
  id: 'blocked-by-dependent',
  meta: {
    summary: 'A drop or type change is refused because another object depends on it.',
    category: 'fails-on-data',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade', 'downgrade'],
    messages: {
      refused: '{{What}} cannot be {{done}} here, because {{dependents}} {{depend}} on it: the statement is refused, also on an empty database. Drop or change {{dependents}} first.',
      constraintIndex: 'The index `{{index}}` belongs to the constraint of the same name on `{{table}}`: DROP INDEX is refused, also on an empty database. Drop the constraint instead: `{{drop}}`.',
    },
  },
  create: (context) => ({
    dropTable(operation, step) {
      const table = known(operation.table);
      if (table === undefined || operation.cascade) return;
      const keys = referencesTo(step.before, table);
      const views = viewsOn(step.before, table);
      report(context, operation, `table \`${written(table)}\``, 'dropped', [...keys.map((key) => `${referring(key.name)} on ${written(key.table.name)}`), ...views], tableObject(table), keys.length === 0 ? views.length > 0 && isUnsure(step.before, table) : keys.every((key) => key.uncertain));
    },
    dropColumn(operation, step) {
      const table = known(operation.table);
      const column = known(operation.column);
      const own = findTable(step.before, table);
      if (table === undefined || column === undefined || !own || operation.cascade || !own.columns.has(partKey(column))) return;
      const generated = [...own.columns].filter(([name, entry]) => name !== partKey(column) && mentions(known(entry.column.generated) ?? '', column)).map(([name]) => `${written(table)}.${name}`);
      const keys = referencesTo(step.before, table).filter(({ constraint }) => (known(constraint.references.columns) ?? []).some((name) => known(name) === column));
      const certain = [...generated, ...keys.map((key) => `${referring(key.name)} on ${written(key.table.name)}`)];
      const views = viewsOn(step.before, table, column);
      report(context, operation, `column \`${written(table)}.${column}\``, 'dropped', [...certain, ...views], columnObject(table, column), certain.length === 0);
    },
    alterColumn(operation, step) {
      const table = known(operation.table);
      const column = known(operation.column);
      const own = findTable(step.before, table);
      if (table === undefined || column === undefined || !own || operation.set.type === undefined) return;
      const entry = own.columns.get(partKey(column));
      if (entry && known(entry.column.type) !== undefined && known(entry.column.type) === known(operation.set.type)) return;
      const generated = [...own.columns].filter(([name, each]) => name !== partKey(column) && mentions(known(each.column.generated) ?? '', column)).map(([name]) => `${written(table)}.${name}`);
      report(context, operation, `the type of \`${written(table)}.${column}\``, 'changed', [...generated, ...viewsOn(step.before, table, column)], columnObject(table, column), generated.length === 0);
    },
    dropConstraint(operation, step) {
      const table = known(operation.table);
      const name = known(operation.constraint);
      const own = findTable(step.before, table);
      const constraint = name === undefined ? undefined : own?.constraints.get(partKey(name))?.constraint;
      if (table === undefined || name === undefined || !own || operation.cascade || (constraint?.type !== 'primaryKey' && constraint?.type !== 'unique')) return;
      const columns = constraintColumns(constraint)?.join(',');
      const keys = allReferences(step.before, table).filter(({ constraint: key }) => {
        const targets = (known(key.references.columns) ?? []).map((each) => known(each)).join(',');
        return targets === '' ? constraint.type === 'primaryKey' : targets === columns;
      });
      // another key over the same columns may be the one that the foreign key uses
      const twins = [...own.constraints.values()].filter((other) => constraintColumns(other.constraint)?.join(',') === columns && (other.constraint.type === 'primaryKey' || other.constraint.type === 'unique')).length;
      report(context, operation, `constraint \`${name}\` of \`${written(table)}\``, 'dropped', keys.map((key) => `${referring(key.name)} on ${written(key.table.name)}`), constraintObject(table, name), twins > 1 || keys.every((key) => key.uncertain));
    },
    dropEnum(operation, step) {
      const name = known(operation.name);
      const type = name && step.before.enums.get(nameKey(name));
      if (name === undefined || !type || operation.cascade) return;
      const users = usersOfEnum(step.before, type);
      report(context, operation, `type \`${written(name)}\``, 'dropped', users.map(({ table, column }) => `${written(table.name)}.${column}`), enumObject(name), users.every(({ table, column }) => table.uncertain || table.columns.get(column)?.uncertain === true));
    },
    dropIndex(operation, step) {
      const name = known(operation.index);
      const owner = name === undefined ? undefined : indexOwner(step.before, known(operation.table)?.schema ?? operation.schema, name);
      if (name === undefined || owner?.as !== 'constraint') return;
      const table = owner.table.name;
      context.report(operation, 'constraintIndex', {
        data: { index: name, table: written(table), drop: step.migration.framework === 'alembic' ? `op.drop_constraint('${name}', '${table.name}')` : `ALTER TABLE ${written(table)} DROP CONSTRAINT ${name}` },
        object: indexObject(table, name),
        possible: owner.table.uncertain || owner.table.constraints.get(partKey(name))?.uncertain === true,
      });
    },
  }),
});

const referring = (name: string): string => (isNameless(name) ? 'a foreign key' : name);

function report(context: RuleContext<Message>, operation: Operation, what: string, done: string, dependents: readonly string[], object: FindingObject, possible: boolean): void {
  if (dependents.length === 0) return;
  context.report(operation, 'refused', {
    data: { What: what.charAt(0).toUpperCase() + what.slice(1), done, dependents: dependents.length > 3 ? listedBriefly(dependents, 3) : listed(dependents), depend: dependents.length === 1 ? 'depends' : 'depend' },
    object,
    possible,
  });
}

/** Foreign keys of any table, the table's own included. */
function allReferences(catalog: Catalog, target: Name): ReturnType<typeof referencesTo> {
  const own = findTable(catalog, target);
  const selves = [...(own?.constraints.values() ?? [])].flatMap(({ name, constraint, uncertain }) =>
    own && constraint.type === 'foreignKey' && sameTable(constraint.references.table, target) ? [{ table: own, name, constraint, uncertain }] : [],
  );
  return [...referencesTo(catalog, target), ...selves];
}

/** `SELECT *`, `t.*`: neither `count(*)` nor a product. */
const ALL_COLUMNS = /(?:\bselect(?:\s+distinct)?|,|\.)\s*\*/iu;

/** Views that read the table and, where one is given, may read the column: their text names it, or takes all columns. */
function viewsOn(catalog: Catalog, table: Name, column?: string): readonly string[] {
  const views: string[] = [];
  const wasAdded = column !== undefined && findTable(catalog, table)?.columns.get(partKey(column))?.created !== undefined;
  for (const { object, columnsThen } of catalog.objects.values()) {
    const name = known(object.name);
    if ((object.kind !== 'view' && object.kind !== 'materializedView') || name === undefined || !object.reads?.some((read) => sameTable(read, table))) continue;
    const text = known(object.definition);
    if (wasAdded && columnsThen?.get(nameKey(table))?.has(partKey(column ?? '')) === false) continue;
    if (column !== undefined && text !== undefined && !ALL_COLUMNS.test(text) && !mentions(text, column)) continue;
    views.push(name);
  }
  return views;
}

const isUnsure = (catalog: Catalog, table: Name): boolean =>
  [...catalog.objects.values()].filter(({ object }) => object.reads?.some((read) => sameTable(read, table)) === true).every(({ uncertain }) => uncertain);
