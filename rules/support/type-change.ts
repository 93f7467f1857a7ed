import { partKey } from '../../src/catalog/names.js';
import { mentions } from '../../src/catalog/text.js';
import type { TypeChange } from '../../src/dialects/postgres-casts.js';
import { usingForm, type UsingForm } from '../../src/dialects/postgres-proofs.js';
import { typeChangeOn } from '../../src/dialects/type-change.js';
import type { Name, OperationOf } from '../../src/operation.js';
import type { Step } from '../../src/rule.js';
import type { Target } from '../../src/target.js';
import { known } from '../../src/value.js';
import { enumOf, findColumn, findTable, sameTable } from './lookup.js';

/** A change of a column's type whose old and new types are both known. */
export interface KnownTypeChange {
  readonly table: Name;
  readonly column: string;
  readonly from: string;
  readonly to: string;
  readonly using: UsingForm;
  /** The old type is only what the source says it was. */
  readonly hinted: boolean;
}

export function knownTypeChange(operation: OperationOf<'alterColumn'>, step: Step): KnownTypeChange | undefined {
  const table = known(operation.table);
  const column = known(operation.column);
  const to = known(operation.set.type);
  if (table === undefined || column === undefined || to === undefined) return undefined;
  const entry = findColumn(step.before, table, column);
  const seen = known(entry?.column.type);
  const from = seen ?? (entry && entry.complete ? undefined : known(operation.existing?.type));
  if (from === undefined || from === to) return undefined;
  return { table, column, from, to, using: usingForm(operation.using, column), hinted: seen === undefined || entry?.hinted?.includes('type') === true };
}

/** What the database does with the values; enum types are looked up in the catalog. */
export const judge = (change: Pick<KnownTypeChange, 'from' | 'to' | 'using'>, step: Step, target: Target): TypeChange =>
  typeChangeOn(target, change.from, change.to, change.using === 'none' ? 'assignment' : 'using', (type) => enumOf(step.before, type) !== undefined);

/** Whether rows that the new type cannot hold were put right first, or a check keeps them out. */
export function isBounded(step: Step, table: Name, column: string): boolean {
  const cleaned = step.steps.slice(0, step.index).some(({ operation }) => {
    if (operation.kind !== 'modifyRows' || !sameTable(operation.table, table) || known(operation.filtered) === false) return false;
    if (operation.verb === 'delete') return operation.reads?.some((name) => partKey(name) === partKey(column)) ?? true;
    return operation.verb === 'update' && (operation.columns?.some((name) => partKey(name) === partKey(column)) ?? true);
  });
  if (cleaned) return true;
  for (const { constraint, valid } of findTable(step.before, table)?.constraints.values() ?? []) {
    if (!valid || constraint.type !== 'check') continue;
    const text = known(constraint.expression) ?? '';
    if (mentions(text, column) && /<|\bbetween\b|\blength\b|=\s*round\b|\btrunc\b/iu.test(text)) return true;
  }
  return false;
}

const FAMILIES: readonly (readonly [string, RegExp])[] = [
  ['text', /^(?:(?:tiny|medium|long)?text|(?:var)?char|bpchar|name|citext|clob|"char")/u],
  ['number', /^(?:(?:tiny|small|medium|big)?int|numeric|decimal|real|float|double|money|(?:small|big)?serial)/u],
  ['moment', /^(?:timestamp|date)/u],
  ['time', /^(?:time|interval)/u],
  ['boolean', /^boolean/u],
  ['uuid', /^uuid/u],
  ['json', /^jsonb?/u],
  ['network', /^(?:inet|cidr|macaddr)/u],
  ['bits', /^(?:bit|bytea)/u],
];

/** What a type is about: text, number, moment ...; its own name where it is none of them. */
export function typeFamily(type: string): string {
  if (type.endsWith(']')) return 'array';
  return FAMILIES.find(([, pattern]) => pattern.test(type))?.[0] ?? type;
}
