import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, packageRoot, plainEnvironment, project, revision, temporary, write } from '../hosts/command.js';

const next = revision('d4', 'c3', 'op.drop_column("users", "age")', 'pass');

function git(folder: string, ...words: readonly string[]): void {
  const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org', GIT_CONFIG_GLOBAL: '/dev/null' };
  execFileSync('git', words, { cwd: folder, env: { ...plainEnvironment(), ...identity }, stdio: 'pipe' });
}

/** A clone as a runner has it: of the branch of a pull request, without the base branch, cut off after the last commit. */
function pullRequest(): string {
  const origin = project();
  git(origin, 'init', '-q', '-b', 'main');
  git(origin, 'add', '.');
  git(origin, 'commit', '-qm', 'one');
  git(origin, 'checkout', '-qb', 'work');
  write(origin, { 'migrations/versions/d4.py': next });
  git(origin, 'add', '.');
  git(origin, 'commit', '-qm', 'two');
  git(origin, 'config', 'uploadpack.allowFilter', 'true');
  const clone = path.join(temporary(), 'clone');
  git(origin, 'clone', '-q', '--depth', '1', '--branch', 'work', `file://${origin}`, clone);
  return clone;
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

function check(folder: string, inputs: NodeJS.ProcessEnv = {}): Ran {
  const work = temporary();
  const env = { ...plainEnvironment(), XDG_CACHE_HOME: work, RUNNER_TEMP: work, GITHUB_OUTPUT: path.join(work, 'output'), GITHUB_STEP_SUMMARY: path.join(work, 'summary'), MIGRALINT_COMMAND: `${process.execPath} ${cli}`, BASE_REF: 'main', ...inputs };
  const { status, stdout } = spawnSync('bash', [path.join(packageRoot, 'scripts/action/check.sh')], { cwd: folder, env, encoding: 'utf8' });
  const lines = fs.readFileSync(env.GITHUB_OUTPUT, 'utf8').trim().split('\n');
  const summary = fs.existsSync(env.GITHUB_STEP_SUMMARY) ? fs.readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8') : '';
  return { status, stdout, summary, outputs: Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])) };
}

describe.skipIf(process.platform === 'win32')('the action', () => {
  it('annotates the changed migrations of a pull request, and writes summary and SARIF', () => {
    const { status, stdout, outputs, summary } = check(pullRequest());
    expect(status).toBe(0);
    expect(outputs.status).toBe('1');
    expect(stdout.trim().split('\n').map((line) => line.replace(/,line.*title=([\w-]+)::.*/u, ' $1'))).toEqual(['::error file=migrations/versions/d4.py drop-column', '::error file=migrations/versions/d4.py empty-downgrade']);
    expect(summary).toContain('## 🔴 migralint: 2 errors in 1 migration\n');
    const log = JSON.parse(fs.readFileSync(outputs['sarif-file'] ?? '', 'utf8'));
    expect(log.runs[0].results).toHaveLength(2);
    expect(fs.readFileSync(outputs['markdown-file'] ?? '', 'utf8')).toBe(summary);
  });

  it('follows its inputs', () => {
    const folder = pullRequest();
    expect(check(folder, { INPUT_FAIL_ON: 'never' }).outputs.status).toBe('0');
    expect(check(folder, { INPUT_PRESET: 'none' })).toMatchObject({ stdout: '', outputs: { status: '0' } });
    expect(check(folder, { INPUT_PATHS: 'migrations\nmigrations/versions', INPUT_SUMMARY: 'false' }).summary).toBe('');
    expect(check(folder, { INPUT_PATHS: 'nowhere' }).outputs).toEqual({ status: '2' });
    expect(check(folder, { INPUT_FAIL_ON: 'never', INPUT_PATHS: '$(touch pwned) ; touch pwned' }).outputs.status).toBe('2');
    expect(fs.existsSync(path.join(folder, 'pwned'))).toBe(false);
  });

  it('uses the inputs that it declares, and never inside a script', () => {
    const text = fs.readFileSync(path.join(packageRoot, 'action.yml'), 'utf8');
    const declared = [...(/^inputs:\n([\s\S]*?)^outputs:/mu.exec(text)?.[1] ?? '').matchAll(/^ {2}([\w-]+):$/gmu)].map(([, name]) => name);
    const used = [...text.matchAll(/inputs\.([\w-]+)/gu)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual([...declared].sort());
    for (const [, script] of text.matchAll(/^\s*run: (.*)$/gmu)) expect(script).not.toContain('${{');
  });
});

interface Call {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** What the script says to a server that stands for GitHub. */
async function comment(body: string, comments: readonly object[], status = 200): Promise<{ readonly calls: readonly Call[]; readonly stdout: string; readonly exit: number }> {
  const calls: Call[] = [];
  const server = http.createServer((request, response) => {
    let received = '';
    request.on('data', (part: Buffer) => (received += part.toString()));
    request.on('end', () => {
      calls.push({ method: request.method ?? '', url: request.url ?? '', body: received });
      response.writeHead(request.method === 'GET' ? 200 : status, { 'content-type': 'application/json' }).end(JSON.stringify(request.method === 'GET' ? comments : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  const file = path.join(temporary({ 'summary.md': body }), 'summary.md');
  const child = spawn(process.execPath, [path.join(packageRoot, 'scripts/action/comment.mjs'), file], {
    env: { ...plainEnvironment(), GITHUB_API_URL: `http://127.0.0.1:${port}`, GITHUB_REPOSITORY: 'a/b', GITHUB_TOKEN: 't', PULL_REQUEST: '7' },
  });
  let stdout = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  const exit = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  await new Promise((resolve) => server.close(resolve));
  return { calls: calls.filter(({ method }) => method !== 'GET'), stdout, exit };
}

describe('the comment', () => {
  const body = '<!-- migralint -->\n## 🔴 migralint: 2 errors in 1 migration\n';
  const nothing = '<!-- migralint -->\n## ✅ migralint: nothing to complain about in 0 migrations\n';
  const known = { id: 5, body: '<!-- migralint -->\nold', user: { type: 'Bot' } };
  const forged = { id: 6, body: '<!-- migralint -->\nmine', user: { type: 'User' } };
  it.each([
    ['is made once', body, [forged], [['POST', '/repos/a/b/issues/7/comments', body]]],
    ['is updated', body, [forged, known], [['PATCH', '/repos/a/b/issues/comments/5', body]]],
    ['is updated when nothing is left to say', nothing, [known], [['PATCH', '/repos/a/b/issues/comments/5', nothing]]],
    ['is not made where there is nothing to say', nothing, [], []],
  ] as const)('%s', async (_, text, comments, expected) => {
    const { calls, exit } = await comment(text, comments);
    expect(exit).toBe(0);
    expect(calls.map((call) => [call.method, call.url, (JSON.parse(call.body) as { body: string }).body])).toEqual(expected);
  });
  it('may be refused', async () => {
    const { stdout, exit } = await comment(body, [], 403);
    expect(exit).toBe(0);
    expect(stdout).toContain('::warning title=migralint::The comment could not be written (POST /issues/7/comments: 403');
  });
});
