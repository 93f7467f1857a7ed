import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fingerprint } from '../fingerprint.js';
import { lastGuardId, reserveGuardIds } from '../host.js';
import type { Memory, Remembered } from '../memory.js';

/** Another build may read the same text otherwise. Set when the bundle is made. */
const BUILD = process.env.MIGRALINT_BUILD;
const KEPT_DAYS = 30;
const DAY = 86_400_000;

interface File {
  readonly key: string;
  readonly guards: number;
  readonly remembered: Remembered;
}

/**
 * What was read, kept in the user's own cache folder: never in the project, which is not to be trusted.
 * A cache that cannot be read or written costs time and nothing else, so nothing is said about it.
 */
export function diskMemory(root: string, folder: string | undefined = cacheFolder()): Memory | undefined {
  if (BUILD === undefined || folder === undefined) return undefined;
  const known = new Map<string, Remembered | undefined>();
  const placeOf = (key: string): string => path.join(folder, `${fingerprint(`${BUILD}\0${root}\0${key}`)}.json`);
  return {
    recall(key) {
      if (!known.has(key)) known.set(key, load(placeOf(key), key));
      return known.get(key);
    },
    remember(key, remembered) {
      known.set(key, remembered);
      save(placeOf(key), { key, guards: lastGuardId(), remembered });
      prune(folder);
    },
  };
}

function load(place: string, key: string): Remembered | undefined {
  try {
    const file = JSON.parse(fs.readFileSync(place, 'utf8')) as File;
    if (file.key !== key) return undefined;
    reserveGuardIds(file.guards);
    const now = new Date();
    fs.utimesSync(place, now, now);
    return file.remembered;
  } catch {
    return undefined;
  }
}

function save(place: string, file: File): void {
  const temporary = `${place}.${process.pid}.tmp`;
  attempt(() => {
    fs.mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 });
    fs.writeFileSync(temporary, JSON.stringify(file), { mode: 0o600 });
    fs.renameSync(temporary, place);
  });
  attempt(() => fs.rmSync(temporary, { force: true }));
}

function prune(folder: string): void {
  attempt(() => {
    for (const name of fs.readdirSync(folder)) {
      const place = path.join(folder, name);
      if (/\.(?:json|tmp)$/u.test(name) && Date.now() - fs.statSync(place).mtimeMs > KEPT_DAYS * DAY) fs.rmSync(place, { force: true });
    }
  });
}

/** A full disk, a missing right, another run at the same work: the next run reads again. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // what could not be kept is made again
  }
}

/** Where programs of this system keep what they can make again. */
function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  try {
    const home = os.homedir();
    const own: Partial<Record<NodeJS.Platform, string | undefined>> = { darwin: path.join(home, 'Library', 'Caches'), win32: environment.LOCALAPPDATA };
    return path.join(environment.XDG_CACHE_HOME || (own[process.platform] ?? path.join(home, '.cache')), 'migralint');
  } catch {
    return undefined;
  }
}
