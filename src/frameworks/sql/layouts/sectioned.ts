import { wholeOf, type Entry, type Home, type Layout, type Parts } from '../layout.js';
import { databaseOf, isNumbered, numberedIdentity } from '../names.js';
import { idOf, pathOf, stemOf, type SqlProject } from '../project.js';
import { sectionsOf } from '../sections.js';

/** Folders of numbered files in which lines of a tool mark the sections: at least half of the files have them. */
export function sectionedHomes(project: SqlProject, marker: RegExp, identityOf: (stem: string) => Entry['identity'] = numberedIdentity): readonly Home[] {
  const homes: Home[] = [];
  for (const [folder, names] of project.folders()) {
    const numbered = names.filter(isNumbered);
    if (numbered.length === 0 || project.ownedByPrograms(folder)) continue;
    const marked = numbered.filter((name) => marker.test(project.text(pathOf(folder, name))));
    if (marked.length * 2 < numbered.length) continue;
    const { named, dialect } = databaseOf(folder);
    if (named && !dialect) continue;
    homes.push({ id: idOf(folder), entries: numbered.map((name) => ({ file: pathOf(folder, name), identity: identityOf(stemOf(name)) })), ...(dialect && { dialect }) });
  }
  return homes;
}

/** The layout of a tool with one file for each migration and sections in it. */
export const sectioned = (layout: Omit<Layout, 'find'> & { readonly marker: RegExp; readonly identityOf?: (stem: string) => Entry['identity'] }): Layout => {
  const { marker, identityOf, ...rest } = layout;
  return { ...rest, find: (project) => sectionedHomes(project, marker, identityOf) };
};

const SECTION = /^--+[-\s=]*(?:@|migrate:|\+goose\s+|\+migrate\s+|rambler\s+)?(up|down|rollback|undo)(?:\s+migration)?[-\s=:]*$/iu;

/** The directions in a file whose tool is not known: lines that name them, else the whole file. */
export function sectionedParts(text: string): Parts {
  const parts = sectionsOf(text, { marker: SECTION, direction: ([, word]) => (/^up$/iu.test(word ?? '') ? 'upgrade' : 'downgrade'), before: 'upgrade' });
  return parts.downgrade ? parts : { upgrade: wholeOf(text) };
}
