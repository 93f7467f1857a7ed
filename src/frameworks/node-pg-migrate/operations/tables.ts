import type { Value } from '../../../evaluate/value.js';
import { isNull, recordValue } from '../../../evaluate/value.js';
import type { TracedText } from '../../../value.js';
import type { Options } from '../../javascript/options.js';
import type { Part } from '../../javascript/fragment.js';
import { entriesOf } from '../../values.js';
import { columnNames, columnsOf } from '../columns.js';
import { constraintsOf } from '../constraints.js';
import { sequenceOptions } from '../sequence.js';
import { adapted } from '../types.js';
import { type Method, type Write, type Writer, dropping } from '../writer.js';

const createTable: Write = (writer, [table, given, third]) => {
  const options = writer.options(third);
  const columns = columnsOf(writer, table, given);
  const inner = recordValue([...entriesOf(options.get('constraints')), ...entriesOf(columns.constraints)]);
  const constraints = constraintsOf(writer, table, inner, undefined);
  const like = options.get('like');
  const body = [...columns.parts, ...constraints.parts, ...(like ? [likeText(writer, like)] : [])];
  const create = writer.sql(
    'CREATE', writer.flag(options, 'temporary', ' TEMPORARY'), writer.flag(options, 'unlogged', ' UNLOGGED'), ' TABLE', writer.flag(options, 'ifNotExists', ' IF NOT EXISTS'), ' ', writer.name(table),
    ' (', writer.join(body), ')', ...(options.get('inherits') ? [' INHERITS (', writer.name(options.get('inherits')), ')'] : []), ...partition(writer, options.options('partition')),
  );
  const comment = options.get('comment');
  return [create, ...columns.comments, ...constraints.comments, ...(comment ? [writer.comment('TABLE', writer.name(table), comment)] : [])];
};

function likeText(writer: Writer, like: Value): TracedText {
  const options = writer.options(like);
  const inner = options.options('options');
  const words = (name: string, word: string): readonly Part[] => (inner ? writer.list(inner.get(name)).flatMap((each) => [` ${word} `, writer.raw(each)]) : []);
  return writer.sql('LIKE ', writer.name(options.get('table') && like.kind === 'record' ? options.get('table') : like), ...words('including', 'INCLUDING'), ...words('excluding', 'EXCLUDING'));
}

function partition(writer: Writer, options: Options | undefined): readonly Part[] {
  if (!options) return [];
  const columns = writer.list(options.get('columns')).map((column) => {
    const own = writer.options(column);
    return column.kind === 'record' ? writer.sql(writer.name(own.get('name')), ...writer.clause(own, 'collate', ' COLLATE '), ...writer.clause(own, 'opclass', ' ')) : writer.name(column);
  });
  return [' PARTITION BY ', writer.raw(options.get('strategy')), ' (', writer.join(columns), ')'];
}

const alterTable: Write = (writer, [table, given]) => {
  const options = writer.options(given);
  const unlogged = options.get('unlogged');
  const parts = [
    ...(options.get('levelSecurity') ? [writer.sql(writer.raw(options.get('levelSecurity')), ' ROW LEVEL SECURITY')] : []),
    ...(unlogged?.kind === 'constant' ? [writer.sql(unlogged.value === true ? 'SET UNLOGGED' : 'SET LOGGED')] : []),
  ];
  return [writer.sql('ALTER TABLE ', writer.name(table), ' ', writer.join(parts))];
};

const addColumns: Write = (writer, [table, given, third]) => {
  const { parts, comments } = columnsOf(writer, table, given);
  if (parts.length === 0) return [];
  const add = writer.options(third).isTrue('ifNotExists') ? 'ADD IF NOT EXISTS ' : 'ADD ';
  return [writer.sql('ALTER TABLE ', writer.name(table), ' ', writer.join(parts.map((part) => writer.sql(add, part)))), ...comments];
};

const dropColumns: Write = (writer, [table, given, third]) => {
  const options = writer.options(third);
  const parts = columnNames(writer, given).map((name) => writer.from(name).sql('DROP ', writer.flag(options, 'ifExists', 'IF EXISTS '), writer.name(name), writer.flag(options, 'cascade', ' CASCADE')));
  return parts.length === 0 ? [] : [writer.sql('ALTER TABLE ', writer.name(table), ' ', writer.join(parts))];
};

const alterColumn: Write = (writer, [table, column, given]) => {
  const options = writer.options(given);
  const actions = [...defaultActions(writer, given, options), ...typeActions(writer, options), ...nullability(writer, options), ...generated(writer, options)];
  const name = writer.name(column);
  const comment = options.names.includes('comment') ? [writer.comment('COLUMN', writer.sql(writer.name(table), '.', name), options.get('comment'))] : [];
  if (actions.length === 0) return comment;
  return [writer.sql('ALTER TABLE ', writer.name(table), ' ', writer.join(actions.map((action) => writer.sql('ALTER ', name, ' ', action)))), ...comment];
};

function defaultActions(writer: Writer, given: Value | undefined, options: Options): readonly TracedText[] {
  const written = given?.kind === 'record' ? given.entries.get('default') : options.get('default');
  if (written === undefined || (written.kind === 'constant' && written.value === undefined)) return [];
  return [isNull(written) ? writer.sql('DROP DEFAULT') : writer.sql('SET DEFAULT ', writer.value(written))];
}

function typeActions(writer: Writer, options: Options): readonly TracedText[] {
  const type = options.get('type');
  return type ? [writer.sql('SET DATA TYPE ', writer.raw(adapted(type)), ...writer.clause(options, 'collation', ' COLLATE '), ...writer.clause(options, 'using', ' USING '))] : [];
}

function nullability(writer: Writer, options: Options): readonly TracedText[] {
  if (options.isTrue('notNull')) return [writer.sql('SET NOT NULL')];
  return options.boolean('notNull') === false || options.isTrue('allowNull') ? [writer.sql('DROP NOT NULL')] : [];
}

function generated(writer: Writer, options: Options): readonly TracedText[] {
  const actions: TracedText[] = [];
  const identity = options.get('sequenceGenerated');
  if (identity?.kind === 'record') actions.push(writer.sql('ADD GENERATED ', writer.raw(identity.entries.get('precedence')), ' AS IDENTITY', ...sequenceOptions(writer, writer.options(identity), ' (', ')')));
  else if (options.names.includes('sequenceGenerated')) actions.push(writer.sql('DROP IDENTITY'));
  const expression = options.get('expressionGenerated');
  if (expression) actions.push(writer.sql('SET EXPRESSION AS (', writer.raw(expression), ')'));
  else if (options.names.includes('expressionGenerated')) actions.push(writer.sql('DROP EXPRESSION'));
  return actions;
}

const addConstraint: Write = (writer, [table, name, given]) => {
  const { parts, comments } =
    given?.kind === 'text' ? { parts: [writer.sql(...(isNull(name) ? [] : ['CONSTRAINT ', writer.name(name), ' ']), writer.raw(given))], comments: [] } : constraintsOf(writer, table, given, name);
  return parts.length === 0 ? [] : [writer.sql('ALTER TABLE ', writer.name(table), ' ', writer.join(parts.map((part) => writer.sql('ADD ', part)))), ...comments];
};

const dropConstraint: Write = (writer, [table, name, given]) => {
  const options = writer.options(given);
  return [writer.sql('ALTER TABLE ', writer.flag(options, 'ifTableExists', 'IF EXISTS '), writer.name(table), ' DROP CONSTRAINT', writer.flag(options, 'ifExists', ' IF EXISTS'), ' ', writer.name(name), writer.flag(options, 'cascade', ' CASCADE'))];
};

const renameColumn = (writer: Writer, table: Value | undefined, from: Value | undefined, to: Value | undefined, what = ''): readonly TracedText[] => [writer.sql('ALTER TABLE ', writer.name(table), ` RENAME ${what}`, writer.name(from), ' TO ', writer.name(to))];
const renameTable = (writer: Writer, from: Value | undefined, to: Value | undefined): readonly TracedText[] => [writer.sql('ALTER TABLE ', writer.name(from), ' RENAME TO ', writer.name(to))];

const dropTable = dropping('TABLE', (writer, [table]) => writer.name(table));

export const TABLES: Readonly<Record<string, Method>> = {
  createTable: { write: createTable, reverse: dropTable },
  dropTable: { write: dropTable },
  alterTable: { write: alterTable },
  renameTable: { write: (writer, [from, to]) => renameTable(writer, from, to), reverse: (writer, [from, to]) => renameTable(writer, to, from) },
  addColumns: { write: addColumns, reverse: dropColumns },
  dropColumns: { write: dropColumns },
  renameColumn: { write: (writer, [table, from, to]) => renameColumn(writer, table, from, to), reverse: (writer, [table, from, to]) => renameColumn(writer, table, to, from) },
  alterColumn: { write: alterColumn },
  addConstraint: { write: addConstraint, reverse: dropConstraint },
  dropConstraint: { write: dropConstraint },
  renameConstraint: { write: (writer, [table, from, to]) => renameColumn(writer, table, from, to, 'CONSTRAINT '), reverse: (writer, [table, from, to]) => renameColumn(writer, table, to, from, 'CONSTRAINT ') },
};
