import type { Report, Severity } from '../finding.js';
import { locatorOf } from '../lines.js';
import type { Snapshot } from '../snapshot.js';
import { bySeverity, type ReportContext } from './context.js';
import { printable } from './text.js';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', note: 'info' };

/** GitLab's code quality report: findings beside the lines of a merge request. */
export function gitlab(report: Report, files: Snapshot, context: ReportContext): string {
  const locator = locatorOf(files);
  const place = context.inRepository ?? ((file: string): string => file);
  const findings = [...report.findings].sort(bySeverity).map(({ ruleId, severity, confidence, message, span, fingerprint }) => {
    const { line, endLine } = locator.region(span);
    return {
      description: `${printable(message)}${confidence === 'possible' ? ' (Possible: it rests on something that could not be read.)' : ''}`,
      check_name: ruleId,
      fingerprint,
      severity: SEVERITIES[severity],
      location: { path: place(span.file), lines: { begin: line, end: endLine } },
    };
  });
  const unread = report.unread.map(({ file, reason, span }) => ({
    description: `This migration could not be read: ${printable(reason)}`,
    check_name: 'unread-migration',
    fingerprint: `unread:${place(file)}`,
    severity: 'major',
    location: { path: place(file), lines: { begin: span ? locator.region(span).line : 1 } },
  }));
  // the rule of that name says it already, where it is on
  const told = new Set(report.findings.filter(({ ruleId }) => ruleId === 'unread-migration').map(({ span }) => place(span.file)));
  return `${JSON.stringify([...findings, ...unread.filter(({ location }) => !told.has(location.path))], null, 2)}\n`;
}
