import type { Program } from '../../evaluate/core.js';
import { readPython } from './lower.js';

const prepared = new Map<string, Program>();

/** Reads a file before it is asked for. A file that cannot be read is read again when it is asked for, and told then. */
export function preparePython(file: string, text: string): void {
  try {
    prepared.set(`${file}\0${text}`, readPython(file, text));
  } catch {
    prepared.delete(`${file}\0${text}`);
  }
}

/** The program of a file; one that was prepared is handed out once, so that it does not outlive its use. */
export function programOf(file: string, text: string): Program {
  const key = `${file}\0${text}`;
  const ready = prepared.get(key);
  if (!ready) return readPython(file, text);
  prepared.delete(key);
  return ready;
}
