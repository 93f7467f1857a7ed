import { EMPTY_CATALOG, type Catalog } from '../../src/catalog/catalog.js';
import { replay } from '../../src/catalog/assume.js';
import { readMysql } from '../../src/languages/sql/mysql/index.js';
import type { Draft, Operation } from '../../src/operation.js';
import type { Target } from '../../src/target.js';
import { tracedText } from '../../src/value.js';

export const MYSQL: Target = { dialect: 'mysql', version: [8, 4] };
export const MARIADB: Target = { dialect: 'mariadb', version: [10, 11] };

/** What each statement does. */
export const read = (text: string, target: Target = MYSQL): readonly (readonly Draft[])[] => readMysql(tracedText(text, { file: 'm.sql', start: 0, end: text.length }), { file: 'm.sql', start: 0, end: 0 }, target);

/** The effects without their places. */
export const actions = (text: string, target: Target = MYSQL): object[] =>
  read(text, target).flatMap((drafts) => drafts.map((draft) => JSON.parse(JSON.stringify(draft, (key, value: unknown) => (key === 'span' ? undefined : value))) as object));

/** The catalog behind the statements. */
export function replayed(text: string, target: Target = MYSQL, before: Catalog = EMPTY_CATALOG): Catalog {
  const operations = read(text, target).flatMap((drafts, statement) => drafts.map((draft) => ({ statement, certainty: 'always', ...draft }) as Operation));
  return replay(before, operations, target, ({ span }) => ({ span })).end;
}
