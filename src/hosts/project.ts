import fs from 'node:fs';
import path from 'node:path';
import type { AnalyzeOptions } from '../analyze.js';
import { analysisOf, settingsOf, unknownRule, withoutUndefined, type Config } from '../config.js';
import type { Problem, Report } from '../finding.js';
import type { Rule } from '../rule.js';
import { matcher } from '../globs.js';
import { loadConfig } from './config-file.js';
import type { Base } from '../edits.js';
import { overlay } from '../snapshot.js';
import { diskSnapshot, gitRoot, isInside, reasonOf, relativeTo, type DiskSnapshot, type ReadProblem } from './files.js';
import { addedAmong, changeSince, stagedChange, type Change } from './git.js';
import { historyFolder } from './history-folder.js';
import { COMMANDS, type Options } from './options.js';
import { nearest } from '../nearest.js';
import { UsageProblem } from './problem.js';

/** A project on disk, ready to be analysed. */
export interface Project {
  readonly snapshot: DiskSnapshot;
  readonly config: Config;
  readonly options: AnalyzeOptions;
  /** The folder of the configuration file, else that in which migralint runs. */
  readonly home: string;
  /** Whether the user asked about this file. */
  readonly inScope: (file: string) => boolean;
  /** The folders and files that were named, as they are called in messages. */
  readonly operands: readonly Operand[];
  /** Less than all migrations that were found is under review. */
  readonly limited: boolean;
  /** Path of a file relative to the top of the git work tree, for services that know the repository only. */
  readonly inRepository: (file: string) => string;
}

export interface Operand {
  /** As the user wrote it. */
  readonly text: string;
  readonly absolute: string;
  /** Relative to the working directory, with `/`; empty for the directory itself. */
  readonly relative: string;
  readonly folder: boolean;
}

export async function openProject(options: Options, rules: readonly Rule[], root = process.cwd()): Promise<Project> {
  const ids = rules.map((rule) => rule.id);
  for (const id of Object.keys(options.rules)) if (!ids.includes(id)) throw new UsageProblem(`--rule: ${unknownRule(id, ids)}`);
  const operands = findOperands(options.operands, root);
  const { config: fromFile, file: configFile } = await loadConfig(root, options.config, rules);
  const config: Config = {
    ...fromFile,
    ...withoutUndefined({ preset: options.preset, dialect: options.dialect, targetVersion: options.targetVersion, startAfter: options.startAfter, failOnUnread: options.failOnUnread }),
  };
  const home = configFile === undefined ? root : path.dirname(configFile);
  const ignoredFile = matcher(config.ignore ?? []);
  const folders = operands.map((operand) => historyFolder(operand, root));
  const disk = diskSnapshot({
    root,
    folders,
    files: operands.filter((operand) => !operand.folder).map((operand) => operand.absolute),
    ignored: config.ignore && config.ignore.length > 0 ? (absolute) => ignoredFile(relativeTo(home, absolute)) : undefined,
  });
  const listed = (file: string): boolean => folders.some((folder) => isInside(folder, path.resolve(root, file))) && !ignoredFile(relativeTo(home, path.resolve(root, file)));
  const change = changeUnder(options, operands, root);
  const snapshot = change?.index ? { ...overlay(disk, only(change.index, listed)), problems: disk.problems } : disk;
  const named = (file: string): boolean => operands.some(({ relative, folder }) => file === relative || (folder && (relative === '' ? !file.startsWith('../') : file.startsWith(`${relative}/`))));
  const inScope = (file: string): boolean => named(file) && (change?.touched.has(file) ?? true);
  const top = gitRoot(root) ?? home;
  return {
    snapshot,
    config,
    home,
    inScope,
    operands,
    limited: change !== undefined || config.startAfter !== undefined || operands.some(({ folder }) => !folder),
    inRepository: (file) => relativeTo(top, path.resolve(root, file)),
    options: {
      ...analysisOf(config),
      ...(config.layouts && { layouts: config.layouts.map((layout) => ({ ...layout, files: layout.files.map((glob) => relativeTo(root, path.resolve(home, glob))) })) }),
      ...(config.frameworks && { frameworks: config.frameworks.map((framework) => ({ ...framework, files: framework.files.map((glob) => relativeTo(root, path.resolve(home, glob))) })) }),
      rules,
      settingOf: settingsOf(config, { rules: options.rules, locate: (file) => relativeTo(home, path.resolve(root, file)) }),
      reviewed: inScope,
      changeSetKnown: config.startAfter !== undefined,
      ...(change && { base: only(change.base, listed) }),
      locate: (file) => relativeTo(top, path.resolve(root, file)) || '.',
      keepPossible: config.preset === 'strict' || config.preset === 'all',
    },
  };
}

/** `undefined` where nobody says what the change is. */
function changeUnder({ since, staged }: Options, operands: readonly Operand[], root: string): Change | undefined {
  if (staged) return stagedChange(since, root);
  if (since !== undefined) return changeSince(since, root);
  // a hook names the files of a commit: those that git does not know yet are new together
  if (operands.length < 2 || operands.some(({ folder }) => folder) || gitRoot(root) === undefined) return undefined;
  const added = addedAmong(operands.map(({ relative }) => relative), process.env.PRE_COMMIT_FROM_REF ?? 'HEAD', root);
  return added.length === 0 ? undefined : { base: new Map(added.map((file) => [file, undefined])), touched: new Set(operands.map(({ relative }) => relative)) };
}

const only = (texts: Base, wanted: (file: string) => boolean): Base => new Map([...texts].filter(([file]) => wanted(file)));

function findOperands(texts: readonly string[], root: string): readonly Operand[] {
  const problems: string[] = [];
  const operands = (texts.length === 0 ? ['.'] : texts).map((text): Operand => {
    const absolute = path.resolve(root, text);
    let folder = false;
    try {
      folder = fs.statSync(absolute).isDirectory();
    } catch (error) {
      const command = texts.length === 1 ? nearest(text, COMMANDS) : undefined;
      problems.push(`${text}: ${reasonOf(error)}${command === undefined ? '' : ` (did you mean the command "${command}"?)`}`);
    }
    return { text, absolute, relative: relativeTo(root, absolute), folder };
  });
  if (problems.length > 0) throw new UsageProblem(problems.join('\n'));
  return operands;
}

const SETTINGS = /(?:^|\/)(?:alembic\.ini|env\.py|pyproject\.toml|setup\.cfg|migration_lock\.toml|_journal\.json|sqitch\.plan)$/u;
const HISTORY = /(?:^|\/)(?:versions|migrations?|alembic|migrate|changelogs?|drizzle)(?:\/|$)/u;

/**
 * What could not be read and matters: it was named, or lies where migrations are.
 * Folders of other users (a database's data, say) are common in a work tree and no reason to fail.
 */
export function readProblems(project: Project, report: Report): readonly Problem[] {
  const homes = new Set([...report.migrations.map(({ file }) => folderOf(file)), ...report.unread.map(({ file }) => folderOf(file))]);
  const matters = ({ file, folder }: ReadProblem): boolean =>
    project.operands.some(({ relative }) => relative === file || (relative === '' && file === '.')) ||
    HISTORY.test(folder ? file : folderOf(file)) ||
    homes.has(folderOf(file)) ||
    (!folder && SETTINGS.test(file));
  return project.snapshot.problems.filter(matters).map(({ file, reason, folder }) => ({ file, message: `this ${folder ? 'folder' : 'file'} cannot be read: ${reason}` }));
}

const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/')));
