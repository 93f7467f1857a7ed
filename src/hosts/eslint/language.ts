import type { Language as EslintLanguage } from '@eslint/core';
import { SyntaxProblem } from '../../evaluate/core.js';
import { TreeSourceCode } from './source-code.js';
import { locator, type Tree, type TreeNode } from './tree.js';

interface LanguageParts {
  readonly options: readonly string[];
  /** Throws `SyntaxProblem`, and nothing else. */
  parse(file: string, text: string, options: Readonly<Record<string, unknown>>): Tree;
  /** `:statement` and other classes of selectors. */
  matches(name: string, node: TreeNode): boolean;
}

/** A language of ESLint from a parser that gives trees. */
export function createLanguage({ options, parse, matches }: LanguageParts): EslintLanguage {
  return {
    fileType: 'text',
    lineStart: 1,
    columnStart: 0,
    nodeTypeKey: 'type',
    defaultLanguageOptions: {},
    validateLanguageOptions(given) {
      for (const key of Object.keys(given)) if (!options.includes(key)) throw new TypeError(`unknown language option "${key}"${options.length === 0 ? '' : `: known are ${options.join(', ')}`}`);
    },
    matchesSelectorClass: (name, node) => matches(name.toLowerCase(), node as TreeNode),
    parse(file, context) {
      const text = String(file.body);
      try {
        const tree = parse(file.path, text, context.languageOptions ?? {});
        return { ok: true, ast: tree.ast, tree };
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        const { line, column } = locator(text)(error.offset, error.offset).loc.start;
        return { ok: false, errors: [{ message: error.message, line, column: column + 1 }] };
      }
    },
    createSourceCode: (file, result) => new TreeSourceCode(String(file.body), (result as unknown as { readonly tree: Tree }).tree) as never,
  };
}
