import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint as ConstraintNode } from 'libpg-query';
import type { Action, ColumnChange, Draft, Name, ObjectKind } from '../../../operation.js';
import { isUnknown, type Known } from '../../../value.js';
import type { Span } from '../../../span.js';
import { afterWord, defaultText, readColumn } from './columns.js';
import { readConstraint } from './constraints.js';
import { isNullConstant } from './expression.js';
import { partsOf, relationName, typeOf } from './names.js';
import { commaParts, closingToken, draft, expressionText, findWord, knownPart, rangeSpan, spanOf, tokenFrom, tokenText, wordAt, type Statement, type TokenRange } from './statement.js';

const KINDS: Readonly<Record<string, ObjectKind>> = {
  OBJECT_VIEW: 'view', OBJECT_MATVIEW: 'materializedView', OBJECT_SEQUENCE: 'sequence', OBJECT_TYPE: 'type', OBJECT_FOREIGN_TABLE: 'foreignTable', OBJECT_INDEX: 'table',
};

/** ALTER TABLE with its actions, and what shares its grammar: ALTER INDEX, VIEW, SEQUENCE, TYPE ... ATTRIBUTE. */
export function readAlterTable(statement: Statement, node: AlterTableStmt): Draft[] {
  const table = relationName(node.relation);
  const commands = (node.cmds ?? []).flatMap((command) => ('AlterTableCmd' in command ? [command.AlterTableCmd] : []));
  const ranges = actionRanges(statement, node, commands.length);
  const kind = KINDS[node.objtype ?? ''];
  return commands.flatMap((command, i) => {
    const range = ranges[i] ?? { from: 0, to: statement.tokens.length };
    const span = rangeSpan(statement, range) ?? spanOf(statement);
    if (kind !== undefined) return [draft(statement, alteredObject(statement, kind, table, range), span)];
    return readAction(statement, command, table, range, span);
  });
}

/** The tokens of each action, without ALTER TABLE and its name. */
function actionRanges(statement: Statement, node: AlterTableStmt, count: number): TokenRange[] {
  const at = statement.offset(node.relation?.location);
  if (at === undefined) return [];
  let from = tokenFrom(statement, at);
  const dots = (node.relation?.catalogname === undefined ? 0 : 1) + (node.relation?.schemaname === undefined ? 0 : 1);
  from += 1 + dots * 2;
  if (wordAt(statement, from) === '*') from += 1;
  if (wordAt(statement, from) === ')') from += 1;
  const ranges = commaParts(statement, from);
  return ranges.length === count ? ranges : [];
}

const actionText = (statement: Statement, range: TokenRange): string => tokenText(statement, range.from, range.to).toLowerCase();

function alteredObject(statement: Statement, kind: ObjectKind, name: Known<Name>, range: TokenRange): Action {
  return { kind: 'alterObject', object: { kind, ...(isUnknown(name) ? { name } : name) }, action: actionText(statement, range) };
}

const cascade = (command: AlterTableCmd): { cascade?: true } => (command.behavior === 'DROP_CASCADE' ? { cascade: true } : {});
const ifExists = (command: AlterTableCmd): { ifExists?: true } => (command.missing_ok === true ? { ifExists: true } : {});

function readAction(statement: Statement, command: AlterTableCmd, table: Known<Name>, range: TokenRange, span: Span): Draft[] {
  const one = (action: Action): Draft[] => [draft(statement, action, span)];
  const column = knownPart(command.name ?? '');
  const alter = (set: ColumnChange): Draft[] => one({ kind: 'alterColumn', table, column, set });
  switch (command.subtype) {
    case 'AT_AddColumn':
      return addedColumn(statement, command, table, range, span);
    case 'AT_DropColumn':
      return one({ kind: 'dropColumn', table, column, ...ifExists(command), ...cascade(command) });
    case 'AT_AlterColumnType':
      return one(changedType(statement, command, table, column, range));
    case 'AT_SetNotNull':
      return alter({ nullable: false });
    case 'AT_DropNotNull':
      return alter({ nullable: true });
    case 'AT_ColumnDefault':
      if (!command.def || isNullConstant(command.def)) return alter({ default: null });
      return alter({ default: defaultText(statement, afterWord(statement, 'DEFAULT', range), range.to) });
    case 'AT_AddIdentity':
      return alter({ identity: constraintOf(command)?.generated_when === 'a' ? 'always' : 'byDefault' });
    case 'AT_SetIdentity': {
      const generated = identityOption(command);
      return generated === undefined ? one(alteredObject(statement, 'table', table, range)) : alter({ identity: generated });
    }
    case 'AT_DropIdentity':
      return alter({ identity: null });
    case 'AT_SetExpression': {
      const open = findWordIn(statement, '(', range);
      return alter({ generated: expressionText(statement, open, closingToken(statement, open, range.to) + 1) });
    }
    case 'AT_DropExpression':
      return alter({ generated: null });
    case 'AT_AddConstraint':
      return addedConstraint(statement, command, table, range, span);
    case 'AT_ValidateConstraint':
      return one({ kind: 'validateConstraint', table, constraint: column });
    case 'AT_DropConstraint':
      return one({ kind: 'dropConstraint', table, constraint: column, ...ifExists(command), ...cascade(command) });
    default:
      return one(alteredObject(statement, 'table', table, range));
  }
}

function findWordIn(statement: Statement, word: string, range: TokenRange): number {
  for (let i = range.from; i < range.to; i += 1) if (wordAt(statement, i) === word) return i;
  return range.from;
}

const constraintOf = (command: AlterTableCmd): ConstraintNode | undefined => (command.def && 'Constraint' in command.def ? command.def.Constraint : undefined);
const columnOf = (command: AlterTableCmd): ColumnDef | undefined => (command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined);

function identityOption(command: AlterTableCmd): 'always' | 'byDefault' | undefined {
  const items = command.def && 'List' in command.def ? (command.def.List.items ?? []) : [];
  for (const item of items) {
    if (!('DefElem' in item) || item.DefElem.defname !== 'generated') continue;
    const code = item.DefElem.arg && 'Integer' in item.DefElem.arg ? item.DefElem.arg.Integer.ival : undefined;
    return code === 'a'.charCodeAt(0) ? 'always' : 'byDefault';
  }
  return undefined;
}

function addedColumn(statement: Statement, command: AlterTableCmd, table: Known<Name>, range: TokenRange, span: Span): Draft[] {
  const node = columnOf(command);
  if (!node) return [];
  const at = statement.offset(node.location);
  const reading = readColumn(statement, node, table, { from: at === undefined ? range.from : tokenFrom(statement, at), to: range.to });
  const ifNotExists = command.missing_ok === true ? { ifNotExists: true } : {};
  return [
    draft(statement, { kind: 'addColumn', table, column: reading.column, ...ifNotExists }, span),
    ...reading.constraints.map((inline) => draft(statement, { kind: 'addConstraint', table, constraint: inline.constraint, ...ifNotExists, inline: true }, inline.span)),
  ];
}

function changedType(statement: Statement, command: AlterTableCmd, table: Known<Name>, column: Known<string>, range: TokenRange): Action {
  const node = columnOf(command);
  const using = node?.raw_default ? findWord(statement, ['USING'], range.from, range.to) : -1;
  return {
    kind: 'alterColumn',
    table,
    column,
    set: { type: typeOf(node?.typeName) },
    ...(using < 0 ? {} : { using: knownPart(tokenText(statement, using + 1, range.to)) }),
  };
}

function addedConstraint(statement: Statement, command: AlterTableCmd, table: Known<Name>, range: TokenRange, span: Span): Draft[] {
  const node = constraintOf(command);
  if (!node) return [];
  if (node.contype === 'CONSTR_NOTNULL') {
    const column = knownPart(partsOf(node.keys?.[0])[0] ?? '');
    if (node.skip_validation === true) return [draft(statement, alteredObject(statement, 'table', table, range), span)];
    return [draft(statement, { kind: 'alterColumn', table, column, set: { nullable: false } }, span)];
  }
  const constraint = readConstraint(statement, node, { table });
  if (!constraint) return [draft(statement, alteredObject(statement, 'table', table, range), span)];
  return [draft(statement, { kind: 'addConstraint', table, constraint, ...(node.skip_validation === true ? { notValid: true } : {}) }, span)];
}
