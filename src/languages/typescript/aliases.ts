import type { ParseError } from 'jsonc-parser';
import type { ModuleFiles } from '../../module-files.js';
import { dirname, joinPath } from './paths.js';

/** What a `tsconfig.json` says about names of modules, with the folder that its paths begin at. */
interface Aliases {
  readonly base?: string;
  readonly paths: readonly { readonly from: string; readonly pattern: string; readonly targets: readonly string[] }[];
}

type Json = (text: string, errors?: ParseError[], options?: { allowTrailingComma?: boolean }) => unknown;
let parseJson: Json | undefined;

/** Must be awaited once before a configuration is read. */
export async function loadAliases(): Promise<void> {
  parseJson ??= (await import('jsonc-parser')).parse;
}

const NONE: Aliases = { paths: [] };
/** How far a configuration is followed through `extends`. */
const EXTENSIONS = 5;
const known = new WeakMap<ModuleFiles, Map<string, Aliases | undefined>>();

/** The paths that a name may stand for by the nearest configuration. */
export function aliasesOf(files: ModuleFiles, from: string, name: string): string[] {
  const { base, paths } = nearest(files, dirname(from));
  const aliased = paths.flatMap(({ from: folder, pattern, targets }) => {
    const [head = '', tail] = pattern.split('*');
    if (tail === undefined) return name === pattern ? targets.map((target) => joinPath([folder, target])) : [];
    if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return [];
    const middle = name.slice(head.length, name.length - tail.length);
    return targets.map((target) => joinPath([folder, target.replace('*', middle)]));
  });
  return base === undefined ? aliased : [...aliased, joinPath([base, name])];
}

function nearest(files: ModuleFiles, folder: string): Aliases {
  const cache = known.get(files) ?? new Map<string, Aliases | undefined>();
  known.set(files, cache);
  const here = folder === '.' ? '' : folder;
  const found = cache.get(here);
  if (found) return found;
  const file = ['tsconfig.json', 'jsconfig.json'].map((name) => joinPath([here, name])).find((each) => files.read(each) !== undefined);
  const aliases = file !== undefined ? read(files, file, EXTENSIONS) : here === '' ? NONE : nearest(files, dirname(here));
  cache.set(here, aliases);
  return aliases;
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {});

/** What a configuration says itself goes before what it extends. */
function read(files: ModuleFiles, file: string, left: number): Aliases {
  const text = files.read(file);
  if (text === undefined || left === 0 || !parseJson) return NONE;
  const config = objectOf(parseJson(text, [], { allowTrailingComma: true }));
  const options = objectOf(config.compilerOptions);
  const folder = dirname(file);
  const base = typeof options.baseUrl === 'string' ? joinPath([folder, options.baseUrl]) : undefined;
  const paths = Object.entries(objectOf(options.paths)).map(([pattern, targets]) => ({ from: base ?? folder, pattern, targets: Array.isArray(targets) ? targets.filter((target) => typeof target === 'string') : [] }));
  const parents = (Array.isArray(config.extends) ? config.extends : [config.extends]).filter((each): each is string => typeof each === 'string' && each.startsWith('.'));
  const inherited = parents.map((each) => read(files, joinPath([folder, each.endsWith('.json') ? each : `${each}.json`]), left - 1));
  return { base: base ?? inherited.find((each) => each.base !== undefined)?.base, paths: paths.length > 0 ? paths : inherited.flatMap((each) => each.paths) };
}
