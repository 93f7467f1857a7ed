import type { Catalog } from '../src/catalog/catalog.js';
import { diff } from '../src/catalog/diff.js';
import type { Difference } from '../src/catalog/difference.js';
import { constraintColumns, nameKey, objectKey } from '../src/catalog/names.js';
import { hasObject, hasTable, hasType } from '../src/catalog/query.js';
import type { FindingObject } from '../src/finding.js';
import type { Constraint, Operation } from '../src/operation.js';
import { defineRule, type RuleContext, type Step } from '../src/rule.js';
import { known } from '../src/value.js';
import { describeBriefly, differenceObject, entryOf } from './support/differences.js';
import { findTable, sameTable } from './support/lookup.js';
import { columnObject, constraintObject, enumObject, tableObject, written } from './support/names.js';

type Message = 'dependents' | 'unseen';

export default defineRule<Message>({
  id: 'drop-cascade',
  meta: {
    summary: 'CASCADE on a drop removes dependents that the migration does not name.',
    category: 'data-loss',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: ['postgres'],
    directions: ['upgrade'],
    yieldsTo: ['drop-table', 'drop-column', 'drop-schema', 'missing-object'],
    messages: {
      dependents:
        'Dropping {{what}} with CASCADE also drops {{dependents}}, which this migration neither names nor makes again: whoever uses {{them}} fails or works without a check, and no downgrade knows that {{they}} went. Drop {{them}} by name first, and leave CASCADE out, so that the database refuses what was forgotten.',
      unseen:
        'Dropping {{what}} with CASCADE also drops whatever depends on it, and no migration here shows what that is: the database takes it away without a word. Leave CASCADE out, and drop by name what the database then refuses to lose.',
    },
  },
  create: (context) => ({
    dropTable: (operation, step) => check(context, step, operation),
    dropColumn: (operation, step) => check(context, step, operation),
    dropConstraint: (operation, step) => check(context, step, operation),
    dropEnum: (operation, step) => check(context, step, operation),
    dropObject: (operation, step) => check(context, step, operation),
  }),
});

interface Target {
  readonly what: string;
  readonly object: FindingObject;
  /** Whether the catalog has seen it made; `undefined`: cannot be told. */
  readonly exists: boolean | undefined;
}

function check(context: RuleContext<Message>, step: Step, operation: Operation): void {
  const target = 'cascade' in operation && operation.cascade === true ? targetOf(operation, step.before) : undefined;
  if (!target || target.exists === false) return;
  const lost = dependents(step, target.object);
  if (lost.length > 0) {
    const one = lost.length === 1;
    context.report(operation, 'dependents', {
      data: { what: target.what, dependents: describeBriefly(lost, 4), them: one ? 'it' : 'them', they: one ? 'it' : 'they' },
      object: target.object,
      objects: [target.object, ...lost.map(differenceObject)],
      possible: lost.every(({ uncertain }) => uncertain),
    });
  } else if (target.exists === undefined && !('ifExists' in operation && operation.ifExists === true) && !isMadeHere(step, target.object)) {
    context.report(operation, 'unseen', { data: { what: target.what }, object: target.object, possible: true });
  }
}

function targetOf(operation: Operation, catalog: Catalog): Target | undefined {
  switch (operation.kind) {
    case 'dropTable': {
      const name = known(operation.table);
      return name && { what: `the table \`${written(name)}\``, object: tableObject(name), exists: seen(hasTable(catalog, name), findTable(catalog, name)) };
    }
    case 'dropColumn': {
      const [table, column] = [known(operation.table), known(operation.column)];
      // drop-column speaks of a column that nobody knows
      return table && column !== undefined ? { what: `the column \`${written(table)}.${column}\``, object: columnObject(table, column), exists: true } : undefined;
    }
    case 'dropConstraint': {
      const [table, name] = [known(operation.table), known(operation.constraint)];
      return table && name !== undefined ? { what: `the constraint \`${name}\` of \`${written(table)}\``, object: constraintObject(table, name), exists: true } : undefined;
    }
    case 'dropEnum': {
      const name = known(operation.name);
      return name && { what: `the type \`${written(name)}\``, object: enumObject(name), exists: seen(hasType(catalog, name), catalog.enums.get(nameKey(name))) };
    }
    case 'dropObject': {
      const { object } = operation;
      const name = known(object.name);
      // drop-schema speaks of schemas; a drop of what belongs to a table takes nothing else along
      if (name === undefined || object.kind === 'schema' || object.kind === 'database' || object.table !== undefined) return undefined;
      const full = written({ name: name.replace(/\s*\(.*$/su, ''), ...(object.schema === undefined ? {} : { schema: object.schema }) });
      return { what: `the ${WORDS[object.kind] ?? object.kind} \`${full}\``, object: { kind: object.kind, name: full }, exists: seen(hasObject(catalog, object), catalog.objects.get(objectKey(object) ?? '')) };
    }
    default:
      return undefined;
  }
}

/** That something drops it proves that it is there, and not what it is. */
const seen = (exists: boolean | undefined, entry: { readonly complete: boolean } | undefined): boolean | undefined => (exists === true && entry?.complete === false ? undefined : exists);

const WORDS: Readonly<Record<string, string>> = { materializedView: 'materialized view', foreignTable: 'foreign table', eventTrigger: 'event trigger' };

/** What goes with the drop and is gone at the end of the migration, though no statement of it says so. */
function dependents(step: Step, own: FindingObject): readonly Difference[] {
  const end = step.steps[step.steps.length - 1]?.after ?? step.after;
  const lost = diff(step.before, step.after).filter(
    (each) => each.change === 'lost' && !isPartOf(each, own) && entryOf(end, each) === undefined && !step.steps.some(({ operation }) => names(operation, each)),
  );
  return lost.filter((each) => !lost.some((other) => other.kind === 'table' && other.name === each.table) && !isMadeAgain(each, step.before, end));
}

/** What is dropped itself, and what is on the table or in the column that is dropped. */
const isPartOf = (each: Difference, own: FindingObject): boolean =>
  (differenceObject(each).kind === own.kind && each.name === own.name && (own.table === undefined || each.table === own.table)) ||
  ((own.kind === 'table' || own.kind === 'materializedView') && each.table === own.name) ||
  (own.kind === 'column' && each.table === own.table && (each.kind === 'index' || each.kind === 'constraint'));

/** Whether a statement of the migration names the object, or the table that it is on, to drop it. */
function names(operation: Operation, each: Difference): boolean {
  switch (operation.kind) {
    case 'dropTable':
      return known(operation.table) !== undefined && [each.name, each.table].includes(written(known(operation.table) ?? { name: '' }));
    case 'dropObject':
      return known(operation.object.name) === each.name || written({ ...operation.object, name: known(operation.object.name) ?? '' }) === each.name;
    case 'dropColumn':
      return each.kind === 'column' && known(operation.column) === each.name;
    case 'dropConstraint':
      return each.kind === 'constraint' && known(operation.constraint) === each.name;
    default:
      return false;
  }
}

/** A foreign key that is there again at the end, under another name. */
function isMadeAgain(each: Difference, before: Catalog, end: Catalog): boolean {
  const old = each.kind === 'constraint' ? constraintsOf(before, each.table).find(({ name }) => name === each.name) : undefined;
  return old !== undefined && constraintsOf(end, each.table).some(({ constraint }) => isSameKey(old.constraint, constraint));
}

const constraintsOf = (catalog: Catalog, table: string | undefined) => [...(catalog.tables.get(table ?? '')?.constraints.values() ?? [])];

const isSameKey = (left: Constraint, right: Constraint): boolean =>
  left.type === 'foreignKey' && right.type === 'foreignKey' && sameTable(left.references.table, right.references.table) && constraintColumns(left)?.join() === constraintColumns(right)?.join();

const isMadeHere = (step: Step, object: FindingObject): boolean =>
  step.steps.slice(0, step.index).some(({ operation }) => operation.kind === 'createObject' && written({ ...operation.object, name: known(operation.object.name) ?? '' }) === object.name);
