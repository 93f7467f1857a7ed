import { analyze, loadMissedParsers, loadParsers } from '../analyze.js';
import type { Problem, Report } from '../finding.js';
import { FRAMEWORKS } from '../frameworks/index.js';
import { plural, type ReportContext, type RuleDescription } from '../reporters/context.js';
import type { Rule } from '../rule.js';
import { rules } from '../../rules/index.js';
import { linesOf } from '../lines.js';
import type { Options } from './options.js';
import { diskMemory } from './memory.js';
import { print, progress, wantsColor, writeWhole } from './output.js';
import { packageVersion, ruleDocument, ruleUrl } from './package.js';
import { openProject, readProblems, type Project } from './project.js';
import { unreadCount } from '../reporters/json.js';

/** `migralint check` and `migralint inspect`. Gives the exit status. */
export async function check(options: Options): Promise<number> {
  const project = await openProject(options, rules);
  const memory = options.cache === false ? undefined : diskMemory(process.cwd(), options.cache);
  const { dialect, targetVersion, namingConvention, layouts } = project.options;
  await loadParsers(project.snapshot, { dialect, targetVersion, namingConvention, layouts, memory });
  const bar = progress(process.stderr);
  let report: Report;
  try {
    const run = (): Report => analyze(project.snapshot, { ...project.options, rules: options.command === 'inspect' ? [] : rules, memory, onProgress: bar.update });
    report = run();
    if (await loadMissedParsers()) report = run();
  } finally {
    bar.end();
  }
  report = { ...report, problems: [...report.problems, ...readProblems(project, report), ...missing(project, report, options)] };
  const elsewhere = report.unread.filter(({ file }) => !project.inScope(file));
  report = { ...report, unread: report.unread.filter(({ file }) => project.inScope(file)) };
  if (options.command === 'inspect') report = scoped(report, project);

  const text = await render(report, project, options);
  if (options.output === undefined) await print(text);
  else writeWhole(options.output, text);
  for (const problem of report.problems) process.stderr.write(`migralint: ${placeOf(problem, project)}${problem.message}\n`);
  for (const { file, reason, span } of elsewhere) {
    process.stderr.write(`migralint: warning: ${placeOf({ file, span, message: '' }, project)}not under review, but what it does is missing from the history: ${reason}\n`);
  }
  return status(report, project, options);
}

function status(report: Report, project: Project, options: Options): number {
  if (report.problems.length > 0) return 2;
  // inspect tells, in its output too, what it could not read; judging is the business of check
  if (options.command === 'inspect') return 0;
  const count = (severity: string): number => report.findings.filter((finding) => finding.severity === severity).length;
  if (count('error') > 0) return 1;
  if (options.maxWarnings !== undefined && count('warning') > options.maxWarnings) {
    process.stderr.write(`migralint: ${plural(count('warning'), 'warning')}, more than --max-warnings ${options.maxWarnings}\n`);
    return 1;
  }
  if (project.config.failOnUnread && unreadCount(report) > 0) {
    process.stderr.write(`migralint: ${unreadCount(report)} unread, and --fail-on-unread is set\n`);
    return 1;
  }
  return 0;
}

/** Only what the user asked about; the rest was needed to order the history. */
function scoped(report: Report, project: Project): Report {
  return {
    ...report,
    migrations: report.migrations.filter(({ file, downgradeFile }) => project.inScope(file) || (downgradeFile !== undefined && project.inScope(downgradeFile))),
  };
}

const PART_OF_HISTORY = /(?:^|\/)(?:(?:__init__|env)\.py|migration_lock\.toml|meta\/\w+\.json|snapshot\.json|atlas\.sum|sqitch\.plan)$/u;

/** What was to be reviewed and is no migration. Silence would look like approval. */
function missing(project: Project, report: Report, options: Options): readonly Problem[] {
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

async function render(report: Report, project: Project, options: Options): Promise<string> {
  const { snapshot } = project;
  const shown = options.quiet ? { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') } : report;
  const terminal = options.output === undefined && process.stdout.isTTY;
  const context: ReportContext = {
    version: packageVersion(),
    rules: [],
    color: wantsColor(options.color, terminal),
    ...(terminal ? { width: process.stdout.columns } : {}),
    limited: project.limited,
    inRepository: project.inRepository,
    includeSuppressed: options.includeSuppressed,
  };
  if (options.format === 'json') {
    const { checkJson, inspectJson } = await import('../reporters/json.js');
    return options.command === 'inspect' ? inspectJson(shown, snapshot) : checkJson(shown, snapshot);
  }
  if (options.command === 'inspect') return (await import('../reporters/inspect.js')).inspectText(shown, snapshot, context);
  if (options.format === 'github') return (await import('../reporters/github.js')).github(shown, snapshot, context);
  if (options.format === 'sarif') return (await import('../reporters/sarif.js')).sarif(shown, snapshot, { ...context, rules: rules.map(describe) });
  return (await import('../reporters/stylish.js')).stylish(shown, snapshot, context);
}

function describe(rule: Rule): RuleDescription {
  const { summary, category, presets } = rule.meta;
  return { id: rule.id, summary, category, severity: presets.recommended ?? presets.strict ?? presets.all ?? 'warning', ...optional('document', ruleDocument(rule.id)), ...optional('url', ruleUrl(rule.id)) };
}
const optional = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } => (value === undefined ? {} : ({ [key]: value } as { [P in K]: string }));

function placeOf({ span, file }: Problem, { snapshot }: Project): string {
  if (!span) return file === undefined ? '' : `${file}: `;
  const text = snapshot.read(span.file);
  return `${span.file}:${text === undefined ? 1 : linesOf(text).position(span.start).line}: `;
}
