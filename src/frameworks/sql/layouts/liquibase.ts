import { baseName, folderOf } from '../../paths.js';
import type { Dialect } from '../../../target.js';
import type { Entry, Home, Layout, Part, Parts, Stretch } from '../layout.js';
import { databaseOf, dialectNamed, identityOf, naturalKey } from '../names.js';
import { idOf, isMigrationsFolder, pathOf, type SqlProject } from '../project.js';
import { markersIn, type Marker } from '../sections.js';

const FORMATTED = /^\s*--\s*liquibase\s+formatted\s+sql\b/imu;
const CHANGESET = /^\s*--\s*changeset\s+(\S[^:]*?)\s*:\s*("[^"]*"|\S+)(.*)$/iu;
const DIRECTIVE = /^\s*--\s*(rollback|preconditions?|precondition-\S+|comment|validCheckSum|property|ignoreLines|labels|tagDatabase)\b:?[ \t]*(.*)$/iu;
const LIKELY = /changelog|changeset|liquibase|^\d|^v\d|migrat/iu;

/** SQL files whose first line says so, with several changesets each: every changeset is a migration. */
export const liquibase: Layout = {
  name: 'liquibase',
  transactions: 'file',
  placeholders: /\$\{[\w.-]+\}/gu,
  find(project, { dialect }) {
    const homes = new Map<string, string[]>();
    for (const [folder, names] of project.folders()) {
      const files = names.map((name) => pathOf(folder, name)).filter((file) => LIKELY.test(file) && FORMATTED.test(project.text(file).slice(0, 4000)));
      if (files.length > 0) homes.set(homeOf(folder), [...(homes.get(homeOf(folder)) ?? []), ...files]);
    }
    return [...homes].map(([home, files]): Home => {
      const named = databaseOf(home).dialect;
      const entries = files.flatMap((file) => entriesOf(project, file, named ?? dialect));
      return { id: idOf(home), entries, ...(named && { dialect: named }) };
    });
  },
  parts: (text, part) => partsOf(text, changesetsIn(text).find(({ id }) => id === part)),
};

/** The changelog's own folder: Liquibase includes what lies below it. */
function homeOf(folder: string): string {
  const parts = folder.split('/');
  const at = parts.findIndex((part) => /changelog|liquibase/iu.test(part) || isMigrationsFolder(part));
  return at < 0 ? folder : parts.slice(0, at + 1).join('/');
}

function entriesOf(project: SqlProject, file: string, dialect: Dialect | undefined): readonly Entry[] {
  return changesetsIn(project.text(file)).flatMap(({ id, databases }, i): Entry[] => {
    if (dialect !== undefined && databases !== undefined && !databases.some((each) => each.replace(/^!/u, '') !== each ? dialectNamed(each.slice(1)) !== dialect : dialectNamed(each) === dialect)) return [];
    return [{ file, part: id, identity: identityOf(id, `${naturalKey(folderOf(file))}/${naturalKey(baseName(file))}#${String(i).padStart(6, '0')}`) }];
  });
}

interface Changeset extends Stretch {
  /** `author:id` */
  readonly id: string;
  readonly header: Marker;
  readonly attributes: string;
  /** The databases that it is for; left out: all. */
  readonly databases?: readonly string[];
}

/** Of the file that was looked at last: it is asked for once for each changeset in it. */
let latest: { readonly text: string; readonly changesets: readonly Changeset[] } | undefined;

function changesetsIn(text: string): readonly Changeset[] {
  if (latest?.text === text) return latest.changesets;
  const headers = markersIn(text, CHANGESET);
  const changesets = headers.map((header, i): Changeset => {
    const [, author = '', id = '', attributes = ''] = header.match;
    const databases = /\bdbms:\s*("[^"]*"|\S+)/iu.exec(attributes)?.[1]?.replaceAll('"', '').split(',').map((each) => each.trim());
    return { id: `${author}:${id.replaceAll('"', '')}`, header, attributes, start: header.next, end: headers[i + 1]?.start ?? text.length, ...(databases && { databases }) };
  });
  latest = { text, changesets };
  return changesets;
}

function partsOf(text: string, changeset: Changeset | undefined): Parts {
  if (!changeset) return { upgrade: { stretches: [] } };
  const { header, start, end, attributes } = changeset;
  const within = (part: Omit<Part, 'header'>): Part => ({ ...part, header: { start: header.start, end: header.end }, ...(/\brunInTransaction:\s*"?false/iu.test(attributes) && { transactional: false }) });
  const body = text.slice(start, end);
  const directives = markersIn(body, DIRECTIVE);
  const rollbacks = directives.filter(({ match }) => match[1]?.toLowerCase() === 'rollback');
  const upgrade = within({ stretches: [{ start, end: start + (rollbackComment(body)?.index ?? body.length) }] });
  const comment = rollbackComment(body);
  if (comment) {
    const from = start + comment.index + (comment[1]?.length ?? 0);
    return { upgrade, downgrade: within({ stretches: [{ start: from, end: from + (comment[2]?.length ?? 0) }] }) };
  }
  if (rollbacks.length === 0) return { upgrade };
  const lines = rollbacks.map(({ match, start: line }): Stretch => {
    const from = start + line + match[0].length - (match[2]?.length ?? 0);
    return { start: from, end: from + (match[2]?.length ?? 0) + 1 };
  });
  const said = rollbacks.map(({ match }) => (match[2] ?? '').trim()).join(' ');
  const none = /^(?:empty|not required)?;?$/iu.test(said);
  return { upgrade, downgrade: within(none ? { stretches: [], declared: 'irreversible' } : { stretches: lines }) };
}

/** `/* liquibase rollback ... *\/` over several lines. */
const rollbackComment = (body: string): RegExpExecArray | null => /(\/\*\s*liquibase\s+rollback\b)([\s\S]*?)\*\//iu.exec(body);
