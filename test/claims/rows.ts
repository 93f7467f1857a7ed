import type { PGlite } from '@electric-sql/pglite';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly base: string;
  readonly length: number;
  readonly label: string | null;
  readonly unique: boolean;
  readonly refersto: string | null;
  readonly referscolumn: string | null;
}

const COLUMNS = `SELECT c.oid::regclass::text AS table, quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type, COALESCE(b.typname, t.typname) AS base, a.atttypmod AS length,
    (SELECT enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY enumsortorder LIMIT 1) AS label,
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY (i.indkey::int[])) AS unique,
    (SELECT k.confrelid::regclass::text FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey) LIMIT 1) AS refersto,
    (SELECT quote_ident(f.attname) FROM pg_constraint k JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[array_position(k.conkey, a.attnum)] WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey) LIMIT 1) AS referscolumn
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = NULLIF(t.typbasetype, 0)
  WHERE c.relkind = 'r' AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
  ORDER BY c.oid, a.attnum`;

/** Rows with a value in each column, as far as types allow: values that a narrower type could not hold. */
export async function fillTables(database: PGlite, rows: number): Promise<void> {
  const { rows: columns } = await database.query<Column>(COLUMNS);
  const tables = new Map<string, Column[]>();
  for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  for (const [table, own] of inOrder(tables)) {
    for (let row = 1; row <= rows; row += 1) await insert(database, table, own, row);
  }
}

/** What is referenced comes first. */
function inOrder(tables: ReadonlyMap<string, readonly Column[]>): ReadonlyMap<string, readonly Column[]> {
  const ordered = new Map<string, readonly Column[]>();
  const visit = (table: string): void => {
    const columns = tables.get(table);
    if (!columns || ordered.has(table)) return;
    for (const { refersto } of columns) if (refersto !== null && refersto !== table) visit(refersto);
    ordered.set(table, columns);
  };
  for (const table of tables.keys()) visit(table);
  return ordered;
}

async function insert(database: PGlite, table: string, columns: readonly Column[], row: number): Promise<void> {
  const statement = (short: boolean): string => `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) VALUES (${columns.map((column) => valueOf(column, row, short)).join(', ')})`;
  try {
    await database.exec(statement(false));
  } catch {
    // a check may keep long values out
    await database.exec(statement(true));
  }
}

function valueOf(column: Column, row: number, short: boolean): string {
  const { table, type, base, label, unique, refersto, referscolumn } = column;
  // rows are alike but for what must differ
  const number = unique ? row : 1;
  if (refersto !== null) return refersto === table ? 'NULL' : `(SELECT ${referscolumn} FROM ${refersto} LIMIT 1)`;
  if (label !== null) return `'${label}'`;
  return literal(base, short ? `r${number}` : textFor(number, column.length), number, type);
}

const textFor = (number: number, length: number): string => `row ${number}, and something that fills it`.slice(0, length < 0 ? undefined : length - 4);

function literal(base: string, text: string, number: number, type: string): string {
  if (/^(?:int\d|oid|float\d)$/u.test(base)) return String(number);
  if (/^(?:text|varchar|bpchar|citext)$/u.test(base)) return `'${text}'`;
  if (base === 'numeric') return `CAST(${number}.123456789 AS ${type})`;
  if (base === 'bool') return 'true';
  if (base === 'date') return "'2026-02-15'";
  if (/^time/u.test(base)) return "'2026-02-15 12:34:56.789'";
  if (base === 'uuid') return `'00000000-0000-4000-8000-00000000000${number}'`;
  if (/^jsonb?$/u.test(base)) return `'{"a": ${number}}'`;
  if (/range$/u.test(base)) return `'[1,5)'`;
  if (base.startsWith('_')) return "'{}'";
  throw new Error(`no value is known for a column of type ${type}`);
}
