import type { MergedEdit } from './history.js';
import type { Migration, Script } from './migration.js';
import { discover, type Discovered } from './read.js';
import { readHistory, type ReadHistory, type ReadOptions } from './read-history.js';
import { overlay, type Snapshot } from './snapshot.js';

/** The version that a change is made against: the text of each file that the change adds (`undefined`), edits or removes. */
export type Base = ReadonlyMap<string, string | undefined>;

export interface EditOptions extends ReadOptions {
  /** True for the files under review. */
  readonly reviewed?: (file: string) => boolean;
}

export interface Edits {
  readonly edits: ReadonlyMap<ReadHistory, readonly MergedEdit[]>;
  /** Merged migrations whose text differs and which do what they did before: nothing of them is new. */
  readonly unchanged: ReadonlySet<string>;
}

const NONE: Edits = { edits: new Map(), unchanged: new Set() };

export const isAdded = (base: Base, file: string): boolean => base.has(file) && base.get(file) === undefined;

/** What the change does to merged migrations, by what they do, not by how they are written. */
export function editsOf(snapshot: Snapshot, base: Base, histories: readonly ReadHistory[], options: EditOptions): Edits {
  if (base.size === 0) return NONE;
  const concerned = concernedFiles(snapshot, base, histories, options.reviewed);
  if (concerned.size === 0) return NONE;
  const before = overlay(snapshot, base);
  const edits = new Map<ReadHistory, readonly MergedEdit[]>();
  const unchanged = new Set<string>();
  for (const history of histories) {
    const merged = readSome(before, history, concerned, options);
    if (merged.length === 0) continue;
    // what stands around them is left out on both sides, so that only their own text can make a difference
    const current = readSome(snapshot, history, concerned, options);
    const added = history.migrations.filter(({ file }) => isAdded(base, file));
    const found = merged.flatMap((each) => {
      const now = current.find(({ file, id }) => file === each.file && (id === each.id || current.every((other) => other.id !== each.id))) ?? history.migrations.find(({ id }) => id === each.id);
      const kinds = now ? differences(each, now) : [undoubtedly(added.some((other) => sameScript(each.upgrade, other.upgrade) && other.upgrade.operations.length > 0) ? 'renamed' : 'deleted')];
      if (now && kinds.length === 0 && isFullyRead(each) && isFullyRead(now)) unchanged.add(now.file);
      const shown = history.migrations.find(({ file, id }) => file === now?.file && id === now.id);
      return kinds.map(({ edit, uncertain }) => ({ edit, uncertain, merged: each, migration: shown ?? now ?? each }));
    });
    edits.set(history, found);
  }
  return { edits, unchanged };
}

/** Files of migrations that were there before and are not the same now. */
function concernedFiles(snapshot: Snapshot, base: Base, histories: readonly ReadHistory[], reviewed: EditOptions['reviewed']): ReadonlySet<string> {
  const migrations = histories.flatMap(({ migrations: all }) => all);
  const current = new Set(migrations.flatMap(({ file, downgradeFile }) => (downgradeFile === undefined ? [file] : [file, downgradeFile])));
  const unreadable = new Set(histories.flatMap(({ unread }) => unread.map(({ file }) => file)));
  const homes = new Set([...current].flatMap((file) => [folderOf(file), folderOf(folderOf(file))]));
  const present = new Set(snapshot.files);
  const concerned = new Set<string>();
  for (const [file, text] of base) {
    if (text === undefined || unreadable.has(file) || reviewed?.(file) === false) continue;
    if (current.has(file) || (!present.has(file) && (homes.has(folderOf(file)) || homes.has(folderOf(folderOf(file)))))) concerned.add(file);
  }
  // a migration of two files is compared as a whole
  for (const { file, downgradeFile } of migrations) if (downgradeFile !== undefined && (concerned.has(file) || concerned.has(downgradeFile))) concerned.add(file).add(downgradeFile);
  return concerned;
}

const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/')));

function readSome(snapshot: Snapshot, history: ReadHistory, files: ReadonlySet<string>, options: ReadOptions): readonly Migration[] {
  const same = ({ framework, environment }: Discovered): boolean => framework.name === history.framework.name && environment.id === history.environment.id;
  const found = discover(snapshot, options.settings).find(same);
  const sources = found?.environment.sources.filter(({ file, downgrade }) => files.has(file) || (downgrade !== undefined && files.has(downgrade.file))) ?? [];
  if (!found || sources.length === 0) return [];
  const { dialect, version } = history.target;
  return readHistory(snapshot, history.framework, { ...found.environment, sources }, { settings: options.settings, dialect, targetVersion: version }, () => undefined).migrations;
}

type Kind = Pick<MergedEdit, 'edit' | 'uncertain'>;
const undoubtedly = (edit: MergedEdit['edit']): Kind => ({ edit, uncertain: false });

function differences(before: Migration, now: Migration): readonly Kind[] {
  if (before.id !== now.id) return [undoubtedly('renamed')];
  const uncertain = !isFullyRead(before) || !isFullyRead(now);
  const found: Kind[] = [];
  if (before.parents.join('\0') !== now.parents.join('\0')) found.push(undoubtedly('order'));
  if (!sameScript(before.upgrade, now.upgrade)) found.push({ edit: 'upgrade', uncertain });
  else if (!sameScript(before.downgrade, now.downgrade)) found.push({ edit: 'downgrade', uncertain });
  return found;
}

const isFullyRead = ({ upgrade, downgrade }: Migration): boolean => [upgrade, downgrade].every(({ unread, gaveUp }) => unread.length === 0 && gaveUp !== true);
const sameScript = (one: Script, other: Script): boolean => meaningOf(one) === meaningOf(other);

/** Where something stands, and which of its lines belong together, is no part of what it does. */
const PLACES = new Set(['span', 'calledAt', 'idSpan', 'parentSpan', 'statement', 'guards']);
const isEmpty = ({ status }: Script): boolean => status === 'empty' || status === 'absent';

function meaningOf(script: Script): string {
  const plain = (key: string, value: unknown): unknown => (PLACES.has(key) ? undefined : typeof value === 'string' ? value.replace(/\s+/gu, ' ').trim() : value);
  return JSON.stringify([isEmpty(script) ? 'nothing' : script.status, script.operations], plain);
}
