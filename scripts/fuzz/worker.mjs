// Reads one mutated project after the other, with every rule and every reporter.
import { parentPort, workerData } from 'node:worker_threads';
import * as migralint from '../../dist/index.js';
import { corpusOf, projectOf } from './corpus.mjs';
import { mutated, randomOf } from './mutate.mjs';

const { root, count, seed, first } = workerData;
const { analyze, checkJson, github, gitlab, inspectText, junit, loadMissedParsers, loadParsers, markdown, memorySnapshot, rules, sarif, settingsOf, stylish } = migralint;
const corpus = corpusOf(root);
const languages = Object.keys(corpus).filter((language) => corpus[language].length > 0);
const DIALECTS = [undefined, 'postgres', 'mysql', 'sqlite'];
const context = { version: '0', rules: [] };
const settingOf = settingsOf({ preset: 'all' });

for (let i = first; i < count; i += 1) {
  const random = randomOf(seed + i);
  const language = languages[Math.floor(random() * languages.length)];
  const text = mutated(corpus[language][Math.floor(random() * corpus[language].length)], corpus[language], random);
  const files = projectOf(language, text, i);
  const dialect = language === 'sql' ? DIALECTS[i % DIALECTS.length] : undefined;
  parentPort.postMessage({ begin: i, files });
  const begun = performance.now();
  const failures = [];
  let seen;
  try {
    const snapshot = memorySnapshot(files);
    await loadParsers(snapshot, { dialect });
    const run = () => analyze(snapshot, { rules, settingOf, dialect, keepPossible: true, withReviews: true });
    let report = run();
    if (await loadMissedParsers()) report = run();
    seen = { operations: report.migrations.reduce((sum, { upgrade, downgrade }) => sum + upgrade.operations.length + downgrade.operations.length, 0), findings: report.findings.length, unread: report.unread.length };
    for (const { message } of report.problems) if (/fault of migralint/u.test(message)) failures.push(message);
    for (const { cause, reason } of report.unread) if (cause === 'fault') failures.push(reason);
    for (const { span } of report.findings) if (!(span.start >= 0 && span.end >= span.start && span.end <= (files[span.file] ?? '').length)) failures.push(`a span outside of ${span.file}: ${span.start}-${span.end}`);
    for (const reporter of [stylish, checkJson, github, gitlab, junit, markdown, inspectText, sarif]) reporter(report, snapshot, context);
  } catch (error) {
    failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  parentPort.postMessage({ end: i, failures, seen, milliseconds: performance.now() - begun });
}
