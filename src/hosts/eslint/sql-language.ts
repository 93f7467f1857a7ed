import { detectDialect } from '../../languages/sql/detect.js';
import { sqlComments, sqlStatementTokens } from '../../languages/sql/index.js';
import { DEFAULT_VERSIONS, type Dialect, type Target } from '../../target.js';
import { createLanguage } from './language.js';
import { sqlTree } from './sql-tree.js';

const isDialect = (value: unknown): value is Dialect => typeof value === 'string' && Object.hasOwn(DEFAULT_VERSIONS, value);

export const sqlLanguage = createLanguage({
  options: ['dialect'],
  parse(file, text, { dialect: given }) {
    const dialect = isDialect(given) ? given : (detectDialect([{ file, text }]) ?? 'postgres');
    const target: Target = { dialect, version: DEFAULT_VERSIONS[dialect] };
    return sqlTree(text, sqlStatementTokens(text, target), sqlComments(text, target));
  },
  matches: (name, { type }) => name === 'statement' && type.endsWith('Statement'),
});
