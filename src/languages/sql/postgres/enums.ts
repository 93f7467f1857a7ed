import type { AlterEnumStmt, CreateEnumStmt } from 'libpg-query';
import type { Draft } from '../../../operation.js';
import { known } from '../../../value.js';
import { knownNames, nameFrom, stringsOf } from './names.js';
import { draft, knownPart, type Statement } from './statement.js';

/** CREATE TYPE ... AS ENUM */
export function readCreateEnum(statement: Statement, node: CreateEnumStmt): Draft[] {
  return [draft(statement, { kind: 'createEnum', name: nameFrom(stringsOf(node.typeName)), values: knownNames(stringsOf(node.vals)) })];
}

/** ALTER TYPE ... ADD VALUE, RENAME VALUE */
export function readAlterEnum(statement: Statement, node: AlterEnumStmt): Draft[] {
  const name = nameFrom(stringsOf(node.typeName));
  const value = knownPart(node.newVal ?? '');
  if (node.oldVal !== undefined) return [draft(statement, { kind: 'alterEnum', name, renameValue: { from: knownPart(node.oldVal), to: value } })];
  const neighbour = node.newValNeighbor === undefined ? undefined : known(knownPart(node.newValNeighbor));
  return [
    draft(statement, {
      kind: 'alterEnum',
      name,
      addValue: value,
      ...(node.skipIfNewValExists === true ? { ifNotExists: true } : {}),
      ...(neighbour === undefined ? {} : node.newValIsAfter === true ? { after: neighbour } : { before: neighbour }),
    }),
  ];
}
