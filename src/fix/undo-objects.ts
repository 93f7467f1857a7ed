import type { Catalog, ObjectEntry } from '../catalog/catalog.js';
import type { Difference } from '../catalog/difference.js';
import { nameKey } from '../catalog/names.js';
import type { ObjectKind } from '../operation.js';
import { isUnknown } from '../value.js';
import type { Way } from './undo.js';

/** What reads tables goes before them and comes back after them; what tables use does the contrary. */
const READERS: ReadonlySet<string> = new Set<ObjectKind>(['view', 'materializedView', 'trigger', 'policy', 'rule', 'statistics', 'publication']);
const RUNNERS: ReadonlySet<string> = new Set<ObjectKind>(['function', 'procedure', 'aggregate']);
const PROVIDERS: ReadonlySet<string> = new Set<ObjectKind>(['extension', 'schema', 'domain', 'type', 'sequence', 'collation']);

export function dropObjects(way: Way, when: 'early' | 'late'): void {
  const left = way.of('object', 'left', 'changed').filter(({ subkind = '' }) => READERS.has(subkind) === (when === 'early'));
  for (const difference of [...left].reverse()) {
    const entry = find(way.current, difference);
    if (!entry) continue;
    if (!READERS.has(entry.object.kind) && difference.change === 'changed') continue;
    if (!writable(entry)) way.obstacle(`how to drop the ${difference.subkind} ${difference.name} is not known`);
    way.add({ kind: 'dropObject', object: entry.object });
  }
}

export function makeObjects(way: Way, when: 'early' | 'late'): void {
  for (const difference of way.of('object', 'lost', 'changed')) {
    const { subkind = '', name } = difference;
    if (PROVIDERS.has(subkind) !== (when === 'early')) continue;
    const entry = find(way.to, difference);
    if (!entry?.complete || !writable(entry) || entry.object.definition === undefined || isUnknown(entry.object.definition)) {
      way.obstacle(`the definition of the ${subkind} ${name} is not known`);
      continue;
    }
    way.add({ kind: 'createObject', object: entry.object, ...(difference.change === 'changed' && RUNNERS.has(subkind) && { orReplace: true }) });
  }
}

const writable = ({ object }: ObjectEntry): boolean => READERS.has(object.kind) || RUNNERS.has(object.kind) || PROVIDERS.has(object.kind);

function find(catalog: Catalog, { subkind, name, table }: Difference): ObjectEntry | undefined {
  for (const entry of catalog.objects.values()) {
    const { object } = entry;
    if (object.kind !== subkind || isUnknown(object.name) || nameKey({ schema: object.schema, name: object.name }) !== name) continue;
    if (table === undefined || (object.table !== undefined && !isUnknown(object.table) && nameKey(object.table) === table)) return entry;
  }
  return undefined;
}
