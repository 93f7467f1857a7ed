import type { ESLint, Linter } from 'eslint';
import type { Rule } from '../../rule.js';
import { packageVersion } from '../package.js';
import { stateOf } from './cache-version.js';
import { configsOf } from './configs.js';
import { pythonLanguage } from './python-language.js';
import { eslintRule } from './rules.js';
import { sqlLanguage } from './sql-language.js';

export interface Plugin extends ESLint.Plugin {
  readonly configs: Readonly<Record<'recommended' | 'strict' | 'all', Linter.Config[]>>;
}

export function createPlugin(rules: readonly Rule[]): Plugin {
  const plugin = {
    meta: {
      name: 'migralint',
      namespace: 'migralint',
      /** ESLint reads it for the key of its cache only. */
      get version(): string {
        return `${packageVersion()}+${stateOf(process.cwd())}`;
      },
    },
    languages: { python: pythonLanguage, sql: sqlLanguage },
    rules: Object.fromEntries(rules.map((rule) => [rule.id, eslintRule(rule)])),
    configs: {} as Record<'recommended' | 'strict' | 'all', Linter.Config[]>,
  };
  for (const preset of ['recommended', 'strict', 'all'] as const) plugin.configs[preset] = configsOf(preset, plugin, rules);
  return plugin;
}
