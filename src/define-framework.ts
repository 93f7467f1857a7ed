export const HELPER_OPERATIONS = [
  'createTable', 'dropTable', 'renameTable', 'addColumn', 'dropColumn', 'renameColumn', 'alterColumn',
  'createIndex', 'dropIndex', 'addPrimaryKey', 'addUnique', 'addForeignKey', 'addCheck', 'dropConstraint',
  'createEnum', 'addEnumValue', 'dropEnum', 'execute',
] as const;
/** What a helper of the project does to the schema. */
export type HelperOperation = (typeof HELPER_OPERATIONS)[number];

export const HELPER_PARTS = [
  'table', 'column', 'columns', 'name', 'to', 'type', 'nullable', 'notNull', 'default', 'using', 'primaryKey', 'unique',
  'references', 'referencedColumns', 'onDelete', 'onUpdate', 'expression', 'where', 'concurrently', 'ifExists', 'ifNotExists',
  'cascade', 'values', 'value', 'sql', 'ignored',
] as const;
/** What an argument, or an option among the arguments, says about the operation; `ignored`: nothing. */
export type HelperPart = (typeof HELPER_PARTS)[number];

/** The names of an object's members, with what they say. */
export type HelperOptions = Readonly<Record<string, HelperPart>>;

export interface HelperMethod {
  readonly does: HelperOperation;
  /** In the order of the call; an object of options as what its members say. */
  readonly arguments: readonly (HelperPart | HelperOptions)[];
}

/** How a project of its own calls what changes its schema: an object with methods that is handed to two exported functions. */
export interface FrameworkDefinition {
  /** What the history is called in reports. */
  readonly name: string;
  /** Globs of the migrations, relative to the folder of the configuration file. */
  readonly files: readonly string[];
  /** What the two functions are exported as. Left out: `upgrade` and `downgrade`. */
  readonly exports?: { readonly upgrade: string; readonly downgrade: string };
  /** Exported constants that name a migration and those before it. Left out: they run in the order of their names. */
  readonly identity?: { readonly id: string; readonly parent: string };
  /** Left out: a migration runs in a transaction. */
  readonly transactional?: boolean;
  /** What the types of the helper are in SQL, with `$1`, `$2` for their arguments: `{ "string": "varchar($1)" }`. Others are SQL already. */
  readonly types?: Readonly<Record<string, string>>;
  /** Members of the object that stand for SQL: `{ "now": "now()", "raw": "$1" }`. */
  readonly expressions?: Readonly<Record<string, string>>;
  /** What the members of a column say, where columns are objects. */
  readonly column?: HelperOptions;
  /** Whether a column may be NULL that does not say it. Left out: it may. */
  readonly nullable?: boolean;
  readonly methods: Readonly<Record<string, HelperMethod>>;
}

/** Keeps the types of a description for the editor. */
export const defineFramework = (definition: FrameworkDefinition): FrameworkDefinition => definition;
