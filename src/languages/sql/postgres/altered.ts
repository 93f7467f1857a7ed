import type { CommentStmt, GrantStmt, Node } from 'libpg-query';
import type { Action, Draft, Name, ObjectKind, SchemaObject } from '../../../operation.js';
import { isUnknown, known, type Known, unknown } from '../../../value.js';
import { behindName, roleNames } from './created.js';
import { OBJECT_KINDS } from './drops.js';
import { nameFrom, partsOf, relationName, stringsOf } from './names.js';
import { draft, knownPart, tokenText, type Statement } from './statement.js';

const objectOf = (kind: ObjectKind, name: Known<Name>, table?: Known<Name>): SchemaObject => ({ kind, ...(isUnknown(name) ? { name } : name), ...(table ? { table } : {}) });

/** ALTER of functions, sequences, domains, policies and the rest, and DROP of what is not in DROP's own statement. `undefined`: none of it. */
export function readAlterObject(statement: Statement, node: Node): Draft[] | undefined {
  if ('CommentStmt' in node) return [draft(statement, commented(node.CommentStmt))];
  if ('GrantStmt' in node) return granted(node.GrantStmt).map((name) => draft(statement, { kind: 'alterObject', object: objectOf('grant', name), action: grantText(statement) }));
  if ('GrantRoleStmt' in node) return [draft(statement, { kind: 'alterObject', object: { kind: 'grant', name: knownPart(roleNames(node.GrantRoleStmt.grantee_roles).join(', ')) }, action: grantText(statement) })];
  if ('AlterDefaultPrivilegesStmt' in node) return [draft(statement, { kind: 'alterObject', object: { kind: 'grant', name: 'default privileges' }, action: grantText(statement) })];
  const dropped = droppedElsewhere(node);
  if (dropped) return dropped.objects.map((object) => draft(statement, { kind: 'dropObject', object, ...(dropped.ifExists === true ? { ifExists: true } : {}) }));
  const object = alteredBy(node);
  if (!object) return undefined;
  const name = known(object.name);
  const from = name === undefined ? 0 : behindName(statement, { name });
  return [draft(statement, { kind: 'alterObject', object, action: tokenText(statement, from, statement.tokens.length) })];
}

const grantText = (statement: Statement): string => tokenText(statement, 0, statement.tokens.length).toLowerCase();

function granted(node: GrantStmt): Known<Name>[] {
  const names = (node.objects ?? []).map((object) => nameFrom(partsOf(object)));
  return names.length > 0 ? names : [unknown('unsupported')];
}

/** A comment on a column belongs to the column, one on anything else is an object of its own. */
function commented(node: CommentStmt): Action {
  const parts = partsOf(node.object);
  if (node.objtype === 'OBJECT_COLUMN') {
    const comment = node.comment === undefined ? null : knownPart(node.comment);
    return { kind: 'alterColumn', table: nameFrom(parts.slice(0, -1)), column: knownPart(parts[parts.length - 1] ?? ''), set: { comment } };
  }
  const definition = knownPart(node.comment ?? '');
  const action = node.comment === undefined ? 'drop comment' : `comment on ${(node.objtype ?? '').replace('OBJECT_', '').toLowerCase()}`;
  if (node.objtype === 'OBJECT_TABLE') {
    const table = nameFrom(parts);
    return { kind: 'alterObject', object: { ...objectOf('comment', table, table), definition }, action };
  }
  const onTable = ['OBJECT_TABCONSTRAINT', 'OBJECT_TRIGGER', 'OBJECT_POLICY', 'OBJECT_RULE'].includes(node.objtype ?? '');
  const object = onTable ? objectOf('comment', nameFrom(parts.slice(-1)), nameFrom(parts.slice(0, -1))) : objectOf('comment', nameFrom(parts));
  return { kind: 'alterObject', object: { ...object, definition }, action };
}

function droppedElsewhere(node: Node): { readonly objects: readonly SchemaObject[]; readonly ifExists?: boolean } | undefined {
  const single = (kind: ObjectKind, name: string | undefined): readonly SchemaObject[] => [{ kind, name: knownPart(name ?? '') }];
  if ('DropRoleStmt' in node) return { objects: roleNames(node.DropRoleStmt.roles).map((name) => ({ kind: 'role', name: knownPart(name) })), ifExists: node.DropRoleStmt.missing_ok };
  if ('DropdbStmt' in node) return { objects: single('database', node.DropdbStmt.dbname), ifExists: node.DropdbStmt.missing_ok };
  if ('DropSubscriptionStmt' in node) return { objects: single('subscription', node.DropSubscriptionStmt.subname), ifExists: node.DropSubscriptionStmt.missing_ok };
  if ('DropTableSpaceStmt' in node) return { objects: single('other', node.DropTableSpaceStmt.tablespacename), ifExists: node.DropTableSpaceStmt.missing_ok };
  if ('DropUserMappingStmt' in node) return { objects: single('other', `${node.DropUserMappingStmt.user?.rolename ?? 'public'} on ${node.DropUserMappingStmt.servername ?? ''}`), ifExists: node.DropUserMappingStmt.missing_ok };
  return undefined;
}

const plain = (text: string | undefined): Known<Name> => nameFrom([text ?? '']);

function alteredBy(node: Node): SchemaObject | undefined {
  if ('AlterFunctionStmt' in node) return objectOf(OBJECT_KINDS[node.AlterFunctionStmt.objtype ?? ''] ?? 'function', nameFrom(stringsOf(node.AlterFunctionStmt.func?.objname)));
  if ('AlterSeqStmt' in node) return objectOf('sequence', relationName(node.AlterSeqStmt.sequence));
  if ('AlterDomainStmt' in node) return objectOf('domain', nameFrom(stringsOf(node.AlterDomainStmt.typeName)));
  if ('AlterPolicyStmt' in node) return objectOf('policy', plain(node.AlterPolicyStmt.policy_name), relationName(node.AlterPolicyStmt.table));
  if ('AlterExtensionStmt' in node) return objectOf('extension', plain(node.AlterExtensionStmt.extname));
  if ('AlterExtensionContentsStmt' in node) return objectOf('extension', plain(node.AlterExtensionContentsStmt.extname));
  if ('AlterStatsStmt' in node) return objectOf('statistics', nameFrom(stringsOf(node.AlterStatsStmt.defnames)));
  if ('AlterTypeStmt' in node) return objectOf('type', nameFrom(stringsOf(node.AlterTypeStmt.typeName)));
  if ('AlterObjectDependsStmt' in node) {
    const depends = node.AlterObjectDependsStmt;
    const kind = OBJECT_KINDS[depends.objectType ?? ''] ?? 'other';
    if (depends.objectType !== 'OBJECT_TRIGGER') return objectOf(kind, depends.relation ? relationName(depends.relation) : nameFrom(partsOf(depends.object)));
    return objectOf('trigger', nameFrom(partsOf(depends.object)), relationName(depends.relation));
  }
  if ('AlterOperatorStmt' in node) return objectOf('operator', nameFrom(stringsOf(node.AlterOperatorStmt.opername?.objname)));
  if ('AlterOpFamilyStmt' in node) return objectOf('operator', nameFrom(stringsOf(node.AlterOpFamilyStmt.opfamilyname)));
  if ('AlterPublicationStmt' in node) return objectOf('publication', plain(node.AlterPublicationStmt.pubname));
  if ('AlterSubscriptionStmt' in node) return objectOf('subscription', plain(node.AlterSubscriptionStmt.subname));
  if ('AlterEventTrigStmt' in node) return objectOf('eventTrigger', plain(node.AlterEventTrigStmt.trigname));
  if ('AlterForeignServerStmt' in node) return objectOf('server', plain(node.AlterForeignServerStmt.servername));
  if ('AlterFdwStmt' in node) return objectOf('other', plain(node.AlterFdwStmt.fdwname));
  if ('AlterUserMappingStmt' in node) return objectOf('other', plain(node.AlterUserMappingStmt.servername));
  if ('AlterRoleStmt' in node) return objectOf('role', plain(node.AlterRoleStmt.role?.rolename));
  if ('AlterRoleSetStmt' in node) return objectOf('role', plain(node.AlterRoleSetStmt.role?.rolename ?? 'all'));
  if ('AlterDatabaseStmt' in node) return objectOf('database', plain(node.AlterDatabaseStmt.dbname));
  if ('AlterDatabaseSetStmt' in node) return objectOf('database', plain(node.AlterDatabaseSetStmt.dbname));
  if ('AlterDatabaseRefreshCollStmt' in node) return objectOf('database', plain(node.AlterDatabaseRefreshCollStmt.dbname));
  if ('AlterCollationStmt' in node) return objectOf('collation', nameFrom(stringsOf(node.AlterCollationStmt.collname)));
  if ('AlterTSConfigurationStmt' in node) return objectOf('other', nameFrom(stringsOf(node.AlterTSConfigurationStmt.cfgname)));
  if ('AlterTSDictionaryStmt' in node) return objectOf('other', nameFrom(stringsOf(node.AlterTSDictionaryStmt.dictname)));
  if ('AlterTableSpaceOptionsStmt' in node) return objectOf('other', plain(node.AlterTableSpaceOptionsStmt.tablespacename));
  if ('ReassignOwnedStmt' in node) return objectOf('role', plain(roleNames(node.ReassignOwnedStmt.roles)[0]));
  return undefined;
}
