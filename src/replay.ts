import { roundTrip, replay } from './catalog/assume.js';
import type { Catalog, Provenance } from './catalog/catalog.js';
import { EMPTY_CATALOG } from './catalog/catalog.js';
import { diff } from './catalog/diff.js';
import { impactOf } from './dialects/impact.js';
import type { Subject } from './check.js';
import type { Impact } from './impact.js';
import type { Direction, Migration, Script } from './migration.js';
import type { Operation } from './operation.js';
import type { Replayed, Replays } from './replays.js';
import type { RoundTrip, Step, World } from './rule.js';
import { placed } from './schemas.js';
import type { Target } from './target.js';
import { withoutRebuilds, type SeenStep } from './rebuilt.js';
import { Past, createWorld } from './world.js';
import type { WorldSettings } from './world.js';

export interface ReplayOptions {
  readonly target: Target;
  /** Taken there and back; the others are only replayed forwards. */
  readonly reviewed: ReadonlySet<Migration>;
  /** Those under review that somebody looks at. Left out: all of them. */
  readonly wanted?: (migration: Migration) => boolean;
  readonly settings: WorldSettings;
  /** Where names without a schema are, if not where the server usually puts them. */
  readonly defaultSchema?: string;
  /** What earlier replays of this history came to. */
  readonly replays?: Replays;
}

/** `Migration[] → Step[]`: carries the catalog through one history, and takes those under review there and back. */
export function* replayHistory(migrations: readonly Migration[], { target, reviewed, wanted, settings, defaultSchema, replays }: ReplayOptions): Generator<Subject> {
  let catalog: Catalog = EMPTY_CATALOG;
  const past = new Past();
  const surroundings = { world: createWorld(settings, past), target, operationsOf: (script: Script) => placed(script, defaultSchema).operations };
  const isWanted = (migration: Migration): boolean => reviewed.has(migration) && (wanted?.(migration) ?? true);
  const known = replays?.begin() ?? [];
  const done: Replayed[] = [];
  // what comes behind the last one that is looked at is nobody's business
  for (const migration of migrations.slice(0, migrations.findLastIndex(isWanted) + 1)) {
    const earlier = known[done.length];
    const isReviewed = reviewed.has(migration);
    const same = earlier !== undefined && earlier.before === catalog && earlier.reviewed === isReviewed && isSame(earlier.migration, migration);
    if (same && !isWanted(migration)) {
      past.add(earlier.steps);
      catalog = earlier.after;
      done.push(earlier);
      continue;
    }
    const before = catalog;
    let steps: readonly Step[];
    if (isReviewed) {
      const trip = tripOf(migration, before, surroundings);
      if (isWanted(migration)) yield { migration, steps: [...trip.upgradeSteps, ...trip.downgradeSteps], trip };
      steps = trip.upgradeSteps;
      catalog = trip.afterUpgrade;
    } else {
      const seen = forwards(migration, before, surroundings);
      steps = seen.steps;
      catalog = seen.after;
    }
    past.add(steps);
    // the same migration on the same catalog comes to the same end: what follows it still holds
    if (same) catalog = earlier.after;
    done.push(same ? earlier : { migration, reviewed: isReviewed, before, steps, after: catalog });
  }
  replays?.keep(done);
}

/** The same texts under the same name: what was read of them is one and the same, where it was read once. */
const isSame = (a: Migration, b: Migration): boolean => a === b || (a.upgrade === b.upgrade && a.downgrade === b.downgrade && a.id === b.id && a.file === b.file);

const provenanceIn =
  ({ id }: Migration) =>
  (operation: Operation): Provenance => ({ span: operation.span, migration: id });

function forwards(migration: Migration, before: Catalog, surroundings: Surroundings): { readonly steps: readonly Step[]; readonly after: Catalog } {
  const { steps, end } = replay(before, surroundings.operationsOf(migration.upgrade), surroundings.target, provenanceIn(migration));
  const seen = withoutRebuilds(steps, surroundings.target);
  return { steps: toSteps(migration, 'upgrade', seen.steps, [], surroundings), after: seen.aged(end) };
}

function tripOf(migration: Migration, before: Catalog, surroundings: Surroundings): RoundTrip {
  const { target, world, operationsOf } = surroundings;
  const trip = roundTrip(before, operationsOf(migration.upgrade), operationsOf(migration.downgrade), target, provenanceIn(migration));
  const up = withoutRebuilds(trip.upgrade, target);
  const down = withoutRebuilds(trip.downgrade.map((step) => ({ ...step, before: up.aged(step.before), after: up.aged(step.after) })), target);
  const afterUpgrade = up.aged(trip.afterUpgrade);
  const upgradeSteps = toSteps(migration, 'upgrade', up.steps, [], surroundings);
  const downgradeSteps = toSteps(migration, 'downgrade', down.steps, upgradeSteps, surroundings);
  const goesBack = migration.downgrade.status === 'present' || migration.downgrade.status === 'inferred';
  const lazy = memo(() => diff(trip.start, afterUpgrade, { unproven: true }));
  const differences = memo(() => (goesBack ? diff(trip.start, trip.afterDowngrade, { unproven: true }) : lazy()));
  return {
    migration,
    before: trip.start,
    afterUpgrade,
    ...(goesBack && { afterDowngrade: trip.afterDowngrade }),
    upgradeSteps,
    downgradeSteps,
    get differences() {
      return differences();
    },
    get changes() {
      return lazy();
    },
    world,
  };
}

function memo<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= compute());
}

interface Surroundings {
  readonly world: World;
  readonly target: Target;
  readonly operationsOf: (script: Script) => readonly Operation[];
}

function toSteps(migration: Migration, direction: Direction, replayed: readonly SeenStep[], upgradeSteps: readonly Step[], { world, target }: Surroundings): readonly Step[] {
  const steps: Step[] = [];
  replayed.forEach(({ operation, before, after, rebuild }, index) => {
    const impact = memo((): Impact => impactOf(operation, before, target));
    steps.push({
      migration,
      direction,
      operation,
      before,
      after,
      ...(rebuild && { rebuild }),
      steps,
      index,
      upgradeSteps: direction === 'upgrade' ? steps : upgradeSteps,
      inTransaction: operation.inTransaction ?? migration[direction].transactional,
      get impact() {
        return impact();
      },
      world,
    });
  });
  return steps;
}
