import { rules } from '../../rules/index.js';
import { createPlugin } from './eslint/plugin.js';
import { loadEverything } from './eslint/ready.js';

await loadEverything();

const plugin = createPlugin(rules);

export const { configs, languages, meta } = plugin;
export { eslintRule } from './eslint/rules.js';
export { defineRule } from '../rule.js';
export default plugin;
