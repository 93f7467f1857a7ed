import { presetSeverity, settingsOf, unknownRule, type Config } from '../config.js';
import type { Rule } from '../rule.js';
import { colorsOf } from '../reporters/text.js';
import { rules } from '../../rules/index.js';
import { loadConfig } from './config-file.js';
import type { Options } from './options.js';
import { print, wantsColor } from './output.js';
import { ruleDocument } from './package.js';
import { UsageProblem } from './problem.js';

/** `migralint rules`: each rule with its severity here. */
export async function listRules(options: Options): Promise<number> {
  const { config: fromFile } = await loadConfig(process.cwd(), options.config, rules);
  const config: Config = options.preset === undefined ? fromFile : { ...fromFile, preset: options.preset };
  const settingOf = settingsOf(config);
  const levelOf = (rule: Rule): string => settingOf(rule, '')?.severity ?? 'off';
  if (options.format === 'json') {
    const listed = rules.map((rule) => ({
      id: rule.id,
      summary: rule.meta.summary,
      category: rule.meta.category,
      severity: levelOf(rule),
      presets: { recommended: presetSeverity(rule, 'recommended') ?? 'off', strict: presetSeverity(rule, 'strict') ?? 'off', all: presetSeverity(rule, 'all') ?? 'off' },
      dialects: rule.meta.dialects,
      directions: rule.meta.directions,
      since: rule.meta.since,
    }));
    await print(`${JSON.stringify({ version: 1, rules: listed }, null, 2)}\n`);
    return 0;
  }
  const colors = colorsOf(wantsColor(options.color, process.stdout.isTTY));
  const widest = Math.max(0, ...rules.map(({ id }) => id.length));
  const categories = [...new Set(rules.map((rule) => rule.meta.category))];
  const sections = categories.map((category) => {
    const lines = rules
      .filter((rule) => rule.meta.category === category)
      .map((rule) => {
        const level = levelOf(rule).padEnd(7);
        const shown = level.startsWith('error') ? colors.red(level) : level.startsWith('warning') ? colors.yellow(level) : level.startsWith('off') ? colors.dim(level) : colors.cyan(level);
        return `  ${rule.id.padEnd(widest)}  ${shown}  ${rule.meta.summary}`;
      });
    return [colors.bold(category), ...lines].join('\n');
  });
  await print(`${[...sections, `${rules.length} rules; severities of the preset "${config.preset ?? 'recommended'}" and the configuration. About one: migralint explain <rule>`].join('\n\n')}\n`);
  return 0;
}

/** `migralint explain <rule>`: its document. */
export async function explain(options: Options): Promise<number> {
  const [id = ''] = options.operands;
  const ids = rules.map((rule) => rule.id);
  if (!ids.includes(id)) throw new UsageProblem(unknownRule(id, ids));
  const document = ruleDocument(id);
  if (document === undefined) throw new UsageProblem(`the document of ${id} is missing from this installation. Install migralint again`);
  await print(document.endsWith('\n') ? document : `${document}\n`);
  return 0;
}
