import type { Catalog } from './catalog/catalog.js';
import type { Migration } from './migration.js';
import type { Step } from './rule.js';
import type { Target } from './target.js';
import type { WorldSettings } from './world.js';

/** What the replay of one migration came to. */
export interface Replayed {
  readonly migration: Migration;
  readonly reviewed: boolean;
  readonly before: Catalog;
  /** Those of the upgrade. */
  readonly steps: readonly Step[];
  readonly after: Catalog;
}

/** Earlier replays of one history: the beginning that is still the same is not replayed again. */
export interface Replays {
  begin(): readonly Replayed[];
  keep(replayed: readonly Replayed[]): void;
}

/** Keeps the replays of several histories in memory. */
export class ReplayMemory {
  private readonly histories = new Map<string, readonly Replayed[]>();

  of(environment: string, target: Target, { changeSet, ...settings }: WorldSettings): Replays {
    const key = JSON.stringify([environment, target, settings, changeSet && [...changeSet].map(({ id }) => id)]);
    return {
      begin: () => this.histories.get(key) ?? [],
      keep: (replayed) => {
        // a look at an early migration says nothing about those after it
        if (replayed.length >= (this.histories.get(key)?.length ?? 0)) this.histories.set(key, replayed);
      },
    };
  }
}
