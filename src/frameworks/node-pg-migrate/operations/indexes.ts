import type { Value } from '../../../evaluate/value.js';
import { isNull, recordValue, textValue } from '../../../evaluate/value.js';
import type { TracedText } from '../../../value.js';
import type { Options } from '../../javascript/options.js';
import { literalOf } from '../literal.js';
import { type Method, type Write, type Writer } from '../writer.js';

const nameOf = (table: Value | undefined): Value | undefined => (table?.kind === 'record' ? table.entries.get('name') : table);

/** The name that an index gets: `table_column_index`, in the schema of the table where that is given as an object. */
function indexName(writer: Writer, table: Value | undefined, columns: Value | undefined, options: Options): Value {
  const schema = table?.kind === 'record' ? table.entries.get('schema') : undefined;
  const within = (name: Value): Value => (isNull(schema) ? name : recordValue([['schema', schema as Value], ['name', name]]));
  const given = options.get('name');
  if (given) return within(given);
  const tableText = writer.raw(nameOf(table));
  const parts = writer.list(columns).map((column) => writer.bare(column.kind === 'record' && !literalOf(column) ? column.entries.get('name') : column));
  return within(textValue(writer.sql(tableText, '_', writer.join(parts, '_'), options.isTrue('unique') ? '_unique' : '', '_index')));
}

function columnText(writer: Writer, column: Value): TracedText {
  const own = literalOf(column);
  if (own) return own;
  if (column.kind === 'record') {
    const options = writer.options(column);
    const opclass = options.get('opclass');
    return writer.sql(plainColumn(writer, options.get('name')), ...(opclass ? [' ', writer.name(opclass)] : []), ...writer.clause(options, 'sort', ' '));
  }
  return plainColumn(writer, column);
}

/** A name is quoted, anything else is an expression. */
function plainColumn(writer: Writer, column: Value | undefined): TracedText {
  const text = writer.bare(column);
  if (text.holes.length > 0 || !/[^\w".]/u.test(text.text)) return writer.name(column);
  return text.text.endsWith(')') ? text : writer.sql('(', text, ')');
}

/** PostgreSQL takes no schema before the name of a new index: it lies where its table does. */
const createIndex: Write = (writer, [table, columns, given]) => {
  const options = writer.options(given);
  const include = options.get('include');
  const nulls = options.get('nulls');
  return [
    writer.sql(
      'CREATE', writer.flag(options, 'unique', ' UNIQUE'), ' INDEX', writer.flag(options, 'concurrently', ' CONCURRENTLY'), writer.flag(options, 'ifNotExists', ' IF NOT EXISTS'), ' ',
      writer.name(indexName(writer, nameOf(table), columns, options)), ' ON ', writer.name(table), ...writer.clause(options, 'method', ' USING '), ' (', writer.join(writer.list(columns).map((column) => columnText(writer, column))), ')',
      ...(include ? [' INCLUDE (', writer.names(include), ')'] : []), ...(nulls ? [' NULLS ', writer.raw(nulls)] : []), ...writer.clause(options, 'where', ' WHERE '),
    ),
  ];
};

const dropIndex: Write = (writer, [table, columns, given]) => {
  const options = writer.options(given);
  return [writer.sql('DROP INDEX', writer.flag(options, 'concurrently', ' CONCURRENTLY'), writer.flag(options, 'ifExists', ' IF EXISTS'), ' ', writer.name(indexName(writer, table, columns, options)), writer.flag(options, 'cascade', ' CASCADE'))];
};

const renameIndex = (writer: Writer, from: Value | undefined, to: Value | undefined): readonly TracedText[] => [writer.sql('ALTER INDEX ', writer.name(from), ' RENAME TO ', writer.name(to))];

export const INDEXES: Readonly<Record<string, Method>> = {
  createIndex: { write: createIndex, reverse: dropIndex },
  dropIndex: { write: dropIndex },
  renameIndex: { write: (writer, [from, to]) => renameIndex(writer, from, to), reverse: (writer, [from, to]) => renameIndex(writer, to, from) },
};
