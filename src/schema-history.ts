import { replay } from './catalog/assume.js';
import { EMPTY_CATALOG, type Catalog } from './catalog/catalog.js';
import { nameKey } from './catalog/names.js';
import { decide, hasTable } from './catalog/query.js';
import type { Schema, SchemaHistory } from './framework.js';
import type { Operation } from './operation.js';
import type { Target } from './target.js';

/** The history that is being read, replayed as far as somebody asks. */
export class ReadSchemas implements SchemaHistory {
  /** Whether what is read now has asked: it then depends on more than its own text. */
  asked = false;
  private readonly waiting: (readonly Operation[])[] = [];
  private catalog: Catalog = EMPTY_CATALOG;
  private readonly catalogs = new WeakMap<Schema, Catalog>();

  constructor(private readonly target: Target) {}

  /** The upgrade of a migration that was read, in the order of the history. */
  add(operations: readonly Operation[]): void {
    this.waiting.push(operations);
  }

  before(): Schema {
    this.asked = true;
    for (const operations of this.waiting) this.catalog = this.replayed(this.catalog, operations);
    this.waiting.length = 0;
    return this.schemaOf(this.catalog);
  }

  after(schema: Schema, operations: readonly Operation[]): Schema {
    return this.schemaOf(this.replayed(this.catalogs.get(schema) ?? this.catalog, operations));
  }

  private replayed(catalog: Catalog, operations: readonly Operation[]): Catalog {
    return replay(catalog, operations, this.target, ({ span }) => ({ span })).end;
  }

  private schemaOf(catalog: Catalog): Schema {
    const schema: Schema = {
      table: (name) => catalog.tables.get(nameKey(name)),
      hasTable: (name) => hasTable(catalog, name),
      enumType: (name) => catalog.enums.get(nameKey(name)),
      hasType: (name) => decide({ is: 'exists', fact: { ask: 'type', name } }, catalog),
    };
    this.catalogs.set(schema, catalog);
    return schema;
  }
}
