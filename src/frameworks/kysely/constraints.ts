import type { Call } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText } from '../../value.js';
import { join, sql } from '../javascript/fragment.js';
import { nameText } from '../knex/names.js';
import { operand } from './expression.js';
import { columnList, identifier, tableText } from './names.js';
import { type Kind, type Node, type Step, built, flag, partsOf, withParts } from './node.js';
import type { Runtime } from './runtime.js';

const action = (word: string): Step => (node, call, at) => withParts(node, 'actions', [sql(at, ` on ${word} `, nameText(call.positional[0], at))]);

/** What may follow a constraint. */
export const MODIFIERS: Readonly<Record<string, Step>> = {
  ...Object.fromEntries(['deferrable', 'notDeferrable', 'initiallyDeferred', 'initiallyImmediate', 'nullsNotDistinct'].map((name) => [name, flag(name)])),
  onDelete: action('delete'),
  onUpdate: action('update'),
};
const CONSTRAINT: Kind = { name: 'kysely.constraint', steps: MODIFIERS };

const WORDS: readonly (readonly [string, string])[] = [['deferrable', ' deferrable'], ['notDeferrable', ' not deferrable'], ['initiallyDeferred', ' initially deferred'], ['initiallyImmediate', ' initially immediate']];

export const modifiersOf = (node: Node, at: Span): TracedText => sql(at, ...partsOf(node, 'actions'), ...WORDS.filter(([name]) => node.flags.has(name)).map(([, word]) => word));

type Writer = (runtime: Runtime, call: Call, at: Span, schema: TracedText | undefined) => TracedText;

const named = (runtime: Runtime, call: Call, at: Span): TracedText => sql(at, 'constraint ', identifier(runtime, nameText(call.positional[0], at), at), ' ');
const columns = (runtime: Runtime, call: Call, at: Span, index = 1): TracedText => join(columnList(runtime, call.positional[index], at), ', ', at);

/** The methods that add a constraint to a table that is created or altered. */
export const CONSTRAINTS: Readonly<Record<string, Writer>> = {
  addPrimaryKeyConstraint: (runtime, call, at) => sql(at, named(runtime, call, at), 'primary key (', columns(runtime, call, at), ')', modifiersOf(built(runtime, call, CONSTRAINT, call.positional[2], at), at)),
  addUniqueConstraint: (runtime, call, at) => {
    const node = built(runtime, call, CONSTRAINT, call.positional[2], at);
    return sql(at, named(runtime, call, at), 'unique', node.flags.has('nullsNotDistinct') ? ' nulls not distinct' : '', ' (', columns(runtime, call, at), ')', modifiersOf(node, at));
  },
  addCheckConstraint: (runtime, call, at) => sql(at, named(runtime, call, at), 'check (', operand(runtime, call.positional[1], at), ')'),
  addForeignKeyConstraint: (runtime, call, at, schema) =>
    sql(
      at, named(runtime, call, at), 'foreign key (', columns(runtime, call, at), ') references ', tableText(runtime, call.positional[2], schema, at), ' (', columns(runtime, call, at, 3), ')', modifiersOf(built(runtime, call, CONSTRAINT, call.positional[4], at), at),
    ),
};
