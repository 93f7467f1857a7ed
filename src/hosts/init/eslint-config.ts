import type { CallExpression, Expression, Node } from 'oxc-parser';

const IMPORT = "import migralint from 'migralint/eslint';\n";
const ENTRY = '...migralint.configs.recommended,';

/** The ESLint configuration with our preset in it; `undefined` where its form is not one that can be added to safely. */
export async function withPlugin(file: string, text: string): Promise<string | undefined> {
  if (text.includes('migralint')) return undefined;
  const { parseSync } = await import('oxc-parser');
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) return undefined;
  const exported = program.body.find((node) => node.type === 'ExportDefaultDeclaration');
  const list = exported && listOf(exported.declaration as Expression, program.body as readonly Node[]);
  if (!list) return undefined;
  const imports = program.body.filter((node) => node.type === 'ImportDeclaration');
  const after = imports.at(-1)?.end ?? 0;
  const quoted = /from "/u.test(text) ? IMPORT.replaceAll("'", '"') : IMPORT;
  const withEntry = insertLast(text, list);
  return after === 0 ? `${quoted}\n${withEntry}` : `${withEntry.slice(0, after)}\n${quoted.trimEnd()}${withEntry.slice(after)}`;
}

interface List {
  readonly start: number;
  /** Offset of the closing bracket. */
  readonly end: number;
  readonly last?: Node;
}

/** `[...]`, `defineConfig([...])`, `tseslint.config(...)`, or a name for one of them. */
function listOf(node: Expression, body: readonly Node[]): List | undefined {
  if (node.type === 'ArrayExpression') return { start: node.start, end: node.end - 1, last: (node.elements.at(-1) ?? undefined) as Node | undefined };
  if (node.type === 'CallExpression') return fromCall(node, body);
  if (node.type !== 'Identifier') return undefined;
  for (const statement of body) {
    const found = statement.type === 'VariableDeclaration' && statement.declarations.find(({ id }) => id.type === 'Identifier' && id.name === node.name);
    if (found && found.init) return listOf(found.init, []);
  }
  return undefined;
}

function fromCall(call: CallExpression, body: readonly Node[]): List | undefined {
  const callee = call.callee.type === 'MemberExpression' ? call.callee.property : call.callee;
  if (callee.type !== 'Identifier' || !/^(?:defineConfig|config)$/u.test(callee.name)) return undefined;
  const [first] = call.arguments;
  if (call.arguments.length === 1 && first?.type === 'ArrayExpression') return listOf(first, body);
  return { start: call.start, end: call.end - 1, last: call.arguments.at(-1) as Node | undefined };
}

function insertLast(text: string, { end, last }: List): string {
  const lineStart = text.lastIndexOf('\n', last?.start ?? end) + 1;
  const indent = /^[ \t]*/u.exec(text.slice(lineStart))?.[0] ?? '';
  if (!last) return `${text.slice(0, end).trimEnd()}\n  ${ENTRY}\n${text.slice(end)}`;
  const tail = text.slice(last.end, end);
  const comma = tail.includes(',') ? '' : ',';
  // on lines of their own, as the entries before it are
  if (tail.includes('\n')) return `${text.slice(0, last.end)}${comma}${tail.trimEnd()}\n${indent}${ENTRY}${/\n[ \t]*$/u.exec(tail)?.[0] ?? '\n'}${text.slice(end)}`;
  return `${text.slice(0, last.end)}, ${ENTRY.slice(0, -1)}${text.slice(end)}`;
}
