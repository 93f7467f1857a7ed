import type { Problem } from './finding.js';
import type { Environment, Framework, FrameworkEntry, Settings } from './framework.js';
import { FRAMEWORKS } from './frameworks/index.js';
import { readHistory, type ReadHistory, type ReadOptions } from './read-history.js';
import type { Snapshot } from './snapshot.js';

export type { ReadHistory, ReadOptions } from './read-history.js';

/** `Snapshot → Migration[]`, for each environment that the snapshot holds. */
export function readHistories(snapshot: Snapshot, options: ReadOptions): { readonly histories: readonly ReadHistory[]; readonly problems: readonly Problem[] } {
  const found = discover(snapshot, options.settings);
  const total = found.reduce((sum, { environment }) => sum + environment.sources.length, 0);
  let done = 0;
  const histories = found.map(({ framework, environment }) => readHistory(snapshot, frameworkOf(framework), environment, options, () => options.onProgress?.((done += 1), total)));
  return { histories, problems: found.flatMap(({ environment }) => environment.problems) };
}

const implementations = new Map<string, Framework>();

export async function loadFramework(entry: FrameworkEntry): Promise<void> {
  if (!implementations.has(entry.name)) implementations.set(entry.name, await entry.load());
}

function frameworkOf({ name }: FrameworkEntry): Framework {
  const ready = implementations.get(name);
  if (!ready) throw new Error(`loadParsers() must be awaited before migrations of ${name} are read`);
  return ready;
}

export interface Discovered {
  readonly framework: FrameworkEntry;
  readonly environment: Environment;
}
const discovered = new WeakMap<Snapshot, readonly Discovered[]>();

/** The histories that the snapshot holds, before anything of them is read. Remembered for the snapshot. */
export function discover(snapshot: Snapshot, settings: Settings): readonly Discovered[] {
  const known = discovered.get(snapshot);
  if (known) return known;
  const found = FRAMEWORKS.flatMap((framework) => framework.discover(snapshot, settings).map((environment) => ({ framework, environment })));
  discovered.set(snapshot, found);
  return found;
}
