import fs from 'node:fs';
import path from 'node:path';
import { applyBaseline, baselineOf, entriesOf, parseBaseline, writeBaseline, type Applied, type Baseline, type BaselineEntry } from '../baseline.js';
import type { Report } from '../finding.js';
import { plural } from '../reporters/context.js';
import { printable } from '../reporters/text.js';
import { rules } from '../../rules/index.js';
import { analyzeProject, tellProblems } from './analysis.js';
import { gitRoot, readText, relativeTo, upwards } from './files.js';
import type { Options } from './options.js';
import { print, writeWhole } from './output.js';
import { UsageProblem } from './problem.js';
import type { Project } from './project.js';

const NAME = 'migralint.baseline.json';
const MOST_SHOWN = 10;

/** The report without what the project's baseline lists; entries that stand for nothing are told on standard error. */
export function withoutBaseline(report: Report, project: Project, options: Options): Report {
  const file = options.baseline === false ? undefined : findBaseline(options);
  if (file === undefined) return report;
  const { report: left, stale } = applied(report, readBaseline(file), file, project);
  if (stale.length > 0) {
    const shown = stale.slice(0, MOST_SHOWN).map((entry) => `\n  ${printable(described(entry))}`);
    const more = stale.length > MOST_SHOWN ? `\n  and ${stale.length - MOST_SHOWN} more` : '';
    process.stderr.write(`migralint: ${shownPath(file)}: ${plural(stale.length, 'entry', 'entries')} for what is not there any more; take them out with \`migralint baseline --prune\`:${shown.join('')}${more}\n`);
  }
  return left;
}

/** `migralint baseline`: writes down what is found today, or takes out what is gone. */
export async function writeBaselineFile(options: Options): Promise<number> {
  const { project, report, elsewhere } = await analyzeProject(options);
  tellProblems(report, elsewhere, project);
  if (report.problems.length > 0) return 2;
  const known = findBaseline(options);
  const file = known ?? path.resolve(options.baseline || path.join(project.home, NAME));
  const before: Baseline = known === undefined ? { version: 1, findings: [] } : readBaseline(known);
  const { stale } = applied(report, before, file, project);
  const gone = new Set(stale);
  const kept = before.findings.filter((entry) => !gone.has(entry));
  const listed = new Set(kept.map(({ fingerprint }) => fingerprint));
  const fresh = options.prune ? [] : entriesOf(report.findings.filter(({ fingerprint }) => !listed.has(fingerprint)), locatorFor(file));
  const after = baselineOf([...kept, ...fresh]);
  if (!options.dryRun && (known !== undefined || !options.prune)) writeWhole(file, writeBaseline(after));
  await print(`${[...fresh.map((entry) => `+ ${described(entry)}`), ...stale.map((entry) => `- ${described(entry)}`)].map((line) => `${printable(line)}\n`).join('')}${summary(file, after, fresh.length, stale.length, options)}\n`);
  return 0;
}

function summary(file: string, { findings }: Baseline, fresh: number, stale: number, { prune, dryRun }: Options): string {
  const files = new Set(findings.map((entry) => entry.file)).size;
  const would = dryRun ? 'would list' : 'lists';
  const next = fresh > 0 ? '\nReview the file and commit it: what it lists is not reported from now on.' : '';
  return `${shownPath(file)} ${would} ${plural(findings.length, 'finding')} in ${plural(files, 'file')}${prune ? '' : `: ${fresh} new`}${prune ? ': ' : ', '}${stale} taken out.${next}`;
}

function applied(report: Report, baseline: Baseline, file: string, project: Project): Applied {
  const reviewed = new Set(report.reviewed.map(locatorFor(file)));
  const folder = path.dirname(file);
  const judged = (entry: BaselineEntry): boolean => {
    const rule = rules.find(({ id }) => id === entry.rule);
    const place = relativeTo(process.cwd(), path.resolve(folder, entry.file));
    if (rule && project.options.settingOf(rule, place) === undefined) return false;
    return reviewed.has(entry.file) || (!project.limited && project.inScope(place));
  };
  return applyBaseline(report, baseline, judged);
}

const locatorFor = (baseline: string) => (file: string): string => relativeTo(path.dirname(baseline), path.resolve(file));
const described = ({ rule, file, object }: BaselineEntry): string => `${rule} ${file}${object === undefined ? '' : ` (${object})`}`;
const shownPath = (file: string): string => printable(relativeTo(process.cwd(), file));

/** The file that is named, else the nearest one up to the top of the git work tree. */
function findBaseline({ baseline, command }: Options): string | undefined {
  if (typeof baseline === 'string') {
    const file = path.resolve(baseline);
    if (fs.existsSync(file)) return file;
    if (command === 'baseline') return undefined;
    throw new UsageProblem(`--baseline: no such file: ${baseline}. Make it with: migralint baseline --baseline ${baseline}`);
  }
  const folder = process.cwd();
  return [...upwards(folder, gitRoot(folder) ?? folder)].map((each) => path.join(each, NAME)).find((file) => fs.existsSync(file));
}

function readBaseline(file: string): Baseline {
  const text = readText(file, true, (reason) => {
    throw new UsageProblem(`${shownPath(file)}: ${reason}`);
  });
  const baseline = parseBaseline(text ?? '');
  if ('problem' in baseline) throw new UsageProblem(`${shownPath(file)}: ${baseline.problem}`);
  return baseline;
}
