import type { Report } from '../finding.js';
import { locatorOf, type Locator } from '../lines.js';
import type { Script } from '../migration.js';
import type { Snapshot } from '../snapshot.js';
import { plural, type ReportContext } from './context.js';
import { subject } from './operation-text.js';
import { readFor } from './read-for.js';
import { colorsOf, printable, type Colors } from './text.js';

/** What each migration does, a line for each operation. */
export function inspectText(report: Report, files: Snapshot, context: ReportContext): string {
  const colors = colorsOf(context.color);
  const locator = locatorOf(files);
  const sections = report.migrations.map((migration) => {
    const parents = migration.parents.length > 0 ? ` after ${migration.parents.join(', ')}` : '';
    const title = `${colors.bold(colors.underline(printable(migration.file)))}  ${colors.dim(printable(`${migration.framework} ${migration.id}${parents}`))}`;
    const message = migration.message === undefined ? [] : [`  ${printable(migration.message)}`];
    return [title, ...message, ...scriptText('upgrade', migration.upgrade, locator, colors), ...scriptText('downgrade', migration.downgrade, locator, colors)].join('\n');
  });
  const unread = report.unread.map(({ file, reason }) => `${colors.red('unread')} ${printable(`${file}: ${reason}`)}`);
  const { dialect, version } = report.target;
  const told = readFor(report.histories).map((sentence) => printable(sentence));
  const count = plural(report.migrations.length, 'migration');
  const end = told.length === 0 ? `${count}, read for ${dialect} ${version.join('.')}.` : [`${count}.`, ...told].join('\n');
  return `${[...sections, ...unread, end].join('\n\n')}\n`;
}

function scriptText(name: string, script: Script, locator: Locator, colors: Colors): readonly string[] {
  const head = `  ${colors.cyan(name)}${script.status === 'present' ? '' : colors.dim(` (${script.status})`)}`;
  const operations = script.operations.map((operation) => {
    const { line } = locator.region(operation.span);
    const maybe = operation.certainty === 'maybe' ? colors.dim(' (maybe)') : '';
    return `    ${String(line).padStart(4)}  ${operation.kind} ${printable(subject(operation))}${maybe}`;
  });
  const unread = script.unread.map(({ reason, span }) => `    ${String(locator.region(span).line).padStart(4)}  ${colors.red('unread')} ${printable(reason)}`);
  return [head, ...operations, ...unread];
}
