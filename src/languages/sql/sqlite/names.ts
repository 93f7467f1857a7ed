import type { Name as NameNode, QualifiedName, Type } from 'sqlite3-parser';
import { canonicalSqliteType } from '../../../dialects/sqlite-types.js';
import type { Name } from '../../../operation.js';
import { type Known, unknown } from '../../../value.js';
import { isHoled, knownPart, tokenFrom, tokenText, type Statement } from '../postgres/statement.js';

/** The databases that every connection has: names in them are written with or without it. */
const OWN = new Set(['main', 'temp', 'temporary']);

/** A name with its database; `main` and `temp` are left out. */
export function relationName(node: QualifiedName): Known<Name> {
  const schema = node.dbName?.text;
  if (isHoled(node.objName.text) || (schema !== undefined && isHoled(schema))) return unknown('input');
  return schema === undefined || OWN.has(schema.toLowerCase()) ? { name: node.objName.text } : { schema, name: node.objName.text };
}

export const tableName = (node: NameNode): Known<Name> => (isHoled(node.text) ? unknown('input') : { name: node.text });
export const isTemporary = (node: QualifiedName): boolean => ['temp', 'temporary'].includes(node.dbName?.text.toLowerCase() ?? '');

export const knownNames = (nodes: readonly { readonly text: string }[]): Known<string>[] => nodes.map((node) => knownPart(node.text));

/** The declared type; a column may have none. */
export function typeOf(statement: Statement, type: Type | undefined): Known<string> {
  if (!type) return '';
  const start = statement.start + type.span.offset;
  const text = tokenText(statement, tokenFrom(statement, start), tokenFrom(statement, start + type.span.length));
  return isHoled(text) ? unknown('input') : canonicalSqliteType(text);
}
