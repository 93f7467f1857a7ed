import type { NamingConvention } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import { ancestorsOf, folderOf, joinPath } from '../paths.js';

const KEYS = new Set(['ix', 'uq', 'ck', 'fk', 'pk']);
const STRING = /[rRuU]?("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/y;

/** Skips white space and comments. */
function skipBlank(text: string, at: number): number {
  const blank = /(?:\s|#[^\n]*)*/y;
  blank.lastIndex = at;
  blank.exec(text);
  return blank.lastIndex;
}

/** A string and those written behind it. */
function stringAt(text: string, at: number): { readonly value: string; readonly end: number } | undefined {
  let value: string | undefined;
  let end = at;
  for (;;) {
    STRING.lastIndex = skipBlank(text, end);
    const match = STRING.exec(text);
    if (!match?.[1]) return value === undefined ? undefined : { value, end };
    value = (value ?? '') + match[1].slice(1, -1);
    end = STRING.lastIndex;
  }
}

/** Reads `{"ix": "...", ...}` or `dict(ix="...")` that begins at `at`; entries that are no strings are left out. */
export function conventionAt(text: string, at: number): NamingConvention | undefined {
  const opening = /\{|dict\(/y;
  opening.lastIndex = at;
  const open = opening.exec(text);
  if (!open) return undefined;
  const named = open[0] !== '{';
  const found: Record<string, string> = {};
  let position = opening.lastIndex;
  for (;;) {
    position = skipBlank(text, position);
    const character = text[position];
    if (character === undefined || character === '}' || character === ')') break;
    let key: string | undefined;
    if (named) {
      const name = /(\w+)\s*=/y;
      name.lastIndex = position;
      key = name.exec(text)?.[1];
      if (key !== undefined) position = name.lastIndex;
    } else {
      const string = stringAt(text, position);
      const colon = string ? skipBlank(text, string.end) : position;
      if (string && text[colon] === ':') {
        key = string.value;
        position = colon + 1;
      }
    }
    const open = skipBlank(text, position);
    const value = stringAt(text, text[open] === '(' ? open + 1 : open);
    if (key !== undefined && value) found[key] = value.value;
    const next = text.indexOf(',', value?.end ?? position);
    const close = /[})]/g;
    close.lastIndex = value?.end ?? position;
    const end = close.exec(text)?.index ?? text.length;
    // a parenthesis around the value closes before the comma
    if (next < 0 || (end < next && !/^\)\s*,/.test(text.slice(end, next + 1)))) break;
    position = next + 1;
  }
  return Object.keys(found).some((key) => KEYS.has(key)) ? found : undefined;
}

/** The naming conventions that a Python file writes out. */
export function conventionsIn(text: string): NamingConvention[] {
  if (!/naming_?convention/i.test(text)) return [];
  const found: NamingConvention[] = [];
  for (const match of text.matchAll(/naming_?convention["']?\s*(?::[^=\n{]*)?[=:]\s*(?:(\w+)\s*[,)\n]|(?=\{|dict\())/gi)) {
    let at = match.index + match[0].length;
    if (match[1] !== undefined) {
      const bound = new RegExp(`^\\s*${match[1]}\\s*(?::[^=\\n]*)?=\\s*`, 'm').exec(text);
      if (!bound) continue;
      at = bound.index + bound[0].length;
    }
    const convention = conventionAt(text, at);
    if (convention) found.push(convention);
  }
  return found;
}

/** Files of the snapshot that a module may import, by the names in its `import` lines. */
function importsOf(snapshot: Snapshot, file: string, text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/^[^\S\n]*(?:from\s+(\.*)([\w.]*)\s+import\s+(\([^)]*\)|[^\n]*)|import\s+([\w.]+))/gm)) {
    const module = (match[2] ?? match[4] ?? '').replaceAll('.', '/');
    const dots = (match[1] ?? '').length;
    const bases = dots > 0 ? ancestorsOf(folderOf(file)).slice(dots - 1, dots) : ancestorsOf(folderOf(file)).flatMap((folder) => [folder, folder === '' ? 'src' : `${folder}/src`]);
    const names = (match[3] ?? '').match(/\w+/g) ?? [];
    for (const base of bases) {
      const at = joinPath(base, module);
      if (at === undefined) continue;
      const prefix = at === '' ? '' : `${at}/`;
      const candidates = [`${at}.py`, `${prefix}__init__.py`, ...names.map((name) => `${prefix}${name}.py`), ...names.map((name) => `${prefix}${name}/__init__.py`)];
      const existing = candidates.filter((candidate) => snapshot.read(candidate) !== undefined);
      if (existing.length === 0) continue;
      found.push(...existing);
      break;
    }
  }
  return found;
}

/** The convention of `env.py` or of the nearest module that it imports. */
export function importedConvention(snapshot: Snapshot, script: string): NamingConvention | undefined {
  const start = script === '' ? 'env.py' : `${script}/env.py`;
  const seen = new Set<string>([start]);
  let wave = [start];
  for (let depth = 0; depth < 4 && wave.length > 0 && seen.size < 300; depth += 1) {
    const next: string[] = [];
    for (const file of wave) {
      const text = snapshot.read(file);
      if (text === undefined) continue;
      const convention = conventionsIn(text)[0];
      if (convention) return convention;
      for (const imported of importsOf(snapshot, file, text)) {
        if (seen.has(imported)) continue;
        seen.add(imported);
        next.push(imported);
      }
    }
    wave = next;
  }
  return undefined;
}

/** The convention of the snapshot where all files outside the revisions agree on one. */
export function onlyConvention(snapshot: Snapshot, isRevision: (file: string) => boolean): NamingConvention | undefined {
  const found = new Map<string, NamingConvention>();
  for (const file of snapshot.files) {
    if (!file.endsWith('.py') || isRevision(file)) continue;
    for (const convention of conventionsIn(snapshot.read(file) ?? '')) found.set(JSON.stringify(convention), convention);
    if (found.size > 1) return undefined;
  }
  return found.values().next().value;
}
