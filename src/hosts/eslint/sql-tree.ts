import type { Comment } from '../../evaluate/core.js';
import type { SqlToken } from '../../languages/sql/index.js';
import { placedComment } from './python-tree.js';
import { type Locate, locator, type Tree, type TreeNode } from './tree.js';

const TYPES: Readonly<Record<SqlToken['kind'], string>> = { word: 'Word', quoted: 'QuotedName', string: 'String', number: 'Number', symbol: 'Symbol', command: 'Command', rows: 'Rows' };

/**
 * A file of SQL: `Script` > statements > their words, names and literals. A statement's type says what it is about, whatever
 * dialect it is of (`DropTableStatement`, `command: 'DROP TABLE'`), so that text that no server would take is a tree, too.
 */
export function sqlTree(text: string, statements: readonly (readonly SqlToken[])[], comments: readonly Comment[]): Tree {
  const locate = locator(text);
  const body = statements.map((tokens) => statementNode(text, tokens, locate));
  const ast: TreeNode = { type: 'Script', body, ...locate(0, text.length) };
  for (const statement of body) statement.parent = ast;
  const keys: Record<string, string[]> = { Script: ['body'] };
  for (const { type } of body) keys[type] = ['tokens'];
  return { ast, comments: comments.map((comment) => placedComment(comment, locate)), visitorKeys: keys };
}

function statementNode(text: string, tokens: readonly SqlToken[], locate: Locate): TreeNode {
  const start = tokens[0]?.start ?? 0;
  const end = tokens[tokens.length - 1]?.end ?? start;
  const command = commandOf(text, tokens);
  const nodes = tokens.map((token): TreeNode => {
    const raw = text.slice(token.start, token.end);
    return { type: TYPES[token.kind], value: token.kind === 'word' ? raw.toUpperCase() : raw, raw, ...locate(token.start, token.end) };
  });
  const statement: TreeNode = { type: `${pascalCase(command)}Statement`, command, text: text.slice(start, end), tokens: nodes, ...locate(start, end) };
  for (const node of nodes) node.parent = statement;
  return statement;
}

const ABOUT_OBJECTS = new Set(['CREATE', 'ALTER', 'DROP', 'COMMENT']);
const OBJECTS = new Set(['TABLE', 'INDEX', 'VIEW', 'TYPE', 'FUNCTION', 'PROCEDURE', 'TRIGGER', 'SEQUENCE', 'SCHEMA', 'DATABASE', 'EXTENSION', 'DOMAIN', 'POLICY', 'ROLE', 'USER', 'COLUMN', 'CONSTRAINT', 'RULE', 'AGGREGATE', 'OPERATOR', 'COLLATION', 'STATISTICS', 'PUBLICATION', 'SUBSCRIPTION', 'EVENT', 'CAST', 'SERVER', 'TABLESPACE']);
const LOOKED_AT = 8;

/** `DROP TABLE`, `CREATE INDEX`, `UPDATE`: the first word, and the kind of object where it is about one. */
function commandOf(text: string, tokens: readonly SqlToken[]): string {
  const words = tokens.slice(0, LOOKED_AT).flatMap(({ kind, start, end }) => (kind === 'word' ? [text.slice(start, end).toUpperCase()] : []));
  const [verb] = words;
  if (verb === undefined || tokens[0]?.kind !== 'word') return '';
  const object = ABOUT_OBJECTS.has(verb) ? words.slice(1).find((word) => OBJECTS.has(word)) : undefined;
  return object === undefined ? verb : `${verb} ${object}`;
}

const pascalCase = (command: string): string => command.replace(/[^A-Za-z ]/gu, '').split(' ').map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join('');
