const IMPORT = /^(?:from\s+\S+\s+import\s+(?:\((?:[^()]*)\)|[^\n(]*)|import\s+[^\n]*)$/gmu;

interface Needed {
  readonly statement: string;
  /** Whether the file has it already. */
  readonly present: RegExp;
}

const NEEDED: Readonly<Record<string, Needed>> = {
  op: { statement: 'from alembic import op', present: /^from\s+alembic\s+import\s+(?:[\w, ]*\b)?op\b(?!\s+as\b)|^from\s+alembic\s+import\s*\([^)]*\bop\b/mu },
  sa: { statement: 'import sqlalchemy as sa', present: /^import\s+sqlalchemy\s+as\s+sa\b/mu },
  postgresql: { statement: 'from sqlalchemy.dialects import postgresql', present: /^from\s+sqlalchemy\.dialects\s+import\s+(?:[\w, ]*\b)?postgresql\b(?!\s+as\b)/mu },
  mysql: { statement: 'from sqlalchemy.dialects import mysql', present: /^from\s+sqlalchemy\.dialects\s+import\s+(?:[\w, ]*\b)?mysql\b(?!\s+as\b)/mu },
};

/** The file with the imports that its code needs, behind those that it has. */
export function withImports(text: string, names: Iterable<string>): string {
  const missing = [...names].flatMap((name) => (NEEDED[name] && !NEEDED[name].present.test(text) ? [NEEDED[name].statement] : []));
  if (missing.length === 0) return text;
  const imports = [...text.matchAll(IMPORT)];
  const last = imports.find(([statement]) => /^from\s+alembic\s/u.test(statement)) ?? imports.at(-1);
  const docstring = /^(?:\s*#[^\n]*\n)*\s*(?:"""[^]*?"""|'''[^]*?''')[^\n]*\n?/u.exec(text)?.[0] ?? '';
  const at = last === undefined ? docstring.length : last.index + last[0].length;
  return `${text.slice(0, at)}${at === 0 || text[at - 1] === '\n' ? '' : '\n'}${missing.join('\n')}${text[at] === '\n' ? '' : '\n'}${text.slice(at)}`;
}
