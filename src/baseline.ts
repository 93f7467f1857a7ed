import type { Finding, Report } from './finding.js';
import { validate, writePath, type JsonSchema } from './json-schema.js';

/** A finding that was there when a project began, and that nobody is to be told again. */
export interface BaselineEntry {
  readonly rule: string;
  readonly file: string;
  readonly migration?: string;
  /** What it is about, for those who review the file. */
  readonly object?: string;
  readonly fingerprint: string;
}
export interface Baseline {
  readonly version: 1;
  readonly findings: readonly BaselineEntry[];
}

const text: JsonSchema = { type: 'string' };
const SCHEMA: JsonSchema = {
  type: 'object',
  required: ['version', 'findings'],
  properties: {
    version: { enum: [1] },
    findings: {
      type: 'array',
      items: { type: 'object', required: ['rule', 'file', 'fingerprint'], properties: { rule: text, file: text, migration: text, object: text, fingerprint: { type: 'string', minLength: 1 } } },
    },
  },
};

/** The baseline, or what is wrong with it. */
export function parseBaseline(source: string): Baseline | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { problem: 'not valid JSON. Make it anew: migralint baseline' };
  }
  const [first] = validate(SCHEMA, value);
  return first ? { problem: `${first.path.length === 0 ? 'the baseline' : `"${writePath(first.path)}"`} ${first.message}` } : (value as Baseline);
}

export const baselineOf = (entries: readonly BaselineEntry[]): Baseline => ({ version: 1, findings: [...entries].sort(byFile) });

/** `locate`: the path of a file as the baseline writes it. */
export const entriesOf = (findings: readonly Finding[], locate: (file: string) => string): readonly BaselineEntry[] => findings.map((finding) => entryOf(finding, locate));

function entryOf({ ruleId, span, migration, object, fingerprint }: Finding, locate: (file: string) => string): BaselineEntry {
  const name = object && (object.table === undefined ? object.name : `${object.table}.${object.name}`);
  return { rule: ruleId, file: locate(span.file), ...(migration !== undefined && { migration }), ...(name !== undefined && name !== '' && { object: `${object?.kind} ${name}` }), fingerprint };
}

const keyOf = ({ file, rule, fingerprint }: BaselineEntry): string => [file, rule, fingerprint].join('\0');
const byFile = (a: BaselineEntry, b: BaselineEntry): number => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0);

/** One line for each finding, so that two branches can add and remove theirs. */
export function writeBaseline({ version, findings }: Baseline): string {
  const entries = findings.map((entry) => `\n    ${JSON.stringify(entry)}`).join(',');
  return `{\n  "version": ${version},\n  "findings": [${entries}${entries === '' ? '' : '\n  '}]\n}\n`;
}

export interface Applied {
  readonly report: Report;
  /** Entries that stand for nothing any more. */
  readonly stale: readonly BaselineEntry[];
}

/** Takes out what the baseline lists. `judged`: whether this run would have found what an entry stands for. */
export function applyBaseline(report: Report, baseline: Baseline, judged: (entry: BaselineEntry) => boolean): Applied {
  const entries = new Map(baseline.findings.map((entry) => [entry.fingerprint, entry]));
  const isListed = ({ fingerprint }: Finding): boolean => entries.has(fingerprint);
  const listed = report.findings.filter(isListed);
  const matched = new Set(listed.map(({ fingerprint }) => fingerprint));
  return {
    report: {
      ...report,
      findings: report.findings.filter((finding) => !isListed(finding)),
      suppressed: [...report.suppressed, ...listed.map((finding) => ({ ...finding, suppression: { by: 'baseline' as const } }))],
    },
    stale: baseline.findings.filter((entry) => !matched.has(entry.fingerprint) && judged(entry)),
  };
}
