import type { Finding, Problem, Report } from '../finding.js';
import type { Migration, Script } from '../migration.js';
import type { Impact } from '../impact.js';
import type { Name, Operation } from '../operation.js';
import type { Span } from '../span.js';
import type { Snapshot } from '../snapshot.js';
import { hasHole, isUnknown } from '../value.js';
import { locatorOf, type Locator } from '../lines.js';
import { historiesJson } from './read-for.js';

const VERSION = 1;
const print = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Number of places that could not be read: whole files and single statements. */
export const unreadCount = (report: Report): number => report.unread.length + report.opaque.length;
export const operationCount = (report: Report): number =>
  report.migrations.reduce((sum, { upgrade, downgrade }) => sum + upgrade.operations.length + downgrade.operations.length, 0);

export interface Summary {
  readonly migrations: number;
  readonly reviewed: number;
  readonly operations: number;
  readonly unread: number;
  readonly findings: number;
  readonly suppressed: number;
}
export function summaryOf(report: Report): Summary {
  return {
    migrations: report.migrations.length,
    reviewed: report.reviewed.length,
    operations: operationCount(report),
    unread: unreadCount(report),
    findings: report.findings.length,
    suppressed: report.suppressed.length,
  };
}

function findingJson(finding: Finding, locator: Locator): object {
  const { ruleId, messageId, severity, confidence, message, span, migration, direction, object, objects, related, impact, fingerprint, suggestions } = finding;
  return {
    ruleId,
    messageId,
    severity,
    confidence,
    message,
    file: span.file,
    ...locator.region(span),
    migration,
    direction,
    object,
    objects,
    related: related.map((item) => ({ message: item.message, file: item.span.file, ...locator.region(item.span) })),
    impact: impact && impactJson(impact),
    fingerprint,
    suggestions: suggestions.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ file: edit.span.file, start: edit.span.start, end: edit.span.end, text: edit.text })),
    })),
  };
}

const tableText = ({ schema, name }: Name): string => (schema === undefined || schema === 'public' ? name : `${schema}.${name}`);

function impactJson({ locks, scan, rewrite, indexBuild, table, algorithm, note }: Impact): object {
  return { locks: locks.map(({ table: locked, mode, blocks }) => ({ table: tableText(locked), mode, blocks })), scan, rewrite, indexBuild, table: table && tableText(table), algorithm, note };
}

function problemJson(problem: Problem, locator: Locator): object {
  return {
    message: problem.message,
    file: problem.span?.file ?? problem.file,
    line: problem.span && locator.region(problem.span).line,
  };
}

/** `migralint check --format json`. */
export function checkJson(report: Report, files: Snapshot): string {
  const locator = locatorOf(files);
  return print({
    version: VERSION,
    findings: report.findings.map((finding) => findingJson(finding, locator)),
    summary: summaryOf(report),
    target: { dialect: report.target.dialect, version: report.target.version.join('.') },
    histories: historiesJson(report.histories),
    unread: unreadFilesJson(report, locator),
    problems: report.problems.map((problem) => problemJson(problem, locator)),
  });
}

const unreadFilesJson = (report: Report, locator: Locator): readonly object[] =>
  report.unread.map(({ file, reason, span }) => ({ file, reason, line: span && locator.region(span).line }));

/** `migralint inspect --format json`. */
export function inspectJson(report: Report, files: Snapshot): string {
  const locator = locatorOf(files);
  return print({
    version: VERSION,
    target: { dialect: report.target.dialect, version: report.target.version.join('.') },
    histories: historiesJson(report.histories),
    migrations: report.migrations.map((migration) => migrationJson(migration, locator)),
    unread: unreadFilesJson(report, locator),
    problems: report.problems.map((problem) => problemJson(problem, locator)),
  });
}

function migrationJson(migration: Migration, locator: Locator): object {
  const { file, downgradeFile, framework, environment, id, parents, dependsOn, labels, message, upgrade, downgrade } = migration;
  return {
    file,
    downgradeFile,
    framework,
    environment,
    id,
    parents,
    dependsOn: dependsOn.length > 0 ? dependsOn : undefined,
    labels: labels.length > 0 ? labels : undefined,
    message,
    upgrade: scriptJson(upgrade, locator),
    downgrade: scriptJson(downgrade, locator),
  };
}

function scriptJson(script: Script, locator: Locator): object {
  return {
    status: script.status,
    operations: script.operations.map((operation) => operationJson(operation, locator)),
    unread: script.unread.map(({ reason, span }) => ({ reason, location: { ...span, ...locator.region(span) } })),
  };
}

function operationJson(operation: Operation, locator: Locator): object {
  const { kind, certainty, statement, span, calledAt, guards: _guards, inTransaction: _inTransaction, ...rest } = operation;
  const placed = (place: Span): object => ({ file: place.file, start: place.start, end: place.end, ...locator.region(place) });
  return {
    kind,
    certainty,
    location: placed(span),
    ...(calledAt && { calledAt: placed(calledAt) }),
    statement,
    ...(plain(rest) as object),
  };
}

const HOLES = /\uE000\d+\uE001/gu;

/** The value without places, and with `{ unknown }` wherever something could not be read. */
function plain(value: unknown, key?: string): unknown {
  if (typeof value === 'string' && hasHole(value)) return key === 'text' ? value.replace(HOLES, '{?}') : { unknown: 'input' };
  if (typeof value !== 'object' || value === null) return value;
  if (isUnknown(value)) return { unknown: value.unknown };
  if (Array.isArray(value)) return value.map((item) => plain(item));
  const record: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) if (name !== 'span') record[name] = plain(item, name);
  return record;
}
