import type { Finding, Report, Review, Severity } from '../finding.js';
import { keepsWaiting, type Impact } from '../impact.js';
import { locatorOf, type Locator } from '../lines.js';
import type { Migration } from '../migration.js';
import type { Name } from '../operation.js';
import type { Snapshot } from '../snapshot.js';
import { bySeverity, plural, type ReportContext } from './context.js';
import { code, message, plainText } from './markdown-text.js';
import { subject } from './operation-text.js';

/** By this line a program finds the comment that it has to update. */
export const MARK = '<!-- migralint -->';
/** A comment on GitHub holds 65,536 characters. */
const MOST_CHARACTERS = 60_000;
const MOST_STEPS = 30;
const MOST_DIFFERENCES = 8;
const SIGNS: Readonly<Record<Severity, string>> = { error: '🔴', warning: '🟠', note: '🔵' };

/** What a reviewer wants to know of a change, for a comment on the pull request or the summary of a run. */
export function markdown(report: Report, files: Snapshot, context: ReportContext): string {
  const locator = locatorOf(files);
  const reviews = report.reviews ?? [];
  const known = new Set(reviews.map(({ migration }) => migration.file));
  const elsewhere = report.findings.filter(({ span }) => !known.has(span.file));
  const sections = [
    ...[...reviews].sort(worstFirst(report)).map((review) => migrationSection(review, report, locator, context)),
    ...(elsewhere.length > 0 ? [['### Elsewhere', findingsList(elsewhere, locator, context, true)].join('\n\n')] : []),
    ...unreadSection(report, locator, context),
    ...problemSection(report),
  ];
  return `${MARK}\n${headline(report, reviews)}\n\n${fitting(sections).join('\n\n')}${sections.length > 0 ? '\n\n' : ''}${footer(report, context)}\n`;
}

function headline({ findings, problems, unread }: Report, reviews: readonly Review[]): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const found = (['error', 'warning', 'note'] as const).filter((severity) => count(severity) > 0).map((severity) => plural(count(severity), severity));
  const sign = problems.length + unread.length + count('error') > 0 ? '🔴' : found.length > 0 ? '🟠' : '✅';
  const what = found.length > 0 ? found.join(', ') : problems.length + unread.length > 0 ? 'not everything could be read' : 'nothing to complain about';
  return `## ${sign} migralint: ${what} in ${plural(reviews.length, 'migration')}`;
}

const RANK: Readonly<Record<Severity, number>> = { error: 100, warning: 10, note: 1 };
function worstFirst({ findings }: Report): (a: Review, b: Review) => number {
  const weight = ({ migration }: Review): number => findings.filter(({ span }) => span.file === migration.file).reduce((most, { severity }) => Math.max(most, RANK[severity]), 0);
  return (a, b) => weight(b) - weight(a);
}

function migrationSection(review: Review, report: Report, locator: Locator, context: ReportContext): string {
  const { migration, steps } = review;
  const findings = report.findings.filter(({ span }) => span.file === migration.file);
  const title = `### ${code(placeOf(migration.file, context))}${migration.message === undefined ? '' : ` ${plainText(migration.message)}`}`;
  const rows = steps.slice(0, MOST_STEPS).map(({ operation, impact }) => `| ${plainText(wordsOf(operation.kind))} ${code(subject(operation, '.'))}${operation.certainty === 'maybe' ? ' (maybe)' : ''} | ${locksText(impact)} | ${workText(impact)} |`);
  const more = steps.length > MOST_STEPS ? [`\nand ${plural(steps.length - MOST_STEPS, 'more change')}`] : [];
  const table = steps.length === 0 ? ['No change of the schema was seen.'] : [['| Change | Lock | Work |', '| --- | --- | --- |', ...rows, ...more].join('\n')];
  return [title, ...table, `**Way back:** ${wayBack(review, report, context)}`, ...(findings.length > 0 ? [findingsList(findings, locator, context, false)] : [])].join('\n\n');
}

const wordsOf = (kind: string): string => kind.replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
const nameOf = ({ schema, name }: Name): string => (schema === undefined || schema === 'public' ? name : `${schema}.${name}`);

function locksText({ locks }: Impact): string {
  const waiting = locks.filter(keepsWaiting);
  if (waiting.length === 0) return locks.length === 0 ? '' : 'keeps nobody waiting';
  return waiting.map(({ table, mode, blocks }) => `${plainText(mode)} on ${code(nameOf(table))}, blocks **${blocks}**`).join('<br>');
}

function workText(impact: Impact): string {
  const done = ([['rewrite', 'rewrites the table'], ['indexBuild', 'builds an index'], ['scan', 'reads all rows']] as const).filter(([key]) => impact[key] === true).map(([, words]) => words);
  return [...done, ...(impact.note === undefined ? [] : [plainText(impact.note)])].join(', ');
}

function wayBack({ migration, steps, differences }: Review, report: Report, context: ReportContext): string {
  const { status } = migration.downgrade;
  const lost = dataLost(migration, report, context);
  const data = lost.length === 0 ? '' : ` ⚠️ **Data is lost**: no downgrade brings back what ${lost.length === 1 ? 'is' : 'are'} deleted (${lost.map(code).join(', ')}).`;
  if (steps.length === 0) return `nothing to undo.${data}`;
  if (status === 'irreversible') return `❌ declared irreversible.${data}`;
  if (differences === undefined) return `❌ none: the downgrade is ${status === 'empty' ? 'empty' : 'missing'}.${data}`;
  const unread = migration.upgrade.unread.length + migration.downgrade.unread.length > 0 ? ' Parts of the migration could not be read.' : '';
  if (differences.length === 0) return `${unread === '' && lost.length === 0 ? '✅ ' : ''}mirrors: upgrade and downgrade leave the schema as it was.${unread}${data}`;
  const shown = differences.slice(0, MOST_DIFFERENCES).map(({ kind, subkind, table, name, change, attribute, before, after }) => {
    const values = attribute === undefined ? '' : ` (${plainText(attribute)}${before === undefined ? '' : `: was ${code(before)}`}${after === undefined ? '' : `, is ${code(after)}`})`;
    return `${plainText(wordsOf(kind === 'object' ? (subkind ?? kind) : kind))} ${code(table === undefined ? name : `${table}.${name}`)} ${change === 'left' ? 'stays' : change}${values}`;
  });
  const more = differences.length > shown.length ? `; and ${differences.length - shown.length} more` : '';
  return `❌ differs: ${shown.join('; ')}${more}.${unread}${data}`;
}

/** What findings, allowed ones too, say is gone for good. */
function dataLost({ file }: Migration, { findings, suppressed }: Report, { rules }: ReportContext): readonly string[] {
  const losing = new Set(rules.filter(({ category }) => category === 'data-loss').map(({ id }) => id));
  const found = [...findings, ...suppressed].filter(({ ruleId, span, direction }) => span.file === file && losing.has(ruleId) && direction !== 'downgrade');
  return [...new Set(found.flatMap(({ object }) => (object ? [object.table === undefined ? object.name : `${object.table}.${object.name}`] : [])))];
}

function findingsList(findings: readonly Finding[], locator: Locator, context: ReportContext, withFile: boolean): string {
  const urls = new Map(context.rules.map(({ id, url }) => [id, url]));
  return [...findings]
    .sort(bySeverity)
    .map((finding) => {
      const { line } = locator.region(finding.span);
      const url = urls.get(finding.ruleId);
      const rule = url === undefined ? `**${finding.ruleId}**` : `[**${finding.ruleId}**](${url})`;
      const where = withFile ? `${code(placeOf(finding.span.file, context))} line ${line}` : `line ${line}`;
      const related = finding.related.map(({ message: text, span }) => `\n  - ${span.file === finding.span.file ? `line ${locator.region(span).line}` : code(`${placeOf(span.file, context)}:${locator.region(span).line}`)}: ${message(text)}`);
      return `- ${SIGNS[finding.severity]} ${finding.severity} ${rule}, ${where}${finding.confidence === 'possible' ? ' (possible)' : ''}: ${message(finding.message)}${related.join('')}`;
    })
    .join('\n');
}

function unreadSection(report: Report, locator: Locator, context: ReportContext): readonly string[] {
  const files = report.unread.map(({ file, reason }) => `- ${code(placeOf(file, context))}: ${plainText(reason)}`);
  const statements = report.opaque.map(({ reason, span }) => `- ${code(`${placeOf(span.file, context)}:${locator.region(span).line}`)}: ${plainText(reason)}`);
  return files.length + statements.length === 0 ? [] : [['### Not understood, so not checked', [...files, ...statements].join('\n')].join('\n\n')];
}

const problemSection = ({ problems }: Report): readonly string[] =>
  problems.length === 0 ? [] : [['### migralint could not do its work', problems.map((problem) => `- ${problem.file === undefined ? '' : `${code(problem.file)}: `}${message(problem.message)}`).join('\n')].join('\n\n')];

const placeOf = (file: string, { inRepository }: ReportContext): string => inRepository?.(file) ?? file;

/** The sections that a comment has room for; they come worst first. */
function fitting(sections: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let left = MOST_CHARACTERS;
  for (const section of sections) {
    if (section.length > left) break;
    kept.push(section);
    left -= section.length + 2;
  }
  const cut = sections.length - kept.length;
  return cut === 0 ? kept : [...kept, `${plural(cut, 'more section')} did not fit here; the report of the run has all of it.`];
}

function footer({ target, suppressed }: Report, { version }: ReportContext): string {
  const allowed = suppressed.length === 0 ? '' : ` ${plural(suppressed.length, 'finding')} allowed.`;
  return `<sub>migralint ${version}, for ${target.dialect} ${target.version.join('.')}.${allowed} About a rule: \`migralint explain <rule>\`</sub>`;
}
