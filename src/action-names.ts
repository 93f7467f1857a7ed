import type { Action, Constraint, Name, SchemaObject } from './operation.js';
import { isUnknown } from './value.js';
import type { Known } from './value.js';

/** What a name becomes; `makes` where the action creates what it names. */
export type Rename = (name: Name, makes: boolean) => Name;

const MAKES = new Set<Action['kind']>(['createTable', 'createEnum', 'createObject']);
/** Objects that lie in no schema, or in that of their table. */
const WITHOUT_SCHEMA = new Set<SchemaObject['kind']>(['schema', 'extension', 'role', 'database', 'trigger', 'policy', 'rule', 'publication', 'subscription', 'eventTrigger', 'server', 'language', 'cast', 'grant', 'comment', 'other']);

/** The action with other names of tables, types and other objects that lie in a schema. */
export function mapNames<A extends Action>(action: A, rename: Rename): A {
  const makes = MAKES.has(action.kind);
  const place = (name: Known<Name>, made = false): Known<Name> => (isUnknown(name) ? name : rename(name, made));
  const all = (names: readonly Name[]): readonly Name[] => names.map((name) => rename(name, false));
  const out: Action = 'table' in action && action.table !== undefined ? { ...action, table: place(action.table, makes) } : action;
  return part(out) as A;

  function part(given: Action): Action {
    switch (given.kind) {
      case 'createTable': {
        const { partitionOf, like, inherits } = given;
        return { ...given, constraints: given.constraints.map(constraint), ...(partitionOf && { partitionOf: rename(partitionOf, false) }), ...(like && { like: rename(like, false) }), ...(inherits && { inherits: all(inherits) }) };
      }
      case 'addConstraint':
        return { ...given, constraint: constraint(given.constraint) };
      case 'createEnum':
      case 'alterEnum':
      case 'dropEnum':
        return { ...given, name: place(given.name, makes) };
      case 'dropIndex':
      case 'renameIndex':
        return isUnknown(given.index) ? given : { ...given, ...schemaOf(rename({ ...schemaOf(given), name: given.index }, false)) };
      case 'modifyRows':
        return given.from ? { ...given, from: all(given.from) } : given;
      case 'opaque':
        return given.touches === 'anything' ? given : { ...given, touches: all(given.touches) };
      case 'createObject':
      case 'dropObject':
      case 'alterObject':
        return { ...given, object: object(given.object) };
      default:
        return given;
    }
  }

  function constraint(given: Constraint): Constraint {
    return given.type === 'foreignKey' ? { ...given, references: { ...given.references, table: place(given.references.table) } } : given;
  }

  function object(given: SchemaObject): SchemaObject {
    const own = WITHOUT_SCHEMA.has(given.kind) || isUnknown(given.name) ? {} : schemaOf(rename({ ...schemaOf(given), name: given.name }, makes));
    return { ...given, ...own, ...(given.table && { table: place(given.table) }), ...(given.reads && { reads: all(given.reads) }) };
  }
}

const schemaOf = ({ schema }: { readonly schema?: string }): { readonly schema?: string } => (schema === undefined ? {} : { schema });
