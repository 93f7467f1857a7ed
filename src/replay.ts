import { roundTrip, replay } from './catalog/assume.js';
import type { Catalog, Provenance } from './catalog/catalog.js';
import { EMPTY_CATALOG } from './catalog/catalog.js';
import { diff } from './catalog/diff.js';
import { impactOf } from './dialects/impact.js';
import type { Subject } from './check.js';
import type { Impact } from './impact.js';
import type { Direction, Migration } from './migration.js';
import type { Operation } from './operation.js';
import type { RoundTrip, Step, World } from './rule.js';
import type { Target } from './target.js';
import { withoutRebuilds, type SeenStep } from './rebuilt.js';
import { Past, createWorld } from './world.js';
import type { WorldSettings } from './world.js';

/** `Migration[] → Step[]`: carries the catalog through one history, and takes those under review there and back. */
export function* replayHistory(migrations: readonly Migration[], target: Target, reviewed: ReadonlySet<Migration>, settings: WorldSettings): Generator<Subject> {
  let catalog: Catalog = EMPTY_CATALOG;
  const past = new Past();
  const world = createWorld(settings, past);
  for (const migration of migrations) {
    const provenance = (operation: Operation): Provenance => ({ span: operation.span, migration: migration.id });
    if (!reviewed.has(migration)) {
      const { steps, end } = replay(catalog, migration.upgrade.operations, target, provenance);
      const seen = withoutRebuilds(steps, target);
      past.add(toSteps(migration, 'upgrade', seen.steps, [], { world, target }));
      catalog = seen.aged(end);
      continue;
    }
    const trip = roundTrip(catalog, migration.upgrade.operations, migration.downgrade.operations, target, provenance);
    const up = withoutRebuilds(trip.upgrade, target);
    const down = withoutRebuilds(trip.downgrade.map((step) => ({ ...step, before: up.aged(step.before), after: up.aged(step.after) })), target);
    const afterUpgrade = up.aged(trip.afterUpgrade);
    const upgradeSteps = toSteps(migration, 'upgrade', up.steps, [], { world, target });
    const downgradeSteps = toSteps(migration, 'downgrade', down.steps, upgradeSteps, { world, target });
    const goesBack = migration.downgrade.status === 'present' || migration.downgrade.status === 'inferred';
    const lazy = memo(() => diff(trip.start, afterUpgrade));
    const differences = memo(() => (goesBack ? diff(trip.start, trip.afterDowngrade) : lazy()));
    const result: RoundTrip = {
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
    yield { migration, steps: [...upgradeSteps, ...downgradeSteps], trip: result };
    past.add(upgradeSteps);
    catalog = afterUpgrade;
  }
}

function memo<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= compute());
}

interface Surroundings {
  readonly world: World;
  readonly target: Target;
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
