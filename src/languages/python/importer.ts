import type { Importer } from '../../evaluate/machine.js';
import type { NativeValue, Value } from '../../evaluate/value.js';
import { plainText } from '../../evaluate/value.js';
import type { ModuleResolver } from '../../framework.js';
import type { ModuleFiles } from '../../module-files.js';
import type { ModuleLoader } from '../language.js';
import { standardModule } from './standard-library.js';

/** Helper modules of one history: enough for any real one, and an end to importing a whole application. */
const MODULES = 400;
const MODULE_SIZE = 400_000;
/** Modules of a package that are searched for a name. */
const INSIDE = 40;

/** Folders that are on Python's path and no packages themselves. */
const SOURCE_ROOTS = ['src', 'lib', 'python', 'source'];

/** Finds the modules that migrations import: those of the frameworks, of the language, and those of the same repository. */
export function createImporter(files: ModuleFiles, modules: ModuleResolver, load: ModuleLoader): Importer {
  const loaded = new Map<string, ReadonlyMap<string, Value> | undefined>();

  const names = (file: string): ReadonlyMap<string, Value> | undefined => {
    if (loaded.has(file)) return loaded.get(file);
    if (loaded.size >= MODULES || (files.read(file)?.length ?? 0) > MODULE_SIZE) return undefined;
    // a circle of imports sees the module as far as it has come: not at all
    loaded.set(file, new Map());
    const result = load(file);
    loaded.set(file, result);
    return result;
  };

  /**
   * A package that is imported from has an `__init__`, which may lie outside of what was handed over: then its name comes
   * from the one module inside that defines it.
   */
  const fromInside = (folder: string, property: string): Value | undefined => {
    if (!/^\w+$/u.test(property)) return undefined;
    const inside = files.below(folder).filter((each) => each.endsWith('.py'));
    if (inside.length > INSIDE) return undefined;
    const defines = new RegExp(`^(?:class|def) ${property}\\b|^${property} *=`, 'mu');
    const [only, ...others] = inside.filter((each) => defines.test(files.read(each) ?? ''));
    return only !== undefined && others.length === 0 ? names(only)?.get(property) : undefined;
  };

  const moduleAt = (path: string): NativeValue | undefined => {
    const file = [`${path}.py`, `${path}/__init__.py`].find((each) => files.isFile(each));
    if (file === undefined && !files.isFolder(path)) return undefined;
    const member = (property: string): Value | undefined =>
      (file === undefined ? undefined : names(file)?.get(property)) ?? moduleAt(`${path}/${property}`) ?? (file === undefined ? fromInside(path, property) : undefined);
    return {
      kind: 'native',
      label: path.split('/').pop() ?? path,
      member,
      iterate: () => {
        const own = file === undefined ? undefined : names(file);
        return own ? exported(own) : undefined;
      },
    };
  };

  const fromRepository = (name: string, level: number, from: string): Value | undefined => {
    const path = name.replaceAll('.', '/');
    const folder = from.split('/').slice(0, -1);
    if (level > 0) {
      const up = level - 1 - folder.length;
      const base = up > 0 ? Array.from({ length: up }, () => '..') : folder.slice(0, folder.length - (level - 1));
      return moduleAt([...base, ...(path === '' ? [] : [path])].join('/'));
    }
    // a package may begin at any folder above the file, the nearest first, or where projects keep their sources beside it
    const homes = [...folder.map((_, i) => folder.slice(0, folder.length - i).join('/')), '', ...files.above];
    for (const root of ['', ...SOURCE_ROOTS]) {
      for (const home of homes) {
        const found = moduleAt([home, root, path].filter((part) => part !== '').join('/'));
        if (found) return found;
      }
    }
    return undefined;
  };

  const find = (name: string, level: number, from: string): Value | undefined => (level === 0 ? (modules(name) ?? standardModule(name)) : undefined) ?? fromRepository(name, level, from);

  return {
    unresolved: (module, name) => modules.unresolved?.(module, name),
    module: find,
    submodule: (module, name, level, from) => find(module === '' ? name : `${module}.${name}`, level, from),
  };
}

function exported(names: ReadonlyMap<string, Value>): readonly Value[] {
  const all = names.get('__all__');
  if (all?.kind === 'list' && all.complete) return all.items;
  return [...names.keys()].filter((name) => !name.startsWith('_')).map(plainText);
}
