import type { Provenance } from './catalog.js';

/** One way in which two catalogs differ. Only what is known on both sides is compared. */
export interface Difference {
  readonly kind: 'table' | 'column' | 'index' | 'constraint' | 'enum' | 'object';
  /** Kind of the object where `kind` is `object`: `view`, `function` ...; kind of the constraint where it is `constraint`. */
  readonly subkind?: string;
  /** `left`: is in `to` only. `lost`: is in `from` only. `changed`: is in both. `renamed`: same but for its name. */
  readonly change: 'left' | 'lost' | 'changed' | 'renamed';
  readonly table?: string;
  readonly name: string;
  /** What changed: `type`, `nullable`, `default`, `columns`, `onDelete`, `unique`, `values`, `definition`, `name`, ... */
  readonly attribute?: string;
  readonly before?: string;
  readonly after?: string;
  /** Rests on something uncertain (a `maybe` operation). */
  readonly uncertain: boolean;
  /** `left` where `IF NOT EXISTS` made it and nothing is known of before: it may have been there. Always uncertain. */
  readonly unproven?: boolean;
  /** Where the old state was made, and the new. */
  readonly from?: Provenance;
  readonly to?: Provenance;
}
