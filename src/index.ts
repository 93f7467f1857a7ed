export { analyze, loadParsers, type AnalyzeOptions, type RuleSetting } from './analyze.js';
export { defineConfig, settingsOf, type Config } from './config.js';
export { memorySnapshot, type Snapshot } from './snapshot.js';
export { rules } from '../rules/index.js';
