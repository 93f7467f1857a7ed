import type { Catalog } from '../../src/catalog/catalog.js';
import { partKey } from '../../src/catalog/names.js';
import type { Difference } from '../../src/catalog/difference.js';
import type { FindingObject, Related } from '../../src/finding.js';
import type { Migration } from '../../src/migration.js';
import type { Operation } from '../../src/operation.js';
import type { Step } from '../../src/rule.js';
import type { Span } from '../../src/span.js';

/** What a difference is about, in the words of findings. */
export function differenceObject(difference: Difference): FindingObject {
  const kind = difference.kind === 'object' ? (difference.subkind ?? 'object') : difference.kind;
  return difference.table === undefined ? { kind, name: difference.name } : { kind, table: difference.table, name: difference.name };
}

const QUIET = new Set(['comment', 'statistics', 'grant']);

/** NOT VALID before and valid now: nothing takes VALIDATE CONSTRAINT back but making the constraint anew, and hardly anybody needs it. */
export const isValidation = (difference: Difference): boolean => difference.kind === 'constraint' && difference.attribute === 'valid' && difference.after === 'true';

/** Whether a difference is more than a comment or the like. */
export const isSchemaEffect = (difference: Difference): boolean => difference.attribute !== 'comment' && !(difference.kind === 'object' && QUIET.has(difference.subkind ?? ''));

export const isExtension = (difference: Difference): boolean => difference.kind === 'object' && difference.subkind === 'extension';
export const isEnumLabel = (difference: Difference): boolean => difference.kind === 'enum' && difference.attribute === 'values';
export const isLeftoverEnum = (difference: Difference): boolean => difference.kind === 'enum' && difference.change === 'left' && !isEnumLabel(difference);

/** `table orders`, `column users.bio` */
export function describe(difference: Difference): string {
  const { kind, name, table } = differenceObject(difference);
  if (isEnumLabel(difference)) return `value '${difference.before ?? difference.after}' of type \`${name}\``;
  const words = kind === 'materializedView' ? 'materialized view' : kind === 'enum' ? 'type' : kind;
  if (kind === 'column') return `column \`${table}.${name}\``;
  return table === undefined ? `${words} \`${name}\`` : `${words} \`${name}\` on \`${table}\``;
}

export function describeBriefly(differences: readonly Difference[], limit = 3): string {
  const texts = differences.slice(0, limit).map(describe);
  const more = differences.length - texts.length;
  return more > 0 ? `${texts.join(', ')} and ${more} more` : texts.join(', ');
}

/** What the catalog holds for the object of a difference: an entry of another identity after each change. */
export function entryOf(catalog: Catalog, { kind, subkind, change, attribute, table, name }: Difference): unknown {
  const owner = table === undefined ? undefined : catalog.tables.get(table);
  switch (kind) {
    case 'table': {
      const found = catalog.tables.get(name);
      // a table's entry changes with each of its parts
      if (change !== 'changed') return found;
      return attribute === 'comment' ? found?.comment : found?.settings?.get(attribute ?? '');
    }
    case 'column':
      return owner?.columns.get(partKey(name));
    case 'index':
      return owner?.indexes.get(partKey(name)) ?? catalog.looseIndexes?.get(name);
    case 'constraint':
      return owner?.constraints.get(partKey(name));
    case 'enum':
      return catalog.enums.get(name);
    case 'object':
      return catalog.objects.get(table === undefined ? `${subkind}:${name}` : `${subkind}:${table}:${partKey(name)}`);
  }
}

/** Where the old state comes from, if an earlier migration of this history made it. */
export function originOf({ from, change }: Difference, migration: Migration): readonly Related[] {
  if (!from?.span || from.migration === undefined || from.migration === migration.id || change === 'left') return [];
  return [{ message: `what it was comes from revision ${from.migration}`, span: from.span }];
}

/** The last of the steps that created, changed or dropped the object. */
export const lastChange = (steps: readonly Step[], difference: Difference): Step | undefined =>
  [...steps].reverse().find((step) => entryOf(step.before, difference) !== entryOf(step.after, difference));

/** The first of the steps that created, changed or dropped the object. */
export const firstChange = (steps: readonly Step[], difference: Difference): Step | undefined =>
  steps.find((step) => entryOf(step.before, difference) !== entryOf(step.after, difference));

/** Whether the span lies in what one of the steps says. */
export const isWithin = (span: Span, steps: readonly Step[]): boolean =>
  steps.some(({ operation }) => operation.span.file === span.file && operation.span.start <= span.start && span.end <= operation.span.end);

/** Tables that something unread may have changed; `anything` where nothing is sure. */
export function unreadTables(operations: readonly Operation[]): readonly string[] | 'anything' {
  const tables: string[] = [];
  for (const operation of operations) {
    if (operation.kind !== 'opaque' || operation.rowsOnly) continue;
    if (operation.touches === 'anything') return 'anything';
    for (const name of operation.touches) tables.push(name.schema === undefined || name.schema === 'public' ? name.name : `${name.schema}.${name.name}`);
  }
  return tables;
}
