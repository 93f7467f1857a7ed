import type { Value } from '../../../evaluate/value.js';
import { isNull } from '../../../evaluate/value.js';
import type { TracedText } from '../../../value.js';
import type { Options } from '../../javascript/options.js';
import type { Part } from '../../javascript/fragment.js';
import { sequenceOptions } from '../sequence.js';
import { typeText } from '../types.js';
import { type Method, type Write, type Writer, dropping } from '../writer.js';

type Given = Value | undefined;

const named = (writer: Writer, [name]: readonly Value[]): TracedText => writer.name(name);

/** `ALTER <what> a RENAME TO b`, taken back by the same the other way round. */
function renaming(what: string): Method {
  const rename = (writer: Writer, from: Given, to: Given): readonly TracedText[] => [writer.sql(`ALTER ${what} `, writer.name(from), ' RENAME TO ', writer.name(to))];
  return { write: (writer, [from, to]) => rename(writer, from, to), reverse: (writer, [from, to]) => rename(writer, to, from) };
}

/** A part of an object that gets another name. */
function renamingPart(write: (writer: Writer, object: Given, from: Given, to: Given) => TracedText): Method {
  return { write: (writer, [object, from, to]) => [write(writer, object, from, to)], reverse: (writer, [object, from, to]) => [write(writer, object, to, from)] };
}

/** ` (a, b = 1)` of options that are true or have a value; null takes one back. */
function storage(writer: Writer, options: Options | undefined, before: string): readonly Part[] {
  const names = options?.names.filter((name) => options.get(name) !== undefined) ?? [];
  const parts = names.map((name) => writer.sql(name, ...(options?.isTrue(name) ? [] : [' = ', writer.raw(options?.get(name))])));
  return parts.length === 0 ? [] : [before, writer.join(parts), ')'];
}

function resets(options: Options | undefined): readonly Part[] {
  const names = options?.names.filter((name) => options.get(name) === undefined) ?? [];
  return names.length === 0 ? [] : [`RESET (${names.join(', ')})`];
}

const columnList = (writer: Writer, columns: Given): readonly Part[] => (writer.list(columns).length === 0 ? [] : ['(', writer.names(columns), ')']);

const createView: Write = (writer, [name, given, definition]) => {
  const options = writer.options(given);
  return [
    writer.sql(
      'CREATE', writer.flag(options, 'replace', ' OR REPLACE'), writer.flag(options, 'temporary', ' TEMPORARY'), writer.flag(options, 'recursive', ' RECURSIVE'), ' VIEW ', writer.name(name), ...columnList(writer, options.get('columns')),
      ...storage(writer, options.options('options'), ' WITH ('), ' AS ', writer.raw(definition), ...writer.clause(options, 'checkOption', ' WITH ', ' CHECK OPTION'),
    ),
  ];
};

const alterView: Write = (writer, [name, given]) => {
  const options = writer.options(given);
  const check = options.get('checkOption');
  const clauses = [storage(writer, options.options('options'), 'SET ('), resets(options.options('options')), check ? ['SET (check_option = ', writer.raw(check), ')'] : []];
  return clauses.filter((clause) => clause.length > 0).map((clause) => writer.sql('ALTER VIEW ', writer.name(name), ' ', ...clause));
};

const alterViewColumn: Write = (writer, [view, column, given]) => {
  const options = writer.options(given);
  if (!options.names.includes('default')) return [];
  const value = options.get('default');
  return [writer.sql('ALTER VIEW ', writer.name(view), ' ALTER COLUMN ', writer.name(column), ...(value ? [' SET DEFAULT ', writer.value(value)] : [' DROP DEFAULT']))];
};

const dataClause = (options: Options): string => (options.names.includes('data') ? (options.isTrue('data') ? ' WITH DATA' : ' WITH NO DATA') : '');

const createMaterializedView: Write = (writer, [name, given, definition]) => {
  const options = writer.options(given);
  const tablespace = options.get('tablespace');
  return [
    writer.sql(
      'CREATE MATERIALIZED VIEW', writer.flag(options, 'ifNotExists', ' IF NOT EXISTS'), ' ', writer.name(name), ...columnList(writer, options.get('columns')), ...storage(writer, options.options('storageParameters'), ' WITH ('),
      ...(tablespace ? [' TABLESPACE ', writer.name(tablespace)] : []), ' AS ', writer.raw(definition), dataClause(options),
    ),
  ];
};

const alterMaterializedView: Write = (writer, [name, given]) => {
  const options = writer.options(given);
  const parameters = options.options('storageParameters');
  const [cluster, extension] = [options.get('cluster'), options.get('extension')];
  const clustered: readonly Part[] = isNull(cluster) || (cluster?.kind === 'constant' && cluster.value === false) ? (options.names.includes('cluster') ? ['SET WITHOUT CLUSTER'] : []) : ['CLUSTER ON ', writer.name(cluster)];
  const clauses: readonly (readonly Part[])[] = [clustered, extension ? ['DEPENDS ON EXTENSION ', writer.name(extension)] : [], storage(writer, parameters, 'SET ('), resets(parameters)];
  return clauses.filter((clause) => clause.length > 0).map((clause) => writer.sql('ALTER MATERIALIZED VIEW ', writer.name(name), ' ', ...clause));
};

const refresh: Write = (writer, [name, given]) => {
  const options = writer.options(given);
  return [writer.sql('REFRESH MATERIALIZED VIEW', writer.flag(options, 'concurrently', ' CONCURRENTLY'), ' ', writer.name(name), dataClause(options))];
};

const createExtension: Write = (writer, [names, given]) => {
  const options = writer.options(given);
  const schema = options.get('schema');
  return writer.list(names).map((name) => writer.sql('CREATE EXTENSION', writer.flag(options, 'ifNotExists', ' IF NOT EXISTS'), ' ', writer.name(name), ...(schema ? [' SCHEMA ', writer.name(schema)] : [])));
};
const dropExtension: Write = (writer, [names, given]) => writer.list(names).flatMap((name) => dropping('EXTENSION', named)(writer, given ? [name, given] : [name]));

const createSchema: Write = (writer, [name, given]) => {
  const options = writer.options(given);
  return [writer.sql('CREATE SCHEMA', writer.flag(options, 'ifNotExists', ' IF NOT EXISTS'), ' ', writer.name(name), ...writer.clause(options, 'authorization', ' AUTHORIZATION '))];
};

const createSequence: Write = (writer, [name, given]) => {
  const options = writer.options(given);
  return [writer.sql('CREATE', writer.flag(options, 'temporary', ' TEMPORARY'), ' SEQUENCE', writer.flag(options, 'ifNotExists', ' IF NOT EXISTS'), ' ', writer.name(name), ...sequenceOptions(writer, options))];
};

const alterSequence: Write = (writer, [name, given]) => {
  const options = writer.options(given);
  const restart = options.get('restart');
  const again: readonly Part[] = options.isTrue('restart') && restart?.kind === 'constant' && restart.value === true ? [' RESTART'] : writer.clause(options, 'restart', ' RESTART WITH ');
  return [writer.sql('ALTER SEQUENCE ', writer.name(name), ...sequenceOptions(writer, options), ...again)];
};

const createDomain: Write = (writer, [name, type, given]) => {
  const options = writer.options(given);
  const constraint = options.get('constraintName');
  const value = options.get('default');
  const checks = options.isTrue('notNull') ? [' NOT NULL'] : writer.clause(options, 'check', ' CHECK (', ')');
  return [
    writer.sql('CREATE DOMAIN ', writer.name(name), ' AS ', typeText(type, writer), ...writer.clause(options, 'collation', ' COLLATE '), ...(value ? [' DEFAULT ', writer.value(value)] : []), ...(constraint && checks.length > 0 ? [' CONSTRAINT ', writer.name(constraint)] : []), ...checks),
  ];
};

const alterDomain: Write = (writer, [name, given]) => {
  const options = writer.options(given);
  const value = options.get('default');
  const constraint = options.get('constraintName');
  const actions: (readonly Part[])[] = [];
  if (value) actions.push(['SET DEFAULT ', writer.value(value)]);
  else if (options.names.includes('default')) actions.push(['DROP DEFAULT']);
  if (options.isTrue('notNull')) actions.push(['SET NOT NULL']);
  else if (options.boolean('notNull') === false || options.isTrue('allowNull')) actions.push(['DROP NOT NULL']);
  if (options.get('check')) actions.push(['ADD ', ...(constraint ? ['CONSTRAINT ', writer.name(constraint), ' '] : []), ...writer.clause(options, 'check', 'CHECK (', ')')]);
  return actions.map((action) => writer.sql('ALTER DOMAIN ', writer.name(name), ' ', ...action));
};

const drops = (what: string): Write => dropping(what, named);

export const OBJECTS: Readonly<Record<string, Method>> = {
  createView: { write: createView, reverse: drops('VIEW') },
  dropView: { write: drops('VIEW') },
  alterView: { write: alterView },
  alterViewColumn: { write: alterViewColumn },
  renameView: renaming('VIEW'),
  createMaterializedView: { write: createMaterializedView, reverse: drops('MATERIALIZED VIEW') },
  dropMaterializedView: { write: drops('MATERIALIZED VIEW') },
  alterMaterializedView: { write: alterMaterializedView },
  renameMaterializedView: renaming('MATERIALIZED VIEW'),
  renameMaterializedViewColumn: renamingPart((writer, view, from, to) => writer.sql('ALTER MATERIALIZED VIEW ', writer.name(view), ' RENAME COLUMN ', writer.name(from), ' TO ', writer.name(to))),
  refreshMaterializedView: { write: refresh, reverse: refresh },
  createExtension: { write: createExtension, reverse: dropExtension, separate: true },
  dropExtension: { write: dropExtension },
  createSchema: { write: createSchema, reverse: drops('SCHEMA') },
  dropSchema: { write: drops('SCHEMA') },
  renameSchema: renaming('SCHEMA'),
  createSequence: { write: createSequence, reverse: drops('SEQUENCE') },
  dropSequence: { write: drops('SEQUENCE') },
  alterSequence: { write: alterSequence },
  renameSequence: renaming('SEQUENCE'),
  createDomain: { write: createDomain, reverse: dropping('DOMAIN', named) },
  dropDomain: { write: drops('DOMAIN') },
  alterDomain: { write: alterDomain },
  renameDomain: renaming('DOMAIN'),
};
