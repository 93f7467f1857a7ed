/** Layouts of SQL in which going back runs an empty script and removes the record. */
const RUNS_NOTHING = 'the runner finds no statements to run, takes the migration off its list and leaves the schema as it is, so that the next upgrade fails at what is there already';
/** Layouts of SQL whose runner looks for a file. */
const LOOKS_FOR_FILE = 'the runner stops when it is asked to go back past it, because it finds no file that says how';

const CONSEQUENCES: Readonly<Record<string, string>> = {
  alembic: 'Alembic raises AttributeError when it is asked to go back past it',
  typeorm: 'TypeORM raises TypeError when it is asked to go back past it',
  'db-migrate': 'db-migrate raises TypeError when it is asked to go back past it',
  knex: 'Knex refuses the file as a whole (`both up and down functions` are needed), the upgrade included; AdonisJS goes back past it without a word and leaves the schema as it is',
  kysely: 'Kysely goes back past it without an error, leaves the schema as it is and keeps the migration on its list',
  sequelize: 'sequelize-cli fails when it is asked to go back past it; Umzug takes it off its list and leaves the schema as it is',
  'mikro-orm': 'MikroORM raises an error when it is asked to go back past it',
  'node-pg-migrate': 'node-pg-migrate raises an error when it is asked to go back past it',
  dbmate: RUNS_NOTHING,
  goose: RUNS_NOTHING,
  'sql-migrate': RUNS_NOTHING,
  sqitch: LOOKS_FOR_FILE,
  diesel: LOOKS_FOR_FILE,
  flyway: 'Flyway has nothing to undo it with',
  liquibase: 'Liquibase refuses to roll back past it: it writes no way back for changesets in SQL',
};
const ELSE = 'nothing tells the runner how to go back past it: it stops there, or takes the migration off its list and leaves the schema as it is';

/** What the runner does when it is asked to go back past a migration without a downgrade. */
export const withoutDowngrade = (framework: string, hasFileOfItsOwn: boolean): string => CONSEQUENCES[framework] ?? (hasFileOfItsOwn ? LOOKS_FOR_FILE : ELSE);

const NAMES: Readonly<Record<string, string>> = {
  alembic: '`downgrade()`',
  'mikro-orm': '`down()`',
  typeorm: '`down()`',
  flyway: 'undo script',
  liquibase: '`--rollback`',
  sqitch: 'revert script',
};
const PROGRAMS: ReadonlySet<string> = new Set(['knex', 'kysely', 'sequelize', 'node-pg-migrate', 'db-migrate']);

/** What the framework calls the way back. */
export const downgradeName = (framework: string): string => NAMES[framework] ?? (PROGRAMS.has(framework) ? '`down`' : 'way back');
