import type { AnalyzeOptions, RuleSetting } from './analyze.js';
import { configSchema, type LEVELS, type PRESETS } from './config-schema.js';
import type { FrameworkDefinition } from './define-framework.js';
import type { Severity } from './finding.js';
import type { FileLayout, NamingConvention } from './framework.js';
import { matcher } from './globs.js';
import { validate, writePath, type KeyPath } from './json-schema.js';
import { didYouMean } from './nearest.js';
import type { RollbackPolicy, Rule } from './rule.js';
import type { Dialect } from './target.js';

export type Level = (typeof LEVELS)[number];
export type Preset = (typeof PRESETS)[number];
export type RuleConfig = Level | readonly [Level] | readonly [Level, Readonly<Record<string, unknown>>];
export type RulesConfig = Readonly<Record<string, RuleConfig>>;

export interface Override {
  /** Globs, relative to the folder of the configuration file. */
  readonly files: readonly string[];
  readonly rules: RulesConfig;
}

/** What a project writes into `migralint.config.*`. Every key may be left out. */
export interface Config {
  readonly preset?: Preset;
  readonly rules?: RulesConfig;
  readonly dialect?: Dialect;
  /** Such as "15" or "8.0.29". */
  readonly targetVersion?: string;
  readonly namingConvention?: NamingConvention;
  /** The schema of names without one, where the connection sets another than the server's usual. */
  readonly defaultSchema?: string;
  readonly rollback?: RollbackPolicy;
  /** Revision id: only what comes after it in the history is reported on. */
  readonly startAfter?: string;
  readonly overrides?: readonly Override[];
  readonly ignore?: readonly string[];
  /** SQL migrations whose layout is that of no tool. The globs are relative to the folder of the configuration file. */
  readonly layouts?: readonly FileLayout[];
  /** Helpers of the project's own that change its schema (`defineFramework`). */
  readonly frameworks?: readonly FrameworkDefinition[];
  readonly emptyTables?: readonly string[];
  readonly smallTables?: readonly string[];
  readonly retiredColumns?: readonly string[];
  readonly deployment?: 'rolling' | 'stop-the-world';
  readonly failOnUnread?: boolean;
}

/** What a configuration says to the analysis, apart from the rules. Values that are not set are left out. */
export function analysisOf(config: Config): Partial<AnalyzeOptions> {
  const { dialect, targetVersion, namingConvention, defaultSchema, layouts, frameworks, startAfter, rollback, emptyTables, smallTables, retiredColumns, deployment } = config;
  const version = targetVersion === undefined ? undefined : parseVersion(targetVersion);
  return withoutUndefined({ dialect, targetVersion: version, namingConvention, defaultSchema, layouts, frameworks, startAfter, rollback, emptyTables, smallTables, retiredColumns, deployment });
}

/** The entries that have a value. */
export const withoutUndefined = <T extends object>(values: T): Partial<T> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Keeps the types of a configuration file for the editor. */
export const defineConfig = (config: Config): Config => config;

export interface ConfigProblem {
  readonly path: KeyPath;
  readonly message: string;
}

/** All that is wrong with a configuration; empty where it can be used. */
export function configProblems(value: unknown, rules: readonly Rule[]): readonly ConfigProblem[] {
  return validate(configSchema(rules), value).map(({ path, message, unknownKey }) => {
    if (!unknownKey) return { path, message: path.length === 0 ? `the configuration ${message}` : `"${writePath(path)}" ${message}` };
    const { key, known } = unknownKey;
    const inRules = path[path.length - 2] === 'rules';
    return { path, message: inRules ? unknownRule(key, known) : `unknown key "${writePath(path)}"${didYouMean(key, known) || '.'} Known keys: ${known.join(', ')}` };
  });
}

export const unknownRule = (id: string, known: readonly string[]): string => `unknown rule "${id}"${didYouMean(id, known) || '.'} \`migralint rules\` lists all rules`;

/** The severity of a rule in a preset; `strict` contains `recommended`, `all` contains `strict`. */
export function presetSeverity(rule: Rule, preset: Preset): Severity | undefined {
  const { recommended, strict, all } = rule.meta.presets;
  if (preset === 'recommended') return recommended;
  if (preset === 'strict') return strict ?? recommended;
  return preset === 'all' ? (all ?? strict ?? recommended) : undefined;
}

export interface SettingsOptions {
  /** Wins over the configuration, also over its overrides: what the command line says. */
  readonly rules?: RulesConfig;
  /** A file of the snapshot as the globs of the configuration see it. */
  readonly locate?: (file: string) => string;
}

/** How each rule is set for each file. */
export function settingsOf(config: Config, options: SettingsOptions = {}): (rule: Rule, file: string) => RuleSetting | undefined {
  const locate = options.locate ?? ((file: string): string => file);
  const overrides = (config.overrides ?? []).map(({ files, rules }) => ({ rules, matches: matcher(files) }));
  // files with the same overrides have the same settings
  const groupOf = new Map<string, string>();
  const groupsOfFile = (file: string): string => {
    let group = groupOf.get(file);
    if (group === undefined) {
      const located = locate(file);
      group = overrides.map(({ matches }) => (matches(located) ? '1' : '0')).join('');
      groupOf.set(file, group);
    }
    return group;
  };
  const settings = new Map<string, RuleSetting | undefined>();
  return (rule, file) => {
    const group = overrides.length === 0 ? '' : groupsOfFile(file);
    const key = `${rule.id} ${group}`;
    if (!settings.has(key)) {
      const layers = [config.rules, ...overrides.filter((_, i) => group[i] === '1').map((override) => override.rules), options.rules];
      settings.set(key, settingFrom(rule, config.preset ?? 'recommended', layers));
    }
    return settings.get(key);
  };
}

function settingFrom(rule: Rule, preset: Preset, layers: readonly (RulesConfig | undefined)[]): RuleSetting | undefined {
  let level: Level = presetSeverity(rule, preset) ?? 'off';
  let own: Readonly<Record<string, unknown>> = {};
  for (const layer of layers) {
    const entry = layer && Object.hasOwn(layer, rule.id) ? layer[rule.id] : undefined;
    if (entry === undefined) continue;
    if (typeof entry === 'string') level = entry;
    else {
      level = entry[0];
      // a severity alone keeps the options that were set before
      if (entry[1] !== undefined) own = entry[1];
    }
  }
  return level === 'off' ? undefined : { severity: level, options: { ...rule.meta.options?.defaults, ...own } };
}

export const parseVersion = (text: string): readonly number[] => text.split('.').map(Number);
