import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the installed package: the bundle lies in it, as the sources do. */
function packageRoot(): URL {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    if (fs.existsSync(new URL('package.json', folder)) || folder.pathname === '/') return folder;
  }
}

export function packageVersion(): string {
  return (JSON.parse(fs.readFileSync(new URL('package.json', packageRoot()), 'utf8')) as { version: string }).version;
}

/** The Markdown document of a rule, shipped beside the bundle. */
export function ruleDocument(id: string): string | undefined {
  const file = fileURLToPath(new URL(`rules/${encodeURIComponent(id)}.md`, packageRoot()));
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}
