import type { Finding, Report, Severity } from '../finding.js';
import { locatorOf } from '../lines.js';
import type { Snapshot } from '../snapshot.js';
import { bySeverity, type ReportContext } from './context.js';
import { printable } from './text.js';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Control characters, which would colour or reorder the log, save line breaks. */
const lines = (text: string): string => text.split('\n').map((line) => printable(line.replace(/\r$/u, ''))).join('\n');
const escapeData = (text: string): string => lines(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Workflow commands that become annotations of a pull request. GitHub shows the first ten of each kind, so the worst come first. */
export function github(report: Report, files: Snapshot, context: ReportContext): string {
  const locator = locatorOf(files);
  const place = context.inRepository ?? ((file: string): string => file);
  const command = (name: string, properties: Readonly<Record<string, string | number | undefined>>, message: string): string => {
    const written = Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`]));
    return `::${name}${written.length > 0 ? ` ${written.join(',')}` : ''}::${escapeData(message)}`;
  };
  const annotation = (finding: Finding): string => {
    const { line, column, endLine, endColumn } = locator.region(finding.span);
    // columns only count within one line
    const columns = line === endLine ? { col: column, endColumn } : {};
    const title = `${finding.ruleId}${finding.confidence === 'possible' ? ' (possible)' : ''}`;
    const related = finding.related.map(({ message, span }) => `\n${place(span.file)}:${locator.region(span).line}: ${message}`);
    return command(COMMANDS[finding.severity], { file: place(finding.span.file), line, endLine, ...columns, title }, finding.message + related.join(''));
  };
  const problems = report.problems.map((problem) => {
    const file = problem.span?.file ?? problem.file;
    return command('error', { file: file && place(file), line: problem.span && locator.region(problem.span).line, title: 'migralint' }, problem.message);
  });
  const lines = [...problems, ...[...report.findings].sort(bySeverity).map(annotation)];
  return lines.map((line) => `${line}\n`).join('');
}
