import type { Finding, Report } from '../finding.js';
import { locatorOf, type Locator } from '../lines.js';
import type { Snapshot } from '../snapshot.js';
import { bySeverity, type ReportContext } from './context.js';
import { printable } from './text.js';

/** JUnit XML: a suite for each migration under review, a case for each finding; errors fail, the rest is shown as skipped. */
export function junit(report: Report, files: Snapshot, context: ReportContext): string {
  const locator = locatorOf(files);
  const place = context.inRepository ?? ((file: string): string => file);
  const names = [...new Set([...report.reviewed, ...report.findings.map(({ span }) => span.file)])].sort();
  const unread = new Map(report.unread.map((each) => [each.file, each.reason]));
  const suites = [
    ...names.map((file) => suite(place(file), casesOf(file, report, locator, place))),
    ...[...unread].filter(([file]) => !names.includes(file)).map(([file, reason]) => suite(place(file), [failing('error', 'unread-migration', place(file), `This migration could not be read: ${reason}`, place(file))])),
    ...(report.problems.length === 0 ? [] : [suite('migralint', report.problems.map(({ message, file }) => failing('error', 'problem', 'migralint', message, file === undefined ? '' : place(file))))]),
  ];
  const total = (key: keyof Counts): number => suites.reduce((sum, each) => sum + each.counts[key], 0);
  const counts = { tests: total('tests'), failures: total('failures'), errors: total('errors'), skipped: total('skipped') };
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="migralint"${attributes(counts)}>\n${suites.map(({ text }) => text).join('')}</testsuites>\n`;
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}
interface Case {
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly text: string;
}

function suite(name: string, cases: readonly Case[]): { readonly counts: Counts; readonly text: string } {
  const count = (outcome: Case['outcome']): number => cases.filter((each) => each.outcome === outcome).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
  return { counts, text: `  <testsuite${attributes({ name, ...counts })}>\n${cases.map(({ text }) => text).join('')}  </testsuite>\n` };
}

function casesOf(file: string, report: Report, locator: Locator, place: (file: string) => string): readonly Case[] {
  const findings = report.findings.filter(({ span }) => span.file === file).sort(bySeverity);
  if (findings.length === 0) return [{ outcome: 'passed', text: `    <testcase${attributes({ name: 'migralint', classname: place(file) })}/>\n` }];
  return findings.map((finding) => failing(finding.severity === 'error' ? 'failure' : 'skipped', finding.ruleId, place(file), messageOf(finding), placeOf(finding, locator, place)));
}

const messageOf = ({ severity, confidence, message }: Finding): string => `${severity}${confidence === 'possible' ? ' (possible)' : ''}: ${message}`;

function placeOf({ span, related }: Finding, locator: Locator, place: (file: string) => string): string {
  const lines = [`${place(span.file)}:${locator.region(span).line}`, ...related.map((each) => `${place(each.span.file)}:${locator.region(each.span).line}: ${each.message}`)];
  return lines.join('\n');
}

function failing(outcome: Exclude<Case['outcome'], 'passed'>, name: string, classname: string, message: string, detail: string): Case {
  return { outcome, text: `    <testcase${attributes({ name, classname })}>\n      <${outcome}${attributes({ message, ...(outcome === 'skipped' ? {} : { type: name }) })}>${xml(detail)}</${outcome}>\n    </testcase>\n` };
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([key, value]) => ` ${key}="${xml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
/** Many characters are none of XML, not even as an entity. */
const xml = (text: string): string =>
  text
    .split('\n')
    .map((line) => printable(line).replace(/[\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/gu, '\uFFFD'))
    .join('\n')
    .replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);
