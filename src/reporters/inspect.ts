import type { Report } from '../finding.js';
import { locatorOf, type Locator } from '../lines.js';
import type { Script } from '../migration.js';
import type { Operation } from '../operation.js';
import type { Snapshot } from '../snapshot.js';
import { isUnknown } from '../value.js';
import { plural, type ReportContext } from './context.js';
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
  return `${[...sections, ...unread, `${plural(report.migrations.length, 'migration')}, read for ${dialect} ${version.join('.')}.`].join('\n\n')}\n`;
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

/** The names that an operation is about. */
function subject(operation: Operation): string {
  if (operation.kind === 'opaque') return operation.reason;
  const parts: string[] = [];
  const { table, column, constraint, index, name, object, to, set, verb, value } = operation as unknown as Readonly<Record<string, unknown>>;
  if (verb !== undefined) parts.push(String(verb));
  if (table !== undefined) parts.push(word(table));
  if (column !== undefined) parts.push(typeof column === 'object' && !isUnknown(column) ? columnText(column) : word(column));
  for (const item of [constraint, index, object, name]) if (item !== undefined) parts.push(word(item));
  if (value !== undefined) parts.push(`= ${word(value)}`);
  if (to !== undefined) parts.push(`to ${word(to)}`);
  if (set !== undefined) parts.push(Object.entries(set as object).map(([key, item]) => `${key} ${word(item)}`).join(', '));
  if (operation.kind === 'createTable') parts.push(`(${operation.columns.map((each) => columnText(each)).join(', ')})`);
  return parts.join(' ');
}

function columnText(column: unknown): string {
  const { name, type, nullable } = column as Readonly<Record<string, unknown>>;
  return `${word(name)} ${word(type)}${nullable === false ? ' not null' : ''}`;
}

function word(value: unknown): string {
  if (isUnknown(value)) return '?';
  if (value === null) return 'none';
  if (typeof value !== 'object' || value === undefined) return String(value);
  const { schema, name, kind, type, columns } = value as Readonly<Record<string, unknown>>;
  const shown = name === undefined ? (Array.isArray(columns) ? `(${columns.map(word).join(', ')})` : '') : word(name);
  return [kind ?? type, schema === undefined ? shown : `${word(schema)}.${shown}`].filter((each) => each !== undefined).map(String).join(' ');
}
