import type { Action, Column, Constraint, Draft, Name } from '../../../operation.js';
import { isUnknown, known, type Known } from '../../../value.js';
import { readColumn, readDefault, type ColumnDefinition } from './columns.js';
import { readOption, readPartitions } from './create-table.js';
import type { Cursor } from './cursor.js';
import { isTableKey, readIfNotExists, readTableKey } from './keys.js';
import { inServerOrder } from './order.js';

const IF_EXISTS = ['IF', 'EXISTS'] as const;

/** ALTER TABLE, from behind the word TABLE. */
export function readAlterTable(cursor: Cursor): Draft[] {
  cursor.eat(...IF_EXISTS);
  const table = cursor.name();
  if (cursor.eat('WAIT')) cursor.at += 1;
  else cursor.eat('NOWAIT');
  const drafts: Draft[] = [];
  while (!cursor.done) {
    const from = cursor.at;
    const actions = readAction(cursor, table);
    // options of the table may stand without commas, and partitions behind the last action
    while (!cursor.done && !cursor.is(',') && (cursor.is('PARTITION', 'BY') || actions.length === 0)) {
      if (readAction(cursor, table).length > 0) cursor.fail();
    }
    if (!cursor.done && !cursor.is(',')) cursor.fail();
    drafts.push(...actions.map((action) => cursor.draft(action, from, cursor.at)));
    cursor.eat(',');
  }
  return inServerOrder(drafts);
}

function readAction(cursor: Cursor, table: Known<Name>): Action[] {
  if (cursor.eat('ADD')) return readAdd(cursor, table);
  if (cursor.eat('DROP')) return readDrop(cursor, table);
  if (cursor.is('MODIFY') || cursor.is('CHANGE')) return readRespecified(cursor, table);
  if (cursor.eat('ALTER')) return readAlter(cursor, table);
  if (cursor.eat('RENAME')) return readRename(cursor, table);
  return readRest(cursor, table);
}

const NOTHING: ReadonlySet<string> = new Set(['COLUMN']);

function readAdd(cursor: Cursor, table: Known<Name>): Action[] {
  if (cursor.is('PARTITION') && (cursor.is('PARTITION', '(') || cursor.is('PARTITION', 'PARTITIONS') || cursor.is('PARTITION', 'IF'))) {
    readPartitions(cursor);
    return [partitioned(table, 'add partition')];
  }
  if (cursor.is('SYSTEM', 'VERSIONING') || cursor.is('PERIOD', 'FOR')) {
    cursor.skipToComma();
    return [partitioned(table, 'add system versioning')];
  }
  const explicit = cursor.eatAny(NOTHING) !== undefined;
  if (!explicit && isTableKey(cursor)) return [addedKey(cursor, table)];
  const ifNotExists = readIfNotExists(cursor);
  if (cursor.is('(')) {
    const inner = cursor.brackets();
    return inner.commaParts().flatMap((part) => {
      const actions = isTableKey(part) ? [addedKey(part, table)] : addedColumn(readColumn(part), table, ifNotExists);
      if (!part.done) part.fail();
      return actions;
    });
  }
  const definition = readColumn(cursor);
  readPosition(cursor);
  return addedColumn(definition, table, ifNotExists);
}

function addedKey(cursor: Cursor, table: Known<Name>): Action {
  const from = cursor.at;
  const key = readTableKey(cursor);
  const ifNotExists = saysIfNotExists(cursor, from) ? { ifNotExists: true } : {};
  return 'index' in key ? { kind: 'createIndex', table, index: key.index, ...ifNotExists } : { kind: 'addConstraint', table, constraint: key.constraint, ...ifNotExists };
}

function saysIfNotExists(cursor: Cursor, from: number): boolean {
  for (let i = from; i < cursor.at && cursor.word(i) !== '('; i += 1) if (cursor.word(i) === 'IF' && cursor.word(i + 1) === 'NOT') return true;
  return false;
}

const addedColumn = ({ column, constraints }: ColumnDefinition, table: Known<Name>, ifNotExists: boolean): Action[] => [
  { kind: 'addColumn', table, column, ...(ifNotExists ? { ifNotExists } : {}) },
  ...constraints.map((constraint): Action => ({ kind: 'addConstraint', table, constraint, inline: true })),
];

function readPosition(cursor: Cursor): void {
  if (cursor.eat('AFTER')) cursor.identifier();
  else cursor.eat('FIRST');
}

const partitioned = (table: Known<Name>, action: string): Action => ({ kind: 'alterObject', object: { kind: 'table', ...(isUnknown(table) ? { name: table } : table) }, action });

function readDrop(cursor: Cursor, table: Known<Name>): Action[] {
  const named = (type?: Constraint['type']): Action => {
    const ifExists = cursor.eat(...IF_EXISTS);
    return { kind: 'dropConstraint', table, constraint: cursor.identifier(), ...(type ? { type } : {}), ...(ifExists ? { ifExists } : {}) };
  };
  if (cursor.eat('PRIMARY', 'KEY')) return [{ kind: 'dropConstraint', table, constraint: 'PRIMARY', type: 'primaryKey' }];
  if (cursor.eat('FOREIGN', 'KEY')) return [named('foreignKey')];
  if (cursor.is('CHECK') && !ends(cursor, cursor.at + 1)) {
    cursor.at += 1;
    return [named('check')];
  }
  if (cursor.eat('CONSTRAINT')) return [named()];
  if (cursor.is('PARTITION') && !ends(cursor, cursor.at + 1)) {
    readPartitions(cursor);
    return [{ kind: 'opaque', reason: 'drops partitions with their rows', text: cursor.text(0), touches: isUnknown(table) ? 'anything' : [table], rowsOnly: true }];
  }
  if (cursor.is('SYSTEM', 'VERSIONING') || cursor.is('PERIOD', 'FOR')) {
    cursor.skipToComma();
    return [partitioned(table, 'drop system versioning')];
  }
  if ((cursor.is('INDEX') || cursor.is('KEY')) && !ends(cursor, cursor.at + 1)) {
    cursor.at += 1;
    const ifExists = cursor.eat(...IF_EXISTS);
    return [droppedIndex(table, cursor.identifier(), ifExists)];
  }
  cursor.eat('COLUMN');
  const ifExists = cursor.eat(...IF_EXISTS);
  const column = cursor.identifier();
  if (!cursor.eat('RESTRICT')) cursor.eat('CASCADE');
  return [{ kind: 'dropColumn', table, column, ...(ifExists ? { ifExists } : {}) }];
}

const ends = (cursor: Cursor, index: number): boolean => index >= cursor.end || cursor.word(index) === ',';

/** The index that is called PRIMARY is the primary key. */
export const droppedIndex = (table: Known<Name>, index: Known<string>, ifExists: boolean): Action =>
  typeof index === 'string' && index.toUpperCase() === 'PRIMARY'
    ? { kind: 'dropConstraint', table, constraint: 'PRIMARY', type: 'primaryKey' }
    : { kind: 'dropIndex', table, index, ...(ifExists ? { ifExists } : {}) };

/** MODIFY and CHANGE say all that the column is from now on: what they do not repeat is gone. */
function readRespecified(cursor: Cursor, table: Known<Name>): Action[] {
  const renames = cursor.is('CHANGE');
  cursor.at += 1;
  cursor.eat('COLUMN');
  cursor.eat(...IF_EXISTS);
  const old = renames ? cursor.identifier() : undefined;
  const { column, constraints } = readColumn(cursor);
  readPosition(cursor);
  const renamed: Action[] = old !== undefined && !sameName(old, column.name) ? [{ kind: 'renameColumn', table, column: old, to: column.name }] : [];
  return [
    ...renamed,
    { kind: 'alterColumn', table, column: column.name, set: changeTo(column) },
    ...constraints.map((constraint): Action => ({ kind: 'addConstraint', table, constraint, inline: true })),
  ];
}

const sameName = (left: Known<string>, right: Known<string>): boolean => !isUnknown(left) && left === right;

const changeTo = (column: Column) => ({
  type: column.type,
  nullable: column.nullable,
  default: column.default ?? null,
  comment: column.comment ?? null,
  identity: column.identity ?? null,
  generated: column.generated ?? null,
});

function readAlter(cursor: Cursor, table: Known<Name>): Action[] {
  if (cursor.eat('INDEX') || cursor.eat('KEY')) {
    cursor.eat(...IF_EXISTS);
    cursor.identifier();
    cursor.skipToComma();
    return [];
  }
  if (cursor.eat('CHECK') || cursor.eat('CONSTRAINT')) {
    const name = cursor.identifier();
    const enforced = !cursor.eat('NOT');
    cursor.expect('ENFORCED');
    return [{ kind: 'alterObject', object: { kind: 'other', name, table }, action: enforced ? 'enforce check' : 'do not enforce check' }];
  }
  cursor.eat('COLUMN');
  cursor.eat(...IF_EXISTS);
  const column = cursor.identifier();
  if (cursor.eat('DROP', 'DEFAULT')) return [{ kind: 'alterColumn', table, column, set: { default: null } }];
  cursor.expect('SET');
  if (cursor.eat('DEFAULT')) return [{ kind: 'alterColumn', table, column, set: { default: readDefault(cursor) } }];
  if (!cursor.eat('VISIBLE')) cursor.expect('INVISIBLE');
  return [];
}

function readRename(cursor: Cursor, table: Known<Name>): Action[] {
  if (cursor.eat('COLUMN')) {
    cursor.eat(...IF_EXISTS);
    const column = cursor.identifier();
    cursor.expect('TO');
    return [{ kind: 'renameColumn', table, column, to: cursor.identifier() }];
  }
  if (cursor.eat('INDEX') || cursor.eat('KEY')) {
    cursor.eat(...IF_EXISTS);
    const index = cursor.identifier();
    cursor.expect('TO');
    return [{ kind: 'renameIndex', table, index, to: cursor.identifier() }];
  }
  if (!cursor.eat('TO') && !cursor.eat('AS')) cursor.eat('=');
  return [renamedTable(table, cursor.name())];
}

export function renamedTable(table: Known<Name>, to: Known<Name>): Action {
  if (isUnknown(to)) return { kind: 'renameTable', table, to };
  const schema = known(table)?.schema;
  return { kind: 'renameTable', table, to: to.name, ...(to.schema !== undefined && to.schema !== schema ? { toSchema: to.schema } : {}) };
}

/** Actions of one or two words on the table as a whole. */
const WHOLE: readonly (readonly [readonly string[], string | undefined])[] = [
  [['FORCE'], 'rebuild'], [['ORDER', 'BY'], 'rebuild'], [['CONVERT', 'TO'], 'convert'], [['DISABLE', 'KEYS'], undefined], [['ENABLE', 'KEYS'], undefined], [['DISCARD'], 'discard tablespace'],
  [['IMPORT'], 'import tablespace'], [['ALGORITHM'], undefined], [['LOCK'], undefined], [['WITH', 'VALIDATION'], undefined], [['WITHOUT', 'VALIDATION'], undefined], [['PARTITION', 'BY'], 'partition'],
  [['REMOVE', 'PARTITIONING'], 'remove partitioning'], [['REORGANIZE', 'PARTITION'], 'reorganize partition'], [['COALESCE', 'PARTITION'], 'coalesce partition'], [['ANALYZE', 'PARTITION'], undefined],
  [['CHECK', 'PARTITION'], undefined], [['OPTIMIZE', 'PARTITION'], undefined], [['REBUILD', 'PARTITION'], undefined], [['REPAIR', 'PARTITION'], undefined], [['SECONDARY_LOAD'], undefined], [['SECONDARY_UNLOAD'], undefined],
];
const WITH_LIST: ReadonlySet<string> = new Set(['ORDER', 'PARTITION', 'REORGANIZE', 'ANALYZE', 'CHECK', 'OPTIMIZE', 'REBUILD', 'REPAIR', 'DISCARD', 'IMPORT']);
const REBUILDING: ReadonlySet<string> = new Set(['ENGINE', 'ROW_FORMAT', 'KEY_BLOCK_SIZE']);

function readRest(cursor: Cursor, table: Known<Name>): Action[] {
  const from = cursor.at;
  if (cursor.eat('TRUNCATE', 'PARTITION') || cursor.eat('EXCHANGE', 'PARTITION') || cursor.eat('CONVERT', 'PARTITION')) {
    cursor.at = cursor.end;
    return [{ kind: 'opaque', reason: 'moves or removes the rows of partitions', text: cursor.text(0), touches: isUnknown(table) ? 'anything' : [table], rowsOnly: true }];
  }
  const whole = WHOLE.find(([words]) => cursor.eat(...words));
  if (whole) {
    if (WITH_LIST.has(cursor.word(from))) readPartitions(cursor);
    else cursor.skipToComma();
    return whole[1] === undefined ? [] : [partitioned(table, whole[1])];
  }
  if (cursor.eat('COMMENT')) {
    cursor.eat('=');
    const definition = cursor.string();
    return [{ kind: 'alterObject', object: { kind: 'comment', ...(isUnknown(table) ? { name: table } : table), table, definition }, action: 'comment on table' }];
  }
  cursor.eat('DEFAULT');
  const option = cursor.word();
  if (!readOption(cursor)) cursor.fail();
  return REBUILDING.has(option) ? [partitioned(table, 'rebuild')] : [];
}
