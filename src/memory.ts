import { fingerprint } from './fingerprint.js';
import type { Environment, Settings, Source } from './framework.js';
import type { Identity, Script } from './migration.js';
import { moduleFiles, type ModuleFiles } from './module-files.js';
import type { Snapshot } from './snapshot.js';
import type { Target } from './target.js';

/** What was read of one migration. */
export interface Reading {
  /** Fingerprint of its text, and of its downgrade's where that is a file of its own. */
  readonly content: string;
  /** `null`: not a migration after all. */
  readonly identity?: Identity | null;
  readonly scripts?: { readonly upgrade: Script; readonly downgrade: Script };
}

/** A question about other files that the reading of a migration asked, and the answer's fingerprint. */
type Question = `${'read' | 'file' | 'folder' | 'below' | 'named'}:${string}`;

/** The readings of one environment under one set of settings. Plain data: it can be written down and read back. */
export interface Remembered {
  readonly asked: Record<Question, string>;
  readonly readings: Record<string, Reading>;
}

/**
 * What earlier runs have read. A migration whose own text and whose surroundings are the same is not read again.
 * An editor keeps one in memory, the command line one on disk.
 */
export interface Memory {
  recall(key: string): Remembered | undefined;
  /** Told once for each environment of a run that read something anew. */
  remember(key: string, remembered: Remembered): void;
}

/** Everything besides files that decides how a migration reads. */
export function memoryKey(framework: string, environment: Environment, settings: Settings, target: Target): string {
  const { id, dialect, namingConvention, transaction, options } = environment;
  return JSON.stringify([framework, id, dialect, namingConvention, transaction, options && [...options], settings, target]);
}

/** The readings of one environment during a run: those that still hold, and those that are made. */
export class Readings {
  readonly files: ModuleFiles;
  private readonly asked: Record<Question, string>;
  private readonly earlier: Remembered['readings'];
  private readonly current: Record<string, Reading> = {};
  private changed = false;

  constructor(
    snapshot: Snapshot,
    private readonly key: string,
    private readonly memory: Memory | undefined,
  ) {
    const files = moduleFiles(snapshot);
    const known = memory?.recall(key);
    const holds = known !== undefined && Object.entries(known.asked).every(([question, answer]) => answerTo(files, question as Question) === answer);
    this.asked = holds ? { ...known.asked } : {};
    this.earlier = holds ? known.readings : {};
    this.files = memory ? noting(files, this.asked) : files;
  }

  of(source: Source): Reading {
    const file = nameOf(source);
    const known = this.current[file] ?? this.earlier[file];
    const content = this.memory ? contentOf(source) : '';
    const reading = known?.content === content ? known : { content };
    this.current[file] = reading;
    return reading;
  }

  add(source: Source, part: Partial<Reading>): void {
    this.current[nameOf(source)] = { ...this.of(source), ...part };
    this.changed = true;
  }

  /** To be called when all is read, and only if all of it was read as it should be. */
  keep(): void {
    const gone = Object.keys(this.earlier).some((file) => !(file in this.current));
    if (this.changed || gone) this.memory?.remember(this.key, { asked: this.asked, readings: this.current });
  }
}

const nameOf = ({ file, part }: Source): string => (part === undefined ? file : `${file}#${part}`);

const contents = new WeakMap<Source, string>();
function contentOf(source: Source): string {
  const { text, downgrade } = source;
  const content = contents.get(source) ?? (downgrade ? `${fingerprint(text)} ${fingerprint(downgrade.text)}` : fingerprint(text));
  contents.set(source, content);
  return content;
}

function answerTo(files: ModuleFiles, question: Question): string {
  const at = question.indexOf(':');
  const path = question.slice(at + 1);
  switch (question.slice(0, at)) {
    case 'read': {
      const text = files.read(path);
      return text === undefined ? '' : fingerprint(text);
    }
    case 'file':
      return String(files.isFile(path));
    case 'folder':
      return String(files.isFolder(path));
    case 'named':
      return fingerprint(files.named(path).join('\n'));
    default:
      return fingerprint(files.below(path).join('\n'));
  }
}

/** The same files, with a note of what was asked. */
function noting(files: ModuleFiles, asked: Record<Question, string>): ModuleFiles {
  const note = (question: Question): void => {
    asked[question] ??= answerTo(files, question);
  };
  return {
    read: (file) => (note(`read:${file}`), files.read(file)),
    isFile: (file) => (note(`file:${file}`), files.isFile(file)),
    isFolder: (folder) => (note(`folder:${folder}`), files.isFolder(folder)),
    below: (folder) => (note(`below:${folder}`), files.below(folder)),
    named: (name) => (note(`named:${name}`), files.named(name)),
    above: files.above,
  };
}
