// Feeds mutated migrations to the readers: node scripts/fuzz.mjs [--count 100000] [--seed 1]. Exits with 1 where one crashes
// a reader, a rule or a reporter, or takes longer than it may.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' }, timeout: { type: 'string', default: '20000' } } });
const [count, seed, timeout] = [values.count, values.seed, values.timeout].map(Number);

let current = { begin: 0, files: {} };
let done = 0;
let slowest = 0;
let most = 0;
const total = { operations: 0, findings: 0, unread: 0 };
const failed = new Map();

function keep(kind, files, index) {
  const key = kind.replace(/\d+/gu, '0').split('\n').slice(0, 3).join('\n');
  const known = failed.get(key);
  if (known) known.times += 1;
  else failed.set(key, { kind, files, index, times: 1 });
}

/** One after the other: where an input hangs, the worker is ended and the next one goes on behind it. */
function work(first) {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('fuzz/worker.mjs', import.meta.url), { workerData: { root, count, seed, first }, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    let timer;
    const goOn = (next) => {
      clearTimeout(timer);
      resolve(next);
    };
    worker.on('message', (message) => {
      if (message.begin !== undefined) {
        current = message;
        clearTimeout(timer);
        timer = setTimeout(() => {
          keep(`hangs: more than ${timeout} ms`, current.files, current.begin);
          void worker.terminate();
          goOn(current.begin + 1);
        }, timeout);
        return;
      }
      done += 1;
      slowest = Math.max(slowest, message.milliseconds);
      for (const key of Object.keys(total)) total[key] += message.seen?.[key] ?? 0;
      for (const failure of message.failures) keep(failure, current.files, message.end);
      if (done % 1000 === 0) {
        most = Math.max(most, process.memoryUsage.rss());
        if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${count}`);
      }
    });
    worker.on('error', (error) => {
      keep(`the process fails: ${error.message}`, current.files, current.begin);
      goOn(current.begin + 1);
    });
    worker.on('exit', () => goOn(count));
  });
}

const begun = Date.now();
for (let next = 0; next < count; ) next = await work(next);
most = Math.max(most, process.memoryUsage.rss());
const seconds = (Date.now() - begun) / 1000;
process.stdout.write(`${done} of ${count} inputs (seed ${seed}) in ${seconds.toFixed(0)} s; ${failed.size} kinds of failure; ${total.operations} operations, ${total.findings} findings, ${total.unread} unread files; the slowest took ${slowest.toFixed(0)} ms; at most ${(most / 2 ** 20).toFixed(0)} MB\n`);
if (failed.size > 0) {
  const folder = path.join(root, 'node_modules/.fuzz');
  mkdirSync(folder, { recursive: true });
  for (const { kind, files, index, times } of failed.values()) {
    const file = path.join(folder, `${seed + index}.json`);
    writeFileSync(file, JSON.stringify(files, null, 2));
    process.stdout.write(`\n${times} x ${kind.split('\n').slice(0, 4).join('\n')}\n  ${path.relative(root, file)}\n`);
  }
  process.exitCode = 1;
}
