import type * as Es from 'oxc-parser';
import { type Program, type Statement, SyntaxProblem } from '../../evaluate/core.js';
import { lowerExpression } from './expressions.js';
import { lowerImport } from './imports.js';
import { assignTo, declare, type FunctionScope, intrinsic, memberAt, nameAt, type Node, type Place, placeOf, temporaryName } from './nodes.js';
import { parseTypescript } from './parse.js';
import { declaredNames, lowerBody } from './statements.js';

/** Parses and lowers a file. Throws `SyntaxProblem`, and nothing else. */
export const readTypescript = (file: string, text: string): Program => lowerEstree(parseTypescript(file, text), file);

/**
 * Lowers a module or script. Whichever way it gives names to others, they end up in the record that the variable
 * `(module)` holds under `exports` (see `scope.ts`): `export` adds to it, CommonJS knows it as `module.exports`.
 */
export function lowerEstree(program: Es.Program, file: string): Program {
  try {
    return { file, body: lowerModule(program.body, file) };
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxProblem('this file is nested too deeply to be read', file, 0);
    throw error;
  }
}

function lowerModule(body: readonly Node[], file: string): Statement[] {
  const scope: FunctionScope = { file, yieldAwaits: false, uses: { arguments: false }, references: new Set() };
  const exported: Statement[] = [];
  const rest: Node[] = [];
  const imports: Es.ImportDeclaration[] = [];
  const before: Statement[] = [];
  for (const node of body) {
    if (node.type === 'ImportDeclaration') imports.push(node);
    else if (node.type === 'ExportNamedDeclaration') {
      if (node.exportKind === 'type') continue;
      if (node.declaration) rest.push(node.declaration);
      exported.push(...lowerExports(scope, node));
    } else if (node.type === 'ExportDefaultDeclaration') exportDefault(scope, node, rest, exported);
    else if (node.type === 'ExportAllDeclaration') before.push(...lowerExportAll(node));
    else rest.push(node);
  }
  const lowered = lowerBody(scope, rest);
  return [...imports.flatMap((node) => lowerImport(scope, node)), ...before, ...lowered, ...exported];
}

const exportAt = (name: string, value: Parameters<typeof assignTo>[1], place: Place): Statement => assignTo(memberAt(memberAt(nameAt('(module)', place), 'exports', place), name, place), value, place);

const nameOf = (node: Es.ModuleExportName): string => (node.type === 'Literal' ? node.value : node.name);

function lowerExports(scope: FunctionScope, node: Es.ExportNamedDeclaration): Statement[] {
  const place = placeOf(node);
  const declared = node.declaration ? declaredNames(node.declaration) : [];
  const specifiers = node.specifiers.filter((each) => each.exportKind !== 'type');
  return [
    ...declared.map((name) => exportAt(name, nameAt(name, place), place)),
    ...specifiers.flatMap((each) => {
      const at = placeOf(each);
      if (!node.source) {
        scope.references.add(nameOf(each.local));
        return [exportAt(nameOf(each.exported), nameAt(nameOf(each.local), at), at)];
      }
      const local = temporaryName('exported', at);
      const binding = { module: node.source.value, level: 0, name: nameOf(each.local), local, ...at };
      return [{ kind: 'import', bindings: [binding], ...at } as const, exportAt(nameOf(each.exported), nameAt(local, at), at)];
    }),
  ];
}

function exportDefault(scope: FunctionScope, node: Es.ExportDefaultDeclaration, rest: Node[], exported: Statement[]): void {
  const { declaration } = node;
  const place = placeOf(node);
  if (declaration.type === 'TSInterfaceDeclaration') return;
  const [name] = declaredNames(declaration);
  if (name !== undefined) {
    rest.push(declaration);
    exported.push(exportAt('default', nameAt(name, place), place));
  } else if (declaration.type !== 'FunctionDeclaration' || declaration.body) exported.push(exportAt('default', lowerExpression(scope, declaration), place));
}

/** `export * from './m'`, `export * as m from './m'` */
function lowerExportAll(node: Es.ExportAllDeclaration): Statement[] {
  if (node.exportKind === 'type') return [];
  const place = placeOf(node);
  const local = temporaryName('exported', place);
  const binding = { module: node.source.value, level: 0, local, ...place };
  const value = nameAt(local, place);
  const exports = memberAt(nameAt('(module)', place), 'exports', place);
  const taken = node.exported ? exportAt(nameOf(node.exported), value, place) : declare(nameAt(temporaryName('all', place), place), intrinsic('exportAll', [exports, value], place), place);
  return [{ kind: 'import', bindings: [binding], ...place }, taken];
}
