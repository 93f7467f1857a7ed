import { parseArgs } from 'node:util';
import { LEVELS, PRESETS, VERSION_PATTERN } from '../config-schema.js';
import type { Level, Preset } from '../config.js';
import { didYouMean } from '../nearest.js';
import { DIALECTS, type Dialect } from '../target.js';
import { UsageProblem } from './problem.js';

export const COMMANDS = ['check', 'fix', 'inspect', 'baseline', 'init', 'doctor', 'rules', 'explain', 'completion'] as const;
export type Command = (typeof COMMANDS)[number];
/** The commands that print a report, and how it can be written. */
export const FORMATS: Readonly<Partial<Record<Command, readonly string[]>>> = {
  check: ['stylish', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'],
  inspect: ['stylish', 'json'],
  rules: ['stylish', 'json'],
};

interface OptionInfo {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** How the help writes the value. */
  readonly value?: string;
  readonly help: string;
  readonly group: 'What to review' | 'What to look for' | 'Output' | 'Configuration' | 'Other';
  readonly commands: readonly Command[];
}

const ANALYSIS = ['check', 'fix', 'inspect'] as const;
const READING = ['check', 'fix', 'inspect', 'baseline', 'doctor'] as const;
const CONFIGURED = ['check', 'fix', 'inspect', 'baseline', 'doctor', 'rules'] as const;
/** Every option of every command: the parser and the help are made from it. */
export const OPTIONS = {
  since: { type: 'string', value: 'REF', help: 'Only migrations that changed since the merge base with this git ref', group: 'What to review', commands: ANALYSIS },
  staged: { type: 'boolean', help: 'Only migrations that the next commit changes, as git has them staged', group: 'What to review', commands: ANALYSIS },
  'ignore-others': { type: 'boolean', help: 'Files that are named and are no migrations are no problem: for hooks', group: 'What to review', commands: ['check'] },
  'start-after': { type: 'string', value: 'REVISION', help: 'Only migrations behind this revision in the history', group: 'What to review', commands: ['check'] },
  all: { type: 'boolean', help: 'Also migrations that are merged: those that ran keep what they did', group: 'What to review', commands: ['fix'] },
  rule: { type: 'string', multiple: true, value: 'ID:LEVEL', help: `Set a rule to ${LEVELS.join(', ')}; with fix an ID alone; repeatable`, group: 'What to look for', commands: ['check', 'fix'] },
  preset: { type: 'string', value: 'NAME', help: `${PRESETS.join(', ')} (default: recommended)`, group: 'What to look for', commands: ['check', 'baseline', 'rules'] },
  dialect: { type: 'string', value: 'NAME', help: 'postgres, mysql, mariadb, sqlite, mssql or oracle; left out: from the project', group: 'What to look for', commands: READING },
  'target-version': { type: 'string', value: 'VERSION', help: 'Version of the database, such as 15 or 8.0.29', group: 'What to look for', commands: READING },
  baseline: { type: 'string', value: 'FILE', help: 'Findings that are known (default: the nearest migralint.baseline.json)', group: 'What to look for', commands: ['check', 'baseline'] },
  'no-baseline': { type: 'boolean', help: 'Report what the baseline lists as well', group: 'What to look for', commands: ['check'] },
  prune: { type: 'boolean', help: 'Only take out entries that stand for nothing any more', group: 'What to look for', commands: ['baseline'] },
  'dry-run': { type: 'boolean', help: 'Show what would be written, and write nothing', group: 'Output', commands: ['fix', 'baseline', 'init'] },
  yes: { type: 'boolean', short: 'y', help: 'Ask nothing: write all that is proposed', group: 'Output', commands: ['init'] },
  'max-warnings': { type: 'string', value: 'N', help: 'Exit with 1 when there are more than N warnings', group: 'What to look for', commands: ['check'] },
  'fail-on-unread': { type: 'boolean', help: 'Exit with 1 when a statement under review could not be read', group: 'What to look for', commands: ['check'] },
  format: { type: 'string', short: 'f', value: 'NAME', help: 'How the report is written', group: 'Output', commands: ['check', 'inspect', 'rules'] },
  output: { type: 'string', short: 'o', value: 'FILE', help: 'Write the report to a file; it appears whole or not at all', group: 'Output', commands: ['check', 'inspect'] },
  quiet: { type: 'boolean', short: 'q', help: 'Print errors only', group: 'Output', commands: ['check'] },
  'include-suppressed': { type: 'boolean', help: 'SARIF: list suppressed findings as well, marked as suppressed', group: 'Output', commands: ['check'] },
  color: { type: 'boolean', help: 'Colours, also where the output is no terminal', group: 'Output', commands: COMMANDS },
  'no-color': { type: 'boolean', help: 'No colours (also: NO_COLOR=1)', group: 'Output', commands: COMMANDS },
  config: { type: 'string', short: 'c', value: 'FILE', help: 'Use this configuration file', group: 'Configuration', commands: CONFIGURED },
  'no-config': { type: 'boolean', help: 'Use no configuration file', group: 'Configuration', commands: CONFIGURED },
  'no-cache': { type: 'boolean', help: 'Read every migration again, also those that an earlier run has read', group: 'Other', commands: READING },
  'cache-location': { type: 'string', value: 'FOLDER', help: "Where to keep what was read (default: migralint in the user's cache folder)", group: 'Other', commands: READING },
  help: { type: 'boolean', short: 'h', help: 'Show this help', group: 'Other', commands: COMMANDS },
  version: { type: 'boolean', short: 'v', help: 'Show the version', group: 'Other', commands: COMMANDS },
} as const satisfies Readonly<Record<string, OptionInfo>>;
export type OptionName = keyof typeof OPTIONS;
export const optionInfo = (name: OptionName): OptionInfo => OPTIONS[name];
export const optionNames = Object.keys(OPTIONS) as readonly OptionName[];

export interface Options {
  readonly command: Command;
  /** Paths, or the rule to explain. */
  readonly operands: readonly string[];
  readonly format: string;
  readonly since?: string;
  readonly staged?: boolean;
  readonly ignoreOthers?: boolean;
  readonly startAfter?: string;
  readonly rules: Readonly<Record<string, Level>>;
  /** fix: rules whose findings are fixed. Left out: all that can be. */
  readonly only?: readonly string[];
  /** fix: merged migrations too. */
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly preset?: Preset;
  readonly dialect?: Dialect;
  readonly targetVersion?: string;
  /** A file, `false` for none, or left out to search. */
  readonly baseline?: string | false;
  readonly prune?: boolean;
  readonly maxWarnings?: number;
  readonly failOnUnread?: boolean;
  readonly output?: string;
  readonly quiet: boolean;
  readonly includeSuppressed: boolean;
  readonly color?: boolean;
  /** A folder, `false` for none, or left out for the user's own. */
  readonly cache?: string | false;
  /** A file, `false` for none, or left out to search. */
  readonly config?: string | false;
}
export type Parsed = { readonly show: 'help'; readonly command?: Command } | { readonly show: 'version' } | { readonly show: 'result'; readonly options: Options };

export function parseOptions(argv: readonly string[]): Parsed {
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(optionNames.map((name) => [name, settingsForParser(optionInfo(name))])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const [first, ...rest] = positionals;
  // "help check" as well as "check --help"
  if (first === 'help') return { show: 'help', command: COMMANDS.find((command) => command === rest[0]) };
  const named = COMMANDS.find((command) => command === first);
  const command = named ?? 'check';
  const given = new Map<OptionName, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const name = checkOption(token, command);
    given.set(name, [...(given.get(name) ?? []), token.value ?? '']);
  }
  if (given.has('help')) return { show: 'help', command: named };
  if (given.has('version')) return { show: 'version' };
  return { show: 'result', options: optionsFrom(command, named ? rest : positionals, given) };
}

const settingsForParser = ({ type, short, multiple }: OptionInfo): { type: 'string' | 'boolean'; short?: string; multiple?: boolean } => ({
  type,
  ...(short === undefined ? {} : { short }),
  ...(multiple ? { multiple } : {}),
});

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function checkOption({ name, rawName, value }: OptionToken, command: Command): OptionName {
  const known = optionNames.find((candidate) => candidate === name);
  if (!known) {
    const own = optionNames.filter((candidate) => optionInfo(candidate).commands.includes(command));
    throw new UsageProblem(`unknown option ${rawName}${didYouMean(name, own).replace(/"(.*)"/u, '--$1')}\nRun "migralint ${command} --help" to see all options.`);
  }
  const info = optionInfo(known);
  if (!info.commands.includes(command)) throw new UsageProblem(`the command ${command} takes no ${rawName} (only ${info.commands.join(' and ')})`);
  if (info.type === 'boolean' && value !== undefined) throw new UsageProblem(`${rawName} takes no value`);
  if (info.type === 'string' && (value === undefined || value === '')) throw new UsageProblem(`${rawName} needs a value: ${rawName} ${info.value}`);
  return known;
}

function optionsFrom(command: Command, operands: readonly string[], given: ReadonlyMap<OptionName, readonly string[]>): Options {
  const last = (name: OptionName): string | undefined => given.get(name)?.at(-1);
  const has = (name: OptionName): boolean => given.has(name);
  const version = last('target-version');
  if (version !== undefined && !new RegExp(VERSION_PATTERN, 'u').test(version)) {
    throw new UsageProblem(`--target-version must be numbers with dots such as 15 or 8.0.29, not "${version}"`);
  }
  const warnings = last('max-warnings');
  if (warnings !== undefined && !/^\d+$/u.test(warnings)) throw new UsageProblem(`--max-warnings must be a whole number from 0 on, not "${warnings}"`);
  if (has('config') && has('no-config')) throw new UsageProblem('--config and --no-config exclude each other');
  if (command === 'explain' && operands.length !== 1) throw new UsageProblem('explain needs the id of one rule, e.g. "migralint explain drop-column". `migralint rules` lists all rules');
  if (command === 'init' && operands.length > 0) throw new UsageProblem('the command init takes no paths: run it in the folder of the project');
  if (command === 'rules' && operands.length > 0) throw new UsageProblem(`the command rules takes no paths; to read about one rule: migralint explain ${operands[0]}`);
  return {
    command,
    operands,
    format: choice('--format', last('format'), FORMATS[command] ?? ['stylish']) ?? 'stylish',
    since: last('since'),
    staged: has('staged') || undefined,
    ignoreOthers: has('ignore-others') || undefined,
    startAfter: last('start-after'),
    rules: command === 'fix' ? {} : Object.fromEntries((given.get('rule') ?? []).map(ruleLevel)),
    only: command === 'fix' ? given.get('rule') : undefined,
    all: has('all') || undefined,
    dryRun: has('dry-run') || undefined,
    yes: has('yes') || undefined,
    preset: choice('--preset', last('preset'), PRESETS),
    dialect: choice('--dialect', last('dialect'), DIALECTS),
    targetVersion: version,
    baseline: has('no-baseline') ? false : last('baseline'),
    prune: has('prune') || undefined,
    maxWarnings: warnings === undefined ? undefined : Number(warnings),
    failOnUnread: has('fail-on-unread') || undefined,
    output: last('output'),
    quiet: has('quiet'),
    includeSuppressed: has('include-suppressed'),
    color: has('no-color') ? false : has('color') ? true : undefined,
    cache: has('no-cache') ? false : last('cache-location'),
    config: has('no-config') ? false : last('config'),
  };
}

function choice<T extends string>(name: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw new UsageProblem(`${name} must be one of ${allowed.join(', ')}, not "${value}"${didYouMean(value, allowed)}`);
  return found;
}

function ruleLevel(text: string): readonly [string, Level] {
  const colon = text.lastIndexOf(':');
  const level = LEVELS.find((item) => item === text.slice(colon + 1));
  if (colon < 1 || level === undefined) throw new UsageProblem(`--rule must be ID:LEVEL with one of the levels ${LEVELS.join(', ')}, e.g. --rule drop-column:warning, not "${text}"`);
  return [text.slice(0, colon), level];
}
