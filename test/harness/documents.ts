import { readFileSync } from 'node:fs';
import type { AnalyzeOptions } from '../../src/analyze.js';
import { analyze, loadParsers } from '../../src/analyze.js';
import { analysisOf, type Config, type RuleConfig } from '../../src/config.js';
import type { Base } from '../../src/edits.js';
import type { Finding, Severity } from '../../src/finding.js';
import { memorySnapshot } from '../../src/snapshot.js';
import type { Rule } from '../../src/rule.js';

/** One fenced block of a rule's document. */
export interface Block {
  readonly language: string;
  readonly text: string;
}
/** A heading with the blocks under it: one test. */
export interface Section {
  /** `Unsafe > In two statements` */
  readonly path: string;
  readonly top: string;
  readonly blocks: readonly Block[];
}
export interface Document {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly sections: readonly Section[];
}

const FENCE = /^```(\w+)\s*$/u;

/**
 * Reads a rule's document. Blocks marked `# history` under *Why* belong to all sections, those directly under `##` to
 * its `###` sections: what the examples have in common is written once.
 */
export function parseDocument(text: string): Document {
  const lines = text.split('\n');
  const sections: { path: string; top: string; blocks: Block[] }[] = [];
  let shared: Block[] = [];
  let under: Block[] = [];
  let top = '';
  let current: { path: string; top: string; blocks: Block[] } | undefined;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const heading = /^(#{2,3}) (.+)$/u.exec(line);
    if (heading) {
      const title = heading[2] ?? '';
      if (heading[1] === '##') [top, under] = [title, []];
      current = { path: heading[1] === '##' ? title : `${top} > ${title}`, top, blocks: heading[1] === '##' ? [] : [...under] };
      sections.push(current);
      continue;
    }
    const fence = FENCE.exec(line);
    if (!fence || !current) continue;
    const body: string[] = [];
    for (i += 1; i < lines.length && lines[i] !== '```'; i += 1) body.push(lines[i] ?? '');
    const block = { language: fence[1] ?? '', text: `${body.join('\n')}\n` };
    if (current.top === 'Why' && (isHistory(block) || block.language === 'json')) shared = [...shared, block];
    else {
      if (current.path === top && (isHistory(block) || block.language === 'json')) under.push(block);
      current.blocks.push(block);
    }
  }
  const [, summary = ''] = text.split(/\n\n/u);
  const tested = sections.filter(({ blocks }) => blocks.some((block) => !isHistory(block) && block.language !== 'json'));
  return { title: lines[0]?.replace(/^# /u, '') ?? '', summary, text, sections: tested.map((section) => ({ ...section, blocks: [...shared, ...section.blocks] })) };
}

export const readDocument = (id: string): Document => parseDocument(readFileSync(new URL(`../../rules/${id}.md`, import.meta.url), 'utf8'));

/** The text that a file had before the change under review; the same `file:` without it is the text of today. */
const isBase = (block: Block): boolean => /^\s*(?:#|--|\/\/) base\b/mu.test(block.text);
const isHistory = (block: Block): boolean => /^\s*(?:#|--|\/\/) history\b/mu.test(block.text);

/** What must be reported in a line of a file. */
export interface Expectation {
  readonly rule: string;
  readonly message?: string;
  readonly possible: boolean;
  readonly file: string;
  readonly line: number;
}
/** The files of a section, as a repository with Alembic, TypeORM, Knex and plain SQL in it, and what is expected of them. */
export interface Project {
  readonly files: Readonly<Record<string, string>>;
  readonly history: ReadonlySet<string>;
  /** Files as they were before the change, where the section shows any. */
  readonly base: Readonly<Record<string, string>>;
  readonly expected: readonly Expectation[];
  readonly config: Config;
}

const SCAFFOLD = { 'alembic.ini': '[alembic]\nscript_location = migrations\n', 'migrations/env.py': 'from alembic import context\n' };
const IMPORTS = { op: 'from alembic import op', sa: 'import sqlalchemy as sa', postgresql: 'from sqlalchemy.dialects import postgresql' };

/**
 * Python blocks become revisions in the order of the page; what a revision needs beside its body is put around it.
 * TypeScript becomes migrations of TypeORM, JavaScript of Knex, SQL numbered files.
 */
export function toProject(blocks: readonly Block[]): Project {
  const files: Record<string, string> = {};
  const history = new Set<string>();
  const base: Record<string, string> = {};
  const expected: Expectation[] = [];
  let config: Config = {};
  let previous: string | undefined;
  let count = 0;
  for (const block of blocks) {
    if (block.language === 'json') {
      config = { ...config, ...(JSON.parse(block.text) as Config) };
      continue;
    }
    count += 1;
    const name = /(?:#|--|\/\/).*?\bfile: (\S+)/u.exec(block.text)?.[1] ?? defaultName(block, count);
    const file = name.startsWith('versions/') ? `migrations/${name}` : name;
    const isRevision = file.startsWith('migrations/versions/') && block.language === 'python';
    if (isBase(block)) {
      base[file] = [...headOf(block, isRevision, `000${count}`, previous), block.text].join('\n');
      // what is said of a file that is gone is said at its beginning
      expected.push(...expectationsIn(block.text, file, 0));
      count -= 1;
      continue;
    }
    const head = headOf(block, isRevision, `000${count}`, previous);
    if (isRevision) previous = /^revision(?:\s*:[^=]*)?\s*=\s*['"](\w+)['"]/mu.exec(block.text)?.[1] ?? `000${count}`;
    files[file] = [...head, block.text].join('\n');
    if (isHistory(block)) history.add(file);
    expected.push(...expectationsIn(block.text, file, head.length));
  }
  return { files: { ...SCAFFOLD, ...files }, history, base, expected, config };
}

/** SQL is a migration of its own: one with both directions in it where it has the sections of dbmate or goose, else an upgrade. */
function defaultName({ language, text }: Block, count: number): string {
  const number = String(count).padStart(3, '0');
  if (language === 'sql') return `db/migrations/${number}_step${/^-- (?:migrate:|\+goose )/mu.test(text) ? '' : '.up'}.sql`;
  if (language === 'ts') return `src/migrations/1700000000${number}-step.ts`;
  return language === 'js' ? `knex/migrations/20260101000${number}_step.js` : `versions/${count}.${language === 'python' ? 'py' : language}`;
}

const TYPEORM = /\b(?:MigrationInterface|QueryRunner|Table(?:Check|Column|Exclusion|ForeignKey|Index|Unique)?|View)\b/gu;

/** What a migration needs beside its body, where the page leaves it out. */
function headOf({ language, text }: Block, isRevision: boolean, id: string, parent: string | undefined): string[] {
  if (isRevision) return header(text, id, parent);
  if (language !== 'ts' || !text.includes('MigrationInterface') || /^import\b/mu.test(text)) return [];
  return [`import { ${[...new Set(text.match(TYPEORM))].sort().join(', ')} } from 'typeorm';`];
}

function header(text: string, id: string, parent: string | undefined): string[] {
  const lines = Object.entries(IMPORTS).flatMap(([name, line]) => (new RegExp(`\\b${name}\\.`, 'u').test(text) && !text.includes(line) ? [line] : []));
  if (/^revision\b/mu.test(text) || /\bno revision\b/u.test(text)) return lines;
  return [...lines, `revision = '${id}'`, `down_revision = ${parent === undefined ? 'None' : `'${parent}'`}`];
}

/** `expect:` is about its own line, `expect-above:` about the one before, where a comment of another kind fills the line. */
function expectationsIn(text: string, file: string, offset: number): Expectation[] {
  return text.split('\n').flatMap((line, i) =>
    [...line.matchAll(/expect(-above)?: ([a-z-]+)(?:\/(\w+))?( possible)?/gu)].map((match) => ({
      rule: match[2] ?? '',
      ...(match[3] !== undefined && { message: match[3] }),
      possible: match[4] !== undefined,
      file,
      line: i + offset + (match[1] === undefined ? 1 : 0),
    })),
  );
}

const ofConfig = (entry: RuleConfig | undefined): { readonly level?: string; readonly options?: Readonly<Record<string, unknown>> } =>
  entry === undefined ? {} : typeof entry === 'string' ? { level: entry } : { level: entry[0], ...(entry[1] && { options: entry[1] }) };

const TRAFFIC = new Set(['availability', 'compatibility']);
/** The way back is looked at on the pages of the rollback rules only, who has to wait on those of the rules about that. */
const isElsewhere = (each: Rule, page: Rule): boolean =>
  (each.meta.category === 'rollback' && page.meta.category !== 'rollback') || (TRAFFIC.has(each.meta.category) && !TRAFFIC.has(page.meta.category));

/** Runs a project with the rule of the page at its loudest and all rules of `recommended` that a page of its kind is about. */
export async function lintProject(project: Project, rule: Rule, rules: readonly Rule[]): Promise<readonly Finding[]> {
  const snapshot = memorySnapshot(project.files);
  const { config } = project;
  await loadParsers(snapshot, analysisOf(config));
  const options: AnalyzeOptions = {
    rules,
    settingOf: (each) => {
      const own = each.id === rule.id;
      const { level, options: given } = ofConfig(config.rules?.[each.id]);
      const preset = own ? (each.meta.presets.recommended ?? each.meta.presets.strict ?? each.meta.presets.all) : isElsewhere(each, rule) ? undefined : each.meta.presets.recommended;
      const severity = level === 'off' ? undefined : ((level as Severity | undefined) ?? preset);
      return severity && { severity, options: { ...each.meta.options?.defaults, ...given } };
    },
    reviewed: (file) => !project.history.has(file),
    changeSetKnown: project.history.size > 0,
    ...(Object.keys(project.base).length > 0 && { base: baseOf(project) }),
    keepPossible: config.preset !== 'recommended',
    ...analysisOf(config),
  };
  const report = analyze(snapshot, options);
  if (report.problems.length > 0) throw new Error(report.problems.map(({ message }) => message).join('\n'));
  // what recommended would hide of other rules is hidden here, too
  return report.findings.filter((finding) => finding.ruleId === rule.id || finding.confidence === 'certain' || finding.severity === 'error');
}

const baseOf = ({ files, history, base }: Project): Base => new Map([...Object.keys(files).filter((file) => !history.has(file) && !Object.hasOwn(SCAFFOLD, file)).map((file) => [file, undefined] as const), ...Object.entries(base)]);

export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** `versions/2.py:7 drop-column/dropped`, in order: what expectations and findings are compared by. */
export function describeFindings(findings: readonly Finding[], project: Project): string[] {
  return findings.map(({ ruleId, messageId, confidence, span }) => `${span.file}:${lineOf(project.files[span.file] ?? '', span.start)} ${ruleId}/${messageId}${confidence === 'possible' ? ' possible' : ''}`).sort();
}

/** The expectations in the same words; a message that is not named is taken from what was found in the line. */
export function describeExpectations(project: Project, found: readonly string[]): string[] {
  const free = [...found];
  return project.expected
    .map(({ rule, message, possible, file, line }) => {
      const start = `${file}:${line} ${rule}/${message ?? ''}`;
      const at = free.findIndex((text) => (message === undefined ? text.startsWith(start) : text.replace(/ possible$/u, '') === start) && text.endsWith(' possible') === possible);
      return at >= 0 ? (free.splice(at, 1)[0] ?? start) : `${start}${possible ? ' possible' : ''}`;
    })
    .sort();
}
