import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { nativeFunction } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { type Part, join, sql } from '../javascript/fragment.js';
import { listed, nameText } from '../knex/names.js';
import { queryModel, selectText } from '../knex/query-sql.js';
import { unknownFrom } from '../values.js';
import { ALTER_TABLE } from './alter-table.js';
import { columnDefinition } from './column.js';
import { CONSTRAINTS } from './constraints.js';
import { comparison } from './conditions.js';
import { immediate, operand, taken } from './expression.js';
import { columnList, identifier, tableText } from './names.js';
import { type Kind, type Node, type Step, builder, emptyNode, flag, partOf, partsOf, withParts } from './node.js';
import type { Runtime } from './runtime.js';

type Write = (node: Node, runtime: Runtime) => TracedText;

const flags = (...names: readonly string[]): Readonly<Record<string, Step>> => Object.fromEntries(names.map((name) => [name, flag(name)]));
const said = (node: Node, name: string, words: string): string => (node.flags.has(name) ? words : '');
const nameOf = (node: Node): Part => partOf(node, 'name') ?? '';
const list = (node: Node, name: string): TracedText => join(partsOf(node, name), ', ', node.span);

/** A query as it stands behind `as`. */
function definition(runtime: Runtime, value: Value | undefined, at: Span): TracedText {
  const query = queryModel(value);
  taken(runtime, value);
  return query ? selectText(query) : operand(runtime, value, at);
}
const as: Step = (node, call, at, runtime) => withParts(node, 'as', [definition(runtime, call.positional[0], at)]);

const CREATE_TABLE: Kind = {
  name: 'kysely.createTable',
  steps: {
    ...flags('ifNotExists', 'temporary'),
    ...Object.fromEntries(Object.entries(CONSTRAINTS).map(([method, write]): [string, Step] => [method, (node, call, at, runtime) => withParts(node, 'constraints', [write(runtime, call, at, node.schema)])])),
    addColumn: (node, call, at, runtime) => {
      const column = columnDefinition(runtime, call, at, node.schema);
      const next = withParts(node, 'columns', [column.text]);
      return column.rejected === undefined || node.rejected !== undefined ? next : { ...next, rejected: column.rejected };
    },
    onCommit: (node, call, at) => withParts(node, 'tail', [sql(at, ' on commit ', nameText(call.positional[0], at))]),
    modifyFront: (node, call, at, runtime) => withParts(node, 'front', [sql(at, operand(runtime, call.positional[0], at), ' ')]),
    modifyEnd: (node, call, at, runtime) => withParts(node, 'tail', [sql(at, ' ', operand(runtime, call.positional[0], at))]),
    as,
  },
  write: (node) => {
    const query = partOf(node, 'as');
    const body: readonly Part[] = query ? [] : [' (', join([...partsOf(node, 'columns'), ...partsOf(node, 'constraints')], ', ', node.span), ')'];
    return sql(node.span, 'create ', ...partsOf(node, 'front'), said(node, 'temporary', 'temporary '), 'table ', said(node, 'ifNotExists', 'if not exists '), nameOf(node), ...body, ...partsOf(node, 'tail'), ...(query ? [' as ', query] : []));
  },
};

const where: Step = (node, call, at, runtime) => withParts(node, 'where', [comparison(runtime, call, at)]);
const columns: Step = (node, call, at, runtime) => withParts(node, 'columns', columnList(runtime, call.positional[0], at));

const CREATE_INDEX: Kind = {
  name: 'kysely.createIndex',
  steps: {
    ...flags('ifNotExists', 'unique', 'nullsNotDistinct'),
    on: (node, call, at, runtime) => withParts(node, 'table', [tableText(runtime, call.positional[0], node.schema, at)]),
    column: columns,
    columns,
    expression: (node, call, at, runtime) => withParts(node, 'columns', [operand(runtime, call.positional[0], at)]),
    using: (node, call, at) => withParts(node, 'using', [sql(at, ' using ', nameText(call.positional[0], at))]),
    where,
  },
  write: (node, { dialect }) => {
    const on: readonly Part[] = partOf(node, 'table') ? [' on ', partOf(node, 'table') ?? ''] : [];
    const using = partsOf(node, 'using').slice(-1);
    const place = dialect === 'mysql' || dialect === 'mariadb' ? [...using, ...on] : [...on, ...using];
    const wheres = partsOf(node, 'where');
    return sql(node.span, 'create ', said(node, 'unique', 'unique '), 'index ', said(node, 'ifNotExists', 'if not exists '), nameOf(node), ...place, ' (', list(node, 'columns'), ')', said(node, 'nullsNotDistinct', ' nulls not distinct'), ...(wheres.length > 0 ? [' where ', join(wheres, ' and ', node.span)] : []));
  },
};

const dropping = (what: string): Write => (node) => sql(node.span, `drop ${said(node, 'materialized', 'materialized ')}${what} `, said(node, 'ifExists', 'if exists '), nameOf(node), ...(partOf(node, 'table') ? [' on ', partOf(node, 'table') ?? ''] : []), said(node, 'cascade', ' cascade'));
const drops = (what: string, more: Readonly<Record<string, Step>> = {}): Kind => ({ name: `kysely.drop ${what}`, steps: { ...flags('ifExists', 'cascade', 'temporary'), ...more }, write: dropping(what) });

const CREATE_VIEW: Kind = {
  name: 'kysely.createView',
  steps: { ...flags('orReplace', 'temporary', 'materialized', 'ifNotExists'), as, columns },
  write: (node) => {
    const names = partsOf(node, 'columns');
    const head = `create ${said(node, 'orReplace', 'or replace ')}${said(node, 'materialized', 'materialized ')}${said(node, 'temporary', 'temporary ')}view ${said(node, 'ifNotExists', 'if not exists ')}`;
    return sql(node.span, head, nameOf(node), ...(names.length > 0 ? [' (', list(node, 'columns'), ')'] : []), ' as ', partsOf(node, 'as').at(-1) ?? holeAt(unknown('input', node.span), node.span));
  },
};

const asEnum: Step = (node, call, at, runtime) => {
  const [labels] = call.positional;
  const values = listed(labels).map((label) => immediate(runtime, label, at));
  // a list that is not known holds labels that are not known
  if (labels?.kind !== 'list' || !labels.complete) values.splice(labels?.kind === 'list' ? values.length : 0, 1, sql(at, "'", holeAt(unknownFrom(labels), at), "'"));
  return withParts(withParts(node, 'labels', values), 'enum', [sql(at, ' as enum')]);
};

const CREATE_TYPE: Kind = {
  name: 'kysely.createType',
  steps: { asEnum },
  write: (node) => sql(node.span, 'create type ', nameOf(node), ...partsOf(node, 'enum').slice(-1), ...(partOf(node, 'enum') ? [' (', list(node, 'labels'), ')'] : [])),
};

const ADD_VALUE = (node: Node, call: Call, at: Span, runtime: Runtime): Node => withParts(node, 'action', [sql(at, ' add value ', immediate(runtime, call.positional[0], at))]);
const ALTER_TYPE: Kind = { name: 'kysely.alterType', steps: { addValue: ADD_VALUE }, write: (node) => sql(node.span, 'alter type ', nameOf(node), ...partsOf(node, 'action').slice(-1)) };

const CREATE_SCHEMA: Kind = { name: 'kysely.createSchema', steps: flags('ifNotExists'), write: (node) => sql(node.span, 'create schema ', said(node, 'ifNotExists', 'if not exists '), nameOf(node)) };
const REFRESH: Kind = {
  name: 'kysely.refreshMaterializedView',
  steps: flags('concurrently', 'withNoData', 'withData'),
  write: (node) => sql(node.span, 'refresh materialized view ', said(node, 'concurrently', 'concurrently '), nameOf(node), node.flags.has('withNoData') ? ' with no data' : ' with data'),
};

interface Method {
  readonly kind: Kind;
  /** Whether the schema of `withSchema` goes before the name. */
  readonly qualified: boolean;
}

const onTable: Step = (node, call, at, runtime) => withParts(node, 'table', [tableText(runtime, call.positional[0], node.schema, at)]);
const METHODS: Readonly<Record<string, Method>> = {
  createTable: { kind: CREATE_TABLE, qualified: true },
  alterTable: { kind: ALTER_TABLE, qualified: true },
  dropTable: { kind: drops('table'), qualified: true },
  createIndex: { kind: CREATE_INDEX, qualified: false },
  dropIndex: { kind: drops('index', { on: onTable }), qualified: true },
  createView: { kind: CREATE_VIEW, qualified: true },
  dropView: { kind: drops('view', flags('materialized')), qualified: true },
  refreshMaterializedView: { kind: REFRESH, qualified: true },
  createSchema: { kind: CREATE_SCHEMA, qualified: false },
  dropSchema: { kind: drops('schema'), qualified: false },
  createType: { kind: CREATE_TYPE, qualified: true },
  alterType: { kind: ALTER_TYPE, qualified: true },
  dropType: { kind: drops('type'), qualified: true },
};

/** `db.schema` */
export function schemaNative(runtime: Runtime, schema?: TracedText): NativeValue {
  const self: NativeValue = {
    kind: 'native',
    label: 'kysely.schema',
    effectful: true,
    truth: () => true,
    member: (property) => {
      if (property === 'withSchema') return nativeFunction('schema.withSchema', (call) => schemaNative(runtime, nameText(call.positional[0], call.span)));
      if (property === 'withPlugin' || property === 'withoutPlugins') return nativeFunction(`schema.${property}`, () => self);
      const found = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined;
      return found && nativeFunction(`schema.${property}`, (call) => begun(runtime, found, call, schema));
    },
  };
  return self;
}

function begun(runtime: Runtime, { kind, qualified }: Method, call: Call, schema: TracedText | undefined): Value {
  const text = nameText(call.positional[0], call.span);
  const name = qualified ? tableText(runtime, call.positional[0], schema, call.span) : identifier(runtime, text, call.span);
  return builder(runtime, kind, withParts(emptyNode(call.span, schema), 'name', [name]));
}
