import type { ModuleFiles } from '../../module-files.js';
import { joinPath } from './paths.js';

/** How deep below a folder the packages of a repository lie: `packages/shared`, `apps/api/libs/db`. */
const DEEPEST = 4;
const known = new WeakMap<ModuleFiles, ReadonlyMap<string, string>>();

/** The paths that a name may stand for where it is a package of the same repository. */
export function workspacePaths(files: ModuleFiles, name: string): readonly string[] {
  const [, own, rest] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/u.exec(name) ?? [];
  if (own === undefined || own.startsWith('.')) return [];
  const folder = packagesOf(files).get(own);
  if (folder === undefined) return [];
  const inside = rest === undefined ? entriesOf(files, folder) : [rest, `src/${rest}`];
  return inside.map((path) => joinPath([folder, path]));
}

/** What a package is begun with: the source where it says so, and where a compiler's output stands for it. */
function entriesOf(files: ModuleFiles, folder: string): readonly string[] {
  const { source, main, module, types } = manifestOf(files, joinPath([folder, 'package.json']));
  const written = [source, module, main, types].filter((each): each is string => typeof each === 'string').map((path) => path.replace(/\.d\.[mc]?ts$/u, '.ts'));
  const compiled = written.map((path) => path.replace(/^(?:\.\/)?(?:dist|build|lib|out)\/(?:(?:cjs|esm|commonjs|es)\/)?/u, 'src/'));
  return [...compiled, ...written, 'src/index', 'index'];
}

/** The packages of the repository by name: their manifests are read once. */
function packagesOf(files: ModuleFiles): ReadonlyMap<string, string> {
  const found = known.get(files);
  if (found) return found;
  const packages = new Map<string, string>();
  for (const file of files.named('package.json')) {
    if (file.split('/').length > DEEPEST + 1) continue;
    const { name } = manifestOf(files, file);
    if (typeof name === 'string' && !packages.has(name)) packages.set(name, file === 'package.json' ? '' : file.slice(0, -'/package.json'.length));
  }
  known.set(files, packages);
  return packages;
}

function manifestOf(files: ModuleFiles, file: string): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(files.read(file) ?? '');
    return typeof manifest === 'object' && manifest !== null ? (manifest as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
