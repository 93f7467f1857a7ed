import type { Report } from '../finding.js';
import { linesOf } from '../lines.js';
import type { Migration } from '../migration.js';
import { plural } from '../reporters/context.js';
import { operationCount } from '../reporters/json.js';
import { printable } from '../reporters/text.js';
import { rules } from '../../rules/index.js';
import { analyzeProject, tellProblems } from './analysis.js';
import { loadConfig } from './config-file.js';
import { gitRoot, relativeTo } from './files.js';
import { describeOverview, overviewOf, type Overview } from './init/overview.js';
import type { Options } from './options.js';
import { print } from './output.js';
import { packageVersion } from './package.js';
import type { Project } from './project.js';

const MOST_SHOWN = 20;

/** `migralint doctor`: what is read, what is not, and why. */
export async function doctor(options: Options): Promise<number> {
  const { project, report, elsewhere } = await analyzeProject(options);
  const overview = overviewOf(project, report);
  const { file } = await loadConfig(process.cwd(), options.config, rules);
  const text = [
    ...settings(project, file),
    '',
    ...(overview.length === 0 ? ['No history was found.'] : overview.flatMap((each) => historyLines(each, report, project))),
    ...unreadFiles(report, project),
    ...lookalikes(project, report),
  ];
  await print(text.map((line) => `${printable(line)}\n`).join(''));
  tellProblems(report, elsewhere, project);
  if (report.problems.length > 0) return 2;
  return report.unread.length + report.opaque.length > 0 ? 1 : 0;
}

function settings({ config }: Project, file: string | undefined): readonly string[] {
  const top = gitRoot(process.cwd());
  const set = Object.entries(config).filter(([key]) => key !== '$schema').map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [
    `migralint ${packageVersion()}, Node ${process.version}`,
    `configuration: ${file === undefined ? 'none, so the preset recommended' : relativeTo(process.cwd(), file)}${set.length > 0 ? ` (${set.join(', ')})` : ''}`,
    `git: ${top === undefined ? 'not a repository, so --since and --staged have nothing to compare with' : relativeTo(process.cwd(), top) || '.'}`,
  ];
}

function historyLines(overview: Overview, report: Report, project: Project): readonly string[] {
  const { migrations } = overview;
  const known = new Set(migrations.map(({ id }) => id));
  const unread = report.opaque.filter(({ migration, span }) => known.has(migration) && migrations.some(({ file, downgradeFile }) => file === span.file || downgradeFile === span.file));
  const operations = operationCount({ ...report, migrations });
  const back = (status: Migration['downgrade']['status']): number => migrations.filter(({ downgrade }) => downgrade.status === status).length;
  const ways = (['present', 'inferred', 'empty', 'absent', 'irreversible'] as const).filter((status) => back(status) > 0).map((status) => `${back(status)} ${status}`);
  return [
    describeOverview(overview),
    `  ${plural(operations, 'operation')}; downgrades: ${ways.join(', ')}`,
    `  ${unread.length === 0 ? 'all of it is understood' : `${plural(unread.length, 'statement')} not understood, so not checked:`}`,
    ...shown(unread.map(({ span, reason }) => `    ${placeOf(project, span.file, span.start)}: ${reason}`)),
    '',
  ];
}

function unreadFiles(report: Report, project: Project): readonly string[] {
  if (report.unread.length === 0) return [];
  return [`${plural(report.unread.length, 'file')} of a history could not be read:`, ...shown(report.unread.map(({ file, reason, span }) => `  ${placeOf(project, file, span?.start ?? 0)}: ${reason}`)), ''];
}

const LOOKS_LIKE_ONE = /(?:^|\/)(?:versions|migrations?|migrate)\/(?:.*\/)?[^/]*\d[^/]*\.(?:py|sql|[cm]?[jt]s)$/u;

/** What a person would take for a migration, and no framework that is known does. */
function lookalikes({ snapshot }: Project, report: Report): readonly string[] {
  const read = new Set([...report.migrations.flatMap(({ file, downgradeFile }) => [file, downgradeFile]), ...report.unread.map(({ file }) => file)]);
  const found = snapshot.files.filter((file) => LOOKS_LIKE_ONE.test(file) && !read.has(file));
  return found.length === 0 ? [] : [`${plural(found.length, 'file')} with the look of a migration ${found.length === 1 ? 'belongs' : 'belong'} to no history that migralint knows:`, ...shown(found.map((file) => `  ${file}`)), ''];
}

const shown = (lines: readonly string[]): readonly string[] => (lines.length <= MOST_SHOWN ? lines : [...lines.slice(0, MOST_SHOWN), `    and ${lines.length - MOST_SHOWN} more`]);

function placeOf({ snapshot }: Project, file: string, offset: number): string {
  const text = snapshot.read(file);
  return text === undefined ? file : `${file}:${linesOf(text).position(offset).line}`;
}
