import type { FileLayout } from '../../../framework.js';
import { matcher } from '../../../globs.js';
import { baseName, folderOf } from '../../paths.js';
import type { Entry, Home, Layout } from '../layout.js';
import { databaseOf, namedIdentity } from '../names.js';
import { idOf, stemOf, type SqlProject } from '../project.js';
import { sectionedParts } from './sectioned.js';

/** Files as the project's configuration describes them: pairs by their names, else files with or without sections. */
export const configured: Layout = {
  name: 'sql-files',
  transactions: 'script',
  placeholders: /\$\{[\w:.-]+\}/gu,
  find: (project, { layouts = [] }) => layouts.flatMap((layout) => homesOf(project, layout)),
  parts: sectionedParts,
};

function homesOf(project: SqlProject, { files, up, down }: FileLayout): readonly Home[] {
  const chosen = matcher(files);
  const isUp = nameMatcher(up ?? '*.sql');
  const isDown = down === undefined ? undefined : nameMatcher(down);
  const folders = new Map<string, string[]>();
  for (const file of project.snapshot.files) if (chosen(file)) folders.set(folderOf(file), [...(folders.get(folderOf(file)) ?? []), file]);
  return [...folders].map(([folder, own]): Home => {
    const downs = new Map(own.flatMap((file) => common(isDown?.(baseName(file)), file)));
    const back = new Set(downs.values());
    const entries = own.flatMap((file): Entry[] => {
      const name = back.has(file) ? undefined : isUp(baseName(file));
      const downgrade = name === undefined ? undefined : downs.get(name);
      return name === undefined ? [] : [{ file, identity: namedIdentity(stemOf(name)), ...(downgrade !== undefined && { downgrade }) }];
    });
    const { dialect } = databaseOf(folder);
    return { id: idOf(folder), entries, ...(dialect && { dialect }) };
  });
}

const common = (name: string | undefined, file: string): readonly (readonly [string, string])[] => (name === undefined ? [] : [[name, file]]);

/** What stands for the `*` of a pattern in a name. */
function nameMatcher(pattern: string): (name: string) => string | undefined {
  const [before = '', ...rest] = pattern.split('*');
  const after = rest.join('*');
  return (name) => {
    if (rest.length === 0) return name === pattern ? name : undefined;
    return name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after) ? name.slice(before.length, name.length - after.length) : undefined;
  };
}
