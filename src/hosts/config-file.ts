import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { configProblems, type Config } from '../config.js';
import type { KeyPath } from '../json-schema.js';
import { linesOf } from '../lines.js';
import type { Rule } from '../rule.js';
import { gitRoot, readText, relativeTo, upwards } from './files.js';
import { UsageProblem } from './problem.js';

const NAMES = ['js', 'mjs', 'ts', 'mts', 'json'].map((ending) => `migralint.config.${ending}`);

export interface LoadedConfig {
  readonly config: Config;
  /** Absolute; `undefined` where there is no configuration file. */
  readonly file?: string;
}

/** Files of other tools, which have a part for us or not. */
const SHARED = ['pyproject.toml', 'package.json'];
const OURS = { 'pyproject.toml': /^\s*\[\s*tool\s*\.\s*migralint\s*[.\]]/mu, 'package.json': /"migralint"\s*:\s*\{/u } as const;

function mentionsUs(file: string): boolean {
  const pattern = OURS[path.basename(file) as keyof typeof OURS];
  return pattern.test(readText(file, false, () => undefined) ?? '');
}

/** The nearest configuration file from the folder up to the top of the git work tree. */
function findConfig(folder: string): string | undefined {
  for (const current of upwards(folder, gitRoot(folder) ?? folder)) {
    const files = NAMES.map((name) => path.join(current, name)).filter((file) => fs.existsSync(file));
    const found = [...files, ...SHARED.map((name) => path.join(current, name)).filter(mentionsUs)];
    if (found.length > 1) throw new UsageProblem(`two configuration files in one folder: ${found.map((file) => path.basename(file)).join(' and ')}. Keep one, or choose with --config`);
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

/** `wanted`: a file, `false` for none, or left out to search. */
export async function loadConfig(folder: string, wanted: string | false | undefined, rules: readonly Rule[]): Promise<LoadedConfig> {
  if (wanted === false) return { config: {} };
  const file = wanted === undefined ? findConfig(folder) : path.resolve(folder, wanted);
  if (file === undefined) return { config: {} };
  const shown = relativeTo(folder, file);
  if (!fs.existsSync(file)) throw new UsageProblem(`--config: no such file: ${shown}`);
  const { value, lineOf } = await loadAny(file, shown);
  // `migralint` may be a dependency's name in a package.json, and a project's own
  if (value === undefined) return { config: {} };
  const problems = configProblems(value, rules);
  if (problems.length > 0) {
    const places = problems.map(({ path: key, message }) => {
      const line = lineOf(key);
      return `${shown}${line === undefined ? '' : `:${line}`}: ${message}`;
    });
    throw new UsageProblem(places.join('\n'));
  }
  return { config: value as Config, file };
}

async function loadAny(file: string, shown: string): Promise<Loaded> {
  const name = path.basename(file);
  if (name === 'package.json') return part(await loadJson(file, shown), 'migralint');
  if (/\.jsonc?$/u.test(file)) return loadJson(file, shown);
  if (/\.toml$/u.test(file)) return name === 'pyproject.toml' ? part(part(await loadToml(file, shown), 'tool'), 'migralint') : loadToml(file, shown);
  return { value: await loadModule(file, shown), lineOf: () => undefined };
}

function part({ value, lineOf }: Loaded, key: string): Loaded {
  const own = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  return { value: own, lineOf: (path) => lineOf([key, ...path]) };
}

async function loadToml(file: string, shown: string): Promise<Loaded> {
  const text = readText(file, true, (reason) => {
    throw new UsageProblem(`${shown}: ${reason}`);
  }) ?? '';
  const { parse, TomlError } = await import('smol-toml');
  try {
    return { value: parse(text), lineOf: () => undefined };
  } catch (error) {
    const at = error instanceof TomlError ? `:${error.line}:${error.column}` : '';
    throw new UsageProblem(`${shown}${at}: not valid TOML (${firstLine(error)})`, { cause: error });
  }
}

interface Loaded {
  readonly value: unknown;
  lineOf(path: KeyPath): number | undefined;
}

async function loadJson(file: string, shown: string): Promise<Loaded> {
  const text = readText(file, true, (reason) => {
    throw new UsageProblem(`${shown}: ${reason}`);
  }) ?? '';
  const { default: jsonc } = await import('jsonc-parser');
  const errors: import('jsonc-parser').ParseError[] = [];
  const tree = jsonc.parseTree(text.replace(/^\uFEFF/u, ' '), errors, { allowTrailingComma: true });
  const lines = linesOf(text);
  const [first] = errors;
  if (first || !tree) {
    const { line, column } = lines.position(first?.offset ?? 0);
    throw new UsageProblem(`${shown}:${line}:${column}: not valid JSON (${!first || text.trim() === '' ? 'empty file' : wordsOf(jsonc.printParseErrorCode(first.error))})`);
  }
  return {
    value: jsonc.getNodeValue(tree),
    lineOf(path) {
      const node = jsonc.findNodeAtLocation(tree, [...path]);
      // the key stands before its value, on the line that the user has to change
      const at = node?.parent?.type === 'property' ? node.parent : node;
      return at && lines.position(at.offset).line;
    },
  };
}

const wordsOf = (code: string): string => code.replace(/(?<=[a-z])[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();

async function loadModule(file: string, shown: string): Promise<unknown> {
  let loaded: unknown;
  try {
    if (/\.m?ts$/u.test(file)) {
      const { createJiti } = await import('jiti');
      loaded = await createJiti(import.meta.url, { moduleCache: false, fsCache: false, alias: { migralint: fileURLToPath(import.meta.resolve('migralint')) } }).import(file, { default: true });
    } else {
      const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
      loaded = module.default;
    }
  } catch (error) {
    throw new UsageProblem(`${shown}${placeIn(file, error)}: the configuration cannot be loaded: ${firstLine(error)}`, { cause: error });
  }
  if (typeof loaded === 'function' || loaded instanceof Promise) throw new UsageProblem(`${shown}: must export an object, not a ${typeof loaded === 'function' ? 'function' : 'promise'}`);
  if (loaded === undefined) throw new UsageProblem(`${shown}: has no default export. Write: export default { preset: 'recommended' }`);
  return loaded;
}

const firstLine = (error: unknown): string => ((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '').replace(/^ParseError: /u, '').trim();

/** `:line` (and column) where the error names a place in the file. */
function placeIn(file: string, error: unknown): string {
  const { stack = '', message = '' } = error instanceof Error ? error : {};
  const escaped = path.basename(file).replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  const pattern = new RegExp(`${escaped}:(\\d+(?::\\d+)?)`, 'u');
  let place = pattern.exec(stack) ?? /\((\d+:\d+)\)/u.exec(message);
  // Node keeps the place of a syntax error in a module to itself, and tells it when it only checks
  if (!place && error instanceof SyntaxError) place = pattern.exec(spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' }).stderr);
  return place ? `:${place[1]}` : '';
}
