import { analyze, loadMissedParsers, loadParsers } from '../analyze.js';
import type { Problem, Report, UnreadFile } from '../finding.js';
import { FRAMEWORKS } from '../frameworks/index.js';
import { linesOf } from '../lines.js';
import { rules } from '../../rules/index.js';
import { printable } from '../reporters/text.js';
import { diskMemory } from './memory.js';
import type { Options } from './options.js';
import { progress } from './output.js';
import { openProject, readProblems, type Project } from './project.js';

export interface Analysis {
  readonly project: Project;
  readonly report: Report;
  /** Files that could not be read and are not under review. */
  readonly elsewhere: readonly UnreadFile[];
}

const WITHOUT_RULES = new Set(['inspect', 'init', 'doctor']);

/** Opens the project of a command line and analyses it. */
export async function analyzeProject(options: Options): Promise<Analysis> {
  const project = await openProject(options, rules);
  const memory = options.cache === false ? undefined : diskMemory(process.cwd(), options.cache);
  const { dialect, targetVersion, namingConvention, layouts, frameworks } = project.options;
  await loadParsers(project.snapshot, { dialect, targetVersion, namingConvention, layouts, frameworks, memory });
  const bar = progress(process.stderr);
  let report: Report;
  try {
    const run = (): Report => analyze(project.snapshot, { ...project.options, rules: WITHOUT_RULES.has(options.command) ? [] : rules, memory, withReviews: options.format === 'markdown', onProgress: bar.update });
    report = run();
    if (await loadMissedParsers()) report = run();
  } finally {
    bar.end();
  }
  report = { ...report, problems: [...report.problems, ...readProblems(project, report), ...missing(project, report, options)] };
  const elsewhere = report.unread.filter(({ file }) => !project.inScope(file));
  return { project, elsewhere, report: { ...report, unread: report.unread.filter(({ file }) => project.inScope(file)) } };
}

/** What is wrong besides findings, for people, on standard error. */
export function tellProblems(report: Report, elsewhere: readonly UnreadFile[], project: Project): void {
  for (const problem of report.problems) warn(`${placeOf(problem, project)}${problem.message}`);
  for (const { file, reason, span } of elsewhere) warn(`warning: ${placeOf({ file, span, message: '' }, project)}not under review, but what it does is missing from the history: ${reason}`);
}

const warn = (message: string): void => void process.stderr.write(`migralint: ${message.split('\n').map(printable).join('\n')}\n`);

const PART_OF_HISTORY = /(?:^|\/)(?:(?:__init__|env)\.py|migration_lock\.toml|meta\/\w+\.json|snapshot\.json|atlas\.sum|sqitch\.plan)$/u;

/** What was to be reviewed and is no migration. Silence would look like approval. */
function missing(project: Project, report: Report, options: Options): readonly Problem[] {
  if (options.ignoreOthers) return [];
  const files = [...report.migrations.flatMap(({ file, downgradeFile }) => (downgradeFile === undefined ? [file] : [file, downgradeFile])), ...report.unread.map(({ file }) => file)];
  const unreadable = new Set(project.snapshot.problems.map(({ file }) => file));
  const has = ({ relative, folder }: { relative: string; folder: boolean }): boolean =>
    folder ? files.some((file) => (relative === '' ? !file.startsWith('../') : file.startsWith(`${relative}/`))) : files.includes(relative) || unreadable.has(relative);
  if (files.length === 0) {
    const where = project.operands.map(({ text }) => text).join(', ');
    return [{ message: `no migration found in ${where}. migralint looks for those of ${FRAMEWORKS.map(({ name }) => name).join(', ')}. Name the folder: migralint ${options.command} path/to/project` }];
  }
  const absent = project.operands.filter((operand) => !has(operand));
  // hooks name every changed file of the folder, and these are part of it
  return absent
    .filter(({ relative }) => !PART_OF_HISTORY.test(relative))
    .map(({ relative, folder }) => (folder ? { message: `no migration found in ${relative}` } : { file: relative, message: `not a migration of the history around it${relative.endsWith('.py') ? ' (no revision and down_revision)' : ''}` }));
}

function placeOf({ span, file }: Problem, { snapshot }: Project): string {
  if (!span) return file === undefined ? '' : `${file}: `;
  const text = snapshot.read(span.file);
  return `${span.file}:${text === undefined ? 1 : linesOf(text).position(span.start).line}: `;
}
