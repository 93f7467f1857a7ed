import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** A private MariaDB, where its binaries are installed; `undefined` where they are not. */
export interface Server {
  /** Runs the statements, one line each, and says which of them were refused. */
  run(database: string, statements: readonly string[]): { readonly rows: readonly string[][]; readonly refused: ReadonlyMap<number, number> };
  stop(): void;
}

const isThere = (binary: string): boolean => spawnSync(binary, ['--version']).status === 0;

export async function startServer(): Promise<Server | undefined> {
  if (!['mariadbd', 'mariadb', 'mariadb-install-db'].every(isThere)) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'mariadb-'));
  const [data, socket] = [path.join(folder, 'data'), path.join(folder, 's')];
  const user = `--user=${userInfo().username}`;
  spawnSync('mariadb-install-db', ['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db', `--datadir=${data}`, user]);
  const server = spawn('mariadbd', ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', '--innodb-flush-log-at-trx-commit=0', user], { stdio: 'ignore' });
  const client = (database: string, input: string) => spawnSync('mariadb', ['--no-defaults', '-uroot', `--socket=${socket}`, '--force', '-N', '-B', database], { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  for (let attempt = 0; client('mysql', 'SELECT 1;').status !== 0; attempt += 1) {
    if (attempt > 100) return giveUp(server, folder);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    run(database, statements) {
      const { stdout, stderr } = client(database, statements.map((statement) => `${statement.replaceAll('\n', ' ')};`).join('\n'));
      const refused = new Map([...stderr.matchAll(/^ERROR (\d+) .*? at line (\d+)/gmu)].map(([, code, line]) => [Number(line) - 1, Number(code)]));
      return { rows: stdout.split('\n').filter((line) => line !== '').map((line) => line.split('\t')), refused };
    },
    stop() {
      giveUp(server, folder);
    },
  };
}

function giveUp(server: ChildProcess, folder: string): undefined {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
