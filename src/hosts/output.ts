import fs from 'node:fs';
import path from 'node:path';
import { reasonOf } from './files.js';
import { UsageProblem } from './problem.js';

/** Writes to standard output and waits until all of it is taken. A reader that goes away early is no error. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: NodeJS.ErrnoException | null): void => {
      if (!error || error.code === 'EPIPE') resolve();
      else reject(new UsageProblem(`standard output cannot be written (${reasonOf(error)})`));
    };
    process.stdout.once('error', done);
    process.stdout.write(text, done);
  });
}

/** Writes a file whole or not at all: beside its place first, then renamed. */
export function writeWhole(file: string, text: string): void {
  // standard output by its name: what it leads to must be neither emptied nor replaced
  if (/^\/(?:dev|proc)\//u.test(path.resolve(file))) return append(file, text);
  const target = fs.existsSync(file) ? fs.realpathSync(file) : path.resolve(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    // a device or a pipe cannot be replaced
    if (fs.statSync(target, { throwIfNoEntry: false })?.isFile() === false) fs.writeFileSync(target, text);
    else {
      fs.writeFileSync(temporary, text);
      fs.renameSync(temporary, target);
    }
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw new UsageProblem(`--output ${file}: cannot be written (${reasonOf(error)})`);
  }
}

function append(file: string, text: string): void {
  try {
    fs.writeFileSync(file, text, { flag: 'a' });
  } catch (error) {
    throw new UsageProblem(`--output ${file}: cannot be written (${reasonOf(error)})`);
  }
}

/** Whether to colour what goes to a stream, by the options and the conventions of terminals. */
export function wantsColor(option: boolean | undefined, terminal: boolean, environment: NodeJS.ProcessEnv = process.env): boolean {
  if (option !== undefined) return option;
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR !== undefined && environment.FORCE_COLOR !== '') return !['0', 'false'].includes(environment.FORCE_COLOR);
  return terminal && environment.TERM !== 'dumb';
}

const SHOW_AFTER = 1000;
const EVERY = 100;

/** One line on a terminal that counts, once a run takes long enough to wonder. */
export function progress(stream: NodeJS.WriteStream): { readonly update: (done: number, total: number) => void; readonly end: () => void } {
  const begun = Date.now();
  let shown = 0;
  return {
    update(done, total) {
      const now = Date.now();
      if (!stream.isTTY || now - begun < SHOW_AFTER || now - shown < EVERY) return;
      shown = now;
      stream.write(`\r\u001B[Kreading migrations: ${done} of ${total}`);
    },
    end() {
      if (shown > 0) stream.write('\r\u001B[K');
    },
  };
}
