import type { Node } from 'libpg-query';
import type { Action, Draft, Name, ObjectKind, SchemaObject } from '../../../operation.js';
import { isUnknown, known, type Known } from '../../../value.js';
import { nodesOf, relationsOf } from './expression.js';
import { OBJECT_KINDS } from './drops.js';
import { nameFrom, relationName, stringsOf } from './names.js';
import { draft, findWord, knownPart, tokenText, wordAt, type Statement } from './statement.js';

/** What is created: its kind and name, and what else the statement says about it. */
interface Made {
  readonly kind: ObjectKind;
  readonly name: Known<Name>;
  readonly table?: Known<Name>;
  readonly reads?: readonly Name[];
  readonly ifNotExists?: boolean;
  readonly orReplace?: boolean;
}

/** CREATE of everything that is no table, index or enum type. `undefined`: none of it. */
export function readCreateObject(statement: Statement, node: Node): Draft[] | undefined {
  const made = madeBy(node);
  return made ? [draft(statement, creation(statement, made))] : undefined;
}

function creation(statement: Statement, made: Made): Action {
  const object: SchemaObject = {
    kind: made.kind,
    ...(isUnknown(made.name) ? { name: made.name } : made.name),
    ...(made.table ? { table: made.table } : {}),
    definition: knownPart(definitionText(statement, made)),
    ...(made.reads ? { reads: made.reads } : {}),
  };
  return { kind: 'createObject', object, ...(made.ifNotExists === true ? { ifNotExists: true } : {}), ...(made.orReplace === true ? { orReplace: true } : {}) };
}

const plain = (text: string | undefined): Known<Name> => nameFrom([text ?? '']);

function madeBy(node: Node): Made | undefined {
  if ('ViewStmt' in node) return { kind: 'view', name: relationName(node.ViewStmt.view), reads: relationsOf(node.ViewStmt.query), orReplace: node.ViewStmt.replace };
  if ('CreateFunctionStmt' in node) {
    const routine = node.CreateFunctionStmt;
    return { kind: routine.is_procedure === true ? 'procedure' : 'function', name: nameFrom(stringsOf(routine.funcname)), orReplace: routine.replace };
  }
  if ('CreateTrigStmt' in node) return { kind: 'trigger', name: plain(node.CreateTrigStmt.trigname), table: relationName(node.CreateTrigStmt.relation), orReplace: node.CreateTrigStmt.replace };
  if ('CreatePolicyStmt' in node) return { kind: 'policy', name: plain(node.CreatePolicyStmt.policy_name), table: relationName(node.CreatePolicyStmt.table) };
  if ('RuleStmt' in node) return { kind: 'rule', name: plain(node.RuleStmt.rulename), table: relationName(node.RuleStmt.relation), orReplace: node.RuleStmt.replace };
  if ('CreateSeqStmt' in node) return { kind: 'sequence', name: relationName(node.CreateSeqStmt.sequence), ifNotExists: node.CreateSeqStmt.if_not_exists };
  if ('CreateExtensionStmt' in node) return { kind: 'extension', name: plain(node.CreateExtensionStmt.extname), ifNotExists: node.CreateExtensionStmt.if_not_exists };
  if ('CreateSchemaStmt' in node) return { kind: 'schema', name: plain(node.CreateSchemaStmt.schemaname ?? node.CreateSchemaStmt.authrole?.rolename), ifNotExists: node.CreateSchemaStmt.if_not_exists };
  if ('CreateDomainStmt' in node) return { kind: 'domain', name: nameFrom(stringsOf(node.CreateDomainStmt.domainname)) };
  if ('CompositeTypeStmt' in node) return { kind: 'type', name: relationName(node.CompositeTypeStmt.typevar) };
  if ('CreateRangeStmt' in node) return { kind: 'type', name: nameFrom(stringsOf(node.CreateRangeStmt.typeName)) };
  if ('DefineStmt' in node) return { kind: OBJECT_KINDS[node.DefineStmt.kind ?? ''] ?? 'other', name: nameFrom(stringsOf(node.DefineStmt.defnames)), ifNotExists: node.DefineStmt.if_not_exists, orReplace: node.DefineStmt.replace };
  if ('CreateStatsStmt' in node) {
    const [relation] = node.CreateStatsStmt.relations ?? [];
    const table = relation && 'RangeVar' in relation ? relationName(relation.RangeVar) : undefined;
    return { kind: 'statistics', name: nameFrom(stringsOf(node.CreateStatsStmt.defnames)), ...(table ? { table } : {}), ifNotExists: node.CreateStatsStmt.if_not_exists };
  }
  if ('CreateForeignTableStmt' in node) return { kind: 'foreignTable', name: relationName(node.CreateForeignTableStmt.base?.relation), ifNotExists: node.CreateForeignTableStmt.base?.if_not_exists };
  return madeElsewhere(node);
}

function madeElsewhere(node: Node): Made | undefined {
  if ('CreateRoleStmt' in node) return { kind: 'role', name: plain(node.CreateRoleStmt.role) };
  if ('CreatedbStmt' in node) return { kind: 'database', name: plain(node.CreatedbStmt.dbname) };
  if ('CreateEventTrigStmt' in node) return { kind: 'eventTrigger', name: plain(node.CreateEventTrigStmt.trigname) };
  if ('CreatePublicationStmt' in node) return { kind: 'publication', name: plain(node.CreatePublicationStmt.pubname) };
  if ('CreateSubscriptionStmt' in node) return { kind: 'subscription', name: plain(node.CreateSubscriptionStmt.subname) };
  if ('CreateForeignServerStmt' in node) return { kind: 'server', name: plain(node.CreateForeignServerStmt.servername), ifNotExists: node.CreateForeignServerStmt.if_not_exists };
  if ('CreateFdwStmt' in node) return { kind: 'other', name: plain(node.CreateFdwStmt.fdwname) };
  if ('CreateUserMappingStmt' in node) return { kind: 'other', name: plain(`${node.CreateUserMappingStmt.user?.rolename ?? 'public'} on ${node.CreateUserMappingStmt.servername ?? ''}`) };
  if ('CreatePLangStmt' in node) return { kind: 'language', name: plain(node.CreatePLangStmt.plname), orReplace: node.CreatePLangStmt.replace };
  if ('CreateOpClassStmt' in node) return { kind: 'operator', name: nameFrom(stringsOf(node.CreateOpClassStmt.opclassname)) };
  if ('CreateOpFamilyStmt' in node) return { kind: 'operator', name: nameFrom(stringsOf(node.CreateOpFamilyStmt.opfamilyname)) };
  if ('CreateConversionStmt' in node) return { kind: 'other', name: nameFrom(stringsOf(node.CreateConversionStmt.conversion_name)) };
  if ('CreateAmStmt' in node) return { kind: 'other', name: plain(node.CreateAmStmt.amname) };
  if ('CreateTableSpaceStmt' in node) return { kind: 'other', name: plain(node.CreateTableSpaceStmt.tablespacename) };
  if ('CreateTransformStmt' in node) return { kind: 'other', name: plain(`${stringsOf(node.CreateTransformStmt.type_name?.names).pop() ?? ''} for ${node.CreateTransformStmt.lang ?? ''}`) };
  if ('CreateCastStmt' in node) {
    const [from, to] = [node.CreateCastStmt.sourcetype, node.CreateCastStmt.targettype].map((type) => stringsOf(type?.names).pop() ?? '');
    return { kind: 'cast', name: plain(`${from ?? ''} as ${to ?? ''}`) };
  }
  return undefined;
}

/** What stands behind the name: what makes two objects of one name equal. */
function definitionText(statement: Statement, made: Made): string {
  const end = statement.tokens.length;
  if (made.kind === 'view') {
    const as = findWord(statement, ['AS']);
    if (as >= 0) return tokenText(statement, as + 1, end);
  }
  const name = known(made.name);
  return tokenText(statement, name ? behindName(statement, name) : 0, end);
}

/** Index of the token behind the first place where the name is written. */
export function behindName(statement: Statement, name: Name): number {
  const at = statement.tokens.findIndex((token, i) => i > 0 && identifierText(statement.traced.text.slice(token.start, token.end)) === name.name && wordAt(statement, i + 1) !== '.');
  return at < 0 ? 0 : at + 1;
}

const identifierText = (written: string): string => (written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase());

/** The statements inside CREATE SCHEMA. */
export const schemaElements = (node: Node): readonly Node[] => ('CreateSchemaStmt' in node ? (node.CreateSchemaStmt.schemaElts ?? []) : []);

/** Names that are written as roles. */
export const roleNames = (nodes: readonly Node[] | undefined): string[] => nodesOf<{ rolename?: string }>(nodes, 'RoleSpec').map((role) => role.rolename ?? 'public');

