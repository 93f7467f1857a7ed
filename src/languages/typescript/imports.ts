import type * as Es from 'oxc-parser';
import type { ImportBinding, Statement } from '../../evaluate/core.js';
import { type FunctionScope, placeOf } from './nodes.js';

/** An import whose names are nowhere used as values is one of types, or for what its module does by itself. */
export function lowerImport(scope: FunctionScope, node: Es.ImportDeclaration): Statement[] {
  if (node.importKind === 'type') return [];
  const module = node.source.value;
  const bindings = (node.specifiers ?? []).flatMap((each): ImportBinding[] => {
    if (!scope.references.has(each.local.name)) return [];
    const common = { module, level: 0, local: each.local.name, ...placeOf(each) };
    switch (each.type) {
      case 'ImportDefaultSpecifier':
        return [{ ...common, name: 'default' }];
      case 'ImportNamespaceSpecifier':
        return [common];
      case 'ImportSpecifier':
        return each.importKind === 'type' ? [] : [{ ...common, name: each.imported.type === 'Literal' ? each.imported.value : each.imported.name }];
    }
  });
  return bindings.length > 0 ? [{ kind: 'import', bindings, ...placeOf(node) }] : [];
}
