import type { Unnamed } from './dialect.js';

/** Characters of an identifier; a longer one is refused (1059). */
export const IDENTIFIER_CHARACTERS = 64;

function firstFree(derive: (count: number) => string, from: number, taken: (name: string) => boolean): string {
  let count = from;
  while (taken(derive(count)) && count < 10_000) count += 1;
  return derive(count);
}

/** A key is named after its first column, or the first of `column_2`, `column_3` ... that is free; after what it is where it begins with an expression. */
function keyName([first = '']: readonly string[], taken: (name: string) => boolean): string {
  const base = first === '' ? 'functional_index' : first;
  // the server keeps this name for the primary key
  if (!taken(base) && base.toUpperCase() !== 'PRIMARY') return base;
  return firstFree((count) => `${base}_${count}`, 2, taken);
}

/** What the names of unnamed foreign keys of a table begin with; they follow when the table is renamed. */
export const foreignKeyPrefix = (table: string): string => `${table}_ibfk_`;

/** One more than the highest number in use: those below it that are free stay so. */
function foreignKeyName(table: string, others: readonly string[]): string {
  const prefix = foreignKeyPrefix(table);
  const numbers = others.filter((name) => name.startsWith(prefix)).map((name) => Number(name.slice(prefix.length))).filter(Number.isInteger);
  return prefix + String(Math.max(0, ...numbers) + 1);
}

/** Names as MySQL 8 gives them. */
export function mysqlName({ kind, table, columns, taken, others }: Unnamed): string | undefined {
  if (kind === 'primaryKey') return 'PRIMARY';
  if (kind === 'foreignKey') return foreignKeyName(table, others ?? []);
  if (kind === 'check') return firstFree((count) => `${table}_chk_${count}`, 1, taken);
  return kind === 'sequence' ? undefined : keyName(columns, taken);
}

/** Names as MariaDB gives them: only those of checks differ. */
export const mariadbName = (unnamed: Unnamed): string | undefined =>
  unnamed.kind === 'check' ? firstFree((count) => `CONSTRAINT_${count}`, 1, unnamed.taken) : mysqlName(unnamed);

/** The name as SQL writes it: with backticks where it needs them. */
export const quoteMysqlName = (name: string): string => (/^[A-Za-z_][\w$]*$/u.test(name) ? name : `\`${name.replaceAll('`', '``')}\``);
