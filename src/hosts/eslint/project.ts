import fs from 'node:fs';
import path from 'node:path';
import { analyze, type AnalyzeOptions } from '../../analyze.js';
import { analysisOf, presetSeverity, type Config } from '../../config.js';
import type { Finding } from '../../finding.js';
import { matcher } from '../../globs.js';
import { ReplayMemory } from '../../replays.js';
import type { Rule } from '../../rule.js';
import { overlay, type Snapshot } from '../../snapshot.js';
import { relativeTo } from '../files.js';
import { historyFolder } from '../history-folder.js';
import { LiveFolder } from './live-folder.js';
import { EditorMemory } from './memory.js';

/** Rules that are on, with their options. */
export type Registered = ReadonlyMap<Rule, Readonly<Record<string, unknown>>>;

/** All rules that ESLint can be told of: a rule that is off is not one that does not exist. */
export const knownRules = new Set<Rule>();

/** What `settings.migralint` says: the configuration without what ESLint's own says. */
export type Settings = Omit<Config, 'rules' | 'overrides' | 'failOnUnread'>;

export interface Question {
  /** Relative to the root of the project. */
  readonly file: string;
  readonly text: string;
  readonly rules: Registered;
}

/** A run over all files of a history that was made for the rules of one configuration. */
interface Whole {
  readonly rules: string;
  readonly snapshot: Snapshot;
  /** Not made before a second file is asked about. */
  readonly first: string;
  findings?: ReadonlyMap<string, readonly Finding[]>;
}

/** One folder with its histories, of which single files are asked about, again and again. */
export class Project {
  private readonly folder: LiveFolder;
  private readonly memory: EditorMemory;
  private readonly replays = new ReplayMemory();
  private whole: Whole | undefined;

  constructor(
    readonly root: string,
    folder: string | undefined,
    private readonly settings: Settings,
  ) {
    this.memory = new EditorMemory(root);
    const ignored = matcher(settings.ignore ?? []);
    this.folder = new LiveFolder({ root, folders: folder === undefined ? [] : [folder], ...(settings.ignore && settings.ignore.length > 0 && { ignored: (absolute) => ignored(relativeTo(root, absolute)) }) });
  }

  findings(question: Question): readonly Finding[] {
    const { file, text, rules } = question;
    const disk = this.folder.current();
    if (disk.read(file) === text && disk.files.includes(file)) return this.asOnDisk(disk, question);
    return this.analyzed(overlay(disk, new Map([[file, text]])), rules, file).get(file) ?? [];
  }

  /** A whole run costs little more than a run for one file, and ESLint mostly asks for one file after another. */
  private asOnDisk(disk: Snapshot, { file, rules }: Question): readonly Finding[] {
    const key = JSON.stringify([...rules].map(([{ id }, options]) => [id, options]));
    if (this.whole?.snapshot !== disk || this.whole.rules !== key) this.whole = { rules: key, snapshot: disk, first: file };
    const { whole } = this;
    const asked = !whole.findings && whole.first === file ? this.analyzed(disk, rules, file) : (whole.findings ??= this.analyzed(disk, rules));
    this.memory.save();
    return asked.get(file) ?? [];
  }

  private analyzed(snapshot: Snapshot, rules: Registered, only?: string): ReadonlyMap<string, readonly Finding[]> {
    const { preset } = this.settings;
    const options: AnalyzeOptions = {
      ...analysisOf(this.settings),
      rules: [...knownRules],
      settingOf: (rule) => {
        const own = rules.get(rule);
        return own && { severity: presetSeverity(rule, 'all') ?? 'warning', options: { ...rule.meta.options?.defaults, ...own } };
      },
      ...(only !== undefined && { wanted: (file) => file === only }),
      changeSetKnown: this.settings.startAfter !== undefined,
      keepPossible: preset === 'strict' || preset === 'all',
      memory: this.memory,
      replays: this.replays,
    };
    const { findings, problems } = analyze(snapshot, options);
    for (const { message } of problems) warnOnce(message);
    const byFile = new Map<string, Finding[]>();
    for (const finding of findings) byFile.set(finding.span.file, [...(byFile.get(finding.span.file) ?? []), finding]);
    return byFile;
  }
}

const warned = new Set<string>();
function warnOnce(message: string): void {
  if (!warned.has(message)) process.emitWarning(message, 'migralint');
  warned.add(message);
}

const projects = new Map<string, Project>();
const folders = new Map<string, { readonly folder: string | undefined; readonly found: number }>();
const LOOK_AGAIN = 1000;

/** The project that a file belongs to, known by the folder that holds its whole history, if there is one. */
export function projectOf(file: string, root: string, settings: Settings): Project {
  const folder = folderOf(file, root);
  const key = JSON.stringify([root, folder, settings]);
  const project = projects.get(key) ?? new Project(root, folder, settings);
  projects.set(key, project);
  return project;
}

function folderOf(file: string, root: string): string | undefined {
  const home = `${root}\0${path.dirname(file)}`;
  const now = performance.now();
  const known = folders.get(home);
  if (known && now - known.found < LOOK_AGAIN) return known.folder;
  // nothing on disk belongs to text that has no place there; a new migration may well have a new folder
  const placed = fs.existsSync(path.dirname(file)) || fs.existsSync(path.dirname(path.dirname(file)));
  const folder = placed ? historyFolder({ absolute: file, folder: false }, root) : undefined;
  folders.set(home, { folder, found: now });
  return folder;
}
