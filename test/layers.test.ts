import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  /** The file, relative to the root. */
  readonly from: string;
  /** A file relative to the root (`src/span.ts`), or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const STATEMENT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[\w*{][^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gu;

const sources = ['src', 'rules'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll(path.sep, '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort(),
);

const imports: readonly Import[] = sources.flatMap((from) =>
  [...readFileSync(path.join(root, from), 'utf8').matchAll(STATEMENT)].map((match) => {
    const name = match[2] ?? match[3] ?? '';
    const to = name.startsWith('.') ? path.posix.join(path.posix.dirname(from), name).replace(/\.js$/u, '.ts') : name;
    return { from, to, typeOnly: match[1] !== undefined };
  }),
);

const within = (...places: readonly string[]) => (file: string): boolean => places.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place));
const isFile = (name: string): boolean => name.startsWith('src/') || name.startsWith('rules/');
const written = ({ from, to }: Import): string => `${from} imports ${to}`;

/** What the files of a place import and may not. */
const trespasses = (files: (file: string) => boolean, allowed: (each: Import) => boolean): string[] => imports.filter((each) => files(each.from) && !allowed(each)).map(written);

const VOCABULARY = ['span', 'value', 'operation', 'impact', 'migration', 'finding', 'rule', 'framework', 'define-framework', 'target', 'snapshot', 'history'].map((name) => `src/${name}.ts`);
const vocabulary = within(...VOCABULARY);

describe('layers', () => {
  it('finds the imports it judges', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.filter(({ to }) => isFile(to) && !sources.includes(to) && !to.endsWith('.json')).map(written)).toEqual([]);
  });

  it('the vocabulary imports nothing outside itself, so that every part can speak it', () => {
    // the shapes of the catalog and of values are part of what rules and frameworks are told, but no code of theirs is
    const shapes = within('src/catalog/catalog.ts', 'src/catalog/difference.ts', 'src/evaluate/value.ts', 'src/evaluate/core.ts');
    expect(trespasses(vocabulary, ({ to, typeOnly }) => vocabulary(to) || (typeOnly && shapes(to)))).toEqual([]);
  });

  it('rules see the rule API, what the catalog answers and facts about dialects: they never parse, and read no files', () => {
    const answers = within('src/catalog/catalog.ts', 'src/catalog/diff.ts', 'src/catalog/difference.ts', 'src/catalog/equivalent.ts', 'src/catalog/names.ts', 'src/catalog/query.ts', 'src/catalog/text.ts', 'src/nearest.ts', 'src/dialects/');
    expect(trespasses(within('rules/'), ({ from, to }) => vocabulary(to) || answers(to) || within('rules/support/')(to) || from === 'rules/index.ts')).toEqual([]);
  });

  it('rules do not know each other: one finding per cause is settled by what they see, not by whom they ask', () => {
    const rule = (file: string): boolean => /^rules\/[^/]+\.ts$/u.test(file);
    expect(trespasses(within('rules/'), ({ from, to }) => !rule(to) || from === 'rules/index.ts')).toEqual([]);
  });

  it('frameworks see their host only, so that one is tested without disk, catalog or parser', () => {
    const hidden = within('src/catalog/', 'src/hosts/', 'src/reporters/', 'src/languages/', 'rules/');
    expect(trespasses(within('src/frameworks/'), ({ to }) => !hidden(to) && isFile(to))).toEqual([]);
  });

  it('catalog and evaluator do not know each other: operations are all that passes between them', () => {
    expect(trespasses(within('src/catalog/'), ({ to }) => !within('src/evaluate/', 'src/languages/', 'src/frameworks/', 'src/hosts/', 'src/reporters/')(to))).toEqual([]);
    expect(trespasses(within('src/evaluate/'), ({ to }) => !within('src/catalog/', 'src/languages/', 'src/frameworks/', 'src/hosts/', 'src/reporters/')(to))).toEqual([]);
  });

  it('languages produce the core form and operations; what is done with them is not their business', () => {
    expect(trespasses(within('src/languages/'), ({ to }) => !within('src/catalog/', 'src/frameworks/', 'src/hosts/', 'src/reporters/', 'rules/')(to))).toEqual([]);
  });

  it('reporters turn a report into text, so that all of them can be tested on one report', () => {
    const place = within('src/reporters/', 'src/lines.ts');
    expect(trespasses(within('src/reporters/'), ({ to, typeOnly }) => vocabulary(to) || place(to) || to === 'picocolors' || (typeOnly && to === 'sarif'))).toEqual([]);
  });

  it('only hosts touch the outside world, so that the core runs in an editor, a browser and a test alike', () => {
    const outside = ({ to }: Import): boolean => to.startsWith('node:') || to === 'eslint' || to.startsWith('eslint/');
    expect(trespasses((file) => !within('src/hosts/')(file), (each) => !outside(each))).toEqual([]);
  });

  it('nothing below the library and the hosts knows which rules there are: they are handed in', () => {
    expect(trespasses((file) => file.startsWith('src/') && !within('src/index.ts', 'src/hosts/')(file), ({ to }) => !to.startsWith('rules/'))).toEqual([]);
  });

  it('nothing imports a host but a host', () => {
    expect(trespasses((file) => !within('src/hosts/')(file), ({ to }) => !to.startsWith('src/hosts/'))).toEqual([]);
  });

  it('no file is longer than can be kept in mind', () => {
    // a table of facts is looked up, not read
    const long = sources.filter((file) => readFileSync(path.join(root, file), 'utf8').split('\n').length > 420 && !/-table\.ts$/u.test(file));
    expect(long).toEqual([]);
  });
});
