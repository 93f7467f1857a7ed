import type { Catalog } from '../catalog/catalog.js';
import type { Action, ActionOf, ObjectKind, SchemaObject } from '../operation.js';
import { indexOwner } from '../catalog/names.js';
import { indexParts, tableName, text, textsOf, Unwritable, type SqlStyle } from './sql-parts.js';
import { quoted } from './sql-text.js';

type IndexAction = ActionOf<'createIndex'> | ActionOf<'dropIndex'> | ActionOf<'renameIndex'>;

export function indexStatement(action: IndexAction, before: Catalog, style: SqlStyle): string {
  const { quote, dialect } = style;
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  if (action.kind === 'createIndex') return creation(action, style);
  const schema = action.schema ?? (action.table !== undefined && !('unknown' in action.table) ? action.table.schema : undefined);
  const name = schema === undefined ? quote(text(action.index)) : `${quote(schema)}.${quote(text(action.index))}`;
  if (!mysql) return action.kind === 'dropIndex' ? `DROP INDEX ${name}` : `ALTER INDEX ${name} RENAME TO ${quote(text(action.to))}`;
  const table = tableName(action.table ?? indexOwner(before, schema, text(action.index))?.table.name, style);
  return action.kind === 'dropIndex' ? `DROP INDEX ${quote(text(action.index))} ON ${table}` : `ALTER TABLE ${table} RENAME INDEX ${quote(text(action.index))} TO ${quote(text(action.to))}`;
}

function creation({ table, index, concurrently }: ActionOf<'createIndex'>, style: SqlStyle): string {
  const mysql = style.dialect === 'mysql' || style.dialect === 'mariadb';
  const using = index.using === undefined || index.using.toLowerCase() === 'btree' || mysql ? '' : `USING ${index.using} `;
  const kind = mysql && /^(?:fulltext|spatial)$/iu.test(index.using ?? '') ? `${(index.using ?? '').toUpperCase()} ` : index.unique ? 'UNIQUE ' : '';
  const include = index.include && index.include.length > 0 ? ` INCLUDE (${index.include.map(style.quote).join(', ')})` : '';
  const where = index.where === undefined ? '' : ` WHERE ${text(index.where)}`;
  return `CREATE ${kind}INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${style.quote(text(index.name))} ON ${tableName(table, style)} ${using}(${indexParts(index, style).join(', ')})${include}${where}`;
}

const WORDS: Readonly<Partial<Record<ObjectKind, string>>> = {
  view: 'VIEW', materializedView: 'MATERIALIZED VIEW', function: 'FUNCTION', procedure: 'PROCEDURE', aggregate: 'AGGREGATE', trigger: 'TRIGGER', policy: 'POLICY', rule: 'RULE', sequence: 'SEQUENCE',
  extension: 'EXTENSION', schema: 'SCHEMA', domain: 'DOMAIN', type: 'TYPE', statistics: 'STATISTICS', publication: 'PUBLICATION', collation: 'COLLATION',
};

function wordOf({ kind }: SchemaObject): string {
  const word = WORDS[kind];
  if (word === undefined) throw new Unwritable(`${kind} cannot be written`);
  return word;
}

const objectName = (object: SchemaObject, { quote }: SqlStyle): string => (object.schema === undefined ? quote(text(object.name)) : `${quote(object.schema)}.${quote(text(object.name))}`);

/** Types, views, functions and the like. */
export function objectStatements(action: Action, style: SqlStyle): readonly string[] {
  switch (action.kind) {
    case 'createEnum':
      return [`CREATE TYPE ${tableName(action.name, style)} AS ENUM (${textsOf(action.values).map(quoted).join(', ')})`];
    case 'dropEnum':
      return [`DROP TYPE ${tableName(action.name, style)}`];
    case 'alterEnum':
      return [alteredEnum(action, style)];
    case 'createObject': {
      const { object } = action;
      const definition = text(object.definition);
      const as = object.kind === 'view' && !/^\s*(?:as\b|\()/iu.test(definition) ? 'AS ' : '';
      return [`CREATE ${action.orReplace ? 'OR REPLACE ' : ''}${wordOf(object)} ${objectName(object, style)}${definition === '' ? '' : ` ${as}${definition}`}`];
    }
    case 'dropObject': {
      const { object } = action;
      const table = object.kind === 'trigger' || object.kind === 'policy' || object.kind === 'rule' ? onTable(object, style) : '';
      return [`DROP ${wordOf(object)} ${objectName(object, style)}${table}`];
    }
    default:
      throw new Unwritable(`${action.kind} cannot be written`);
  }
}

const onTable = (object: SchemaObject, style: SqlStyle): string => (style.dialect === 'postgres' ? ` ON ${tableName(object.table, style)}` : '');

function alteredEnum(action: ActionOf<'alterEnum'>, style: SqlStyle): string {
  const alter = `ALTER TYPE ${tableName(action.name, style)}`;
  if (action.to !== undefined) return `${alter} RENAME TO ${style.quote(text(action.to))}`;
  if (action.renameValue) return `${alter} RENAME VALUE ${quoted(text(action.renameValue.from))} TO ${quoted(text(action.renameValue.to))}`;
  const place = action.before !== undefined ? ` BEFORE ${quoted(action.before)}` : action.after !== undefined ? ` AFTER ${quoted(action.after)}` : '';
  return `${alter} ADD VALUE ${quoted(text(action.addValue))}${place}`;
}
