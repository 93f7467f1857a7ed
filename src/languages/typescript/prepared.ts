import type { Program } from '../../evaluate/core.js';
import { lowerEstree } from './lower.js';
import { parseTypescript } from './parse.js';

const prepared = new Map<string, Program>();

/** Parses and lowers a file. Throws `SyntaxProblem`, and nothing else. */
export const readTypescript = (file: string, text: string): Program => lowerEstree(parseTypescript(file, text), file);

/** Reads a file before it is asked for. A file that cannot be read is read again when it is asked for, and told then. */
export function prepareTypescript(file: string, text: string): void {
  try {
    prepared.set(`${file}\0${text}`, readTypescript(file, text));
  } catch {
    prepared.delete(`${file}\0${text}`);
  }
}

/** The program of a file; one that was prepared is handed out once, so that it does not outlive its use. */
export function programOf(file: string, text: string): Program {
  const key = `${file}\0${text}`;
  const ready = prepared.get(key);
  if (!ready) return readTypescript(file, text);
  prepared.delete(key);
  return ready;
}
