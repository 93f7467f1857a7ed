import { type Call, nativeFunction, NULL, plainText, recordValue, textValue, TRUE, UNDEFINED, unknownValue, type Value } from '../../evaluate/value.js';
import { concatText, tracedText } from '../../value.js';
import { harmless } from '../python/natives.js';
import { GLOBALS, PROCESS } from './globals.js';
import { isCallable, made, objectOf, textOfKnown, unknownText } from './known.js';
import { LODASH, lodashFunction } from './lodash.js';
import { basename, dirname, extname, joinPath, normalize, resolvePath } from './paths.js';
import { PROMISE } from './promises.js';
import { ASYNC } from './async-module.js';
import { textOf } from './printing.js';

const ofPaths = (read: (parts: readonly string[]) => string) => (call: Call): Value => {
  const parts = call.positional.map(textOfKnown);
  return call.complete && parts.every((part) => part !== undefined) ? textValue(made(read(parts), call.span)) : unknownText(call, ...call.positional);
};
const first = (read: (path: string) => string) => ofPaths(([path = '']) => read(path));

const PATH = objectOf('path', {
  join: ofPaths(joinPath),
  resolve: ofPaths(resolvePath),
  normalize: first(normalize),
  dirname: first(dirname),
  basename: ofPaths(([path = '', ending = '']) => (ending !== '' && basename(path).endsWith(ending) ? basename(path).slice(0, -ending.length) : basename(path))),
  extname: first(extname),
}, { sep: plainText('/') });

/** The text of a file of the repository: a path from its root, as `__dirname` is, or from where a program is started. */
function contents(call: Call): Value {
  const path = textOfKnown(call.positional[0]);
  if (path === undefined) return unknownText(call, call.positional[0]);
  const written = normalize(path.replace(/^file:\/\//u, '')).replace(/^\//u, '');
  for (const file of [written, ...foldersAbove(call.span.file).map((folder) => `${folder}/${written}`)]) {
    const text = call.readText(file);
    if (text !== undefined) return textValue(tracedText(text, { file, start: 0, end: text.length }));
  }
  return unknownText(call);
}

/** A program is started in a folder above the file that is read from: the root of the repository, or that of a package in it. */
function foldersAbove(file: string): readonly string[] {
  const parts = dirname(file).split('/');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('/')).filter((folder) => folder !== '' && folder !== '.');
}

/** `readFile(path, encoding, callback)`, or a promise of the text. */
function readFile(call: Call): Value {
  const text = contents(call);
  const callback = call.positional.at(-1);
  return isCallable(callback) ? call.invoke(callback, [NULL, text]) : text;
}

const exists = (call: Call): Value => {
  const text = contents(call);
  return text.kind === 'text' && text.text.holes.length === 0 ? TRUE : unknownValue('environment', call.span);
};
const FILES = objectOf('fs', { readFileSync: contents, readFile, existsSync: exists, exists }, {});
const PROMISED = objectOf('fs/promises', { readFile: contents });
const FS = { ...harmless('fs'), call: undefined, member: (property: string, context: Parameters<NonNullable<typeof FILES.member>>[1]) => (property === 'promises' ? PROMISED : (FILES.member?.(property, context) ?? harmless(`fs.${property}`))) };

const fileUrl = (call: Call): Value => {
  const url = call.positional[0];
  const text = textOfKnown(url?.kind === 'record' ? url.entries.get('href') : url);
  return text === undefined ? unknownText(call, url) : textValue(made(text.replace(/^file:\/\//u, ''), call.span));
};
const URL_MODULE = objectOf('url', { fileURLToPath: fileUrl, pathToFileURL: (call) => call.positional[0] ?? UNDEFINED });

const itself = (call: Call): Value => call.positional[0] ?? UNDEFINED;

/** `format('%s', value)` */
function format(call: Call): Value {
  const [pattern, ...values] = call.positional;
  const text = textOfKnown(pattern);
  if (text === undefined || pattern?.kind !== 'text' || !call.complete) return unknownText(call, ...call.positional);
  const parts = text.split(/%[sdif]/u);
  if (parts.length - 1 !== values.length || /%[^sdif]/u.test(text)) return unknownText(call, ...call.positional);
  return textValue(concatText(parts.flatMap((part, i) => [made(part, call.span), ...(values[i] ? [textOf(values[i], call)] : [])])));
}
const UTIL = objectOf('util', { promisify: itself, callbackify: itself, format, inspect: (call) => unknownText(call, ...call.positional), inherits: () => UNDEFINED });

/** Takes the margin off a template: SQL is the same with and without. */
const joined = nativeFunction('dedent', (call) => {
  const [strings, ...values] = call.positional;
  if (strings?.kind === 'text') return strings;
  if (strings?.kind === 'native' || strings?.kind === 'record') return joined;
  const parts = strings?.kind === 'list' ? strings.items : undefined;
  if (!parts) return unknownText(call, ...call.positional);
  return textValue(concatText(parts.flatMap((part, i) => (i === 0 ? [textOf(part, call)] : [textOf(values[i - 1] ?? plainText(''), call), textOf(part, call)]))));
});
const TAGS: Value = { ...joined, member: () => joined };

const UNKNOWN_RESULTS = ['crypto', 'os', 'uuid', 'nanoid', 'moment', 'dayjs', 'luxon', 'date-fns', 'chalk', 'debug', 'winston', 'pino', 'child_process', 'perf_hooks', 'readline', 'assert', 'events', 'timers', 'stream', 'zlib', 'dotenv', 'tslib'];

const MODULES = new Map<string, Value>([
  ['path', PATH],
  ['path/posix', PATH],
  ['fs', FS],
  ['fs-extra', FS],
  ['graceful-fs', FS],
  ['fs/promises', PROMISED],
  ['url', URL_MODULE],
  ['util', UTIL],
  ['process', PROCESS],
  ['buffer', recordValue([['Buffer', GLOBALS.get('Buffer') ?? UNDEFINED]])],
  ['bluebird', PROMISE],
  ['async', ASYNC],
  ['co', { ...objectOf('co', { wrap: itself }), call: (call) => (isCallable(call.positional[0]) ? call.invoke(call.positional[0], []) : UNDEFINED) }],
  ['lodash', LODASH],
  ['lodash-es', LODASH],
  ['underscore', LODASH],
  ...['dedent', 'dedent-js', 'ts-dedent', 'outdent', 'endent', 'common-tags', 'strip-indent', 'string-dedent'].map((name) => [name, TAGS] as const),
  ...UNKNOWN_RESULTS.map((name) => [name, harmless(name)] as const),
]);

/** `lodash/map` */
function partOf(name: string): Value | undefined {
  const part = /^lodash(?:-es)?\/(\w+)(?:\.js)?$/u.exec(name)?.[1];
  return part === undefined ? undefined : lodashFunction(part);
}

/** Modules of Node and a few small packages that programs are made of. */
export function standardModule(name: string): Value | undefined {
  return MODULES.get(name.replace(/^node:/u, '')) ?? partOf(name);
}

