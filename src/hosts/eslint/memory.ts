import type { Memory, Remembered } from '../../memory.js';
import { diskMemory } from '../memory.js';

/** Readings of this process, and behind them those of earlier ones. */
export class EditorMemory implements Memory {
  private readonly known = new Map<string, Remembered>();
  private readonly unsaved = new Set<string>();
  private readonly disk: Memory | undefined;

  constructor(root: string) {
    this.disk = diskMemory(root);
  }

  recall(key: string): Remembered | undefined {
    const known = this.known.get(key) ?? this.disk?.recall(key);
    if (known) this.known.set(key, known);
    return known;
  }

  remember(key: string, remembered: Remembered): void {
    this.known.set(key, remembered);
    this.unsaved.add(key);
  }

  /** To be called when what was read is what lies on disk: not at each keystroke. */
  save(): void {
    for (const key of this.unsaved) {
      const remembered = this.known.get(key);
      if (remembered) this.disk?.remember(key, remembered);
    }
    this.unsaved.clear();
  }
}
