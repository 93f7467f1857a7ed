import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** Tests of the command line run what is shipped, so dist/ has to be as new as the sources. */
export default function setup(): void {
  const built = fs.statSync(path.join(root, 'dist/schema.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['src', 'rules'].flatMap((folder) => fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => path.join(root, folder, file)));
  if (sources.every((file) => fs.statSync(file).mtimeMs < built) && fs.existsSync(path.join(root, 'dist/types/src/index.d.ts'))) return;
  try {
    execFileSync(process.execPath, ['scripts/build.mjs', '--keep-old'], { cwd: root, stdio: 'pipe' });
  } catch {
    console.error('The build failed (npm run build says why): tests of the command line will, too.');
  }
}
