// Puts a report on the pull request: one comment, which later runs update. A pull request from a fork has a token that may
// not write; that is told, and is no failure.
import { readFileSync } from 'node:fs';

const { GITHUB_API_URL: api = 'https://api.github.com', GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token, PULL_REQUEST: number } = process.env;
const [, , file] = process.argv;
const body = readFileSync(file, 'utf8');
const mark = '<!-- migralint -->';

async function call(method, path, content) {
  const response = await fetch(`${api}/repos/${repository}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28', ...(content && { 'content-type': 'application/json' }) },
    ...(content && { body: JSON.stringify(content) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${response.statusText}`);
  return response.json();
}

async function ownComment() {
  for (let page = 1; page <= 30; page += 1) {
    const comments = await call('GET', `/issues/${number}/comments?per_page=100&page=${page}`);
    // anybody can write the mark; only a program's own comment is its to change
    const found = comments.find(({ body: text, user }) => text?.startsWith(mark) && user?.type === 'Bot');
    if (found || comments.length < 100) return found;
  }
  return undefined;
}

try {
  const known = await ownComment();
  if (known) await call('PATCH', `/issues/comments/${known.id}`, { body });
  // nothing to say, and nothing said before: no comment is the best one
  else if (!/ in 0 migrations$/mu.test(body.split('\n')[1] ?? '')) await call('POST', `/issues/${number}/comments`, { body });
} catch (error) {
  process.stdout.write(`::warning title=migralint::The comment could not be written (${String(error.message).replace(/[\r\n]/gu, ' ')}). The workflow needs "pull-requests: write"; pull requests from forks never have it.\n`);
}
