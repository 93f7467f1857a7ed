import type { Catalog } from '../catalog/catalog.js';
import { NO_IMPACT, UNKNOWN_IMPACT, type Impact } from '../impact.js';
import type { Operation } from '../operation.js';
import { known } from '../value.js';

const REBUILD = 'SQLite cannot do this in place: the table is copied to a new one and dropped';

/** SQLite has one writer for the whole file, so there are no locks to compare: what matters is what makes the tool copy the table. */
export function sqliteImpact(operation: Operation, _before: Catalog): Impact {
  switch (operation.kind) {
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
    case 'validateConstraint': {
      const table = known(operation.table);
      return { ...NO_IMPACT, scan: true, rewrite: true, indexBuild: true, ...(table && { table }), note: REBUILD };
    }
    case 'createIndex': {
      const table = known(operation.table);
      return { ...NO_IMPACT, scan: true, indexBuild: true, ...(table && { table }) };
    }
    case 'opaque':
      return UNKNOWN_IMPACT;
    default:
      return NO_IMPACT;
  }
}
