import type { Finding, Report, Severity } from '../finding.js';
import { keepsWaiting, type Impact } from '../impact.js';
import { locatorOf, type Locator, type Region } from '../lines.js';
import type { Snapshot } from '../snapshot.js';
import { grouped, plural, type ReportContext } from './context.js';
import { summaryOf } from './json.js';
import { readFor } from './read-for.js';
import { colorsOf, displayWidth, printable, wrap, type Colors } from './text.js';

const WIDEST = 100;
/** Lines of source shown of one place. */
const MOST_LINES = 4;
/** From this length on, a history is worth narrowing down. */
const LONG_HISTORY = 10;

/** For people at a terminal: by file, with the source, what to do, and what could not be read. */
export function stylish(report: Report, files: Snapshot, context: ReportContext): string {
  const colors = colorsOf(context.color);
  const locator = locatorOf(files);
  const width = Math.max(50, Math.min(WIDEST, context.width ?? WIDEST));
  const ids = new Map(report.migrations.map((migration) => [migration.file, migration.id]));
  const sections = [...groupByFile(report.findings)].map(([file, findings]) => {
    const id = ids.get(file);
    const title = `${colors.underline(colors.bold(printable(file)))}${id === undefined ? '' : colors.dim(`  revision ${printable(id)}`)}`;
    return [title, ...findings.map((finding) => findingText(finding, locator, width, colors))].join('\n');
  });
  return `${[...sections, summary(report, context, width, colors)].join('\n\n')}\n`;
}

function groupByFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.span.file, [...(groups.get(finding.span.file) ?? []), finding]);
  return groups;
}

const severityText = (severity: Severity, colors: Colors): string =>
  severity === 'error' ? colors.red('error') : severity === 'warning' ? colors.yellow('warning') : colors.cyan('note');

function findingText(finding: Finding, locator: Locator, width: number, colors: Colors): string {
  const region = locator.region(finding.span);
  const possible = finding.confidence === 'possible' ? colors.magenta(' (possible: it rests on something that could not be read)') : '';
  const lines = [`\n  ${region.line}:${region.column}  ${severityText(finding.severity, colors)}  ${colors.bold(finding.ruleId)}${possible}`];
  lines.push(wrap(finding.message, width, '    '));
  const cost = finding.impact && impactText(finding.impact);
  if (cost !== undefined) lines.push(`    ${colors.dim(printable(cost))}`);
  const frame = codeFrame(finding.span.file, region, locator, width, colors);
  if (frame !== '') lines.push(frame);
  for (const related of finding.related) {
    const { line, column } = locator.region(related.span);
    lines.push(`    ${colors.cyan('see')} ${printable(`${related.span.file}:${line}:${column}: ${related.message}`)}`);
  }
  for (const suggestion of finding.suggestions) lines.push(`    ${colors.green('fix')} ${printable(suggestion.title)}`);
  return lines.join('\n');
}

const DONE = [['rewrite', 'rewrites'], ['indexBuild', 'builds an index on'], ['scan', 'scans']] as const;

/** One line where people have to wait for as long as the table is large; a lock that is held for a moment is not worth it. */
function impactText(impact: Impact): string | undefined {
  const [done] = DONE.filter(([property]) => impact[property] === true);
  const waiting = impact.locks.filter(keepsWaiting);
  if (!done || waiting.length === 0) return undefined;
  const locks = waiting.map(({ table, mode, blocks }) => `${mode} on ${table.name} (blocks ${blocks})`);
  return `impact: ${done[1]} ${impact.table?.name ?? 'the table'} under ${locks.slice(0, 3).join(', ')}${locks.length > 3 ? ` and ${locks.length - 3} more` : ''}`;
}

function codeFrame(file: string, region: Region, locator: Locator, width: number, colors: Colors): string {
  const lines = locator.lines(file);
  if (!lines || lines.lineText(region.line).trim() === '') return '';
  // a span that ends at the start of a line says nothing about that line
  const end = region.endColumn === 1 && region.endLine > region.line ? region.endLine - 1 : region.endLine;
  const last = Math.min(end, region.line + MOST_LINES - 1);
  const digits = String(last).length;
  const room = width - digits - 7;
  const frame: string[] = [];
  for (let line = region.line; line <= last; line += 1) {
    const text = lines.lineText(line);
    const from = line === region.line ? region.column - 1 : text.length - text.trimStart().length;
    const to = line === region.endLine ? region.endColumn - 1 : text.length;
    const { shown, before, marked } = excerpt(text, from, Math.max(from + 1, to), room);
    frame.push(`    ${colors.dim(`${String(line).padStart(digits)} |`)} ${shown}`);
    if (line === region.line) frame.push(`    ${colors.dim(`${' '.repeat(digits)} |`)} ${' '.repeat(before)}${colors.red('^'.repeat(marked))}`);
  }
  if (end > last) frame.push(`    ${colors.dim(`${' '.repeat(digits)} | ${plural(end - last, 'more line')}`)}`);
  return frame.join('\n');
}

/** The part of a line around the marked characters that fits, and where the marks go. */
function excerpt(text: string, from: number, to: number, room: number): { readonly shown: string; readonly before: number; readonly marked: number } {
  const start = to <= room ? 0 : Math.max(0, from - Math.floor(room / 4));
  const cutLeft = start > 0 ? '...' : '';
  const whole = printable(text.slice(start, start + room * 2));
  const shown = cutLeft + (displayWidth(whole) > room ? `${whole.slice(0, room - 6)}...` : whole).trimEnd();
  const before = cutLeft.length + displayWidth(printable(text.slice(start, from)));
  const marked = Math.max(1, Math.min(displayWidth(printable(text.slice(from, to))), displayWidth(shown) - before));
  return { shown, before, marked };
}

function summary(report: Report, context: ReportContext, width: number, colors: Colors): string {
  const { migrations, reviewed, operations, unread, suppressed, findings } = summaryOf(report);
  const count = (severity: Severity): number => report.findings.filter((finding) => finding.severity === severity).length;
  const kinds = (['error', 'warning', 'note'] as const).flatMap((severity) => (count(severity) > 0 ? [plural(count(severity), severity)] : []));
  const scope = reviewed === migrations ? plural(migrations, 'migration') : `${grouped(reviewed)} of ${plural(migrations, 'migration')}`;
  const what = findings > 0 ? colors.bold(`${plural(findings, 'finding')} (${kinds.join(', ')})`) : colors.bold(report.problems.length > 0 ? 'No findings in what could be read' : 'No findings');
  const lines = [`${what} in ${scope}, ${plural(operations, 'operation')}${suppressed > 0 ? `, ${suppressed} suppressed` : ''}.`];
  if (unread > 0) {
    lines.push(wrap(`${plural(unread, 'place')} could not be read and ${unread === 1 ? 'was' : 'were'} not checked: "migralint inspect" lists ${unread === 1 ? 'it' : 'them'}, --fail-on-unread makes ${unread === 1 ? 'it' : 'them'} fail the run.`, width, ''));
  }
  if (findings > 0 && !context.limited && reviewed === migrations && migrations > LONG_HISTORY) {
    lines.push(wrap('The whole history was reviewed. To see only what is new: --since origin/main, --start-after REVISION, or "startAfter" in the configuration.', width, ''));
  }
  for (const sentence of readFor(report.histories)) lines.push(wrap(printable(sentence), width, ''));
  if (findings > 0) lines.push(colors.dim('About a rule: migralint explain <rule>'));
  return lines.join('\n');
}
