import type { AlterObjectSchemaStmt, AlterOwnerStmt, RenameStmt } from 'libpg-query';
import type { Action, Draft, Name, ObjectKind } from '../../../operation.js';
import { isUnknown, known, type Known } from '../../../value.js';
import { OBJECT_KINDS } from './drops.js';
import { nameFrom, partsOf, relationName } from './names.js';
import { draft, knownPart, tokenText, type Statement } from './statement.js';

/** ALTER ... RENAME in all its forms. */
export function readRename(statement: Statement, node: RenameStmt): Draft[] {
  return [draft(statement, renamed(statement, node))];
}

const objectOf = (kind: ObjectKind, name: Known<Name>) => ({ kind, ...(isUnknown(name) ? { name } : name) });

function renamed(statement: Statement, node: RenameStmt): Action {
  const to = knownPart(node.newname ?? '');
  const own = knownPart(node.subname ?? '');
  const relation = relationName(node.relation);
  switch (node.renameType) {
    case 'OBJECT_TABLE':
      return { kind: 'renameTable', table: relation, to };
    case 'OBJECT_COLUMN':
      if (node.relationType !== undefined && node.relationType !== 'OBJECT_TABLE' && node.relationType !== 'OBJECT_FOREIGN_TABLE') break;
      return { kind: 'renameColumn', table: relation, column: own, to };
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'renameConstraint', table: relation, constraint: own, to };
    case 'OBJECT_INDEX': {
      const schema = known(relation)?.schema;
      return { kind: 'renameIndex', index: isUnknown(relation) ? relation : relation.name, ...(schema === undefined ? {} : { schema }), to };
    }
    case 'OBJECT_TYPE':
      return { kind: 'alterEnum', name: nameFrom(partsOf(node.object)), to };
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return { kind: 'alterObject', object: { kind: OBJECT_KINDS[node.renameType] ?? 'other', name: own, table: relation }, to };
    case 'OBJECT_ROLE':
    case 'OBJECT_SCHEMA':
    case 'OBJECT_DATABASE':
      return { kind: 'alterObject', object: { kind: OBJECT_KINDS[node.renameType] ?? 'other', name: own }, to };
    default:
  }
  if (node.renameType === 'OBJECT_DOMCONSTRAINT') return { kind: 'alterObject', object: objectOf('domain', nameFrom(partsOf(node.object))), action: renameText(statement) };
  if (node.subname !== undefined) {
    // a part of an object: the column of a view, the attribute of a type
    const kind = OBJECT_KINDS[node.relationType ?? ''] ?? OBJECT_KINDS[node.renameType ?? ''] ?? 'type';
    const name = node.relation ? relation : nameFrom(partsOf(node.object));
    return { kind: 'alterObject', object: objectOf(node.renameType === 'OBJECT_ATTRIBUTE' ? 'type' : kind, name), action: renameText(statement) };
  }
  const name = node.relation ? relation : nameFrom(partsOf(node.object));
  return { kind: 'alterObject', object: objectOf(OBJECT_KINDS[node.renameType ?? ''] ?? 'other', name), to };
}

function renameText(statement: Statement): string {
  const text = tokenText(statement, 0, statement.tokens.length);
  const at = /\brename\b/iu.exec(text)?.index ?? 0;
  return text.slice(at).toLowerCase();
}

/** ALTER ... SET SCHEMA */
export function readSetSchema(statement: Statement, node: AlterObjectSchemaStmt): Draft[] {
  const schema = node.newschema ?? '';
  const name = node.relation ? relationName(node.relation) : nameFrom(partsOf(node.object));
  if (node.objectType === 'OBJECT_TABLE') {
    return [draft(statement, { kind: 'renameTable', table: name, to: isUnknown(name) ? name : name.name, toSchema: schema })];
  }
  const kind = OBJECT_KINDS[node.objectType ?? ''] ?? 'other';
  return [draft(statement, { kind: 'alterObject', object: objectOf(kind, name), action: `set schema ${schema}` })];
}

/** ALTER ... OWNER TO */
export function readSetOwner(statement: Statement, node: AlterOwnerStmt): Draft[] {
  const kind = OBJECT_KINDS[node.objectType ?? ''] ?? 'other';
  const name = node.relation ? relationName(node.relation) : nameFrom(partsOf(node.object));
  return [draft(statement, { kind: 'alterObject', object: objectOf(kind, name), action: `owner to ${node.newowner?.rolename ?? 'current role'}` })];
}
