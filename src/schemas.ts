import { mapNames } from './action-names.js';
import type { Migration, Script } from './migration.js';
import type { Action, Name, Operation } from './operation.js';
import { isUnknown } from './value.js';

/** Fewer tables may be told apart by chance. */
const ENOUGH = 2;

/**
 * The schema that names without one fall into, where the connection sets another than the server's usual: tables are made
 * without a schema and only ever spoken of in one afterwards. `undefined` where nothing shows that.
 */
export function shownDefaultSchema(migrations: readonly Migration[]): string | undefined {
  const bare = new Set<string>();
  const qualified = new Set<string>();
  const shown = new Map<string, Set<string>>();
  const refuted = new Set<string>();
  for (const { upgrade } of migrations) {
    for (const operation of placed(upgrade, undefined).operations) {
      const table = 'table' in operation ? operation.table : undefined;
      if (table === undefined || isUnknown(table)) continue;
      const { schema, name } = table;
      if (schema === undefined) {
        if (operation.kind === 'createTable') bare.add(name);
      } else if (operation.kind === 'createTable') {
        qualified.add(`${schema}.${name}`);
        if (bare.has(name)) refuted.add(schema);
      } else if (bare.has(name) && !qualified.has(`${schema}.${name}`)) {
        shown.set(schema, (shown.get(schema) ?? new Set()).add(name));
      }
    }
  }
  const [only, ...others] = [...shown].filter(([schema, tables]) => schema !== 'public' && tables.size >= ENOUGH && !refuted.has(schema));
  return others.length === 0 ? only?.[0] : undefined;
}

const settled = new WeakMap<Script, { readonly schema: string | undefined; readonly script: Script }>();

/**
 * The script with its names where they are: put into the schema that `SET search_path` names, and without one in the
 * default schema. What is printed of a migration keeps the names that its author wrote.
 */
export function placed(script: Script, defaultSchema: string | undefined): Script {
  const known = settled.get(script);
  if (known && known.schema === defaultSchema) return known.script;
  const operations = inPath(script.operations).map((operation) => (defaultSchema === undefined ? operation : (withoutSchema(operation, defaultSchema) as Operation)));
  const result = operations.every((operation, i) => operation === script.operations[i]) ? script : { ...script, operations };
  settled.set(script, { schema: defaultSchema, script: result });
  return result;
}

/** Where names without a schema land; what is made in the first of several is found there again. */
interface SearchPath {
  readonly schemas: readonly string[];
  readonly made: Set<string>;
}

function inPath(operations: readonly Operation[]): readonly Operation[] {
  let path: SearchPath | undefined;
  // temporary tables lie in a schema of the session, which comes before all others
  const temporary = new Set<string>();
  return operations.map((operation) => {
    if (operation.kind === 'setting') path = pathAfter(path, operation);
    if (operation.kind === 'createTable' && operation.temporary && !isUnknown(operation.table)) temporary.add(operation.table.name);
    const current = path;
    return current ? mapNames(operation, (name, makes) => (temporary.has(name.name) ? name : inSchema(name, makes, current))) : operation;
  });
}

function inSchema(name: Name, makes: boolean, { schemas, made }: SearchPath): Name {
  const [first] = schemas;
  if (first === undefined || name.schema !== undefined) return name;
  if (makes) made.add(name.name);
  return makes || schemas.length === 1 || made.has(name.name) ? { schema: first, name: name.name } : name;
}

const IGNORED = new Set(['$user', 'pg_catalog', '']);

/** The path after a setting; `undefined` is the usual one, where names without a schema are those of `public`. */
function pathAfter(path: SearchPath | undefined, { name, value }: Extract<Action, { kind: 'setting' }>): SearchPath | undefined {
  if (name !== 'search_path' && name !== 'all') return path;
  const schemas = isUnknown(value) || value === 'DEFAULT' ? [] : value.split(',').map((part) => part.trim().replaceAll(/["']/gu, '')).filter((part) => !IGNORED.has(part));
  return schemas.length === 0 || schemas[0] === 'public' ? undefined : { schemas, made: new Set() };
}

/** What neither is a name nor holds one. */
const KEPT = new Set(['span', 'calledAt', 'text', 'using', 'default', 'generated', 'definition', 'comment']);

function withoutSchema(value: unknown, schema: string, key = ''): unknown {
  if (key === 'type' && typeof value === 'string') return value.startsWith(`${schema}.`) ? value.slice(schema.length + 1) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => withoutSchema(each, schema));
  return Object.fromEntries(Object.entries(value).filter(([name, each]) => name !== 'schema' || each !== schema).map(([name, each]) => [name, KEPT.has(name) ? (each as unknown) : withoutSchema(each, schema, name)]));
}
