// Checks the example application. Its history has unsafe migrations on purpose, so the exit status 1 is what is expected.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = fileURLToPath(new URL('../fixtures/projects/bookshop', import.meta.url));
const { status, error } = spawnSync(process.execPath, [cli, ...process.argv.slice(2)], { cwd: folder, stdio: 'inherit' });
if (error) throw error;
if (status !== 1) console.error(`example: expected findings (exit status 1), got ${status}`);
process.exitCode = status === 1 ? 0 : 1;
