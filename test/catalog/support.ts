import { EMPTY_CATALOG } from '../../src/catalog/catalog.js';
import type { Catalog, Provenance } from '../../src/catalog/catalog.js';
import { apply } from '../../src/catalog/apply.js';
import { assume, replay, roundTrip } from '../../src/catalog/assume.js';
import type { ReplayedTrip } from '../../src/catalog/assume.js';
import { diff } from '../../src/catalog/diff.js';
import type { Difference } from '../../src/catalog/difference.js';
import { loadPostgres } from '../../src/languages/sql/postgres/parser.js';
import { readPostgres } from '../../src/languages/sql/postgres/read.js';
import type { Action, Operation, Origin } from '../../src/operation.js';
import type { Target } from '../../src/target.js';
import { tracedText } from '../../src/value.js';

await loadPostgres();

export const POSTGRES: Target = { dialect: 'postgres', version: [17] };
const SPAN = { file: 'm.sql', start: 0, end: 0 };
export const provenanceOf = (operation: Operation): Provenance => ({ span: operation.span });

/** An action as an operation that runs for sure, unless told otherwise. */
export const operation = (action: Action, origin: Partial<Origin> = {}): Operation => ({ span: SPAN, statement: 0, certainty: 'always', ...origin, ...action }) as Operation;

/** SQL statements as operations. */
export function sql(text: string, origin: Partial<Origin> = {}): Operation[] {
  const groups = readPostgres(tracedText(text, { ...SPAN, end: text.length }), SPAN);
  return groups.flatMap((drafts, statement) => drafts.map((draft) => ({ statement, certainty: 'always', ...draft, ...origin }) as Operation));
}
export const maybe = (text: string): Operation[] => sql(text, { certainty: 'maybe' });

const operations = (script: string | readonly Operation[]): readonly Operation[] => (typeof script === 'string' ? sql(script) : script);

/** The catalog after the statements, without assumptions. */
export const applied = (script: string | readonly Operation[], catalog: Catalog = EMPTY_CATALOG): Catalog =>
  operations(script).reduce((current, each) => apply(current, each, POSTGRES, provenanceOf(each)), catalog);

/** The catalog after the statements of a migration. */
export const replayed = (script: string | readonly Operation[], catalog: Catalog = EMPTY_CATALOG): Catalog =>
  replay(catalog, operations(script), POSTGRES, provenanceOf).end;

/** A migration there and back. */
export const trip = (before: Catalog, upgrade: string | readonly Operation[], downgrade: string | readonly Operation[]): ReplayedTrip =>
  roundTrip(before, operations(upgrade), operations(downgrade), POSTGRES, provenanceOf);

/** What a migration does not restore, in words: `lost index t.t_a_idx`. */
export function unrestored(before: Catalog | string, upgrade: string | readonly Operation[], downgrade: string | readonly Operation[]): string[] {
  const { start, afterDowngrade } = trip(typeof before === 'string' ? replayed(before) : before, upgrade, downgrade);
  return diff(start, afterDowngrade).map(inWords);
}

export const inWords = (difference: Difference): string =>
  [
    difference.change, difference.subkind ?? difference.kind, difference.table === undefined ? difference.name : `${difference.table}.${difference.name}`,
    ...(difference.change === 'changed' || difference.change === 'renamed' || difference.attribute === 'values' ? [`${difference.attribute}: ${difference.before ?? ''} -> ${difference.after ?? ''}`] : []),
    ...(difference.uncertain ? ['?'] : []),
  ].join(' ');

export { assume };
