import type * as Es from 'oxc-parser';
import type { Edit } from './edits.js';
import type { Tree } from './script-sites.js';

/** Imports `sql` of Kysely where the file does not. */
export function importOfSql(tree: Tree, semicolon: string): readonly Edit[] {
  const { text } = tree;
  const imports = [...tree.nodes()].filter((node): node is Es.ImportDeclaration => node.type === 'ImportDeclaration').sort((a, b) => a.start - b.start);
  const ofKysely = imports.filter(({ source }) => source.value === 'kysely');
  if (ofKysely.some(({ specifiers }) => specifiers.some(({ local }) => local.name === 'sql'))) return [];
  const open = ofKysely.find((each) => each.importKind !== 'type' && each.specifiers.some(({ type }) => type === 'ImportSpecifier'));
  const last = open?.specifiers.at(-1);
  // types may have gone from the tree: what is written counts
  if (open && last && !/^import\s+type\b/u.test(text.slice(open.start))) return [{ start: last.end, end: last.end, text: ', sql' }];
  const quote = /\bfrom\s+(['"])/u.exec(text)?.[1] ?? "'";
  const above = ofKysely[0] ?? imports.at(-1);
  if (above) return [{ start: above.end, end: above.end, text: `\nimport { sql } from ${quote}kysely${quote}${semicolon}` }];
  return required(text, semicolon);
}

const REQUIRE = /(\{\s*)([^{}]*?)(\s*\}\s*=\s*require\(\s*['"]kysely['"]\s*\))/u;

function required(text: string, semicolon: string): readonly Edit[] {
  const found = REQUIRE.exec(text);
  if (found) {
    const at = found.index + (found[1] ?? '').length + (found[2] ?? '').length;
    return /\bsql\b/u.test(found[2] ?? '') ? [] : [{ start: at, end: at, text: ', sql' }];
  }
  const line = /\brequire\(|\bexports\b/u.test(text) ? `const { sql } = require('kysely')${semicolon}` : `import { sql } from 'kysely'${semicolon}`;
  const at = /^(?:#![^\n]*\n)?(?:\s*['"]use strict['"];?[ \t]*\n)?/u.exec(text)?.[0].length ?? 0;
  return [{ start: at, end: at, text: `${line}\n` }];
}
