import type { Context } from '../../evaluate/value.js';
import type { CheckConstraint, Constraint, Draft, ForeignKey, Index, KeyConstraint, Name } from '../../operation.js';
import { type TracedText, type Known, concatText, isUnknown, known, knownText, tracedText, unknown } from '../../value.js';
import { tracedOf } from '../values.js';
import { defaultExpressionName, defaultName, nameFromPath } from './names.js';
import { type Options, flagOption, namesOption, textOption } from './options.js';
import { type Runtime, isMysql } from './runtime.js';

/** The name that is given, else the one that TypeORM makes. An option that was not read may hold a name. */
export function nameOf(options: Options, kind: 'primaryKey' | 'unique' | 'foreignKey' | 'index', table: Known<Name>): Known<string> {
  const given = textOption(options, 'name');
  return given !== undefined && given !== '' ? given : defaultName(kind, table, namesOption(options, 'columnNames'), known(textOption(options, 'where')));
}

export const keyConstraint = (type: KeyConstraint['type'], table: Known<Name>, columns: Known<readonly Known<string>[]>, name?: Known<string>): KeyConstraint => ({
  type,
  name: name ?? defaultName(type, table, columns),
  named: true,
  columns,
});

/** A primary key with other columns keeps a name that was given to it; one that was made is made anew. */
export function changedKey(table: Known<Name>, before: { readonly name: string; readonly constraint: Constraint } | undefined, columns: readonly Known<string>[]): KeyConstraint {
  const made = before && !('expression' in before.constraint) && before.name === defaultName('primaryKey', table, before.constraint.columns);
  return keyConstraint('primaryKey', table, columns, before && !made ? before.name : undefined);
}

export function uniqueConstraint(options: Options, table: Known<Name>): KeyConstraint {
  return { type: 'unique', name: nameOf(options, 'unique', table), named: true, columns: namesOption(options, 'columnNames'), ...deferral(options) };
}

export function foreignKey(options: Options, table: Known<Name>): ForeignKey {
  const [onDelete, onUpdate] = [actionOf(options, 'onDelete'), actionOf(options, 'onUpdate')];
  const referenced = nameFromPath(textOption(options, 'referencedTableName') ?? unknown('input', options.span));
  const schema = options.entries.has('referencedSchema') ? known(textOption(options, 'referencedSchema')) : undefined;
  return {
    type: 'foreignKey',
    name: nameOf(options, 'foreignKey', table),
    named: true,
    columns: namesOption(options, 'columnNames'),
    references: { table: schema === undefined || isUnknown(referenced) ? referenced : nameFromPath(`${schema}.${referenced.name}`), columns: namesOption(options, 'referencedColumnNames') },
    ...(onDelete !== undefined && { onDelete }),
    ...(onUpdate !== undefined && { onUpdate }),
    ...deferral(options),
  };
}

function actionOf(options: Options, key: string): Known<string> | undefined {
  const written = textOption(options, key);
  if (written === undefined || isUnknown(written)) return written;
  const action = written.trim().toUpperCase();
  return action === '' || action === 'NO ACTION' ? undefined : action;
}

function deferral(options: Options): Pick<Constraint, 'deferrable' | 'initiallyDeferred'> {
  const written = known(textOption(options, 'deferrable'));
  if (written === undefined) return {};
  return { deferrable: true, ...(/INITIALLY\s+DEFERRED/iu.test(written) && { initiallyDeferred: true }) };
}

export function expressionConstraint(runtime: Runtime, context: Context, type: CheckConstraint['type'], options: Options, table: Known<Name>): CheckConstraint {
  const value = options.entries.get('expression');
  const text = tracedOf(value);
  const expression = text ? knownText(text.text) : (textOption(options, 'expression') ?? unknown('input', options.span));
  const given = textOption(options, 'name');
  const name = given !== undefined && given !== '' ? given : defaultExpressionName(type, table, expression);
  const read = text && readConstraint(runtime, context, type, text);
  return { type, name, named: true, expression: read?.expression ?? expression, ...(read?.columns && { columns: read.columns }) };
}

/** The reader of SQL knows which columns a text is about. */
function readConstraint(runtime: Runtime, context: Context, type: CheckConstraint['type'], text: TracedText): CheckConstraint | undefined {
  const [before, after] = type === 'check' ? ['ALTER TABLE t ADD CONSTRAINT c CHECK (', ')'] : ['ALTER TABLE t ADD CONSTRAINT c EXCLUDE ', ''];
  const draft = readAround(runtime, context, before, text, after);
  return draft?.kind === 'addConstraint' && draft.constraint.type === type ? (draft.constraint as CheckConstraint) : undefined;
}

function readAround(runtime: Runtime, context: Context, before: string, text: TracedText, after: string): Draft | undefined {
  const sql = concatText([tracedText(before, context.span, false), text, ...(after === '' ? [] : [tracedText(after, context.span, false)])]);
  const statements = runtime.host.readSql(sql, context.span);
  return statements.length === 1 && statements[0]?.length === 1 ? statements[0][0] : undefined;
}

export function indexOf(runtime: Runtime, context: Context, options: Options, table: Known<Name>): Index {
  const columns = namesOption(options, 'columnNames');
  const names = isUnknown(columns) ? [columns] : columns;
  const plain = names.filter((name): name is string => !isUnknown(name));
  const where = whereOf(runtime, context, options);
  const using = usingOf(runtime, options);
  return {
    name: nameOf(options, 'index', table),
    columns: names,
    unique: flagOption(options, 'isUnique') === true,
    ...(plain.length === names.length && { reads: [...new Set([...plain, ...(where.reads ?? [])])] }),
    ...(where.where !== undefined && { where: where.where }),
    ...(using !== undefined && { using }),
  };
}

/** A `where` that MySQL does not know is left out by TypeORM. */
function whereOf(runtime: Runtime, context: Context, options: Options): Pick<Index, 'where' | 'reads'> {
  const written = textOption(options, 'where');
  if (written === undefined || written === '' || isMysql(runtime)) return {};
  const text = tracedOf(options.entries.get('where'));
  const draft = text && readAround(runtime, context, 'CREATE INDEX i ON t (c) WHERE ', text, '');
  const read = draft?.kind === 'createIndex' ? draft.index : undefined;
  return { where: read?.where ?? written, ...(read?.reads && { reads: read.reads.filter((name) => name !== 'c') }) };
}

function usingOf(runtime: Runtime, options: Options): string | undefined {
  if (flagOption(options, 'isSpatial') === true) return runtime.dialect === 'postgres' ? 'gist' : 'spatial';
  if (flagOption(options, 'isFulltext') === true && isMysql(runtime)) return 'fulltext';
  const type = options.complete ? known(textOption(options, 'type')) : undefined;
  return type?.toLowerCase();
}
