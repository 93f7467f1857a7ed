import type { Random } from '../catalog/server/random.js';

const TABLES = ['a', 'b', 'c', 'Users'];
const COLUMNS = ['p', 'q', 'r', 's', 'Mixed'];
const TYPES = ['int', 'BIGINT UNSIGNED', 'varchar(20)', 'tinyint(1)', 'decimal(8,2)', 'datetime(3)', "enum('x','y')", 'text', 'char(36)', 'double', 'bool', 'timestamp NULL'];
const REFUSED_ALONE = ['DROP INDEX', 'DROP COLUMN', 'DROP TABLE', 'DROP FOREIGN KEY', 'RENAME INDEX', 'ADD CONSTRAINT', 'DROP PRIMARY KEY'];

/** Kinds of statements that may be refused for reasons that the catalog knows. */
export const mayBeRefused = (statement: string): boolean => REFUSED_ALONE.some((words) => statement.includes(words)) && !statement.includes(', ');

const list = (random: Random, from: readonly string[], most: number): string[] => {
  const out = new Set<string>();
  for (let left = random.between(1, most); left > 0; left -= 1) out.add(random.pick(from));
  return [...out];
};
const column = (random: Random, type = random.pick(TYPES)): string => {
  const bare = /^(?:int|BIG|tiny|bool|double|dec)/u.test(type);
  const fill = bare ? random.pick(['', ' DEFAULT 1', ' NOT NULL DEFAULT 0', ' NOT NULL']) : /^(?:varchar|char)/u.test(type) ? random.pick(['', " DEFAULT 'it''s'", " NOT NULL DEFAULT ''", " COMMENT 'note'"]) : '';
  return `${type}${fill}`;
};
const keyed = (random: Random): string[] => list(random, ['p', 'q', 'r', 's', 'id'], 2);

function createTable(random: Random): string {
  const parts = ['id int NOT NULL AUTO_INCREMENT'];
  for (const name of COLUMNS) parts.push(`\`${name}\` ${name === 'p' || name === 'q' ? 'int' : name === 'r' ? 'varchar(20)' : column(random, random.pick(TYPES.filter((type) => type !== 'text')))}`);
  parts.push('PRIMARY KEY (id)');
  if (random.chance(0.5)) parts.push(`UNIQUE KEY ${random.pick(['', 'uk_one', '`p`'])} (${keyed(random).join(', ')})`);
  if (random.chance(0.5)) parts.push(`KEY ${random.pick(['', 'ix_one'])} (${keyed(random).join(', ')})`);
  if (random.chance(0.3)) parts.push(`${random.pick(['', 'CONSTRAINT fk_self '])}FOREIGN KEY (p) REFERENCES ${random.pick(TABLES)} (id)${random.pick(['', ' ON DELETE CASCADE', ' ON UPDATE SET NULL'])}`);
  if (random.chance(0.2)) parts.push(`${random.pick(['', 'CONSTRAINT ck_p '])}CHECK (p > 0)`);
  return `CREATE TABLE ${random.pick(['', 'IF NOT EXISTS '])}${random.pick(TABLES)} (${parts.join(', ')}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='x'`;
}

const ACTIONS: readonly ((random: Random) => string)[] = [
  (random) => `ADD COLUMN \`${random.pick(['t', 'u'])}\` ${column(random)}`,
  (random) => `ADD ${random.pick(['t', 'u'])} int CHECK (${random.pick(['1 = 1', '2 > 1'])})`,
  (random) => `ADD v int ${random.pick(['UNIQUE', 'AFTER p', 'FIRST', 'COMMENT "two words"'])}`,
  (random) => `DROP COLUMN ${random.pick(['p', 'q', 'r', 's', 't', 'MIXED', 'v'])}`,
  (random) => `MODIFY ${random.pick(['s', 't', 'mixed'])} ${column(random, random.pick(['int', 'bigint', 'varchar(40)']))}`,
  (random) => `CHANGE COLUMN ${random.pick(['t', 's'])} ${random.pick(['t', 'u', 'w'])} ${column(random, 'varchar(30)')}`,
  (random) => `RENAME COLUMN ${random.pick(['p', 'q', 'u'])} TO ${random.pick(['q', 'u', 'w'])}`,
  (random) => `ALTER COLUMN q SET DEFAULT ${random.pick(['5', '-1'])}`,
  () => 'ALTER q DROP DEFAULT',
  (random) => `ADD ${random.pick(['INDEX', 'KEY'])} ${random.pick(['', 'ix_two', 'ix_three'])} (${keyed(random).join(', ')})`,
  (random) => `ADD UNIQUE ${random.pick(['', 'INDEX uk_two', 'KEY uk_three'])} (${keyed(random).join(', ')})`,
  (random) => `ADD CONSTRAINT uk_four UNIQUE (${keyed(random).join(', ')})`,
  () => 'ADD INDEX ix_part (r(5) )',
  (random) => `ADD ${random.pick(['', 'CONSTRAINT fk_two ', 'CONSTRAINT fk_three '])}FOREIGN KEY (${random.pick(['p', 'q'])}) REFERENCES ${random.pick(TABLES)} (id)`,
  (random) => `ADD ${random.pick(['', 'CONSTRAINT ck_two '])}CHECK (q < 100)`,
  (random) => `DROP INDEX ${random.pick(['ix_one', 'ix_two', 'uk_one', 'uk_two', 'p', 'q', 'fk_two', 'IX_THREE', 'p_2', 'uk_four', 'r'])}`,
  (random) => `DROP FOREIGN KEY ${random.pick(['fk_self', 'fk_two', 'a_ibfk_1', 'b_ibfk_1', 'c_ibfk_1'])}`,
  (random) => `DROP CONSTRAINT ${random.pick(['ck_p', 'ck_two', 'uk_four', 'CONSTRAINT_1'])}`,
  (random) => `RENAME INDEX ${random.pick(['ix_one', 'ix_two', 'p', 'uk_one'])} TO ${random.pick(['ix_new', 'ix_two'])}`,
  (random) => `RENAME TO ${random.pick(TABLES)}`,
];

/** A statement that a migration may have; the server takes many of them, not all. */
export function writeStatement(random: Random): string {
  const table = random.pick(TABLES);
  if (random.chance(0.2)) return createTable(random);
  if (random.chance(0.05)) return `DROP TABLE ${random.pick(['', 'IF EXISTS '])}${table}`;
  if (random.chance(0.08)) return `CREATE ${random.pick(['', 'UNIQUE '])}INDEX ${random.pick(['ix_four', 'ix_five'])} ON ${table} (${keyed(random).join(', ')})`;
  if (random.chance(0.05)) return `DROP INDEX ${random.pick(['ix_four', 'ix_five', 'ix_one'])} ON ${table}`;
  const actions = [random.pick(ACTIONS)(random)];
  if (random.chance(0.3)) actions.push(random.pick(ACTIONS)(random));
  return `ALTER TABLE ${table} ${actions.join(', ')}`;
}
