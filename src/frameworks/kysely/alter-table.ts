import type { Call } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { TracedText } from '../../value.js';
import { type Part, join, sql } from '../javascript/fragment.js';
import { nameText } from '../knex/names.js';
import { columnDefinition, typeOf } from './column.js';
import { CONSTRAINTS, MODIFIERS, modifiersOf } from './constraints.js';
import { immediate, operand } from './expression.js';
import { columnList, identifier } from './names.js';
import { type Kind, type Node, type Step, built, flag, partOf, partsOf, withParts } from './node.js';
import type { Runtime } from './runtime.js';

const name = (runtime: Runtime, call: Call, index: number, at: Span): TracedText => identifier(runtime, nameText(call.positional[index], at), at);

type Alteration = (call: Call, at: Span, runtime: Runtime) => TracedText;
const sets = (write: Alteration): Step => (node, call, at, runtime) => withParts(node, 'set', [write(call, at, runtime)]);

/** `ac => ac.setDataType('text')`: the last thing that is said is what is done. */
const ALTERATION: Kind = {
  name: 'kysely.alterColumn',
  steps: {
    setDataType: (node, call, at, { dialect }) => {
      const type = typeOf(call.positional[0], at);
      const said = withParts(node, 'set', [sql(at, dialect === 'postgres' ? 'type ' : '', type.text)]);
      return type.rejected === undefined ? said : { ...said, rejected: type.rejected };
    },
    setDefault: sets((call, at, runtime) => sql(at, 'set default ', immediate(runtime, call.positional[0], at))),
    dropDefault: sets((_, at) => sql(at, 'drop default')),
    setNotNull: sets((_, at) => sql(at, 'set not null')),
    dropNotNull: sets((_, at) => sql(at, 'drop not null')),
  },
};

const rejecting = (node: Node, rejected: string | undefined): Node => (rejected === undefined || node.rejected !== undefined ? node : { ...node, rejected });
const alters = (write: Alteration): Step => (node, call, at, runtime) => withParts(node, 'alterations', [write(call, at, runtime)]);

const defines = (before: string): Step => (node, call, at, runtime) => {
  const column = columnDefinition(runtime, call, at, node.schema);
  return rejecting(withParts(node, 'alterations', [sql(at, before, column.text)]), column.rejected);
};

const alterColumn: Step = (node, call, at, runtime) => {
  const inner = built(runtime, call, ALTERATION, call.positional[1], at);
  const change = partsOf(inner, 'set').at(-1);
  return change ? rejecting(withParts(node, 'alterations', [sql(at, 'alter column ', name(runtime, call, 0, at), ' ', change)]), inner.rejected) : node;
};

const begins = (part: string, write: Alteration): Step => (node, call, at, runtime) => withParts(node, part, [write(call, at, runtime)]);

const constraints: Readonly<Record<string, Step>> = Object.fromEntries(
  Object.entries(CONSTRAINTS).map(([method, write]): [string, Step] => [method, (node, call, at, runtime) => withParts(node, 'action', [sql(at, 'add ', write(runtime, call, at, node.schema))])]),
);

/** `db.schema.alterTable(name)` */
export const ALTER_TABLE: Kind = {
  name: 'kysely.alterTable',
  steps: {
    ...constraints,
    ...MODIFIERS,
    ...Object.fromEntries(['ifExists', 'cascade', 'restrict', 'unique'].map((each) => [each, flag(each)])),
    renameTo: begins('action', (call, at, runtime) => sql(at, 'rename to ', name(runtime, call, 0, at))),
    setSchema: begins('action', (call, at, runtime) => sql(at, 'set schema ', name(runtime, call, 0, at))),
    renameConstraint: begins('action', (call, at, runtime) => sql(at, 'rename constraint ', name(runtime, call, 0, at), ' to ', name(runtime, call, 1, at))),
    dropConstraint: begins('dropConstraint', (call, at, runtime) => name(runtime, call, 0, at)),
    dropIndex: begins('action', (call, at, runtime) => sql(at, 'drop index ', name(runtime, call, 0, at))),
    addIndex: begins('addIndex', (call, at, runtime) => name(runtime, call, 0, at)),
    column: begins('columns', (call, at, runtime) => join(columnList(runtime, call.positional[0], at), ', ', at)),
    columns: begins('columns', (call, at, runtime) => join(columnList(runtime, call.positional[0], at), ', ', at)),
    expression: begins('columns', (call, at, runtime) => operand(runtime, call.positional[0], at)),
    using: begins('using', (call, at) => nameText(call.positional[0], at)),
    addColumn: defines('add column '),
    modifyColumn: defines('modify column '),
    dropColumn: alters((call, at, runtime) => sql(at, 'drop column ', name(runtime, call, 0, at))),
    renameColumn: alters((call, at, runtime) => sql(at, 'rename column ', name(runtime, call, 0, at), ' to ', name(runtime, call, 1, at))),
    alterColumn,
  },
  write: (node) => sql(node.span, 'alter table ', partOf(node, 'name') ?? '', ' ', ...actionsOf(node)),
};

function actionsOf(node: Node): readonly Part[] {
  const at = node.span;
  const dropped = partOf(node, 'dropConstraint');
  if (dropped) return ['drop constraint ', node.flags.has('ifExists') ? 'if exists ' : '', dropped, node.flags.has('cascade') ? ' cascade' : node.flags.has('restrict') ? ' restrict' : ''];
  const index = partOf(node, 'addIndex');
  if (index) return ['add ', node.flags.has('unique') ? 'unique ' : '', 'index ', index, ...(partOf(node, 'using') ? [' using ', partOf(node, 'using') ?? ''] : []), ' (', join(partsOf(node, 'columns'), ', ', at), ')'];
  const action = partsOf(node, 'action').at(-1);
  if (action) return [action, modifiersOf(node, at)];
  return [join(partsOf(node, 'alterations'), ', ', at)];
}

