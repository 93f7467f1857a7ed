import type { Config } from './config.js';
import { HELPER_OPERATIONS, HELPER_PARTS } from './define-framework.js';
import type { JsonSchema } from './json-schema.js';
import type { Rule } from './rule.js';
import { DIALECTS } from './target.js';

export const LEVELS = ['off', 'note', 'warning', 'error'] as const;
export const PRESETS = ['recommended', 'strict', 'all', 'none'] as const;
export const VERSION_PATTERN = '^\\d+(\\.\\d+){0,2}$';

const names = (description: string): JsonSchema => ({ type: 'array', items: { type: 'string', minLength: 1 }, description });
const level: JsonSchema = { enum: LEVELS };

function ruleSchema(rule: Rule): JsonSchema {
  return {
    description: rule.meta.summary,
    anyOf: [level, { type: 'array', prefixItems: [level, { type: 'object', additionalProperties: false, ...(rule.meta.options?.schema ?? {}) }], minItems: 1, maxItems: 2, description: 'A list of severity and options.' }],
  };
}

const texts: JsonSchema = { type: 'object', additionalProperties: { type: 'string' } };
const part: JsonSchema = { enum: HELPER_PARTS };
const options: JsonSchema = { type: 'object', additionalProperties: part };
const text: JsonSchema = { type: 'string', minLength: 1 };

const frameworkSchema: JsonSchema = {
  type: 'object',
  required: ['name', 'files', 'methods'],
  properties: {
    name: { ...text, description: 'What the history is called in reports.' },
    files: { ...names('Globs of the migrations, relative to the folder of the configuration file.'), minItems: 1 },
    exports: { type: 'object', required: ['upgrade', 'downgrade'], properties: { upgrade: text, downgrade: text }, additionalProperties: false, description: 'What the two functions are exported as. Left out: `upgrade` and `downgrade`.' },
    identity: { type: 'object', required: ['id', 'parent'], properties: { id: text, parent: text }, additionalProperties: false, description: 'Exported constants that name a migration and those before it. Left out: migrations run in the order of their names.' },
    transactional: { type: 'boolean', default: true, description: 'Whether a migration runs in a transaction.' },
    types: { ...texts, description: "What the helper's types are in SQL, with `$1`, `$2` for their arguments." },
    expressions: { ...texts, description: 'Members of the helper that stand for SQL.' },
    column: { ...options, description: 'What the members of a column say, where columns are objects.' },
    nullable: { type: 'boolean', default: true, description: 'Whether a column may be NULL that does not say it.' },
    methods: {
      type: 'object',
      description: 'What each method of the helper does, and what its arguments say.',
      additionalProperties: { type: 'object', required: ['does', 'arguments'], properties: { does: { enum: HELPER_OPERATIONS }, arguments: { type: 'array', items: { anyOf: [part, options] } } }, additionalProperties: false },
    },
  },
  additionalProperties: false,
};

/** JSON schema of the configuration; the rules give their ids and options. */
export function configSchema(rules: readonly Rule[]): JsonSchema {
  const rulesSchema: JsonSchema = {
    type: 'object',
    description: 'Severity of single rules, alone or with options, over what the preset says.',
    properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)])),
    additionalProperties: false,
  };
  const properties: Record<keyof Config | '$schema', JsonSchema> = {
    $schema: { type: 'string', description: 'Where editors find this schema.' },
    preset: { enum: PRESETS, default: 'recommended', description: 'Which rules are on: `recommended` (default) is quiet on what may well be intended, `strict` reports it too, `all` turns on every rule, `none` only those listed under `rules`.' },
    rules: rulesSchema,
    dialect: { enum: DIALECTS, description: 'Database that the migrations run on. Left out: from the connection URL of the project, else postgres.' },
    targetVersion: { type: 'string', pattern: VERSION_PATTERN, description: 'A version of the database such as "15" or "8.0.29".' },
    defaultSchema: { type: 'string', description: "The schema that names without one are in, where the connection sets another than the server's usual (`search_path`). Left out: as the migrations show." },
    namingConvention: { type: 'object', additionalProperties: { type: 'string' }, description: "SQLAlchemy's naming_convention dictionary, where it cannot be found in the project's metadata." },
    rollback: { enum: ['required', 'best-effort', 'forward-only'], description: 'Whether downgrades must work. `forward-only` switches off the rules about the way back.' },
    startAfter: { type: 'string', minLength: 1, description: 'Revision id. Only migrations behind it in the history are reported on; earlier ones are replayed.' },
    overrides: {
      type: 'array',
      description: 'Other rule settings for some files; later entries win.',
      items: {
        type: 'object',
        required: ['files', 'rules'],
        properties: { files: { ...names('Globs, relative to the folder of the configuration file.'), minItems: 1 }, rules: rulesSchema },
        additionalProperties: false,
      },
    },
    ignore: names('Globs of files and folders that are not read, relative to the folder of the configuration file.'),
    layouts: {
      type: 'array',
      description: 'Migrations in plain SQL whose layout is that of no tool.',
      items: {
        type: 'object',
        required: ['files'],
        properties: {
          files: { ...names('Globs of the files, relative to the folder of the configuration file.'), minItems: 1 },
          up: { type: 'string', minLength: 1, description: 'Names of upgrades, with `*` for what both files of a migration have in common, such as `*.sql`.' },
          down: { type: 'string', minLength: 1, description: 'Names of downgrades, such as `*.rollback.sql`. Left out: there are none.' },
        },
        additionalProperties: false,
      },
    },
    frameworks: { type: 'array', description: "Helpers of the project's own that change its schema: what their methods do.", items: frameworkSchema },
    emptyTables: names('Tables known to have no rows: nothing can be lost in them and nothing fails on them.'),
    smallTables: names('Tables so small that scans and rewrites do not matter.'),
    retiredColumns: names('Columns (`table.column`) that no running code uses any more, so that dropping them is intended.'),
    deployment: { enum: ['rolling', 'stop-the-world'], description: 'Whether old code still runs while a migration is applied (`rolling`, the default) or not.' },
    failOnUnread: { type: 'boolean', default: false, description: 'Exit with 1 when any statement of a migration under review could not be read.' },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of migralint',
    type: 'object',
    properties,
    additionalProperties: false,
  };
}
