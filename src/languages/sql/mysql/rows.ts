import type { ActionOf, Draft, Name } from '../../../operation.js';
import { isUnknown, known, unknown, type Known } from '../../../value.js';
import type { Cursor } from './cursor.js';
import { columnsAskedNull, columnsIn, tablesIn } from './expression.js';

type Rows = ActionOf<'modifyRows'>;

const MODIFIERS: ReadonlySet<string> = new Set(['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE', 'QUICK', 'CONCURRENT']);

const skipModifiers = (cursor: Cursor): void => {
  while (cursor.eatAny(MODIFIERS) !== undefined);
};

const listed = (key: 'columns' | 'reads' | 'setsNotNull' | 'whereNull', names: readonly string[]): Partial<Rows> => (names.length > 0 ? { [key]: [...new Set(names)] } : {});
const knownNames = (names: readonly Known<string>[]): string[] => names.filter((name): name is string => !isUnknown(name));

/** The tables that a part of the statement reads, without the one that it changes. */
function sources(cursor: Cursor, target: Known<Name>): Partial<Rows> {
  const own = known(target);
  const from = tablesIn(cursor).filter((name) => !(own && name.name === own.name && name.schema === own.schema));
  return from.length > 0 ? { from } : {};
}

const SYSTEM: ReadonlySet<string> = new Set(['mysql', 'information_schema', 'performance_schema', 'sys']);

/** A write to the server's own tables may change any object. */
function rows(cursor: Cursor, actions: readonly Rows[]): Draft[] {
  return actions.flatMap((action) => {
    const drafts = [cursor.draft(action)];
    if (SYSTEM.has(known(action.table)?.schema ?? '')) drafts.push(cursor.draft({ kind: 'opaque', reason: 'writes to the system tables', text: cursor.text(0), touches: 'anything' }));
    return drafts;
  });
}

interface Assignment {
  readonly table: string | undefined;
  readonly column: Known<string>;
  readonly value: Cursor;
}

/** `a = 1, t.b = c` */
function assignments(cursor: Cursor): Assignment[] {
  return cursor.commaParts().map((part) => {
    let table: string | undefined;
    let column = part.identifier();
    while (part.eat('.')) {
      table = known(column);
      column = part.identifier();
    }
    part.eat(':');
    part.expect('=');
    return { table, column, value: part };
  });
}

const isNull = (value: Cursor): boolean => value.word() === 'NULL' && value.at + 1 === value.end;
const ON_DUPLICATE: ReadonlySet<string> = new Set(['ON']);

/** INSERT and REPLACE, from behind the verb. */
export function readInsert(cursor: Cursor): Draft[] {
  skipModifiers(cursor);
  cursor.eat('INTO');
  const table = cursor.name();
  if (cursor.eat('PARTITION')) cursor.brackets();
  const columns: Known<string>[] = [];
  if (cursor.is('(') && !cursor.is('(', 'SELECT') && !cursor.is('(', 'WITH')) columns.push(...cursor.names());
  const from = cursor.at;
  if (cursor.is('VALUES') || cursor.is('VALUE')) return insertedValues(cursor, table, columns);
  const conflict = conflictAt(cursor, from);
  if (cursor.eat('SET')) columns.push(...assignments(cursor.part(cursor.at, conflict)).map(({ column }) => column));
  const updated = updatedOnConflict(cursor, conflict);
  const query = cursor.part(from, conflict);
  return rows(cursor, [{ kind: 'modifyRows', verb: 'insert', table, ...listed('columns', knownNames([...columns, ...updated])), ...listed('reads', columnsIn(query)), ...sources(cursor.part(from, cursor.end), table) }]);
}

/** Lists of values may be long, and only what follows them says more. */
function insertedValues(cursor: Cursor, table: Known<Name>, columns: readonly Known<string>[]): Draft[] {
  const from = cursor.at;
  const conflict = conflictAt(cursor, from);
  const updated = updatedOnConflict(cursor, conflict);
  const short = cursor.end - from < LONG;
  return rows(cursor, [
    { kind: 'modifyRows', verb: 'insert', table, ...listed('columns', knownNames([...columns, ...updated])), ...(short ? { ...listed('reads', columnsIn(cursor.part(from, conflict))), ...sources(cursor.part(from, cursor.end), table) } : {}) },
  ]);
}
const LONG = 20_000;

function conflictAt(cursor: Cursor, from: number): number {
  for (let at = cursor.find(ON_DUPLICATE, from); at < cursor.end; at = cursor.find(ON_DUPLICATE, at + 1)) {
    if (cursor.word(at + 1) === 'DUPLICATE') return at;
    if (cursor.word(at + 1) === 'CONFLICT') cursor.fail();
  }
  return cursor.end;
}

function updatedOnConflict(cursor: Cursor, at: number): Known<string>[] {
  if (at >= cursor.end) return [];
  return assignments(cursor.part(at + 4, cursor.end)).map(({ column }) => column);
}

const CLAUSES: ReadonlySet<string> = new Set(['WHERE', 'ORDER', 'LIMIT']);
const WHERE: ReadonlySet<string> = new Set(['WHERE']);

/** What the filter says; without one a join or a limit chooses rows as well. */
function filtering(cursor: Cursor, from: number, joined: boolean): Partial<Rows> {
  const where = cursor.find(WHERE, from);
  if (where >= cursor.end) return { filtered: joined || cursor.find(LIMIT, from) < cursor.end };
  const filter = cursor.part(where + 1, cursor.find(BEHIND_WHERE, where));
  const text = known(filter.expression());
  return { filtered: true, ...(text === undefined ? {} : { filter: text }), ...listed('whereNull', columnsAskedNull(filter)) };
}
const LIMIT: ReadonlySet<string> = new Set(['LIMIT']);
const BEHIND_WHERE: ReadonlySet<string> = new Set(['ORDER', 'LIMIT', 'RETURNING']);
const SET: ReadonlySet<string> = new Set(['SET']);

/** A table of an UPDATE or DELETE and what the statement calls it. */
interface Reference {
  readonly table: Known<Name>;
  readonly alias: string | undefined;
}

const JOINS: ReadonlySet<string> = new Set(['JOIN', 'STRAIGHT_JOIN', ',']);
const BETWEEN: ReadonlySet<string> = new Set(['LEFT', 'RIGHT', 'INNER', 'CROSS', 'NATURAL', 'OUTER', 'ON', 'USING', 'JOIN', 'STRAIGHT_JOIN', 'SET', 'WHERE', 'PARTITION', 'USE', 'FORCE', 'IGNORE']);

function references(cursor: Cursor): Reference[] {
  const out: Reference[] = [];
  let expected = true;
  while (!cursor.done) {
    if (expected && cursor.isIdentifier() && !cursor.isAny(BETWEEN)) {
      const table = cursor.name();
      cursor.eat('AS');
      const alias = cursor.isIdentifier() && !cursor.isAny(BETWEEN) ? known(cursor.identifier()) : undefined;
      out.push({ table, alias });
    } else {
      expected = cursor.isAny(JOINS);
      cursor.skip();
      continue;
    }
    expected = false;
  }
  return out;
}

/** UPDATE, from behind the verb: one effect for each table that it sets columns of. */
export function readUpdate(cursor: Cursor): Draft[] {
  skipModifiers(cursor);
  const from = cursor.at;
  const set = cursor.find(SET);
  if (set >= cursor.end) cursor.fail();
  const tables = references(cursor.part(from, set));
  const [first] = tables;
  if (!first) return rows(cursor, [{ kind: 'modifyRows', verb: 'update', table: unknown('unsupported') }]);
  const to = cursor.find(CLAUSES, set);
  const sets = assignments(cursor.part(set + 1, to));
  const targets = tables.filter((one) => sets.some((assignment) => belongs(assignment, one, tables)));
  const read = [...sets.flatMap(({ value }) => columnsIn(value)), ...columnsIn(cursor.part(to, cursor.end)), ...(tables.length > 1 ? columnsIn(cursor.part(from, set)) : [])];
  return rows(
    cursor,
    (targets.length > 0 ? targets : [first]).map((target) => {
      const own = sets.filter((assignment) => belongs(assignment, target, tables));
      const written = own.length > 0 ? own : sets;
      return {
        kind: 'modifyRows',
        verb: 'update',
        table: target.table,
        ...filtering(cursor, set, tables.length > 1),
        ...listed('columns', knownNames(written.map(({ column }) => column))),
        ...listed('reads', read),
        ...listed('setsNotNull', knownNames(written.filter(({ value }) => !isNull(value) && value.word() !== 'DEFAULT').map(({ column }) => column))),
        ...otherSources(cursor, tables, target),
      };
    }),
  );
}

/** Without a table's name before it a column is taken for one of the first table. */
const belongs = ({ table }: Assignment, reference: Reference, all: readonly Reference[]): boolean =>
  table === undefined ? reference === all[0] : table === (reference.alias ?? known(reference.table)?.name);

function otherSources(cursor: Cursor, tables: readonly Reference[], target: Reference): Partial<Rows> {
  const found = new Map<string, Name>();
  const own = known(target.table);
  for (const name of [...tables.filter((one) => one !== target).map((one) => known(one.table)), ...tablesIn(cursor)]) {
    if (name && !(name.name === own?.name && name.schema === own.schema)) found.set(JSON.stringify([name.schema, name.name]), name);
  }
  return found.size > 0 ? { from: [...found.values()] } : {};
}

const USING: ReadonlySet<string> = new Set(['USING', 'WHERE']);
const BEHIND_TABLES: ReadonlySet<string> = new Set(['WHERE', 'ORDER', 'LIMIT', 'RETURNING']);

/** DELETE, from behind the verb, in its three forms: one table, `t1, t2 FROM ...`, and `FROM t1, t2 USING ...`. */
export function readDelete(cursor: Cursor): Draft[] {
  skipModifiers(cursor);
  const listFirst = !cursor.eat('FROM');
  const from = cursor.at;
  const ends = cursor.find(new Set([listFirst ? 'FROM' : 'USING', 'WHERE']), from);
  const usesList = listFirst || cursor.word(cursor.find(USING, from)) === 'USING';
  if (usesList && ends >= cursor.end) cursor.fail();
  const list = cursor.part(from, usesList ? ends : cursor.find(BEHIND_TABLES, from));
  const tables = usesList ? references(cursor.part(ends + 1, cursor.find(BEHIND_TABLES, ends))) : references(list);
  const names = usesList ? list.commaParts().map((part) => part.name()) : tables.slice(0, 1).map(({ table }) => table);
  return rows(
    cursor,
    names.map((name) => {
      const target = tables.find(({ alias, table }) => alias !== undefined && alias === known(name)?.name && !isUnknown(table)) ?? { table: name, alias: undefined };
      const read = columnsIn(cursor.part(cursor.find(BEHIND_TABLES, from), cursor.end));
      return { kind: 'modifyRows', verb: 'delete', table: target.table, ...filtering(cursor, from, tables.length > 1), ...listed('reads', read), ...otherSources(cursor.part(ends, cursor.end), tables, target) };
    }),
  );
}

/** TRUNCATE, from behind the verb. */
export function readTruncate(cursor: Cursor): Draft[] {
  cursor.eat('TABLE');
  return rows(cursor, [{ kind: 'modifyRows', verb: 'truncate', table: cursor.name() }]);
}

const INTO: ReadonlySet<string> = new Set(['INTO']);

/** LOAD DATA and LOAD XML. */
export function readLoad(cursor: Cursor): Draft[] {
  cursor.at = cursor.find(INTO);
  cursor.expect('INTO', 'TABLE');
  const table = cursor.name();
  const last = cursor.find(new Set(['(']));
  cursor.at = last;
  const columns = cursor.is('(') ? cursor.names() : [];
  return rows(cursor, [{ kind: 'modifyRows', verb: 'insert', table, ...listed('columns', knownNames(columns)) }]);
}
