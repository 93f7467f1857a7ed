import type { Catalog, Table } from '../../../src/catalog/catalog.js';
import { Names, quote } from './names.js';
import type { Random } from './random.js';

type Writer = (names: Names, random: Random) => string | undefined;

const TYPES = ['int', 'bigint', 'text', 'varchar(20)', 'numeric(10,2)', 'timestamptz', 'timestamp(3)', 'boolean', 'int[]', 'char(3)', 'uuid', 'jsonb', 'date', 'varchar', 'double precision', 'real', 'bit(3)', 'interval', '"char"', 'time'];
const onTable = (write: (names: Names, random: Random, table: Table) => string | undefined): Writer => (names, random) => {
  const table = names.anyTable();
  return table ? write(names, random, table) : undefined;
};
const action = (write: (names: Names, random: Random, table: Table) => string | undefined): Writer => onTable((names, random, table) => {
  const text = write(names, random, table);
  return text === undefined ? undefined : `ALTER TABLE ${random.chance(0.1) ? 'ONLY ' : ''}${names.nameOf(table)} ${text}`;
});

function typeFor(names: Names, random: Random): string {
  const own = [...names.catalog.enums.values()].map((type) => (type.name.schema ? `${type.name.schema}.` : '') + quote(type.name.name));
  const domains = [...names.catalog.objects.values()].filter(({ object }) => object.kind === 'domain').map(({ object }) => (object.schema ? `${object.schema}.` : '') + quote(String(object.name)));
  const made = [...own, ...domains];
  return made.length > 0 && random.chance(0.25) ? random.pick(made) : random.pick(TYPES);
}

function reference(names: Names, random: Random): string {
  const table = names.anyTable();
  if (!table) return 'REFERENCES t';
  const keys = [...table.constraints.values()].filter(({ constraint }) => constraint.type === 'primaryKey' || constraint.type === 'unique').flatMap(({ constraint }) => ('columns' in constraint && Array.isArray(constraint.columns) ? [constraint.columns as string[]] : []));
  const single = keys.filter((key) => key.length === 1);
  const columns = single.length > 0 && random.chance(0.7) ? ` (${random.pick(single).map(quote).join(', ')})` : '';
  return `REFERENCES ${names.nameOf(table)}${columns}${random.pick(['', '', ' ON DELETE CASCADE', ' ON DELETE SET NULL ON UPDATE CASCADE', ' ON UPDATE RESTRICT', ' DEFERRABLE INITIALLY DEFERRED'])}`;
}

const named = (names: Names, random: Random): string => (random.chance(0.35) ? `CONSTRAINT ${names.newName()} ` : '');

function columnConstraint(names: Names, random: Random, column: string, type: string): string {
  const kind = random.below(9);
  const name = named(names, random);
  if (kind === 0) return `${name}PRIMARY KEY`;
  if (kind === 1) return `${name}UNIQUE`;
  if (kind === 2) return `${name}CHECK (${column} IS NOT NULL)`;
  if (kind === 3 && /^(?:int|bigint)$/u.test(type)) return `${name}${reference(names, random)}`;
  if (kind === 4 && /^(?:int|bigint)$/u.test(type)) return `GENERATED ${random.pick(['ALWAYS', 'BY DEFAULT'])} AS IDENTITY`;
  if (kind === 5) return 'NOT NULL';
  if (kind === 6) return 'DEFAULT NULL';
  return '';
}

function columnDefinition(names: Names, random: Random): string {
  const column = names.newColumn();
  if (random.chance(0.12)) return `${column} ${random.pick(['serial', 'bigserial', 'smallserial'])}${random.chance(0.5) ? ' PRIMARY KEY' : ''}`;
  const type = typeFor(names, random);
  const value = type === 'int' && random.chance(0.3) ? ' DEFAULT 7' : type === 'text' && random.chance(0.3) ? " DEFAULT 'it''s'" : type === 'timestamptz' && random.chance(0.4) ? ' DEFAULT now()' : type === 'boolean' && random.chance(0.4) ? ' DEFAULT false' : '';
  const first = columnConstraint(names, random, column, type);
  const extra = random.chance(0.3) && !first.startsWith('GENERATED') ? ' NOT NULL' : '';
  return `${column} ${type}${first.includes('DEFAULT') ? '' : first.startsWith('GENERATED') ? '' : value}${extra === ' NOT NULL' && first === 'NOT NULL' ? '' : extra} ${first}`.trim();
}

/** A constraint of the table over columns that are there. */
function tableConstraint(names: Names, random: Random, columns: readonly string[]): string {
  const some = random.some(columns, 2).map(quote);
  const [first = '"a"', second = first] = some;
  const name = named(names, random);
  const kind = random.below(7);
  if (kind === 0) return `${name}PRIMARY KEY (${some.join(', ')})`;
  if (kind <= 2) return `${name}UNIQUE ${random.chance(0.15) ? 'NULLS NOT DISTINCT ' : ''}(${some.join(', ')})${random.chance(0.15) ? ' DEFERRABLE' : ''}`;
  if (kind <= 4) return `${name}CHECK (${random.pick([`${first} IS NOT NULL`, `${first} IS NOT NULL OR ${second} IS NULL`, '1 > 0'])})`;
  if (kind === 5) return `${name}FOREIGN KEY (${first}) ${reference(names, random)}`;
  return `${name}EXCLUDE USING btree (${first} WITH =)`;
}

const createTable: Writer = (names, random) => {
  const parts = Array.from({ length: 1 + random.below(4) }, () => columnDefinition(names, random));
  const columns = parts.map((part) => /^(?:"([^"]+)"|(\S+))/u.exec(part)).map((match) => match?.[1] ?? (match?.[2] ?? '').toLowerCase());
  if (random.chance(0.5)) parts.push(tableConstraint(names, random, columns));
  if (random.chance(0.2)) parts.push(tableConstraint(names, random, columns));
  const like = names.anyTable();
  if (like && random.chance(0.12)) parts.push(`LIKE ${names.nameOf(like)} ${random.pick(['', 'INCLUDING ALL', 'INCLUDING DEFAULTS INCLUDING CONSTRAINTS', 'INCLUDING ALL EXCLUDING INDEXES', 'INCLUDING INDEXES', 'INCLUDING IDENTITY INCLUDING GENERATED'])}`);
  const parent = names.anyTable();
  const tail = parent && random.chance(0.08) ? ` INHERITS (${names.nameOf(parent)})` : random.chance(0.1) ? ` PARTITION BY ${random.pick(['RANGE', 'LIST', 'HASH'])} (${quote(columns[0] ?? 'a')})` : '';
  return `CREATE TABLE ${random.chance(0.1) ? 'IF NOT EXISTS ' : ''}${names.newTable()} (${parts.join(', ')})${tail}`;
};

function indexParts(names: Names, random: Random, table: Table): string {
  const columns = random.some(names.columnsOf(table), 3);
  const parts = columns.map((column) => random.pick([quote(column), quote(column), `${quote(column)} DESC`, `(${quote(column)} IS NULL)`, `lower(${quote(column)}::text)`, `coalesce(${quote(column)}::text, '')`]));
  return parts.length > 0 ? parts.join(', ') : '(1 + 1)';
}
const createIndex = onTable((names, random, table) => {
  const name = random.chance(0.5) ? `${names.newName()} ` : '';
  const include = random.chance(0.15) ? ` INCLUDE (${names.columns(table, 1)})` : '';
  const where = random.chance(0.2) ? ` WHERE ${names.column(table)} IS NOT NULL` : '';
  return `CREATE ${random.chance(0.35) ? 'UNIQUE ' : ''}INDEX ${name !== '' && random.chance(0.2) ? 'IF NOT EXISTS ' : ''}${name}ON ${names.nameOf(table)} (${indexParts(names, random, table)})${include}${where}`;
});

const indexName = (names: Names, random: Random): string | undefined => {
  const all = [...names.catalog.tables.values()].flatMap((table) => [...table.indexes.keys(), ...(random.chance(0.2) ? table.constraints.keys() : [])].map((name) => (table.name.schema ? `${table.name.schema}.` : '') + quote(name)));
  return all.length > 0 ? random.pick(all) : undefined;
};
const constraintOf = (random: Random, table: Table): string | undefined => (table.constraints.size > 0 ? quote(random.pick([...table.constraints.keys()])) : undefined);
const objectOf = (names: Names, random: Random, kinds: readonly string[]): { readonly kind: string; readonly text: string } | undefined => {
  const all = [...names.catalog.objects.values()].filter(({ object }) => kinds.includes(object.kind) && typeof object.name === 'string').map(({ object }) => ({ kind: object.kind, text: (object.schema ? `${object.schema}.` : '') + quote(String(object.name)) }));
  return all.length > 0 ? random.pick(all) : undefined;
};
const enumOf = (names: Names, random: Random) => {
  const all = [...names.catalog.enums.values()];
  return all.length > 0 ? random.pick(all) : undefined;
};
const cascade = (random: Random): string => random.pick(['', '', ' CASCADE', ' RESTRICT']);
const WORDS: Readonly<Record<string, string>> = { materializedView: 'MATERIALIZED VIEW', view: 'VIEW', sequence: 'SEQUENCE', domain: 'DOMAIN' };

const WRITERS: readonly (readonly [weight: number, write: Writer])[] = [
  [10, createTable],
  [3, onTable((names, random, table) => `DROP TABLE ${random.chance(0.2) ? 'IF EXISTS ' : ''}${names.nameOf(table)}${cascade(random)}`)],
  [3, action((names) => `RENAME TO ${names.newTable().replace(/^(?:public|s2)\./u, '')}`)],
  [2, action((_, random) => `SET SCHEMA ${random.pick(['s2', 'public'])}`)],
  [8, action((names, random) => Array.from({ length: 1 + random.below(2) }, () => `ADD COLUMN ${random.chance(0.15) ? 'IF NOT EXISTS ' : ''}${columnDefinition(names, random)}`).join(', '))],
  [5, action((names, random, table) => `DROP COLUMN ${names.column(table)}${cascade(random)}`)],
  [5, action((names, _, table) => `RENAME COLUMN ${names.column(table)} TO ${names.newColumn()}`)],
  [5, action((names, random, table) => { const type = typeFor(names, random); const column = names.column(table); return `ALTER COLUMN ${column} TYPE ${type}${random.chance(0.7) ? ` USING NULL::${type}` : ''}`; })],
  [6, action((names, random, table) => `ALTER ${names.column(table)} ${random.pick(['SET NOT NULL', 'DROP NOT NULL', 'DROP DEFAULT', 'SET DEFAULT NULL', 'DROP IDENTITY IF EXISTS', 'ADD GENERATED BY DEFAULT AS IDENTITY', 'SET GENERATED ALWAYS', 'SET STATISTICS 10'])}`)],
  [2, action((names, _, table) => `ALTER ${names.column(table)} SET DEFAULT 7, ALTER ${names.column(table)} DROP NOT NULL`)],
  [8, action((names, random, table) => { const columns = names.columnsOf(table); return columns.length > 0 ? `ADD ${tableConstraint(names, random, columns)}${random.chance(0.1) ? ' NOT VALID' : ''}` : undefined; })],
  [2, action((_, random, table) => { const name = constraintOf(random, table); return name && `VALIDATE CONSTRAINT ${name}`; })],
  [4, action((_, random, table) => { const name = constraintOf(random, table); return name && `DROP CONSTRAINT ${name}${cascade(random)}`; })],
  [3, action((names, random, table) => { const name = constraintOf(random, table); return name && `RENAME CONSTRAINT ${name} TO ${names.newName()}`; })],
  [7, createIndex],
  [3, (names, random) => { const name = indexName(names, random); return name && `DROP INDEX ${name}`; }],
  [3, (names, random) => { const name = indexName(names, random); return name && `ALTER INDEX ${name} RENAME TO ${names.newName()}`; }],
  [3, action((names, random, table) => { const unique = [...table.indexes.values()].filter(({ index }) => index.unique).map(({ name }) => quote(name)); return unique.length > 0 ? `ADD ${named(names, random)}${random.pick(['UNIQUE', 'PRIMARY KEY'])} USING INDEX ${random.pick(unique)}` : undefined; })],
  [4, (names, random) => `CREATE TYPE ${random.chance(0.2) ? 's2.' : ''}${names.newName()} AS ENUM (${random.some(["'a'", "'b'", "'it''s'", "'C'"], 4).join(', ')})`],
  [3, (names, random) => { const type = enumOf(names, random); return type && `ALTER TYPE ${names.written(type.name.name, type.name.schema)} ADD VALUE ${random.chance(0.2) ? 'IF NOT EXISTS ' : ''}${random.pick(["'n1'", "'n2'", "'a'"])}${type.values.length > 0 && random.chance(0.5) ? ` ${random.pick(['BEFORE', 'AFTER'])} '${String(random.pick(type.values)).replaceAll("'", "''")}'` : ''}`; }],
  [2, (names, random) => { const type = enumOf(names, random); return type && `ALTER TYPE ${names.written(type.name.name, type.name.schema)} RENAME VALUE '${String(random.pick(type.values)).replaceAll("'", "''")}' TO 'renamed'`; }],
  [2, (names, random) => { const type = enumOf(names, random); return type && `ALTER TYPE ${names.written(type.name.name, type.name.schema)} RENAME TO ${names.newName()}`; }],
  [1, (names, random) => { const type = enumOf(names, random); return type && `ALTER TYPE ${names.written(type.name.name, type.name.schema)} SET SCHEMA ${random.pick(['s2', 'public'])}`; }],
  [2, (names, random) => { const type = enumOf(names, random); return type && `DROP TYPE ${names.written(type.name.name, type.name.schema)}${cascade(random)}`; }],
  [2, (names, random) => `CREATE SEQUENCE ${random.chance(0.2) ? 's2.' : ''}${names.newName()}`],
  [1, (names, random) => { const sequence = objectOf(names, random, ['sequence']); const table = names.anyTable(); return sequence && table && `ALTER SEQUENCE ${sequence.text} OWNED BY ${random.chance(0.2) ? 'NONE' : `${names.nameOf(table)}.${names.column(table)}`}`; }],
  [4, onTable((names, random, table) => `CREATE ${random.pick(['VIEW', 'VIEW', 'MATERIALIZED VIEW', 'OR REPLACE VIEW'])} ${random.chance(0.1) ? 's2.' : ''}${names.newName()} AS SELECT ${names.columns(table, 2)} FROM ${names.nameOf(table)}`)],
  [1, (names, random) => { const view = objectOf(names, random, ['materializedView']); return view && `CREATE INDEX ${random.chance(0.5) ? names.newName() : ''} ON ${view.text} (${quote('a')})`; }],
  [1, (names, random) => { const view = objectOf(names, random, ['view', 'materializedView']); return view && `CREATE VIEW ${names.newName()} AS SELECT * FROM ${view.text}`; }],
  [3, (names, random) => { const object = objectOf(names, random, Object.keys(WORDS)); return object && `DROP ${WORDS[object.kind] ?? ''} ${object.text}${cascade(random)}`; }],
  [2, (names, random) => { const object = objectOf(names, random, Object.keys(WORDS)); return object && `ALTER ${WORDS[object.kind] ?? ''} ${object.text} ${random.chance(0.7) ? `RENAME TO ${names.newName()}` : `SET SCHEMA ${random.pick(['s2', 'public'])}`}`; }],
  [2, (names, random) => `CREATE DOMAIN ${random.chance(0.2) ? 's2.' : ''}${names.newName()} AS ${random.pick(['text', 'int'])}${random.pick(['', ' NOT NULL', ' CHECK (VALUE IS NOT NULL)'])}`],
  [1, onTable((names, random, table) => `COMMENT ON ${random.chance(0.5) ? `TABLE ${names.nameOf(table)}` : `COLUMN ${names.nameOf(table)}.${names.column(table)}`} IS ${random.pick(["'x'", 'NULL'])}`)],
  [2, (names, random) => { const parents = [...names.catalog.tables.values()].filter(({ partitioned }) => partitioned); return parents.length > 0 ? `CREATE TABLE ${names.newTable()} PARTITION OF ${names.nameOf(random.pick(parents))} DEFAULT` : undefined; }],
  [1, action((names, random) => `${random.pick(['INHERIT', 'NO INHERIT'])} ${names.nameOf(names.anyTable() ?? (undefined as never))}`)],
  [1, onTable((names, random, table) => `CREATE TABLE ${names.newTable()} AS SELECT ${random.chance(0.5) ? '*' : names.columns(table, 2)} FROM ${names.nameOf(table)}`)],
];
const TOTAL = WRITERS.reduce((sum, [weight]) => sum + weight, 0);

/** A statement of DDL that fits the catalog, more or less. */
export function writeStatement(random: Random, catalog: Catalog): string {
  for (;;) {
    let at = random.below(TOTAL);
    const chosen = WRITERS.find(([weight]) => (at -= weight) < 0);
    const text = chosen?.[1](new Names(random, catalog), random);
    if (text !== undefined) return text;
  }
}
