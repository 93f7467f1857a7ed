import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import type { Snapshot } from '../snapshot.js';

/** What a history can be made of. Nothing else is listed or read. */
const EXTENSIONS = new Set(['.py', '.ini', '.toml', '.cfg', '.sql', '.mako', '.ts', '.js', '.mts', '.mjs', '.cts', '.cjs', '.json', '.prisma', '.plan', '.conf', '.yml', '.yaml']);
const SKIPPED = new Set(['node_modules', 'bower_components', 'venv', '__pycache__', 'dist', 'site-packages', 'build', 'target', 'vendor']);

/** A file or folder that could not be read. `file` is relative to the root, with `/`. */
export interface ReadProblem {
  readonly file: string;
  readonly reason: string;
  readonly folder: boolean;
}

export interface DiskSnapshot extends Snapshot {
  /** What could not be read so far. */
  readonly problems: readonly ReadProblem[];
}

export interface DiskOptions {
  /** All paths of the snapshot are relative to it. */
  readonly root: string;
  /** Absolute folders whose files are listed. Any other file can still be read by its path. */
  readonly folders: readonly string[];
  /** Absolute files listed besides them. */
  readonly files?: readonly string[];
  /** Whether an absolute path is left out, with all below it. */
  readonly ignored?: (absolute: string) => boolean;
}

export const slashed = (file: string): string => (path.sep === '/' ? file : file.split(path.sep).join('/'));
export const relativeTo = (root: string, absolute: string): string => slashed(path.relative(root, absolute));

/** Whether a file of this name can be a part of a history. */
export const isWanted = (file: string): boolean => EXTENSIONS.has(extensionOf(file));
const extensionOf = (name: string): string => name.slice(name.lastIndexOf('.'));

export function diskSnapshot(options: DiskOptions): DiskSnapshot {
  const problems: ReadProblem[] = [];
  const note = (absolute: string, reason: string, folder: boolean): void => {
    problems.push({ file: relativeTo(options.root, absolute) || '.', reason, folder });
  };
  const within = confines(options);
  const files = listFiles(options, within, note);
  const listed = new Set(files);
  const seen = new Set<string>();
  const texts = new Map<string, string | undefined>();
  const top = gitRoot(options.root);
  const levels = top === undefined ? 0 : path.relative(top, options.root).split(path.sep).filter((part) => part !== '').length;
  return {
    files,
    above: Array.from({ length: levels }, (_, i) => Array.from({ length: i + 1 }, () => '..').join('/')),
    problems,
    read(file) {
      if (texts.has(file)) return texts.get(file);
      if (!isWanted(file)) return undefined;
      const absolute = path.resolve(options.root, file);
      // what a migration or a settings file names may lie anywhere; only what belongs to the project is read
      if (!listed.has(file) && !within(absolute)) return undefined;
      const text = readText(absolute, listed.has(file), (reason) => note(absolute, reason, false));
      // most files are looked at once, to see that they are no migration: only what is asked for again is worth its memory
      if (text === undefined || seen.has(file)) texts.set(file, text);
      seen.add(file);
      return text;
    },
  };
}

/** `undefined` where there is no such file, or where it cannot be read: then `fail` is told why. */
export function readText(absolute: string, exists: boolean, fail: (reason: string) => void): string | undefined {
  try {
    if (!exists && !fs.statSync(absolute, { throwIfNoEntry: false })?.isFile()) {
      return undefined;
    }
    const bytes = fs.readFileSync(absolute);
    const text = decoded(bytes);
    if (text === undefined) fail(whyNotText(bytes));
    return text;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    fail(missing ? 'a symbolic link to nothing: restore its target or remove the link' : reasonOf(error));
    return undefined;
  }
}

/** UTF-8, or UTF-16 with the mark that editors of Windows put before it. */
function decoded(bytes: Buffer): string | undefined {
  const utf16 = utf16Of(bytes);
  if (utf16 === undefined) return !bytes.includes(0) && isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  try {
    const text = new TextDecoder(utf16, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function utf16Of(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

function whyNotText(bytes: Buffer): string {
  if (utf16Of(bytes) !== undefined) return 'it begins as UTF-16 text does and is none: save it as UTF-8';
  const zero = bytes.indexOf(0);
  if (zero >= 0) return `a NUL byte in line ${lineAt(bytes, zero)}: a binary file, or UTF-16 text without a byte order mark: save it as UTF-8`;
  return `not UTF-8 text in line ${lineAt(bytes, validLength(bytes))}: save it as UTF-8`;
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0 && at < offset; at = bytes.indexOf(LINE_FEED, at + 1)) line += 1;
  return line;
}
const LINE_FEED = 0x0a;

/** Up to the first line that is no UTF-8. */
function validLength(bytes: Buffer): number {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, from);
    if (!isUtf8(bytes.subarray(from, end < 0 ? bytes.length : end)) || end < 0) return from;
    from = end + 1;
  }
  return bytes.length;
}

/** An error of the operating system in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ELOOP') return 'a symbolic link that leads back to itself';
  if (code === 'ENOENT') return 'no such file or directory';
  if (code === 'ENOSPC') return 'no space left on the device';
  if (code === 'EISDIR') return 'it is a directory';
  if (code === 'ENOTDIR') return 'a part of its path is not a directory';
  return message.replace(/, \w+ '.*'$/u, '');
}

type Within = (absolute: string) => boolean;
const OUTSIDE = 'a symbolic link that leads out of the project: it is not followed';

/** The repository, and those of the folders and files that the user names: a repository must not have others read. */
function confines({ root, folders, files = [] }: DiskOptions): Within {
  const named = [...folders, ...files.map((file) => path.dirname(file))];
  const places = [...new Set([gitRoot(root) ?? root, ...named.map((folder) => gitRoot(folder) ?? folder)].map((folder) => realPath(folder) ?? folder))];
  return (absolute) => {
    const real = realPath(absolute);
    return real === undefined || places.some((place) => isInside(place, real));
  };
}

const leadsAway = (link: string, within: Within): boolean => realPath(link) !== undefined && !within(link);

type Note = (absolute: string, reason: string, folder: boolean) => void;

function listFiles({ root, folders, files = [], ignored }: DiskOptions, within: Within, note: Note): readonly string[] {
  const found = new Set<string>();
  const separate = folders.filter((folder) => !folders.some((other) => other !== folder && isInside(other, folder)));
  const walked = new Set(separate.map((folder) => realPath(folder) ?? folder));
  const pending = [...separate];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      note(folder, reasonOf(error), true);
      continue;
    }
    const prefix = relativeTo(root, folder);
    for (const entry of entries) {
      const { name } = entry;
      if (entry.isDirectory()) {
        if (name.startsWith('.') || SKIPPED.has(name)) continue;
        const below = path.join(folder, name);
        if (!ignored?.(below)) pending.push(below);
        continue;
      }
      const wanted = isWanted(name);
      if (wanted && !(ignored?.(path.join(folder, name)) ?? false)) {
        if (entry.isSymbolicLink() && leadsAway(path.join(folder, name), within)) note(path.join(folder, name), OUTSIDE, false);
        else if (!(entry.isSymbolicLink() && isFolder(path.join(folder, name)))) found.add(prefix === '' ? name : `${prefix}/${name}`);
      } else if (!wanted && entry.isSymbolicLink() && !name.startsWith('.') && !SKIPPED.has(name)) {
        // a linked folder counts unless its files are listed at their own place, which also ends circles
        const target = realPath(path.join(folder, name));
        if (target === undefined || [...walked].some((other) => isInside(other, target) || isInside(target, other))) continue;
        if (!isFolder(target) || ignored?.(path.join(folder, name))) continue;
        if (!within(target)) {
          note(path.join(folder, name), OUTSIDE, true);
          continue;
        }
        walked.add(target);
        pending.push(path.join(folder, name));
      }
    }
  }
  for (const file of files) found.add(relativeTo(root, file));
  return [...found].sort();
}

function isFolder(file: string): boolean {
  try {
    return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

function realPath(file: string): string | undefined {
  try {
    return fs.realpathSync(file);
  } catch {
    return undefined;
  }
}

/** Whether `file` is `folder` or lies below it. */
export function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/** The folders from this one up to (and with) the limit, or up to the root of the disk where the limit is elsewhere. */
export function* upwards(folder: string, limit: string): Generator<string> {
  for (let current = folder; ; current = path.dirname(current)) {
    yield current;
    if (current === limit || path.dirname(current) === current) return;
  }
}

/** The top folder of the git work tree, found without asking git. */
export function gitRoot(folder: string): string | undefined {
  for (const current of upwards(folder, '')) if (fs.existsSync(path.join(current, '.git'))) return current;
  return undefined;
}
