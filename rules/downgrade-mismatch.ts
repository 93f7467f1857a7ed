import type { Difference } from '../src/catalog/difference.js';
import type { Related } from '../src/finding.js';
import type { Operation } from '../src/operation.js';
import { defineRule, type RoundTrip, type Step } from '../src/rule.js';
import type { Span } from '../src/span.js';
import { describe, differenceObject, entryOf, isEnumLabel, isLeftoverEnum, lastChange, originOf } from './support/differences.js';
import { stepsOf, tableKey } from './support/steps.js';
import { isCreatedTwice, isEquivalentPair, isRelaxed, messageOf, needsStrict, type Message } from './support/mismatch.js';

export default defineRule<Message>({
  id: 'downgrade-mismatch',
  meta: {
    summary: 'Upgrade followed by downgrade does not restore the schema.',
    category: 'rollback',
    presets: { recommended: 'error' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['downgrade'],
    messages: {
      changedType: '{{What}} comes back as {{after}}, it was {{before}}{{since}}: the downgrade does not restore the type. Give it its old type in the downgrade.{{others}}',
      changedNullable: '{{What}} comes back {{after}}, it was {{before}}{{since}}. {{nullableRemedy}}{{others}}',
      changedDefault: '{{What}} comes back with default {{after}}, it was {{before}}{{since}}: rows inserted after the downgrade get another value. Restore the old default in the downgrade.{{others}}',
      changedColumn: '{{What}} comes back with another {{attribute}} ({{after}}), it was {{before}}{{since}}. Restore it in the downgrade.{{others}}',
      lostColumn: '{{What}} is missing after the downgrade: the upgrade removes it, and nothing adds it again. Add it in the downgrade as it was{{since}}.{{others}}',
      leftColumn: '{{What}} stays behind after the downgrade: {{because}}, and the next upgrade that adds it fails. Drop it in the downgrade.{{others}}',
      lostConstraint: '{{What}} {{definition}}is missing after the downgrade: it goes with the upgrade, if only because a column under it is dropped, and nothing creates it again. Create it in the downgrade.{{others}}',
      leftConstraint: '{{What}} stays behind after the downgrade: {{because}}. Drop it in the downgrade.{{others}}',
      changedConstraint: '{{What}} comes back with another {{attribute}}: {{after}}, it was {{before}}{{since}}. Create it in the downgrade as it was.{{others}}',
      lostIndex: '{{What}} {{definition}}is missing after the downgrade: it goes with the upgrade, if only because a column under it is dropped, and nothing creates it again. Create it in the downgrade.{{others}}',
      leftIndex: '{{What}} stays behind after the downgrade: {{because}}, so that creating it once more fails. Drop it in the downgrade.{{others}}',
      changedIndex: '{{What}} comes back with another {{attribute}}: {{after}}, it was {{before}}{{since}}. Create it in the downgrade as it was.{{others}}',
      lostTable: '{{What}} is missing after the downgrade: the upgrade removes it, and nothing creates it again. Create it in the downgrade as it was{{since}}.{{others}}',
      leftTable: '{{What}} stays behind after the downgrade: {{because}}, so that creating it once more fails. Drop it in the downgrade.{{others}}',
      changedTable: '{{What}} comes back with another {{attribute}} ({{after}}), it was {{before}}{{since}}. Restore it in the downgrade.{{others}}',
      changedEnum: '{{What}} {{is}} after the downgrade: the upgrade changes the values of the type, and nothing changes them back. Rebuild the type in the downgrade as it was.{{others}}',
      lostType: '{{What}} is missing after the downgrade: the upgrade removes it, and nothing creates it again. Create it in the downgrade.{{others}}',
      leftFunction: '{{What}} stays behind after the downgrade: {{because}}. Drop it in the downgrade.{{others}}',
      leftTrigger: '{{What}} stays behind after the downgrade and keeps running for every row: {{because}}. Drop it in the downgrade.{{others}}',
      leftObject: '{{What}} stays behind after the downgrade: {{because}}. Drop it in the downgrade.{{others}}',
      lostObject: '{{What}} is missing after the downgrade: the upgrade removes it, and nothing creates it again. Create it in the downgrade as it was{{since}}.{{others}}',
      changedObject: '{{What}} does not come back with the definition that it had{{since}}. Create it in the downgrade as it was.{{others}}',
      wrongObject: '{{What}} is gone after the downgrade although the upgrade does not touch it: the downgrade removes more than the upgrade made. Leave it alone in the downgrade.{{others}}',
      renamed: '{{What}} comes back under another name, {{after}}: a later migration that drops it by its old name {{before}} fails. Create it in the downgrade with its old name.{{others}}',
      leftExtension: '{{What}} stays behind after the downgrade: {{because}}. Drop it in the downgrade, unless something else uses it.{{others}}',
      comment: 'The comment of {{what}} is not restored by the downgrade: it was {{before}}, it comes back as {{after}}. Set it again in the downgrade.{{others}}',
      sequence: '{{What}} is not as it was after the downgrade: the upgrade changes it and nothing changes it back. Restore it in the downgrade.{{others}}',
    },
    options: {
      schema: { properties: { strictEquivalence: { type: 'boolean', description: 'Also report where a unique constraint comes back as a unique index over the same columns, or the other way round. The strict preset does.' } } },
      defaults: { strictEquivalence: false },
    },
  },
  create: (context) => ({
    migration(trip) {
      const { migration, world } = trip;
      const { downgrade, upgrade } = migration;
      if (world.rollback === 'forward-only' || !trip.afterDowngrade || (downgrade.status !== 'present' && downgrade.status !== 'inferred')) return;
      // a downgrade without any effect is reported by empty-downgrade
      if (downgrade.unread.length === 0 && downgrade.operations.every(({ kind }) => kind === 'setting' || kind === 'transaction')) return;
      const all = trip.differences.filter((difference) => (context.strict || !difference.unproven) && !isLeftoverEnum(difference) && !(isEnumLabel(difference) && addsValue(difference, trip)) && !isUnnamed(difference, trip) && !isCreatedTwice(difference, trip) && !isPartOfTable(difference, trip.differences));
      const equivalence = context.strict || context.options['strictEquivalence'] === true;
      const reported = all.filter((each) => (context.strict || !needsStrict(each)) && (equivalence || !isEquivalentPair(each, all, trip)));
      if (reported.length === 0) return;
      const judged = reported.map((difference) => ({ difference, relaxed: isRelaxed(difference, trip), message: messageOf(difference, trip), place: placeOf(difference, trip) }));
      judged.sort((a, b) => Number(a.difference.uncertain) - Number(b.difference.uncertain) || Number(a.relaxed) - Number(b.relaxed) || Number(needsStrict(a.difference)) - Number(needsStrict(b.difference)) || ORDER[a.difference.change] - ORDER[b.difference.change]);
      const [first, ...others] = judged;
      if (!first) return;
      const related: Related[] = others.map(({ difference, place }) => ({ message: `${describe(difference)} ${summaryOf(difference)}`, span: spanOf(place) }));
      if (downgrade.span && isForgotten(first.difference, trip)) related.unshift({ message: first.difference.change === 'lost' ? 'the downgrade does not bring it back' : 'the downgrade does not undo it', span: downgrade.span });
      related.push(...originOf(first.difference, migration));
      context.report(first.place, first.message, {
        data: { ...words(first.difference, trip, first.relaxed), others: alsoDifferent(others.map(({ difference }) => difference)) },
        object: differenceObject(first.difference),
        objects: judged.map(({ difference }) => differenceObject(difference)),
        related,
        possible: first.difference.uncertain || upgrade.unread.length > 0 || downgrade.unread.length > 0,
        ...(judged.every(({ relaxed, difference }) => relaxed || needsStrict(difference)) ? { severity: 'warning' as const } : {}),
      });
    },
  }),
});

/** What is lost matters most, and explains what was put in its place. */
const ORDER = { lost: 0, changed: 1, left: 2, renamed: 3 } as const;

/** Values that ADD VALUE adds cannot be taken back: irreversible-enum-value says so. */
const addsValue = (difference: Difference, trip: RoundTrip): boolean =>
  trip.upgradeSteps.some(({ operation }) => operation.kind === 'alterEnum' && operation.addValue !== undefined && tableKey(operation.name) === difference.name);

/** A constraint that the downgrade tries to drop by `None`: it raises there, and unnamed-constraint says so. */
const isUnnamed = (difference: Difference, trip: RoundTrip): boolean =>
  difference.kind === 'constraint' && difference.change === 'left' && trip.downgradeSteps.some(({ operation }) => operation.kind === 'dropConstraint' && operation.constraint === undefined && tableKey(operation.table) === difference.table);

/** Columns and indexes of a table that is gone or left as a whole. */
const isPartOfTable = (difference: Difference, all: readonly Difference[]): boolean =>
  difference.kind !== 'table' && difference.table !== undefined && all.some((other) => other.kind === 'table' && (other.change === 'left' || other.change === 'lost') && other.name === difference.table && other.change === difference.change);

/** Gone or left since the upgrade, and the downgrade does nothing about it. */
const isForgotten = (difference: Difference, trip: RoundTrip): boolean => !lastChange(trip.downgradeSteps, difference);

/** The operation that makes the difference: in the downgrade where it says something else, in the upgrade where it was forgotten. */
function placeOf(difference: Difference, trip: RoundTrip): Operation | Span {
  const renamed = difference.change === 'renamed' && difference.after !== undefined ? { ...difference, name: difference.after } : difference;
  const step: Step | undefined = lastChange(trip.downgradeSteps, renamed) ?? lastChange(trip.downgradeSteps, difference) ?? creation(difference, trip) ?? lastChange(trip.upgradeSteps, difference);
  return step?.operation ?? trip.migration.downgrade.span ?? trip.migration.upgrade.span ?? { file: trip.migration.file, start: 0, end: 0 };
}
/** A table that is left begins where it is created, whatever was added to it afterwards. */
const creation = ({ kind, change, name }: Difference, trip: RoundTrip): Step | undefined =>
  kind === 'table' && change === 'left' ? stepsOf(trip.upgradeSteps, 'createTable').find(({ operation }) => tableKey(operation.table) === name) : undefined;

const spanOf = (place: Operation | Span): Span => ('kind' in place ? place.span : place);

const ATTRIBUTES: Readonly<Record<string, string>> = {
  onDelete: 'ON DELETE action', onUpdate: 'ON UPDATE action', references: 'target', unique: 'uniqueness', using: 'method', where: 'predicate', valid: 'validity', deferrable: 'moment of checking',
  columns: 'list of columns', include: 'list of included columns', generated: 'expression', nullsNotDistinct: 'treatment of NULL',
};

const summaryOf = (difference: Difference): string => {
  const { change, attribute, before, after } = difference;
  if (change === 'left') return 'stays behind';
  if (change === 'lost') return 'is missing after the downgrade';
  if (change === 'renamed') return `comes back under the name \`${after}\``;
  if (attribute === 'nullable') return `comes back ${worded(after, difference)}, it was ${worded(before, difference)}`;
  return `comes back with another ${ATTRIBUTES[attribute ?? ''] ?? attribute ?? 'definition'}: ${worded(after, difference)}, it was ${worded(before, difference)}`;
};

/** The other differences, in short; the editor shows the places of all of them. */
function alsoDifferent(others: readonly Difference[], limit = 3): string {
  if (others.length === 0) return '';
  const texts = others.slice(0, limit).map((difference) => `${describe(difference)} ${summaryOf(difference)}`);
  const more = others.length - texts.length;
  return ` Also: ${texts.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}

function words(difference: Difference, trip: RoundTrip, relaxed: boolean): Record<string, string> {
  const what = describe(difference);
  const since = difference.from?.migration;
  return {
    what,
    What: what.charAt(0).toUpperCase() + what.slice(1),
    attribute: ATTRIBUTES[difference.attribute ?? ''] ?? difference.attribute ?? 'definition',
    before: worded(difference.before, difference),
    after: worded(difference.after, difference),
    is: difference.change === 'lost' ? 'is missing' : 'is still there',
    because: entryOf(trip.afterUpgrade, difference) === undefined ? 'it was not there before the upgrade, and the downgrade creates it' : 'the upgrade creates it, and nothing drops it again',
    definition: difference.before === undefined ? '' : difference.before.startsWith('(') ? `${difference.before} ` : `(${difference.before}) `,
    since: since === undefined || since === trip.migration.id ? '' : ` since revision ${since}`,
    nullableRemedy: relaxed
      ? 'The rows have no value for it any more; to restore NOT NULL add it with a `server_default`, or fill it and set NOT NULL at the end of the downgrade.'
      : 'The downgrade does not restore it: alter it back in the downgrade.',
  };
}
function worded(text: string | undefined, { attribute, kind }: Difference): string {
  if (attribute === 'nullable') return text === 'true' ? 'nullable' : 'NOT NULL';
  if (attribute === 'valid') return text === 'true' ? 'validated' : 'NOT VALID';
  if (attribute === 'unique' && kind === 'index') return text === 'true' ? 'unique' : 'not unique';
  return text === undefined || text === '' ? 'none' : `\`${text}\``;
}

