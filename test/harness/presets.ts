import { analyze, loadMissedParsers, loadParsers } from '../../src/analyze.js';
import type { AnalyzeOptions } from '../../src/analyze.js';
import { analysisOf, settingsOf, type Config } from '../../src/config.js';
import type { Report } from '../../src/finding.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { rules } from '../../rules/index.js';
import type { Project } from './documents.js';

/** Runs a project as its configuration says, the way the command line does. */
export async function lintAsConfigured({ files, history }: Pick<Project, 'files' | 'history'>, config: Config): Promise<Report> {
  const snapshot = memorySnapshot(files);
  await loadParsers(snapshot, analysisOf(config));
  const options: AnalyzeOptions = {
    rules,
    settingOf: settingsOf(config),
    reviewed: (file) => !history.has(file),
    changeSetKnown: history.size > 0 || config.startAfter !== undefined,
    keepPossible: config.preset === 'strict' || config.preset === 'all',
    ...analysisOf(config),
  };
  const report = analyze(snapshot, options);
  return (await loadMissedParsers()) ? analyze(snapshot, options) : report;
}
