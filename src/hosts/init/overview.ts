import type { Report } from '../../finding.js';
import type { Migration } from '../../migration.js';
import { plural } from '../../reporters/context.js';
import { discover } from '../../read.js';
import { targetOf } from '../../read-history.js';
import type { Project } from '../project.js';

/** One history of a project, in a few words. */
export interface Overview {
  readonly framework: string;
  readonly environment: string;
  readonly database: string;
  /** The project says so, or its migrations show it. */
  readonly databaseIsKnown: boolean;
  readonly migrations: readonly Migration[];
  readonly heads: readonly Migration[];
}

export function overviewOf(project: Project, report: Report): readonly Overview[] {
  const { dialect, targetVersion, namingConvention, layouts, frameworks } = project.options;
  return discover(project.snapshot, { dialect, namingConvention, layouts, frameworks }).flatMap(({ framework, environment }): readonly Overview[] => {
    const migrations = report.migrations.filter((each) => each.framework === framework.name && each.environment === environment.id);
    if (migrations.length === 0) return [];
    const target = targetOf(environment, { dialect, targetVersion });
    return [
      {
        framework: framework.name,
        environment: environment.id,
        database: target.dialect,
        databaseIsKnown: (environment.dialect ?? dialect) !== undefined,
        migrations,
        heads: environment.order === 'revisions' ? headsOf(migrations) : migrations.slice(-1),
      },
    ];
  });
}

function headsOf(migrations: readonly Migration[]): readonly Migration[] {
  const followed = new Set(migrations.flatMap(({ parents }) => parents));
  return migrations.filter(({ id }) => !followed.has(id));
}

const MOST_HEADS = 3;

export function describeOverview({ framework, environment, database, databaseIsKnown, migrations, heads }: Overview): string {
  const ids = heads.slice(0, MOST_HEADS).map(({ id }) => id);
  const ends = heads.length === 1 ? `the last is ${ids[0]}` : `it ends in ${heads.length} heads: ${ids.join(', ')}${heads.length > MOST_HEADS ? ', ...' : ''}`;
  return `${environment}: ${framework}, ${database}${databaseIsKnown ? '' : ' (assumed)'}, ${plural(migrations.length, 'migration')}; ${ends}`;
}
