import path from 'node:path';
import type { Rule as EslintRule } from 'eslint';
import { configProblems, type Config } from '../../config.js';
import type { Finding } from '../../finding.js';
import { languageOf } from '../../languages/index.js';
import { lowerPython } from '../../languages/python/index.js';
import { lowerEstree } from '../../languages/typescript/index.js';
import type { Rule } from '../../rule.js';
import { relativeTo } from '../files.js';
import { projectOf, type Settings } from './project.js';
import { pythonSource } from './python-language.js';
import type { TreeComment } from './tree.js';

/** What the rules of one run over one text have in common. */
interface Run {
  readonly rules: Map<Rule, Readonly<Record<string, unknown>>>;
  findings?: ReadonlyMap<string, readonly Finding[]>;
}
const runs = new WeakMap<object, Run>();

/** ESLint creates all rules before it asks any: they say that they are on, and one analysis answers all of them. */
export function register(rule: Rule, context: EslintRule.RuleContext): () => readonly Finding[] {
  const { sourceCode } = context;
  let run = runs.get(sourceCode);
  if (!run || run.findings || run.rules.has(rule)) run = { rules: new Map() };
  runs.set(sourceCode, run);
  run.rules.set(rule, (context.options[0] as Readonly<Record<string, unknown>> | undefined) ?? {});
  const current = run;
  return () => (current.findings ??= byRule(analysed(context, current))).get(rule.id) ?? [];
}

function byRule(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const lists = new Map<string, Finding[]>();
  for (const finding of findings) lists.set(finding.ruleId, [...(lists.get(finding.ruleId) ?? []), finding]);
  return lists;
}

function analysed(context: EslintRule.RuleContext, { rules }: Run): readonly Finding[] {
  const { sourceCode, cwd } = context;
  const { text } = sourceCode;
  const absolute = placeOf(context);
  const project = projectOf(absolute, cwd, settingsOf(context.settings));
  const file = relativeTo(cwd, absolute);
  const find = (): readonly Finding[] => project.findings({ file, text, rules });
  const ast = sourceCode.ast as unknown as { readonly type: string; readonly comments?: readonly Pick<TreeComment, 'range' | 'value'>[] };
  if (ast.type === 'Program') {
    const comments = (ast.comments ?? []).map(({ range, value }) => ({ start: range[0], end: range[1], text: value }));
    return languageOf('typescript').programs.whileGiven(file, text, { program: () => lowerEstree(ast as never, file), comments: () => comments }, find);
  }
  const python = pythonSource(ast);
  if (!python) return find();
  const comments = (sourceCode as unknown as { readonly comments: readonly TreeComment[] }).comments.map(({ range, value }) => ({ start: range[0], end: range[1], text: value }));
  return languageOf('python').programs.whileGiven(file, text, { program: () => lowerPython({ ...python, file }), comments: () => comments }, find);
}

const ENDINGS: Readonly<Record<string, string>> = { Module: '.py', Script: '.sql', Program: '.js' };

/** Text that comes from no file is a migration by itself. */
function placeOf({ physicalFilename, cwd, sourceCode }: EslintRule.RuleContext): string {
  const name = path.resolve(cwd, physicalFilename);
  return /^[<_]/u.test(path.basename(name)) && path.extname(name) === '' ? path.join(name, 'migrations', `input${ENDINGS[sourceCode.ast.type] ?? ''}`) : name;
}

const checked = new WeakMap<object, Settings>();

/** A whole configuration of the command line will do: which rules are on is ESLint's to say. */
function settingsOf({ migralint: given }: EslintRule.RuleContext['settings']): Settings {
  if (typeof given !== 'object' || given === null) return {};
  const known = checked.get(given);
  if (known) return known;
  const { rules: _, overrides: __, failOnUnread: ___, ...settings } = given as Config;
  const [problem] = configProblems(settings, []);
  if (problem) throw new TypeError(`settings.migralint: ${problem.message}`);
  checked.set(given, settings);
  return settings;
}
