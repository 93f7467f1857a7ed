import fs from 'node:fs';
import path from 'node:path';
import type { Snapshot } from '../../snapshot.js';
import { diskSnapshot, type DiskOptions } from '../files.js';

/** How many times as long as a look at the disk takes it is believed: looking costs a tenth of the time at most. */
const PATIENCE = 10;

interface Kept {
  readonly stamp: string;
  readonly text: string | undefined;
}

/** A folder on disk that is looked at again and again. As long as nothing in it changes, its snapshot is one and the same object. */
export class LiveFolder {
  private snapshot: Snapshot | undefined;
  private readonly texts = new Map<string, Kept>();
  private believedUntil = 0;

  constructor(private readonly options: DiskOptions) {}

  current(): Snapshot {
    const begun = performance.now();
    if (this.snapshot && begun < this.believedUntil) return this.snapshot;
    const disk = diskSnapshot(this.options);
    if (!this.snapshot || !this.stillHolds(this.snapshot, disk)) this.snapshot = this.remembering(disk);
    const now = performance.now();
    this.believedUntil = now + PATIENCE * (now - begun);
    return this.snapshot;
  }

  private stillHolds(snapshot: Snapshot, disk: Snapshot): boolean {
    if (disk.files.length !== snapshot.files.length || disk.files.some((file, i) => file !== snapshot.files[i])) return false;
    for (const [file, { stamp }] of this.texts) if (this.stampOf(file) !== stamp) return false;
    return true;
  }

  private remembering(disk: Snapshot): Snapshot {
    const fresh = new Set<string>();
    return {
      files: disk.files,
      above: disk.above,
      read: (file) => {
        const known = this.texts.get(file);
        if (known && fresh.has(file)) return known.text;
        fresh.add(file);
        const stamp = this.stampOf(file);
        if (known?.stamp === stamp) return known.text;
        const text = disk.read(file);
        this.texts.set(file, { stamp, text });
        return text;
      },
    };
  }

  /** Tells one content of a file from the next; empty where there is no file. */
  private stampOf(file: string): string {
    try {
      const found = fs.statSync(path.resolve(this.options.root, file), { throwIfNoEntry: false });
      return found ? `${found.mtimeMs} ${found.ctimeMs} ${found.size} ${found.ino}` : '';
    } catch {
      return '';
    }
  }
}
