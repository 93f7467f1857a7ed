import type { Catalog } from '../catalog/catalog.js';
import { indexOwner, nameKey } from '../catalog/names.js';
import { NO_IMPACT, UNKNOWN_IMPACT, type Impact, type TableLock } from '../impact.js';
import type { Name, OperationOf, SchemaObject } from '../operation.js';
import type { Target } from '../target.js';
import { known } from '../value.js';
import { lock, locksOn, onTable, strongest, type Mode } from './postgres-locks.js';
import { alterTableImpact } from './postgres-impact-table.js';

const nameOf = (object: SchemaObject): Name | undefined => {
  const name = known(object.name);
  return name === undefined ? undefined : { ...(object.schema !== undefined && { schema: object.schema }), name };
};
const reads = (object: SchemaObject): TableLock[] => (object.reads ?? []).map((table) => lock(table, 'ACCESS SHARE'));

/** Locks that making an object of this kind takes on its table. */
const ON_CREATION: Partial<Record<SchemaObject['kind'], Mode>> = { trigger: 'SHARE ROW EXCLUSIVE', policy: 'ACCESS EXCLUSIVE', rule: 'ACCESS EXCLUSIVE', statistics: 'SHARE UPDATE EXCLUSIVE' };

export function createObjectImpact({ object, orReplace }: OperationOf<'createObject'>, before: Catalog): Impact {
  const mode = ON_CREATION[object.kind];
  if (mode) return onTable(before, object.table, mode);
  const own = nameOf(object);
  if (object.kind !== 'view' && object.kind !== 'materializedView') return NO_IMPACT;
  const replaced = own && orReplace === true && before.objects.has(`view:${nameKey(own)}`) ? [lock(own, 'ACCESS EXCLUSIVE')] : [];
  return { ...NO_IMPACT, locks: strongest([...replaced, ...reads(object)]) };
}

export function dropObjectImpact({ object }: OperationOf<'dropObject'>, before: Catalog): Impact {
  const own = nameOf(object);
  switch (object.kind) {
    case 'trigger':
    case 'policy':
    case 'rule':
      return onTable(before, object.table, 'ACCESS EXCLUSIVE');
    case 'statistics':
      return onTable(before, object.table ?? tableOfStatistics(before, object), 'SHARE UPDATE EXCLUSIVE');
    case 'view':
    case 'materializedView':
      return own ? { ...NO_IMPACT, locks: [lock(own, 'ACCESS EXCLUSIVE')] } : NO_IMPACT;
    default:
      return NO_IMPACT;
  }
}

function tableOfStatistics(before: Catalog, object: SchemaObject): Name | undefined {
  const own = nameOf(object);
  return own && known(before.objects.get(`statistics:${nameKey(own)}`)?.object.table);
}

export function alterObjectImpact({ object, action, to }: OperationOf<'alterObject'>, before: Catalog, target: Target): Impact {
  const own = nameOf(object);
  const text = (action ?? '').toLowerCase();
  switch (object.kind) {
    case 'table':
      return alterTableImpact(own, text, before, target);
    case 'materializedView':
      return materializedViewImpact(own, text, before);
    case 'view':
      return own ? { ...NO_IMPACT, locks: [lock(own, 'ACCESS EXCLUSIVE')] } : NO_IMPACT;
    case 'other':
      return text.startsWith('reindex') ? reindexImpact(own, text, before) : NO_IMPACT;
    case 'trigger':
    case 'policy':
    case 'rule':
      return to === undefined && object.kind === 'trigger' ? NO_IMPACT : onTable(before, object.table, 'ACCESS EXCLUSIVE');
    case 'comment':
      return onTable(before, object.table, text.endsWith('on table') ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE');
    case 'domain':
      return domainImpact(own, text, before);
    default:
      return NO_IMPACT;
  }
}

function materializedViewImpact(own: Name | undefined, text: string, before: Catalog): Impact {
  if (!own) return NO_IMPACT;
  const entry = before.objects.get(`materializedView:${nameKey(own)}`);
  const sources = entry ? reads(entry.object) : [];
  if (text === 'refresh concurrently') return onTable(before, own, 'EXCLUSIVE', { scan: true }, sources);
  if (text === 'refresh') return onTable(before, own, 'ACCESS EXCLUSIVE', { scan: true, rewrite: true, indexBuild: true }, sources);
  return onTable(before, own, 'ACCESS EXCLUSIVE');
}

/** REINDEX INDEX: writers of the table wait, and so does every reader whose plan looks at the index. */
function reindexImpact(index: Name | undefined, text: string, before: Catalog): Impact {
  const table = index && indexOwner(before, index.schema, index.name)?.table.name;
  if (!table) return index ? { ...NO_IMPACT, scan: true, indexBuild: true } : UNKNOWN_IMPACT;
  return onTable(before, table, text.includes('concurrently') ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE', { scan: true, indexBuild: true });
}

/** A constraint of a domain is checked in every table that has a column of it. */
function domainImpact(own: Name | undefined, text: string, before: Catalog): Impact {
  if (!own || !/^(?:add\b|set not null|validate\b)/u.test(text)) return NO_IMPACT;
  const scan = !text.includes('not valid');
  // NOT VALID looks at nothing, and VALIDATE lets others write
  if (!scan) return NO_IMPACT;
  const mode: Mode = 'SHARE';
  const users = [...before.tables.values()].filter((table) => [...table.columns.values()].some(({ column }) => known(column.type)?.replaceAll('"', '') === nameKey(own)));
  const [first] = users;
  if (!first) return NO_IMPACT;
  return { ...NO_IMPACT, scan, table: first.name, locks: strongest(users.flatMap((table) => locksOn(before, table.name, mode))) };
}
