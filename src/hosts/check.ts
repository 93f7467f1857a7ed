import type { Report } from '../finding.js';
import { plural, type ReportContext, type RuleDescription } from '../reporters/context.js';
import type { Rule } from '../rule.js';
import { rules } from '../../rules/index.js';
import { analyzeProject, tellProblems } from './analysis.js';
import { withoutBaseline } from './baseline.js';
import type { Options } from './options.js';
import { print, wantsColor, writeWhole } from './output.js';
import { packageVersion, ruleDocument, ruleUrl } from './package.js';
import type { Project } from './project.js';
import { unreadCount } from '../reporters/json.js';

/** `migralint check` and `migralint inspect`. Gives the exit status. */
export async function check(options: Options): Promise<number> {
  const { project, report: found, elsewhere } = await analyzeProject(options);
  const report = options.command === 'inspect' ? scoped(found, project) : withoutBaseline(found, project, options);
  const text = await render(report, project, options);
  if (options.output === undefined) await print(text);
  else writeWhole(options.output, text);
  tellProblems(report, elsewhere, project);
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
  if (options.format === 'gitlab') return (await import('../reporters/gitlab.js')).gitlab(shown, snapshot, context);
  if (options.format === 'junit') return (await import('../reporters/junit.js')).junit(shown, snapshot, context);
  if (options.format === 'markdown') return (await import('../reporters/markdown.js')).markdown(shown, snapshot, { ...context, rules: rules.map(describe) });
  if (options.format === 'sarif') return (await import('../reporters/sarif.js')).sarif(shown, snapshot, { ...context, rules: rules.map(describe) });
  return (await import('../reporters/stylish.js')).stylish(shown, snapshot, context);
}

function describe(rule: Rule): RuleDescription {
  const { summary, category, presets } = rule.meta;
  return { id: rule.id, summary, category, severity: presets.recommended ?? presets.strict ?? presets.all ?? 'warning', ...optional('document', ruleDocument(rule.id)), ...optional('url', ruleUrl(rule.id)) };
}
const optional = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } => (value === undefined ? {} : ({ [key]: value } as { [P in K]: string }));
