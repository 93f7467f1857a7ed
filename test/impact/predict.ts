import { replay } from '../../src/catalog/assume.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { EMPTY_CATALOG } from '../../src/catalog/catalog.js';
import { impactOf } from '../../src/dialects/impact.js';
import type { Answer, Impact } from '../../src/impact.js';
import type { Target } from '../../src/target.js';
import { provenanceOf, sql } from '../catalog/support.js';

const LEVELS = ['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'];

export interface Predicted {
  readonly locks: readonly string[];
  readonly rewrite: Answer;
  readonly rewritten?: string;
  readonly scan: Answer;
  readonly indexBuild: Answer;
}

export const catalogAfter = (base: string, target: Target): Catalog => replay(EMPTY_CATALOG, sql(base), target, provenanceOf).end;

/** The impact of each operation of a script. */
export const impactsOf = (script: string, catalog: Catalog, target: Target): readonly Impact[] =>
  replay(catalog, sql(script), target, provenanceOf).steps.map(({ operation, before }) => impactOf(operation, before, target));

const either = (answers: readonly Answer[]): Answer => (answers.includes(true) ? true : answers.includes('unknown') ? 'unknown' : false);

/** The impact of a whole statement, in the words in which it is measured. */
export function predict(script: string, catalog: Catalog, target: Target): Predicted {
  const impacts = impactsOf(script, catalog, target);
  const strongest = new Map<string, string>();
  for (const { table, mode } of impacts.flatMap(({ locks }) => locks)) {
    const other = strongest.get(table.name);
    if (other === undefined || LEVELS.indexOf(mode) > LEVELS.indexOf(other)) strongest.set(table.name, mode);
  }
  const rewriting = impacts.find(({ rewrite }) => rewrite === true);
  return {
    locks: [...strongest].map(([name, mode]) => `${name} ${mode}`).sort(),
    rewrite: either(impacts.map(({ rewrite }) => rewrite)),
    ...(rewriting?.table && { rewritten: rewriting.table.name }),
    scan: either(impacts.map(({ scan }) => scan)),
    indexBuild: either(impacts.map(({ indexBuild }) => indexBuild)),
  };
}
