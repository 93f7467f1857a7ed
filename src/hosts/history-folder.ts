import fs from 'node:fs';
import path from 'node:path';
import { gitRoot, isInside, upwards } from './files.js';

/** Settings of the tools that run migrations: what lies below their folder is one project. */
const SETTINGS = /^(?:alembic\.ini|knexfile\.[cm]?[jt]s|ormconfig\.\w+|data-source\.[cm]?[jt]s|drizzle\.config\.[cm]?[jt]s(?:on)?|mikro-orm\.config\.[cm]?[jt]s|\.sequelizerc|database\.json|diesel\.toml|sqitch\.plan|sqlx\.toml|atlas\.hcl|flyway\.(?:conf|toml)|liquibase\.properties|dbmate\.ya?ml|dbconfig\.ya?ml|rambler\.json|tern\.conf)$/u;
const ENVIRONMENT = new Set(['env.py', 'versions', 'script.py.mako']);
/** Folders inside a history: of one migration, of one direction, of one database. */
const MIGRATIONS = /(?:^|[-_.])(?:migrations?|migrate|changelogs?)$|^(?:deploy|revert|up|down)$/iu;

/** The folder to list so that the whole history around a path is seen: the nearest that holds the settings of a tool, else the one that holds the migrations folder. */
export function historyFolder(operand: { readonly absolute: string; readonly folder: boolean }, root: string): string {
  const folder = operand.folder ? operand.absolute : path.dirname(operand.absolute);
  const limit = gitRoot(folder) ?? (isInside(root, folder) ? root : path.parse(folder).root);
  const folders = [...upwards(folder, limit)];
  return folders.find(hasSettings) ?? folders.find((each) => namesIn(each).some((name) => ENVIRONMENT.has(name))) ?? homeOf(folders) ?? folder;
}

function homeOf(folders: readonly string[]): string | undefined {
  const migrations = folders.findLastIndex((each) => MIGRATIONS.test(path.basename(each)));
  return migrations < 0 ? undefined : (folders[migrations + 1] ?? folders[migrations]);
}

function hasSettings(folder: string): boolean {
  if (namesIn(folder).some((name) => SETTINGS.test(name))) return true;
  try {
    return fs.readFileSync(path.join(folder, 'pyproject.toml'), 'utf8').includes('[tool.alembic');
  } catch {
    return false;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
