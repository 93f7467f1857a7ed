/** The whole outside world, already read: what the core sees of the disk, of git or of an editor's unsaved text. */
export interface Snapshot {
  /** Text of a file, `undefined` where there is none. Paths are relative to the root, with `/`. */
  read(file: string): string | undefined;
  /** All files, sorted: those that may be migrations. Others can be read by their path. */
  readonly files: readonly string[];
  /** The folders above the root that belong to the same repository, nearest first: `..`, `../..`. */
  readonly above?: readonly string[];
}

/** For tests and for embedding: a snapshot of texts in memory. */
export function memorySnapshot(texts: Readonly<Record<string, string>>): Snapshot {
  return { read: (file) => (Object.hasOwn(texts, file) ? texts[file] : undefined), files: Object.keys(texts).sort() };
}

/** The snapshot with other texts in some places; `undefined`: there is no such file. */
export function overlay(snapshot: Snapshot, texts: ReadonlyMap<string, string | undefined>): Snapshot {
  const kept = snapshot.files.filter((file) => !texts.has(file));
  const added = [...texts].flatMap(([file, text]) => (text === undefined ? [] : [file]));
  return { ...snapshot, files: [...kept, ...added].sort(), read: (file) => (texts.has(file) ? texts.get(file) : snapshot.read(file)) };
}
