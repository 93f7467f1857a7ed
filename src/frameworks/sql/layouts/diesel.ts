import { baseName, folderOf } from '../../paths.js';
import type { Entry, Home, Layout } from '../layout.js';
import { databaseOf, identityOf, wordsOf } from '../names.js';
import { idOf, pathOf } from '../project.js';

/** One folder for each migration, `2024-01-31-120000_add_bio`, with `up.sql` and `down.sql`. */
export const diesel: Layout = {
  name: 'diesel',
  transactions: 'file',
  find(project) {
    const homes = new Map<string, Entry[]>();
    for (const [folder, names] of project.folders()) {
      const name = baseName(folder);
      if (!names.includes('up.sql') || !/^\d/u.test(name)) continue;
      const home = folderOf(folder);
      const version = name.split('_')[0] ?? name;
      const outside = /^\s*run_in_transaction\s*=\s*false/mu.test(project.text(pathOf(folder, 'metadata.toml')));
      const entry: Entry = {
        file: pathOf(folder, 'up.sql'),
        identity: identityOf(name, name, wordsOf(name.slice(version.length))),
        ...(names.includes('down.sql') && { downgrade: pathOf(folder, 'down.sql') }),
        ...(outside && { transactional: false }),
      };
      homes.set(home, [...(homes.get(home) ?? []), entry]);
    }
    return [...homes].flatMap(([home, entries]): Home[] => {
      const { named, dialect } = databaseOf(home);
      return named && !dialect ? [] : [{ id: idOf(home), entries, ...(dialect && { dialect }) }];
    });
  },
};
