import fs from 'node:fs';
import path from 'node:path';
import { fingerprint } from '../../fingerprint.js';
import { diskSnapshot } from '../files.js';

/**
 * Findings on one migration depend on others. ESLint's cache knows a file's text and the version of each plugin: this one's
 * tells one state of the working directory from another.
 */
export function stateOf(root: string): string {
  const { files } = diskSnapshot({ root, folders: [root] });
  return fingerprint(files.map((file) => `${file} ${stampOf(path.resolve(root, file))}`).join('\n'));
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size } = fs.statSync(file);
    return `${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}
