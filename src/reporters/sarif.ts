import type { ArtifactLocation, CodeFlow, Fix, Location, Log, Notification, Region as SarifRegion, ReportingDescriptor, Result, Suppression } from 'sarif';
import type { Finding, Problem, Report, Severity } from '../finding.js';
import { locatorOf, type Locator } from '../lines.js';
import type { Snapshot } from '../snapshot.js';
import type { Span } from '../span.js';
import { bySeverity, plural, type ReportContext, type RuleDescription } from './context.js';
import { lineHashes } from './line-hash.js';

/** GitHub refuses runs with more results, and shows the first 5,000. */
const MOST_RESULTS = 25_000;
const SHOWN_RESULTS = 5_000;
const SOURCE_ROOT = '%SRCROOT%';
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const PROBLEM_SEVERITY: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'recommendation' };

interface Writer {
  readonly locator: Locator;
  artifact(file: string): ArtifactLocation;
  location(span: Span): Location;
}

/** SARIF 2.1.0, with what GitHub code scanning asks for. */
export function sarif(report: Report, files: Snapshot, context: ReportContext): string {
  const writer = writerOf(files, context);
  const { locator } = writer;
  const open = [...report.findings].sort(bySeverity);
  const listed = [...open, ...(context.includeSuppressed ? report.suppressed : [])];
  const findings = listed.slice(0, MOST_RESULTS);
  const hashes = hashesOf(findings, files, locator);
  const ruleIndex = new Map(context.rules.map(({ id }, i) => [id, i]));
  const notifications = [
    ...report.problems.map((problem) => problemNotification(problem, writer)),
    ...report.unread.map((unread) => notification('unread-file', 'error', `This file could not be read: ${unread.reason}`, unread.span ?? { file: unread.file, start: 0, end: 0 }, writer)),
    ...report.opaque.map((unread) => notification('unread-code', 'warning', `Not understood, so not checked: ${unread.reason}`, unread.span, writer)),
    ...truncation(listed.length),
  ];
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'migralint',
            semanticVersion: context.version,
            ...(context.informationUri === undefined ? {} : { informationUri: context.informationUri }),
            rules: context.rules.map(descriptor),
          },
        },
        automationDetails: { id: 'migralint/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: 'The top folder of the repository.' } } },
        invocations: [{ executionSuccessful: report.problems.length === 0, toolExecutionNotifications: notifications }],
        results: findings.map((finding, i) => resultOf(finding, i >= open.length, ruleIndex, hashes, writer)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function writerOf(files: Snapshot, context: ReportContext): Writer {
  const locator = locatorOf(files);
  const artifact = (file: string): ArtifactLocation => ({
    uri: (context.inRepository?.(file) ?? file).split('/').map(encodeURIComponent).join('/'),
    uriBaseId: SOURCE_ROOT,
  });
  return { locator, artifact, location: (span) => ({ physicalLocation: { artifactLocation: artifact(span.file), region: regionOf(span, locator) } }) };
}

function regionOf(span: Span, locator: Locator): SarifRegion {
  const { line, column, endLine, endColumn } = locator.region(span);
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function descriptor(rule: RuleDescription): ReportingDescriptor {
  const document = rule.document ?? rule.summary;
  return {
    id: rule.id,
    name: rule.id.replace(/(?:^|-)(\w)/gu, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.summary },
    help: { text: document, markdown: document },
    ...(rule.url === undefined ? {} : { helpUri: rule.url }),
    defaultConfiguration: { level: rule.severity },
    properties: { tags: ['database', 'migration', rule.category], precision: 'high', 'problem.severity': PROBLEM_SEVERITY[rule.severity] },
  };
}

function resultOf(finding: Finding, suppressed: boolean, ruleIndex: ReadonlyMap<string, number>, hashes: ReadonlyMap<Finding, string>, writer: Writer): Result {
  const { ruleId, messageId, severity, confidence, related, suggestions, fingerprint, migration, direction, object } = finding;
  const index = ruleIndex.get(ruleId);
  const hash = hashes.get(finding);
  return {
    ruleId,
    ...(index === undefined ? {} : { ruleIndex: index }),
    // what is open to judgement has no level in SARIF; its severity stands in the properties
    ...(confidence === 'certain' ? { level: severity } : { kind: 'review' as const, level: 'none' as const }),
    rank: confidence === 'certain' ? 90 : 40,
    message: { text: messageOf(finding) },
    locations: [writer.location(finding.span)],
    ...(related.length > 0 ? { relatedLocations: related.map(({ message, span }, id) => ({ id: id + 1, ...writer.location(span), message: { text: message } })) } : {}),
    partialFingerprints: { ...(hash === undefined ? {} : { primaryLocationLineHash: hash }), 'migralint/v1': fingerprint },
    ...(direction === 'downgrade' && related.length > 0 ? { codeFlows: [wayBack(finding, writer)] } : {}),
    ...(suggestions.length > 0 ? { fixes: suggestions.map((suggestion) => fixOf(suggestion, writer)) } : {}),
    ...(suppressed ? { suppressions: [suppressionOf(finding)] } : {}),
    properties: { severity, confidence, messageId, ...(migration === undefined ? {} : { migration }), ...(direction === undefined ? {} : { direction }), ...(object === undefined ? {} : { object }) },
  };
}

/** From where the state before comes from to where the downgrade should restore it. */
const wayBack = ({ span, message, related }: Finding, writer: Writer): CodeFlow => ({
  message: { text: 'What the downgrade has to restore, and where it should.' },
  threadFlows: [{ locations: [...related, { span, message }].map((each) => ({ location: { ...writer.location(each.span), message: { text: each.message } } })) }],
});

const suppressionOf = ({ suppression }: Finding): Suppression => ({
  kind: suppression?.by === 'baseline' ? 'external' : 'inSource',
  status: 'accepted',
  ...(suppression?.reason === undefined ? {} : { justification: suppression.reason }),
});

/** Related places are shown where the text links to them. */
function messageOf({ message, related, confidence }: Finding): string {
  const links = related.map((item, i) => `[${item.message.replace(/[[\]\\]/gu, '\\$&')}](${i + 1})`);
  return `${message}${confidence === 'possible' ? ' (Possible: it rests on something that could not be read.)' : ''}${links.length > 0 ? `\nSee ${links.join(', ')}.` : ''}`;
}

function fixOf(suggestion: Finding['suggestions'][number], writer: Writer): Fix {
  const files = new Set(suggestion.edits.map(({ span }) => span.file));
  return {
    description: { text: suggestion.title },
    artifactChanges: [...files].map((file) => ({
      artifactLocation: writer.artifact(file),
      replacements: suggestion.edits.filter(({ span }) => span.file === file).map(({ span, text }) => ({ deletedRegion: regionOf(span, writer.locator), insertedContent: { text } })),
    })),
  };
}

function hashesOf(findings: readonly Finding[], files: Snapshot, locator: Locator): ReadonlyMap<Finding, string> {
  const lineOf = new Map(findings.map((finding) => [finding, locator.region(finding.span).line]));
  const wanted = new Map<string, Set<number>>();
  for (const [finding, line] of lineOf) wanted.set(finding.span.file, (wanted.get(finding.span.file) ?? new Set()).add(line));
  const hashes = new Map([...wanted].map(([file, lines]) => [file, lineHashes(files.read(file) ?? '', lines)]));
  return new Map([...lineOf].flatMap(([finding, line]) => {
    const hash = hashes.get(finding.span.file)?.get(line);
    return hash === undefined ? [] : [[finding, hash] as const];
  }));
}

function notification(id: string, level: Notification.level, text: string, span: Span | undefined, writer: Writer): Notification {
  return { descriptor: { id }, level, message: { text }, ...(span ? { locations: [writer.location(span)] } : {}) };
}

function problemNotification(problem: Problem, writer: Writer): Notification {
  const written = notification('problem', 'error', problem.message, problem.span, writer);
  if (problem.span || problem.file === undefined) return written;
  return { ...written, locations: [{ physicalLocation: { artifactLocation: writer.artifact(problem.file) } }] };
}

function truncation(count: number): readonly Notification[] {
  if (count <= SHOWN_RESULTS) return [];
  const cut = count > MOST_RESULTS ? ` Only the first ${MOST_RESULTS} are in this file.` : '';
  const text = `${plural(count, 'result')}, the worst first.${cut} GitHub shows the first ${SHOWN_RESULTS}.`;
  return [{ descriptor: { id: 'truncated' }, level: 'warning', message: { text } }];
}
