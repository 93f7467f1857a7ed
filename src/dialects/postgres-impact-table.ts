import type { Catalog } from '../catalog/catalog.js';
import { indexOwner, nameKey } from '../catalog/names.js';
import { NO_IMPACT, type Impact, type TableLock } from '../impact.js';
import type { Name } from '../operation.js';
import type { Target } from '../target.js';
import { isMode, lock, locksOn, onTable, type Mode } from './postgres-locks.js';

interface Row {
  readonly when: RegExp;
  readonly mode: Mode;
  readonly facts?: Partial<Pick<Impact, 'scan' | 'rewrite' | 'indexBuild' | 'note'>>;
}

const WHOLE = { scan: true, rewrite: true, indexBuild: true } as const;

/** ALTER TABLE actions and maintenance that are no operations of their own, by how their text begins. */
const ROWS: readonly Row[] = [
  { when: /^alter (?:column )?\S+ set statistics\b/u, mode: 'SHARE UPDATE EXCLUSIVE' },
  { when: /^alter (?:column )?\S+ (?:re)?set \(/u, mode: 'SHARE UPDATE EXCLUSIVE' },
  // user_catalog_table is the one parameter that needs more
  { when: /^(?:re)?set \((?!.*user_catalog_table)/u, mode: 'SHARE UPDATE EXCLUSIVE' },
  { when: /^(?:cluster on\b|set without cluster\b)/u, mode: 'SHARE UPDATE EXCLUSIVE' },
  { when: /^(?:cluster|vacuum full)$/u, mode: 'ACCESS EXCLUSIVE', facts: WHOLE },
  { when: /^(?:vacuum|analyze)$/u, mode: 'SHARE UPDATE EXCLUSIVE', facts: { scan: true } },
  { when: /^set (?:un)?logged\b/u, mode: 'ACCESS EXCLUSIVE', facts: WHOLE },
  // nothing happens where the table has it already
  { when: /^set (?:tablespace|access method)\b/u, mode: 'ACCESS EXCLUSIVE', facts: { scan: 'unknown', rewrite: 'unknown', indexBuild: 'unknown' } },
  { when: /^add (?:constraint \S+ )?not null .*not valid$/u, mode: 'ACCESS EXCLUSIVE' },
  { when: /^add (?:constraint \S+ )?not null\b/u, mode: 'ACCESS EXCLUSIVE', facts: { scan: true } },
  { when: /^(?:enable|disable) (?:always |replica )?trigger\b/u, mode: 'SHARE ROW EXCLUSIVE' },
  { when: /^reindex\b.*\bconcurrently\b/u, mode: 'SHARE UPDATE EXCLUSIVE', facts: { scan: true, indexBuild: true } },
  { when: /^reindex\b/u, mode: 'SHARE', facts: { scan: true, indexBuild: true } },
];

export function alterTableImpact(table: Name | undefined, text: string, before: Catalog, target: Target): Impact {
  if (!table) return NO_IMPACT;
  // ALTER INDEX shares the grammar of ALTER TABLE
  if (!before.tables.has(nameKey(table)) && indexOwner(before, table.schema, table.name)) return NO_IMPACT;
  const named = /^lock in ([a-z ]+) mode$/u.exec(text)?.[1]?.toUpperCase();
  if (named !== undefined && isMode(named)) return onTable(before, table, named);
  const partition = /^(attach|detach) partition (.*)$/su.exec(text);
  if (partition) return partition[1] === 'attach' ? attachImpact(table, partition[2] ?? '', before, target) : detachImpact(table, partition[2] ?? '', before);
  const parent = /^(?:no )?inherit (.+)$/u.exec(text)?.[1];
  const row = ROWS.find(({ when }) => when.test(text));
  return onTable(before, table, row?.mode ?? 'ACCESS EXCLUSIVE', row?.facts, parent === undefined ? [] : [lock(writtenName(parent), 'SHARE UPDATE EXCLUSIVE')]);
}

/** The table that the text begins with. */
function writtenName(text: string): Name {
  const found = /^(?:("(?:[^"]|"")+"|[\w$]+)\s*\.\s*)?("(?:[^"]|"")+"|[\w$]+)/u.exec(text);
  const plain = (part: string): string => part.replace(/^"|"$/gu, '').replaceAll('""', '"');
  return { ...(found?.[1] !== undefined && { schema: plain(found[1]) }), name: plain(found?.[2] ?? text) };
}

const DEFAULT_PARTITION = 'a default partition is locked as well and searched for rows of the new one';

/** The new partition is searched for rows that do not belong; a valid check that implies its bounds spares that. */
function attachImpact(parent: Name, text: string, before: Catalog, target: Target): Impact {
  const child = writtenName(text);
  const mode: Mode = (target.version[0] ?? 0) >= 12 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  const checks = [...(before.tables.get(nameKey(child))?.constraints.values() ?? [])].some(({ constraint, valid }) => valid && constraint.type === 'check');
  const locks: TableLock[] = [lock(parent, mode), ...locksOn(before, child, 'ACCESS EXCLUSIVE')];
  return { ...NO_IMPACT, scan: checks ? 'unknown' : true, table: child, locks, note: DEFAULT_PARTITION };
}

function detachImpact(parent: Name, text: string, before: Catalog): Impact {
  const child = writtenName(text);
  const mode: Mode = /\bconcurrently\b/u.test(text) ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  return { ...NO_IMPACT, table: child, locks: [lock(parent, mode), ...locksOn(before, child, 'ACCESS EXCLUSIVE')] };
}
