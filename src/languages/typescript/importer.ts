import type { Importer } from '../../evaluate/machine.js';
import { textValue, type Value } from '../../evaluate/value.js';
import type { ModuleResolver } from '../../framework.js';
import { tracedText } from '../../value.js';
import type { ModuleFiles } from '../../module-files.js';
import type { ModuleLoader } from '../language.js';
import { moduleOf } from './intrinsics.js';
import { fromJson } from './json.js';
import { dirname, joinPath } from './paths.js';
import { wholeOf } from './scope.js';
import { standardModule } from './standard-modules.js';
import { aliasesOf } from './aliases.js';
import { workspacePaths } from './workspaces.js';

/** Helper modules of one history: enough for any real one, and an end to importing a whole application. */
const MODULES = 400;
const MODULE_SIZE = 400_000;

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
/** TypeScript names the file that a compiler will have written. */
const COMPILED: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts', '.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'], '.jsx': ['.tsx'] };

/** The files that an import of a path may mean, the likeliest first. */
function candidates(path: string): string[] {
  const compiled = /\.[mc]?jsx?$/u.exec(path)?.[0];
  const written = compiled === undefined ? [] : (COMPILED[compiled] ?? []).map((extension) => path.slice(0, -compiled.length) + extension);
  const isFile = /\.(?:[mc]?[jt]sx?|json|sql|txt)$/u.test(path);
  return [...(isFile ? [path, ...written] : []), ...EXTENSIONS.map((extension) => path + extension), `${path}.json`, ...EXTENSIONS.map((extension) => `${path}/index${extension}`)];
}

/** Finds the modules that migrations import: those of the frameworks, of Node, and those of the same repository. */
export function createTypescriptImporter(files: ModuleFiles, modules: ModuleResolver, load: ModuleLoader): Importer {
  const loaded = new Map<string, Value | undefined>();

  const valueOf = (file: string): Value | undefined => {
    const text = files.read(file);
    if (text === undefined || text.length > MODULE_SIZE) return undefined;
    if (/\.(?:sql|txt)$/u.test(file)) {
      const content = textValue(tracedText(text, { file, start: 0, end: text.length }));
      return moduleOf(content);
    }
    if (file.endsWith('.json')) return jsonModule(text);
    const names = load(file);
    return names && moduleOf(wholeOf(names), names);
  };

  const moduleAt = (path: string): Value | undefined => {
    const file = candidates(path).find((each) => loaded.has(each) || files.read(each) !== undefined);
    if (file === undefined) return undefined;
    if (loaded.has(file)) return loaded.get(file);
    if (loaded.size >= MODULES) return undefined;
    // a circle of imports sees the module as far as it has come: not at all
    loaded.set(file, moduleOf({ kind: 'record', entries: new Map(), complete: false }));
    const module = valueOf(file);
    loaded.set(file, module);
    return module;
  };

  const fromRepository = (name: string, from: string): Value | undefined => {
    const plain = name.replace(/[?#].*$/u, '');
    if (/^\.{1,2}(?:\/|$)/u.test(plain)) return moduleAt(joinPath([dirname(from), plain]));
    if (plain.startsWith('/')) return moduleAt(plain.slice(1));
    for (const path of [...aliasesOf(files, from, plain), ...workspacePaths(files, plain)]) {
      const found = moduleAt(path);
      if (found) return found;
    }
    return undefined;
  };

  const outside = (name: string): Value | undefined => {
    const framework = modules(name);
    if (framework) return moduleOf(framework);
    const own = standardModule(name);
    if (!own) return undefined;
    const module = moduleOf(own);
    // the default of such a module is the module
    return { ...module, member: (property, context) => (property === 'default' ? own : module.member?.(property, context)) };
  };

  return {
    unresolved: (module, name) => modules.unresolved?.(module, name),
    module: (name, _level, from) => outside(name) ?? fromRepository(name, from),
    text: (file) => files.read(file),
  };
}

function jsonModule(text: string): Value | undefined {
  try {
    return moduleOf(fromJson(JSON.parse(text)));
  } catch {
    return undefined;
  }
}
