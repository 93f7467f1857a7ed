import type { Condition, Fact, Name, ObjectKind } from '../operation.js';
import type { Dialect } from '../target.js';
import { type Known, hasHole, unknown } from '../value.js';

/** What a query that asks for existence returns: rows or none, one boolean, one number, or one value that may be NULL. */
export interface ExistenceQuery {
  readonly returns: 'rows' | 'boolean' | 'count' | 'value';
  readonly condition: Condition;
}

type Asked = 'table' | 'column' | 'index' | 'constraint' | 'type' | ObjectKind;
/** Columns of a catalog relation that name the object, its table and its schema; other columns narrow the question too far. */
interface Relation {
  readonly ask: Asked;
  readonly name: string;
  readonly table?: string;
  readonly schema?: string;
  readonly harmless?: readonly string[];
}
const RELATIONS: Readonly<Record<string, Relation>> = {
  'information_schema.tables': { ask: 'table', name: 'table_name', schema: 'table_schema', harmless: ['table_type', 'table_catalog'] },
  'information_schema.columns': { ask: 'column', name: 'column_name', table: 'table_name', schema: 'table_schema', harmless: ['table_catalog'] },
  'information_schema.table_constraints': { ask: 'constraint', name: 'constraint_name', table: 'table_name', schema: 'table_schema', harmless: ['constraint_type', 'constraint_schema', 'table_catalog'] },
  'information_schema.key_column_usage': { ask: 'constraint', name: 'constraint_name', table: 'table_name', schema: 'table_schema', harmless: ['constraint_schema'] },
  'information_schema.constraint_column_usage': { ask: 'constraint', name: 'constraint_name', table: 'table_name', schema: 'table_schema', harmless: ['constraint_schema'] },
  'information_schema.referential_constraints': { ask: 'constraint', name: 'constraint_name', table: 'table_name', schema: 'constraint_schema' },
  'information_schema.check_constraints': { ask: 'constraint', name: 'constraint_name', schema: 'constraint_schema' },
  'information_schema.statistics': { ask: 'index', name: 'index_name', table: 'table_name', schema: 'table_schema' },
  'information_schema.views': { ask: 'view', name: 'table_name', schema: 'table_schema' },
  'information_schema.sequences': { ask: 'sequence', name: 'sequence_name', schema: 'sequence_schema' },
  'information_schema.routines': { ask: 'function', name: 'routine_name', schema: 'routine_schema', harmless: ['routine_type'] },
  'information_schema.triggers': { ask: 'trigger', name: 'trigger_name', table: 'event_object_table', schema: 'trigger_schema' },
  'information_schema.schemata': { ask: 'schema', name: 'schema_name' },
  pg_tables: { ask: 'table', name: 'tablename', schema: 'schemaname' },
  pg_indexes: { ask: 'index', name: 'indexname', table: 'tablename', schema: 'schemaname' },
  pg_constraint: { ask: 'constraint', name: 'conname', harmless: ['contype', 'nspname', 'conrelid', 'relname'] },
  pg_type: { ask: 'type', name: 'typname', schema: 'nspname', harmless: ['typtype'] },
  pg_views: { ask: 'view', name: 'viewname', schema: 'schemaname' },
  pg_matviews: { ask: 'materializedView', name: 'matviewname', schema: 'schemaname' },
  pg_proc: { ask: 'function', name: 'proname', schema: 'nspname' },
  pg_trigger: { ask: 'trigger', name: 'tgname', harmless: ['tgrelid', 'tgisinternal'] },
  pg_extension: { ask: 'extension', name: 'extname' },
  pg_namespace: { ask: 'schema', name: 'nspname' },
  pg_sequences: { ask: 'sequence', name: 'sequencename', schema: 'schemaname' },
};
const CLASSES: Readonly<Record<string, Asked>> = { r: 'table', p: 'table', i: 'index', v: 'view', m: 'materializedView', S: 'sequence' };
const SQLITE_TYPES: Readonly<Record<string, Asked>> = { table: 'table', index: 'index', view: 'view', trigger: 'trigger' };

function nameOf(text: Known<string>, schema?: string): Known<Name> {
  if (typeof text !== 'string') return text;
  const parts = text.replaceAll('"', '').split('.');
  const name = parts.at(-1) ?? text;
  const outer = parts.length > 1 ? parts.at(-2) : schema;
  return outer === undefined || outer === 'public' ? { name } : { schema: outer, name };
}

function factOf(ask: Asked, name: Known<string>, table: Known<string> | undefined, schema: string | undefined): Fact | undefined {
  const tableName = table === undefined ? undefined : nameOf(table, schema);
  switch (ask) {
    case 'table':
      return { ask, table: nameOf(name, schema) };
    case 'column':
      return tableName === undefined ? undefined : { ask, table: tableName, column: name };
    case 'index':
      return { ask, table: tableName, index: name };
    case 'constraint':
      return { ask, table: tableName, constraint: name };
    case 'type':
      return { ask, name: nameOf(name, schema) };
    default:
      return { ask: 'object', object: { kind: ask, name, table: tableName, ...(schema !== undefined && schema !== 'public' && { schema }) } };
  }
}

/** What a query lists: the names of all columns, indexes ... that there are. */
export interface ListQuery {
  /** The column of the rows that holds the name. */
  readonly column: string;
  /** Whether the name is all that a row has. */
  readonly alone: boolean;
  readonly factOf: (name: Known<string>) => Fact | undefined;
}

/** Recognises a query for the names of everything of a kind: `SELECT column_name FROM information_schema.columns WHERE table_name = 't'`. */
export function listQuery(text: string): ListQuery | undefined {
  const sql = plainSql(text);
  const parts = /^select (?:distinct )?(\*|[\w., "]+) from ([\w."]+)(?: (?:as )?(?!where\b|order\b|limit\b)\w+)?(?: where (.+?))?(?: order by [\w., ]+)?$/i.exec(sql);
  if (!parts?.[1] || !parts[2]) return undefined;
  const relation = relationOf(parts[2].toLowerCase().replaceAll('"', '').replace(/^pg_catalog\./, ''));
  const conditions = parts[3] === undefined ? new Map<string, Known<string>>() : conditionsOf(parts[3]);
  if (!relation || !conditions || conditions.has(relation.name)) return undefined;
  const given = [relation.table, relation.schema, ...(relation.harmless ?? [])];
  if (![...conditions.keys()].every((key) => given.includes(key))) return undefined;
  const selected = parts[1].split(',').map((each) => (each.trim().split('.').pop() ?? '').replaceAll('"', '').toLowerCase());
  if (!selected.includes('*') && !selected.includes(relation.name)) return undefined;
  const table = relation.table === undefined ? undefined : conditions.get(relation.table);
  if (relation.ask === 'column' && table === undefined) return undefined;
  const schema = relation.schema === undefined ? undefined : conditions.get(relation.schema);
  return { column: relation.name, alone: selected.length === 1 && selected[0] === relation.name, factOf: (name) => factOf(relation.ask, name, table, typeof schema === 'string' ? schema : undefined) };
}

const relationOf = (name: string): Relation | undefined => (Object.hasOwn(RELATIONS, name) ? RELATIONS[name] : undefined);

/** One line, without comments and the semicolon. */
const plainSql = (text: string): string => text.replace(/--[^\n]*/g, ' ').replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/\s+/g, ' ').trim().replace(/;$/, '').trim();

const literal = (text: string): Known<string> => (hasHole(text) ? unknown('input') : text.replaceAll("''", "'"));

/** Without parentheses around it, and without those that belong to the whole condition. */
function balanced(text: string): string {
  let result = text;
  for (;;) {
    const depth = (result.match(/\(/g)?.length ?? 0) - (result.match(/\)/g)?.length ?? 0);
    if (depth > 0 && result.startsWith('(')) result = result.slice(1).trim();
    else if (depth < 0 && result.endsWith(')')) result = result.slice(0, -1).trim();
    else if (depth === 0 && /^\([^()]*\)$/.test(result)) result = result.slice(1, -1).trim();
    else return result;
  }
}

/** `column = 'value'` of each part of a WHERE that is joined by AND; `undefined` where it is anything else. */
function conditionsOf(where: string): Map<string, Known<string>> | undefined {
  if (/\bor\b/i.test(where.replace(/'(?:[^']|'')*'/g, "''"))) return undefined;
  const found = new Map<string, Known<string>>();
  const parts = where.split(/\s+and\s+/i);
  for (const part of parts) {
    const text = balanced(part.trim());
    const value = /^(?:lower\()?(?:"?\w+"?\.)?"?(\w+)"?\)?(?:::\w+)?\s*(?:=|ilike|like|in)\s*\(?(?:lower\()?\s*(?:[uE](?=['"]))?(?:'((?:[^']|'')*)'|"([^"]*)"|([\uE000]\d+\uE001))(?:::\w+)?\s*\)*$/i.exec(text);
    if (value?.[1] !== undefined) {
      found.set(value[1].toLowerCase(), literal(value[2] ?? value[3] ?? value[4] ?? ''));
      continue;
    }
    // joins, and functions that stand for the current schema or database
    if (/^[\w".]+\s*=\s*[\w".]+$/.test(text)) continue;
    if (/^[\w".]+\s*(?:=|in)\s*(?:any\s*\()?\(?\s*(?:current_schemas?|database|schema|current_database)\b/i.test(text)) continue;
    if (/^(?:not\s+)?(?:\w+\.)?(?:attisdropped|tgisinternal)$/i.test(text) || /^(?:\w+\.)?attnum\s*>\s*0$/i.test(text)) continue;
    if (/^(?:pg_catalog\.)?pg_(?:table|type|function)_is_visible\(/i.test(text)) continue;
    return undefined;
  }
  return found;
}

/** Recognises a query that asks the database whether something exists. `text` has its parameters already filled in. */
export function existenceQuery(text: string, dialect: Dialect): ExistenceQuery | undefined {
  let sql = plainSql(text);
  const regclass = /^select (?:pg_catalog\.)?to_reg(class|type)\(\s*'([^']+)'(?:::\w+)?\s*\)(?:::\w+)?( is (not )?null)?/i.exec(sql);
  if (regclass?.[1] !== undefined && regclass[2] !== undefined) {
    const name = literal(regclass[2]);
    const exists: Condition = { is: 'exists', fact: regclass[1].toLowerCase() === 'class' ? { ask: 'table', table: nameOf(name) } : { ask: 'type', name: nameOf(name) } };
    if (regclass[3] === undefined) return { returns: 'value', condition: exists };
    return { returns: 'boolean', condition: regclass[4] === undefined ? { is: 'not', operand: exists } : exists };
  }
  let returns: ExistenceQuery['returns'] = 'rows';
  let negated = false;
  const wrapped = /^select (not )?exists ?\((.*)\)(?: (?:as )?"?\w+"?)?$/i.exec(sql);
  if (wrapped?.[2] !== undefined) {
    returns = 'boolean';
    negated = wrapped[1] !== undefined;
    sql = wrapped[2].trim();
  }
  const parts = /^select (.+?) from (.+?) where (.+?)(?: (?:limit \d+|order by [\w., ]+))*$/i.exec(sql);
  if (!parts?.[1] || !parts[2] || !parts[3]) return undefined;
  if (returns === 'rows') {
    const counted = /^count ?\([^)]*\)( ?> ?0)?(?: (?:as )?\w+)?$/i.exec(parts[1]);
    if (counted) returns = counted[1] === undefined ? 'count' : 'boolean';
  }
  if (/\b(?:group|having|union)\b/i.test(parts[3])) return undefined;
  const conditions = conditionsOf(parts[3]);
  if (!conditions) return undefined;
  const condition = conditionOf(parts[2], conditions, dialect);
  if (!condition) return undefined;
  return { returns, condition: negated ? { is: 'not', operand: condition } : condition };
}

function conditionOf(from: string, conditions: ReadonlyMap<string, Known<string>>, dialect: Dialect): Condition | undefined {
  const relations = [...from.toLowerCase().matchAll(/(?:^|join |, ?)(?:pg_catalog\.)?"?([a-z_]+(?:"?\."?[a-z_]+)?)"?/g)].map((match) => (match[1] ?? '').replaceAll('"', ''));
  const known = (key: string): string | undefined => {
    const value = conditions.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  const allowed = (...keys: readonly (string | undefined)[]): boolean => [...conditions.keys()].every((key) => keys.includes(key));
  const exists = (fact: Fact | undefined): Condition | undefined => fact && { is: 'exists', fact };
  if (relations.includes('sqlite_master') || relations.includes('sqlite_schema')) {
    const ask = SQLITE_TYPES[known('type') ?? 'table'];
    const name = conditions.get('name');
    return dialect === 'sqlite' && ask !== undefined && name !== undefined && allowed('name', 'type', 'tbl_name') ? exists(factOf(ask, name, conditions.get('tbl_name'), undefined)) : undefined;
  }
  if (relations.includes('pg_attribute')) {
    const table = conditions.get('relname') ?? conditions.get('attrelid');
    const column = conditions.get('attname');
    return table !== undefined && column !== undefined && allowed('attname', 'attrelid', 'relname', 'nspname') ? exists(factOf('column', column, table, known('nspname'))) : undefined;
  }
  if (relations[0] === 'pg_class') {
    const ask = CLASSES[known('relkind') ?? ''];
    const name = conditions.get('relname');
    return ask !== undefined && name !== undefined && allowed('relname', 'relkind', 'nspname') ? exists(factOf(ask, name, undefined, known('nspname'))) : undefined;
  }
  const relation = relationOf(relations[0] ?? '');
  if (!relation) return undefined;
  const name = conditions.get(relation.name);
  if (name === undefined || !allowed(relation.name, relation.table, relation.schema, ...(relation.harmless ?? []))) return undefined;
  const table = relation.table === undefined ? (conditions.get('relname') ?? conditions.get('conrelid') ?? conditions.get('tgrelid')) : conditions.get(relation.table);
  return exists(factOf(relation.ask, name, table, relation.schema === undefined ? undefined : known(relation.schema)));
}
