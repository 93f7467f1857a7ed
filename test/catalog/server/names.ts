import type { Catalog, Table } from '../../../src/catalog/catalog.js';
import type { Random } from './random.js';

const LONG = 'a_table_whose_name_is_so_long_that_nothing_else_fits_behind_it_';
const LONG_COLUMN = 'a_column_whose_name_is_long_as_well_and_needs_to_be_shortened_x';
const TABLES = ['t', 'u', 'v', 'orders', 'Mixed Case', LONG, 't_a_key', 'select', 'häßlich'];
const COLUMNS = ['a', 'b', 'c', 'd', 'Name', 'order', LONG_COLUMN, 'é'];
const OTHERS = ['x', 'y', 'z', 't_a_idx', 't_pkey', 'u_b_key', 'Named One', `${LONG}1`, 'check', 'mood', 'v_b_check'];

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Names for the statements of one sequence: mostly of what is there, sometimes of what is not. */
export class Names {
  constructor(
    readonly random: Random,
    readonly catalog: Catalog,
  ) {}

  /** A name as it may be written. */
  written(name: string, schema?: string): string {
    const plain = /^[a-z_][a-z0-9_]*$/u.test(name) && name !== 'select' && name !== 'order' && name !== 'check';
    const text = plain && this.random.chance(0.7) ? (this.random.chance(0.2) ? name.toUpperCase() : name) : quote(name);
    if (schema !== undefined) return `${schema}.${text}`;
    return this.random.chance(0.1) ? `public.${text}` : text;
  }
  newTable(): string {
    return this.written(this.random.pick(TABLES), this.random.chance(0.1) ? 's2' : undefined);
  }
  newColumn = (): string => this.written(this.random.pick(COLUMNS)).replace('public.', '');
  newName = (): string => this.written(this.random.pick(OTHERS)).replace('public.', '');
  anyTable(): Table | undefined {
    const tables = [...this.catalog.tables.values()];
    return tables.length > 0 ? this.random.pick(tables) : undefined;
  }
  nameOf = (table: Table): string => this.written(table.name.name, table.name.schema);
  columnsOf = (table: Table): string[] => [...table.columns.keys()];
  column(table: Table): string {
    const columns = this.columnsOf(table);
    return columns.length > 0 && this.random.chance(0.95) ? quote(this.random.pick(columns)) : this.newColumn();
  }
  columns(table: Table, most: number): string {
    const columns = this.columnsOf(table);
    return columns.length > 0 ? this.random.some(columns, most).map(quote).join(', ') : this.newColumn();
  }
}
