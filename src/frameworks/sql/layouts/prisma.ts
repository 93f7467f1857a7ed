import { baseName, folderOf } from '../../paths.js';
import type { Dialect } from '../../../target.js';
import type { Entry, Home, Layout } from '../layout.js';
import { databaseOf, identityOf, wordsOf } from '../names.js';
import { idOf, isMigrationsFolder, pathOf, type SqlProject } from '../project.js';

const PROVIDERS: Readonly<Record<string, Dialect>> = { postgresql: 'postgres', postgres: 'postgres', mysql: 'mysql', sqlite: 'sqlite', sqlserver: 'mssql', cockroachdb: 'postgres' };
const PROVIDER = /^\s*provider\s*=\s*["'](\w+)["']/mu;

/** One folder for each migration: `20240131120000_add_bio/migration.sql`. */
export const prisma: Layout = {
  name: 'prisma',
  transactions: 'script',
  find(project) {
    const homes = new Map<string, Entry[]>();
    for (const [folder, names] of project.folders()) {
      const name = baseName(folder);
      const home = folderOf(folder);
      if (!names.includes('migration.sql') || !/^\d+/u.test(name) || project.has(pathOf(folder, 'snapshot.json'))) continue;
      if (!project.has(pathOf(home, 'migration_lock.toml')) && !isMigrationsFolder(baseName(home))) continue;
      homes.set(home, [...(homes.get(home) ?? []), { file: pathOf(folder, 'migration.sql'), identity: identityOf(name, name, wordsOf(name.replace(/^\d+/u, ''))) }]);
    }
    return [...homes].map(([home, entries]): Home => {
      const dialect = providerOf(project, home) ?? databaseOf(home).dialect;
      return { id: idOf(home), entries, forwardOnly: true, ...(dialect && { dialect }) };
    });
  },
};

/** The lock file beside the migrations says it, else the data source of the schema next to them. */
function providerOf(project: SqlProject, home: string): Dialect | undefined {
  const above = folderOf(home);
  const lock = PROVIDER.exec(project.text(pathOf(home, 'migration_lock.toml')))?.[1];
  const schema = ['schema.prisma', 'schema/schema.prisma'].map((name) => /datasource\s+\w+\s*\{[^}]*\}/u.exec(project.text(pathOf(above, name)))?.[0]).find((text) => text !== undefined);
  return PROVIDERS[lock ?? PROVIDER.exec(schema ?? '')?.[1] ?? ''];
}
