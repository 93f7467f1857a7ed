import { analyze, loadParsers } from '../../src/analyze.js';
import { parseVersion, settingsOf, type Config } from '../../src/config.js';
import type { Report } from '../../src/finding.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { rules } from '../../rules/index.js';
import type { Project } from './documents.js';

/** Runs a project as its configuration says, the way the command line does. */
export async function lintAsConfigured({ files, history }: Pick<Project, 'files' | 'history'>, config: Config): Promise<Report> {
  const snapshot = memorySnapshot(files);
  await loadParsers(snapshot);
  return analyze(snapshot, {
    rules,
    settingOf: settingsOf(config),
    reviewed: (file) => !history.has(file),
    changeSetKnown: history.size > 0 || config.startAfter !== undefined,
    keepPossible: config.preset === 'strict' || config.preset === 'all',
    ...(config.startAfter !== undefined && { startAfter: config.startAfter }),
    ...(config.dialect && { dialect: config.dialect }),
    ...(config.targetVersion && { targetVersion: parseVersion(config.targetVersion) }),
    ...(config.namingConvention && { namingConvention: config.namingConvention }),
    ...(config.rollback && { rollback: config.rollback }),
    ...(config.emptyTables && { emptyTables: config.emptyTables }),
    ...(config.smallTables && { smallTables: config.smallTables }),
    ...(config.retiredColumns && { retiredColumns: config.retiredColumns }),
    ...(config.deployment && { deployment: config.deployment }),
  });
}
