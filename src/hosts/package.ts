import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the installed package: the bundle lies in it, as the sources do. */
function packageRoot(): URL {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    if (fs.existsSync(new URL('package.json', folder)) || folder.pathname === '/') return folder;
  }
}

interface Package {
  readonly version: string;
  readonly homepage?: string;
}
let known: Package | undefined;
const description = (): Package => (known ??= JSON.parse(fs.readFileSync(new URL('package.json', packageRoot()), 'utf8')) as Package);

export const packageVersion = (): string => description().version;
export const homepage = (): string | undefined => description().homepage;

/** Where a rule's document can be read in a browser, if the package has a home page. */
export function ruleUrl(id: string): string | undefined {
  const home = homepage()?.replace(/#.*$/u, '');
  return home === undefined ? undefined : `${home}/blob/main/rules/${id}.md`;
}

/** The Markdown document of a rule, shipped beside the bundle. */
export function ruleDocument(id: string): string | undefined {
  const file = fileURLToPath(new URL(`rules/${encodeURIComponent(id)}.md`, packageRoot()));
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}
