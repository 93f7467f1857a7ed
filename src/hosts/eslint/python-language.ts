import { SyntaxProblem } from '../../evaluate/core.js';
import { parsePython, pythonComments, type PythonTree } from '../../languages/python/index.js';
import { createLanguage } from './language.js';
import { pythonTree } from './python-tree.js';
import type { Tree } from './tree.js';

const parsedOf = new WeakMap<object, PythonTree>();

/** What the parser gave for a tree of `migralint/python`. */
export const pythonSource = (ast: object): PythonTree | undefined => parsedOf.get(ast);

const STATEMENTS = new Set(['FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'Return', 'Delete', 'Assign', 'TypeAlias', 'AugAssign', 'AnnAssign', 'For', 'AsyncFor', 'While', 'If', 'With', 'AsyncWith', 'Match', 'Raise', 'Try', 'TryStar', 'Assert', 'Import', 'ImportFrom', 'Global', 'Nonlocal', 'Expr', 'Pass', 'Break', 'Continue']);

export const pythonLanguage = createLanguage({
  options: [],
  parse(file, text) {
    const parsed = parsePython(file, text);
    const tree = treeOf(parsed);
    parsedOf.set(tree.ast, parsed);
    return tree;
  },
  matches: (name, { type }) => name === 'statement' && STATEMENTS.has(type),
});

function treeOf(parsed: PythonTree): Tree {
  try {
    return pythonTree(parsed, pythonComments(parsed.file, parsed.text));
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxProblem('this file is nested too deeply to be read', parsed.file, 0);
    throw error;
  }
}
