import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, nativeFunction } from '../../evaluate/value.js';
import type { Draft, Name } from '../../operation.js';
import type { Known } from '../../value.js';
import { isUnknown, unknown } from '../../value.js';
import { conventionOf, tableDrafts } from './build.js';
import { buildConstraint, columnNameOf, keysOf } from './constraints.js';
import type { DdlModel } from './ddl-model.js';
import { ddlNative } from './ddl-model.js';
import { buildIndex, indexFrom, indexNative } from './indexes.js';
import type { IndexModel } from './model.js';
import { asColumn, asConstraint, asIndex, asSequence, asTable } from './model.js';
import { nameConstraint } from './names.js';
import type { SqlAlchemyOptions } from './options.js';
import { sequenceObject } from './sequences.js';
import { isTrue, mapKnown, stringOf, tracedOf, unknownFrom } from '../values.js';

/** `Index(...)`. One made of a table's columns belongs to that table. */
export function index(call: Call, options: SqlAlchemyOptions): Value {
  const model = indexFrom(call, options);
  if (model.table && !model.table.light) model.table.indexes.push(model);
  return indexNative(model, (property) => {
    if (property === 'create' || property === 'drop') {
      return nativeFunction(`sqlalchemy.Index.${property}`, (inner) => {
        const checkfirst = isTrue(inner.named.get('checkfirst') ?? inner.positional[1]);
        inner.emit([property === 'create' ? createIndex(model, checkfirst, inner, options) : dropIndex(model, checkfirst, inner, options)]);
        return NULL;
      });
    }
    return undefined;
  });
}

function createIndex(model: IndexModel, ifNotExists: boolean, call: Call, options: SqlAlchemyOptions): Draft {
  const table: Known<Name> = model.table?.name ?? unknown('input', model.span);
  const made = buildIndex(model, table, model.table && conventionOf(model.table, options), options.target, model.table && keysOf(model.table));
  return { kind: 'createIndex', table, index: made, ...(model.concurrently && { concurrently: true }), ...(ifNotExists && { ifNotExists: true }), span: call.span };
}

function dropIndex(model: IndexModel, ifExists: boolean, call: Call, options: SqlAlchemyOptions): Draft {
  const table: Known<Name> = model.table?.name ?? unknown('input', model.span);
  const { name } = buildIndex(model, table, model.table && conventionOf(model.table, options), options.target);
  return { kind: 'dropIndex', ...(model.table && { table }), index: name ?? unknown('input'), ...(model.concurrently && { concurrently: true }), ...(ifExists && { ifExists: true }), span: call.span };
}

type Element = 'CreateTable' | 'DropTable' | 'CreateIndex' | 'DropIndex' | 'AddConstraint' | 'DropConstraint' | 'CreateSequence' | 'DropSequence' | 'CreateSchema' | 'DropSchema' | 'SetTableComment' | 'DropTableComment' | 'SetColumnComment' | 'DropColumnComment';

/** `CreateTable(t)` and its kin: what executing it does. */
export function ddlElement(kind: Element, call: Call, options: SqlAlchemyOptions): Value {
  const drafts = draftsOf(kind, call, options) ?? [{ kind: 'opaque', reason: `${kind} of something that cannot be read here`, touches: 'anything', span: call.span }];
  return ddlNative({ drafts }, call.span);
}

function draftsOf(kind: Element, call: Call, options: SqlAlchemyOptions): readonly Draft[] | undefined {
  const [element] = call.positional;
  const ifNotExists = isTrue(call.named.get('if_not_exists'));
  const ifExists = isTrue(call.named.get('if_exists')) && { ifExists: true };
  const { span } = call;
  switch (kind) {
    case 'CreateTable': {
      const table = asTable(element);
      // the statement alone: no types, no indexes
      return table && tableDrafts(table, { ...options, mode: 'op', ifNotExists }).filter((draft) => draft.kind === 'createTable').map((draft) => ({ ...draft, span }));
    }
    case 'DropTable': {
      const table = asTable(element);
      return table && [{ kind: 'dropTable', table: table.name, ...ifExists, span }];
    }
    case 'CreateIndex': case 'DropIndex': {
      const model = asIndex(element);
      return model && [kind === 'CreateIndex' ? createIndex(model, ifNotExists, call, options) : dropIndex(model, isTrue(call.named.get('if_exists')), call, options)];
    }
    case 'AddConstraint': case 'DropConstraint': {
      const model = asConstraint(element);
      if (!model?.table) return undefined;
      const { table } = model;
      const made = buildConstraint(model, { table: table.name, convention: conventionOf(table, options), target: options.target, keys: keysOf(table) });
      if (kind === 'AddConstraint') return [{ kind: 'addConstraint', table: table.name, constraint: made, ...(model.notValid && { notValid: true }), span }];
      const { name } = nameConstraint(model.type, model.name, { table: table.name, columns: [] }, conventionOf(table, options), options.target);
      return [{ kind: 'dropConstraint', table: table.name, constraint: made.name ?? name, type: model.type, ...(isTrue(call.named.get('cascade')) && { cascade: true }), ...ifExists, span }];
    }
    case 'CreateSequence': case 'DropSequence': {
      const model = asSequence(element);
      if (!model) return undefined;
      return [kind === 'CreateSequence' ? { kind: 'createObject', object: sequenceObject(model), ...(ifNotExists && { ifNotExists: true }), span } : { kind: 'dropObject', object: sequenceObject(model), ...ifExists, span }];
    }
    case 'CreateSchema': case 'DropSchema': {
      const given = call.named.get('name') ?? element;
      const object = { kind: 'schema', name: stringOf(given) ?? unknownFrom(given) } as const;
      if (kind === 'CreateSchema') return [{ kind: 'createObject', object, ...(ifNotExists && { ifNotExists: true }), span }];
      return [{ kind: 'dropObject', object, ...(isTrue(call.named.get('cascade')) && { cascade: true }), ...ifExists, span }];
    }
    case 'SetTableComment': case 'DropTableComment': {
      const table = asTable(element);
      if (!table) return undefined;
      const name = mapKnown(table.name, (each) => each.name);
      const schema = isUnknown(table.name) ? undefined : table.name.schema;
      return [{ kind: 'alterObject', object: { kind: 'comment', name, ...(schema !== undefined && { schema }), table: table.name, ...(kind === 'SetTableComment' && table.comment !== undefined && { definition: table.comment }) }, span }];
    }
    case 'SetColumnComment': case 'DropColumnComment': {
      const table = (element?.kind === 'native' ? (element.data as { readonly table?: { readonly name: Known<Name> } } | undefined) : undefined)?.table?.name ?? unknown('input', span);
      const comment = kind === 'SetColumnComment' ? (asColumn(element)?.column.comment ?? unknown('input', span)) : null;
      return [{ kind: 'alterColumn', table, column: columnNameOf(element), set: { comment }, span }];
    }
  }
}

/** `DDL('...')`: SQL as it is written. */
export function ddlText(call: Call, options: SqlAlchemyOptions): Value {
  const text = tracedOf(call.positional[0] ?? call.named.get('statement'));
  const model: DdlModel = text ? { sql: text } : { drafts: [{ kind: 'opaque', reason: 'DDL whose text cannot be read here', touches: 'anything', span: call.span }] };
  const self: NativeValue = ddlNative(model, call.span, (property) => {
    if (property === 'execute_if') return nativeFunction('sqlalchemy.DDL.execute_if', () => self);
    if (property === 'execute') return nativeFunction('sqlalchemy.DDL.execute', (inner) => options.execute?.(inner, self) ?? unreadStatement(inner));
    return undefined;
  });
  return self;
}

function unreadStatement(call: Call): Value {
  call.unread('executes a statement that cannot be read here');
  return NULL;
}
