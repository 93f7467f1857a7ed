import type { Comment, Program } from '../evaluate/core.js';

/** A file that somebody else has parsed already. */
export interface Given {
  program(): Program;
  comments(): readonly Comment[];
}

interface Reader {
  /** Throws `SyntaxProblem`. */
  program(file: string, text: string): Program;
  comments(file: string, text: string): readonly Comment[];
}

/** The programs of a language: read when they are asked for, read ahead, or handed in. */
export class Programs {
  private readonly prepared = new Map<string, Program>();
  private readonly given = new Map<string, Given>();

  constructor(private readonly read: Reader) {}

  /** Reads a file before it is asked for. A file that cannot be read is read again when it is asked for, and told then. */
  prepare(file: string, text: string): void {
    const key = keyOf(file, text);
    try {
      this.prepared.set(key, this.read.program(file, text));
    } catch {
      this.prepared.delete(key);
    }
  }

  /** The program of a file; one that was prepared is handed out once, so that it does not outlive its use. */
  programOf(file: string, text: string): Program {
    const key = keyOf(file, text);
    const given = this.given.get(key);
    if (given) return given.program();
    const ready = this.prepared.get(key);
    if (!ready) return this.read.program(file, text);
    this.prepared.delete(key);
    return ready;
  }

  comments(file: string, text: string): readonly Comment[] {
    return (this.given.get(keyOf(file, text)) ?? { comments: () => this.read.comments(file, text) }).comments();
  }

  /** While `body` runs, the file is not parsed but taken as it is given. */
  whileGiven<T>(file: string, text: string, given: Given, body: () => T): T {
    const key = keyOf(file, text);
    this.given.set(key, given);
    try {
      return body();
    } finally {
      this.given.delete(key);
    }
  }
}

const keyOf = (file: string, text: string): string => `${file}\0${text}`;
