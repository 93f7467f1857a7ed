export type Dialect = 'postgres' | 'mysql' | 'mariadb' | 'sqlite' | 'mssql' | 'oracle';
export const DIALECTS: readonly Dialect[] = ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql', 'oracle'];

/** The database that migrations are judged for. `version` is major first, e.g. `[17]`, `[8, 0, 29]`. */
export interface Target {
  readonly dialect: Dialect;
  readonly version: readonly number[];
}

/** Newest versions in wide use; a project sets its own with `targetVersion`. */
export const DEFAULT_VERSIONS: Readonly<Record<Dialect, readonly number[]>> = {
  postgres: [17],
  mysql: [8, 4],
  mariadb: [11, 4],
  sqlite: [3, 45],
  mssql: [16],
  oracle: [19],
};
