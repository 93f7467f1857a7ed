import type { Catalog, Table } from '../../../src/catalog/catalog.js';
import type { Random } from '../../catalog/server/random.js';

const TABLES = ['t', 'u', 'v', 'w', 'Order'];
const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'Group'];
const TYPES = ['INTEGER', 'int', 'TEXT', 'varchar(10)', 'NUMERIC( 8 , 2 )', 'blob', '', 'Double  Precision', 'DATETIME'];
const DEFAULTS = ["'x'", '0', '-1', 'NULL', 'CURRENT_TIMESTAMP', '(1 + 2)', "('a' || 'b')", '1.5e3'];
const ACTIONS = ['', ' ON DELETE CASCADE', ' ON DELETE SET NULL', ' ON UPDATE CASCADE ON DELETE RESTRICT'];

const quoted = (random: Random, name: string): string => {
  const plain = /^[a-z_]+$/u.test(name);
  return random.pick(plain ? [name, name, `"${name}"`, `\`${name}\``, `[${name}]`] : [`"${name}"`, `\`${name}\``, `[${name}]`]);
};
const listed = (random: Random, names: readonly string[]): string => names.map((name) => quoted(random, name)).join(', ');

const columnsOf = (table: Table): string[] => [...table.columns.keys()];
const tablesOf = (catalog: Catalog): Table[] => [...catalog.tables.values()];

function columnText(random: Random, name: string, others: readonly string[]): string {
  const words = [quoted(random, name), random.pick(TYPES)];
  if (random.chance(0.3)) words.push('NOT NULL');
  if (random.chance(0.4)) words.push(`DEFAULT ${random.pick(DEFAULTS)}`);
  if (random.chance(0.15)) words.push('UNIQUE');
  if (random.chance(0.15)) words.push(`CHECK (${quoted(random, name)} <> 7)`);
  if (random.chance(0.1)) words.push('COLLATE NOCASE');
  if (random.chance(0.15)) words.push(`REFERENCES ${quoted(random, random.pick(TABLES))}${random.chance(0.5) ? ` (${quoted(random, random.pick(COLUMNS))})` : ''}${random.pick(ACTIONS)}`);
  if (random.chance(0.08) && others.length > 0) words.push(`AS (${quoted(random, random.pick(others))}) STORED`);
  return words.filter((word) => word !== '').join(' ');
}

function tableText(random: Random, name: string, columns: readonly string[]): string {
  const key = random.pick(['none', 'inline', 'table', 'auto', 'none']);
  const parts = columns.map((column, i) => {
    if (i === 0 && key === 'inline') return `${quoted(random, column)} ${random.pick(['INTEGER', 'TEXT', 'int'])} PRIMARY KEY`;
    if (i === 0 && key === 'auto') return `${quoted(random, column)} INTEGER PRIMARY KEY AUTOINCREMENT`;
    return columnText(random, column, columns.slice(0, i));
  });
  if (key === 'table') parts.push(`${random.chance(0.5) ? 'CONSTRAINT pk ' : ''}PRIMARY KEY (${listed(random, random.some(columns, 2))})`);
  if (random.chance(0.3)) parts.push(`${random.chance(0.5) ? `CONSTRAINT uq_${name} ` : ''}UNIQUE (${listed(random, random.some(columns, 2))})`);
  if (random.chance(0.3)) parts.push(`FOREIGN KEY (${quoted(random, random.pick(columns))}) REFERENCES ${quoted(random, random.pick(TABLES))} (${quoted(random, random.pick(COLUMNS))})${random.pick(ACTIONS)}`);
  if (random.chance(0.2)) parts.push(`CONSTRAINT ck_${name} CHECK (${quoted(random, random.pick(columns))} > 0)`);
  const options = key === 'table' && random.chance(0.3) ? ' WITHOUT ROWID' : '';
  return `CREATE TABLE ${random.chance(0.2) ? 'IF NOT EXISTS ' : ''}${random.chance(0.1) ? 'main.' : ''}${quoted(random, name)} (${parts.join(', ')})${options}`;
}

/** The idiom that tools write, with the columns that both tables have. */
function rebuild(random: Random, table: Table): string {
  const name = table.name.name;
  const old = columnsOf(table);
  const columns = random.some([...new Set([...old, random.pick(COLUMNS)])], old.length + 1);
  const kept = columns.filter((column) => old.includes(column));
  const first = random.chance(0.3);
  const copy = first ? name : `new_${name}`;
  const source = first ? `${name}_old` : name;
  const statements = [
    ...(first ? [`ALTER TABLE ${quoted(random, name)} RENAME TO ${quoted(random, source)}`] : []),
    tableText(random, copy, columns).replace('IF NOT EXISTS ', ''),
    ...(kept.length > 0 ? [`INSERT INTO ${quoted(random, copy)} (${listed(random, kept)}) SELECT ${listed(random, kept)} FROM ${quoted(random, source)}`] : []),
    `DROP TABLE ${quoted(random, source)}`,
    ...(first ? [] : [`ALTER TABLE ${quoted(random, copy)} RENAME TO ${quoted(random, name)}`]),
  ];
  return statements.join(';\n');
}

/** One statement, or several for a rebuild; many are refused. */
export function writeStatement(random: Random, catalog: Catalog): string {
  const tables = tablesOf(catalog);
  if (tables.length === 0 || random.chance(0.2)) return tableText(random, random.pick(TABLES), random.some(COLUMNS, 5));
  const table = random.pick(tables);
  const name = quoted(random, table.name.name);
  const column = columnsOf(table).length > 0 ? random.pick(columnsOf(table)) : 'a';
  const alter = `ALTER TABLE ${name}`;
  const writers: (() => string)[] = [
    () => `${alter} ADD COLUMN ${columnText(random, random.pick(COLUMNS), [])}`,
    () => `${alter} ADD ${columnText(random, random.pick(COLUMNS), [])}`,
    () => `${alter} DROP COLUMN ${quoted(random, column)}`,
    () => `${alter} DROP ${quoted(random, column)}`,
    () => `${alter} RENAME COLUMN ${quoted(random, column)} TO ${quoted(random, random.pick(COLUMNS))}`,
    () => `${alter} RENAME TO ${quoted(random, random.pick(TABLES))}`,
    () => `CREATE ${random.chance(0.3) ? 'UNIQUE ' : ''}INDEX ${random.chance(0.3) ? 'IF NOT EXISTS ' : ''}i${random.below(5)} ON ${name} (${random.some(columnsOf(table), 2).map((each) => quoted(random, each) + random.pick(['', ' DESC', ' COLLATE NOCASE'])).join(', ')})${random.chance(0.2) ? ` WHERE ${quoted(random, column)} IS NOT NULL` : ''}`,
    () => `CREATE INDEX x${random.below(3)} ON ${name} (lower(${quoted(random, column)}))`,
    () => `DROP INDEX ${random.chance(0.3) ? 'IF EXISTS ' : ''}i${random.below(5)}`,
    () => `DROP TABLE ${random.chance(0.3) ? 'IF EXISTS ' : ''}${name}`,
    () => `CREATE VIEW v${random.below(2)} AS SELECT ${quoted(random, column)} FROM ${name}`,
    () => `DROP VIEW IF EXISTS v${random.below(2)}`,
    () => `CREATE TRIGGER g${random.below(3)} AFTER INSERT ON ${name} BEGIN UPDATE ${name} SET ${quoted(random, column)} = CASE WHEN 1 THEN 2 END; SELECT 1; END`,
    () => `DROP TRIGGER g${random.below(3)}`,
    () => rebuild(random, table),
    () => rebuild(random, table),
    () => `${alter} ALTER COLUMN ${quoted(random, column)} ${random.pick(['SET NOT NULL', 'DROP NOT NULL'])}`,
    () => `${alter} DROP CONSTRAINT ck_${table.name.name}`,
    () => `${alter} ADD CONSTRAINT ck_${table.name.name} CHECK (${quoted(random, column)} > 1)`,
  ];
  return random.pick(writers)();
}
