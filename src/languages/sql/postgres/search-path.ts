import type { Constraint, Draft, Name } from '../../../operation.js';
import { isUnknown, type Known } from '../../../value.js';
import type { Token } from '../lexer.js';

/** Where names without a schema land after SET search_path; what is made in the first of them is found there again. */
export interface SearchPath {
  readonly schemas: readonly string[];
  readonly made: Set<string>;
  /** Temporary tables lie in a schema of the session, which comes before all others. */
  readonly temporary: Set<string>;
}

const IGNORED = new Set(['$user', 'pg_catalog', '']);

/** The path after a statement; `undefined` is the usual one, where names without a schema are those of `public`. */
export function pathAfter(path: SearchPath | undefined, drafts: readonly Draft[]): SearchPath | undefined {
  let out = path;
  for (const draft of drafts) {
    if (draft.kind !== 'setting' || (draft.name !== 'search_path' && draft.name !== 'all')) continue;
    const schemas = isUnknown(draft.value) || draft.value === 'DEFAULT' ? [] : draft.value.split(',').map((part) => part.trim().replaceAll('"', '')).filter((part) => !IGNORED.has(part));
    out = schemas.length === 0 || schemas[0] === 'public' ? undefined : { schemas, made: new Set(), temporary: new Set(path?.temporary) };
  }
  return out;
}

/** Names that a statement puts into `public` itself. */
function writtenPublic(text: string, tokens: readonly Token[]): ReadonlySet<string> {
  const out = new Set<string>();
  tokens.forEach((token, i) => {
    const [dot, name] = [tokens[i + 1], tokens[i + 2]];
    if (!dot || !name || text.slice(dot.start, dot.end) !== '.' || text.slice(token.start, token.end).replaceAll('"', '').toLowerCase() !== 'public') return;
    const written = text.slice(name.start, name.end);
    out.add(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase());
  });
  return out;
}

const MAKES = new Set(['createTable', 'createEnum', 'createObject']);
const WITHOUT_SCHEMA = new Set(['schema', 'extension', 'role', 'database', 'trigger', 'policy', 'rule', 'publication', 'subscription', 'eventTrigger', 'server', 'language', 'cast', 'grant', 'comment', 'other']);

/** The effects of a statement with the names that it writes without a schema put where the path says. */
export function inPath(drafts: readonly Draft[], path: SearchPath, text: string, tokens: readonly Token[]): readonly Draft[] {
  const [first] = path.schemas;
  const explicit = writtenPublic(text, tokens);
  const certain = path.schemas.length === 1;
  const placed = (name: Name, makes: boolean): Name => {
    if (first === undefined || name.schema !== undefined || explicit.has(name.name) || path.temporary.has(name.name)) return name;
    if (makes) path.made.add(name.name);
    return makes || certain || path.made.has(name.name) ? { schema: first, name: name.name } : name;
  };
  const place = (name: Known<Name>, makes = false): Known<Name> => (isUnknown(name) ? name : placed(name, makes));
  const constraint = (given: Constraint): Constraint => (given.type === 'foreignKey' ? { ...given, references: { ...given.references, table: place(given.references.table) } } : given);
  return drafts.map((draft): Draft => {
    const makes = MAKES.has(draft.kind);
    let out: Draft = draft;
    if (draft.kind === 'createTable' && draft.temporary && !isUnknown(draft.table)) path.temporary.add(draft.table.name);
    if ('table' in out && out.table !== undefined) out = { ...out, table: place(out.table, makes) } as Draft;
    if (out.kind === 'createTable') return { ...out, constraints: out.constraints.map(constraint) };
    if (out.kind === 'addConstraint') return { ...out, constraint: constraint(out.constraint) };
    if (out.kind === 'createEnum' || out.kind === 'alterEnum' || out.kind === 'dropEnum') return { ...out, name: place(out.name, makes) };
    if ((out.kind === 'dropIndex' || out.kind === 'renameIndex') && out.schema === undefined && !isUnknown(out.index)) return { ...out, ...schemaOf(placed({ name: out.index }, false)) };
    if (!('object' in out)) return out;
    const { object } = out;
    const table = object.table === undefined ? {} : { table: place(object.table) };
    const reads = object.reads ? { reads: object.reads.map((name) => placed(name, false)) } : {};
    const own = WITHOUT_SCHEMA.has(object.kind) || object.schema !== undefined || isUnknown(object.name) ? {} : schemaOf(placed({ name: object.name }, makes));
    return { ...out, object: { ...object, ...own, ...table, ...reads } };
  });
}

const schemaOf = ({ schema }: Name): { readonly schema?: string } => (schema === undefined ? {} : { schema });
