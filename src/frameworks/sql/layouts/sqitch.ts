import { folderOf } from '../../paths.js';
import type { Dialect } from '../../../target.js';
import type { Entry, Home, Layout } from '../layout.js';
import { identityOf } from '../names.js';
import { idOf, pathOf, type SqlProject } from '../project.js';

const ENGINES: Readonly<Record<string, Dialect>> = { pg: 'postgres', cockroach: 'postgres', mysql: 'mysql', sqlite: 'sqlite', oracle: 'oracle' };

/** `sqitch.plan` names the changes in order; `deploy/` and `revert/` hold their scripts, with `BEGIN` and `COMMIT` of their own. */
export const sqitch: Layout = {
  name: 'sqitch',
  transactions: 'none',
  // psql's variables
  placeholders: /(?<![:\w]):(?:\w+|"\w+"|'\w+')(?!\w)/gu,
  find: (project) => project.snapshot.files.filter((file) => /(?:^|\/)sqitch\.plan$/u.test(file)).map((plan) => homeOf(project, plan)),
};

function homeOf(project: SqlProject, plan: string): Home {
  const folder = folderOf(plan);
  const entries = changesIn(project.text(plan)).flatMap((change, i): Entry[] => {
    const deploy = pathOf(folder, `deploy/${change}.sql`);
    const revert = pathOf(folder, `revert/${change}.sql`);
    if (!project.has(deploy)) return [];
    return [{ file: deploy, identity: identityOf(change, String(i).padStart(8, '0'), change.replaceAll(/[-_]+/gu, ' ')), ...(project.has(revert) && { downgrade: revert }) }];
  });
  const engine = /^\s*engine\s*=\s*(\w+)/mu.exec(project.text(pathOf(folder, 'sqitch.conf')))?.[1] ?? /^%(?:uri|project)=.*\b(pg|mysql|sqlite)\b/mu.exec(project.text(plan))?.[1];
  const dialect = ENGINES[engine ?? ''];
  return { id: idOf(folder), entries, options: new Map([['order', entries.map(({ identity }) => identity.id).join(' ')]]), ...(dialect && { dialect }) };
}

/** Lines that are no pragma (`%`), tag (`@`) or comment (`#`). A change that was reworked runs as its files say now, and where it stood first as `name@tag`. */
function changesIn(plan: string): readonly string[] {
  const changes: string[] = [];
  let tag: string | undefined;
  const since = new Map<string, number>();
  for (const line of plan.split('\n')) {
    const word = /^\s*([^\s%#]\S*)/u.exec(line)?.[1]?.replace(/^\+/u, '');
    if (word === undefined) continue;
    if (word.startsWith('@')) {
      tag = word;
      continue;
    }
    const before = since.get(word);
    if (before !== undefined && tag !== undefined) changes[before] = `${word}${tagAfter(plan, word) ?? tag}`;
    since.set(word, changes.length);
    changes.push(word);
  }
  return changes;
}

/** The first tag behind the first line of a change: its scripts were kept under that name. */
function tagAfter(plan: string, change: string): string | undefined {
  let seen = false;
  for (const line of plan.split('\n')) {
    if (seen && /^\s*@/u.test(line)) return /@\S+/u.exec(line)?.[0];
    if (line.trim().split(/\s/u)[0] === change) seen = true;
  }
  return undefined;
}
