import { baseName, folderOf } from '../../paths.js';
import type { Dialect } from '../../../target.js';
import type { Entry, Home, Layout } from '../layout.js';
import { identityOf, namedIdentity, naturalKey, wordsOf } from '../names.js';
import { idOf, pathOf, stemOf, type SqlProject } from '../project.js';

const DIALECTS: Readonly<Record<string, Dialect>> = { postgresql: 'postgres', pg: 'postgres', cockroach: 'postgres', mysql: 'mysql', singlestore: 'mysql', sqlite: 'sqlite', turso: 'sqlite', mssql: 'mssql' };
const JOURNAL = 'meta/_journal.json';

/** A journal beside numbered files, or (since 1.0) one folder with a snapshot for each migration. */
export const drizzle: Layout = {
  name: 'drizzle',
  transactions: 'run',
  separator: /-->[ \t]*statement-breakpoint/gu,
  find: (project) => [...withJournal(project), ...inFolders(project)],
};

interface Journal {
  readonly dialect?: Dialect;
  /** Names in the order in which they run; `undefined` where the journal cannot be read. */
  readonly tags?: readonly string[];
}

function withJournal(project: SqlProject): Home[] {
  const homes: Home[] = [];
  for (const [folder, names] of project.folders()) {
    const text = project.snapshot.read(pathOf(folder, JOURNAL));
    if (text === undefined) continue;
    const { dialect = configuredDialect(project, folder), tags } = readJournal(text);
    const present = names.filter((name) => tags?.includes(stemOf(name)) ?? /^\d/u.test(name)).map(stemOf);
    const order = tags ? tags.filter((tag) => present.includes(tag)) : [...present].sort();
    const usual = order.every((tag, i) => i === 0 || naturalKey(order[i - 1] ?? '') < naturalKey(tag));
    const entries = order.map((tag, i): Entry => ({ file: pathOf(folder, `${tag}.sql`), identity: usual ? namedIdentity(tag) : namedIdentity(tag, naturalKey(String(i))) }));
    homes.push({ id: idOf(folder), entries, forwardOnly: true, ...(dialect && { dialect }), ...(!usual && { options: new Map([['order', order.join(' ')]]) }) });
  }
  return homes;
}

function inFolders(project: SqlProject): Home[] {
  const homes = new Map<string, Entry[]>();
  for (const [folder, names] of project.folders()) {
    const name = baseName(folder);
    if (!names.includes('migration.sql') || !/^\d+_/u.test(name) || !project.has(pathOf(folder, 'snapshot.json'))) continue;
    const home = folderOf(folder);
    homes.set(home, [...(homes.get(home) ?? []), { file: pathOf(folder, 'migration.sql'), identity: identityOf(name, name, wordsOf(name.replace(/^\d+/u, ''))) }]);
  }
  return [...homes].map(([home, entries]): Home => {
    const first = folderOf(entries[0]?.file ?? '');
    const dialect = DIALECTS[/"dialect"\s*:\s*"(\w+)"/u.exec(project.text(pathOf(first, 'snapshot.json')))?.[1] ?? ''] ?? configuredDialect(project, home);
    return { id: idOf(home), entries, forwardOnly: true, ...(dialect && { dialect }) };
  });
}

function readJournal(text: string): Journal {
  try {
    const { dialect, entries } = JSON.parse(text) as { dialect?: unknown; entries?: unknown };
    const known = typeof dialect === 'string' ? DIALECTS[dialect] : undefined;
    const tags = Array.isArray(entries) ? entries.flatMap((entry: { tag?: unknown } | null) => (typeof entry?.tag === 'string' ? [entry.tag] : [])) : undefined;
    return { ...(known && { dialect: known }), ...(tags && { tags }) };
  } catch {
    return {};
  }
}

/** `drizzle.config.ts` of a folder above. */
function configuredDialect(project: SqlProject, folder: string): Dialect | undefined {
  for (let above = folder; above !== ''; ) {
    above = folderOf(above);
    for (const ending of ['ts', 'js', 'mjs', 'cjs', 'mts', 'json']) {
      const text = project.snapshot.read(pathOf(above, `drizzle.config.${ending}`));
      if (text !== undefined) return DIALECTS[/["']?\b(?:dialect|driver)["']?\s*:\s*["'](\w+)["']/u.exec(text)?.[1] ?? ''];
    }
  }
  return undefined;
}
