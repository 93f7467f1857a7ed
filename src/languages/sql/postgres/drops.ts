import type { DropStmt, Node } from 'libpg-query';
import type { Action, Draft, ObjectKind } from '../../../operation.js';
import { isUnknown, known } from '../../../value.js';
import { nameFrom, partsOf, stringsOf } from './names.js';
import { commaParts, draft, findWord, rangeSpan, spanOf, tokenText, type Statement, wordAt } from './statement.js';

/** What PostgreSQL's names of object types are called here. */
export const OBJECT_KINDS: Readonly<Record<string, ObjectKind>> = {
  OBJECT_AGGREGATE: 'aggregate', OBJECT_CAST: 'cast', OBJECT_COLLATION: 'collation', OBJECT_DATABASE: 'database', OBJECT_DOMAIN: 'domain', OBJECT_EVENT_TRIGGER: 'eventTrigger',
  OBJECT_EXTENSION: 'extension', OBJECT_FOREIGN_SERVER: 'server', OBJECT_FOREIGN_TABLE: 'foreignTable', OBJECT_FUNCTION: 'function', OBJECT_LANGUAGE: 'language', OBJECT_MATVIEW: 'materializedView',
  OBJECT_OPERATOR: 'operator', OBJECT_OPCLASS: 'operator', OBJECT_OPFAMILY: 'operator', OBJECT_POLICY: 'policy', OBJECT_PROCEDURE: 'procedure', OBJECT_PUBLICATION: 'publication', OBJECT_ROLE: 'role',
  OBJECT_ROUTINE: 'function', OBJECT_RULE: 'rule', OBJECT_SCHEMA: 'schema', OBJECT_SEQUENCE: 'sequence', OBJECT_STATISTIC_EXT: 'statistics', OBJECT_SUBSCRIPTION: 'subscription', OBJECT_TABLE: 'table',
  OBJECT_TRIGGER: 'trigger', OBJECT_TYPE: 'type', OBJECT_VIEW: 'view',
};
/** Objects that are named after their table: the last part is their own name. */
const ON_TABLE = new Set(['OBJECT_TRIGGER', 'OBJECT_POLICY', 'OBJECT_RULE']);

/** DROP of everything; each object is an operation of its own. */
export function readDrop(statement: Statement, node: DropStmt): Draft[] {
  const objects = node.objects ?? [];
  const spans = objectSpans(statement, node, objects.length);
  return objects.map((object, i) => draft(statement, dropped(statement, node, object), spans[i] ?? spanOf(statement)));
}

/** Where several objects are dropped, each one's own text. */
function objectSpans(statement: Statement, node: DropStmt, count: number) {
  if (count < 2) return [];
  let from = 1;
  while (wordAt(statement, from) !== '' && HEAD.has(wordAt(statement, from))) from += 1;
  const end = findWord(statement, ['CASCADE', 'RESTRICT'], from);
  const ranges = commaParts(statement, from, end < 0 || node.behavior === undefined ? statement.tokens.length : end);
  return ranges.length === count ? ranges.map((range) => rangeSpan(statement, range)) : [];
}
const HEAD = new Set([
  'TABLE', 'INDEX', 'VIEW', 'MATERIALIZED', 'SEQUENCE', 'TYPE', 'DOMAIN', 'FUNCTION', 'PROCEDURE', 'ROUTINE', 'AGGREGATE', 'SCHEMA', 'EXTENSION', 'FOREIGN', 'SERVER', 'STATISTICS', 'COLLATION',
  'CONVERSION', 'CONCURRENTLY', 'IF', 'EXISTS', 'EVENT', 'TRIGGER', 'PUBLICATION', 'OPERATOR', 'ACCESS', 'METHOD', 'LANGUAGE',
]);

function dropped(statement: Statement, node: DropStmt, object: Node): Action {
  const flags = { ...(node.missing_ok === true ? { ifExists: true } : {}), ...(node.behavior === 'DROP_CASCADE' ? { cascade: true } : {}) };
  const parts = partsOf(object);
  const name = nameFrom(parts);
  switch (node.removeType) {
    case 'OBJECT_TABLE':
      return { kind: 'dropTable', table: name, ...flags };
    case 'OBJECT_INDEX': {
      const schema = known(name)?.schema;
      return { kind: 'dropIndex', index: isUnknown(name) ? name : name.name, ...(schema === undefined ? {} : { schema }), ...(node.concurrent === true ? { concurrently: true } : {}), ...flags };
    }
    case 'OBJECT_TYPE':
      return { kind: 'dropEnum', name, ...flags };
    case 'OBJECT_CAST':
      return { kind: 'dropObject', object: { kind: 'cast', name: castName(object) }, ...flags };
    default: {
      const kind = OBJECT_KINDS[node.removeType ?? ''] ?? 'other';
      if (ON_TABLE.has(node.removeType ?? '')) {
        const own = nameFrom(parts.slice(-1));
        return { kind: 'dropObject', object: { kind, name: isUnknown(own) ? own : own.name, table: nameFrom(parts.slice(0, -1)) }, ...flags };
      }
      if (parts.length === 0) return { kind: 'dropObject', object: { kind, name: tokenText(statement, 1, statement.tokens.length) }, ...flags };
      return { kind: 'dropObject', object: { kind, ...(isUnknown(name) ? { name } : name) }, ...flags };
    }
  }
}

function castName(object: Node): string {
  const types = 'List' in object ? (object.List.items ?? []) : [];
  return types.map((type) => ('TypeName' in type ? (stringsOf(type.TypeName.names).pop() ?? '') : '')).join(' as ');
}
