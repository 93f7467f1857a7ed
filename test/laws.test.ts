import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { analyze, loadParsers } from '../src/analyze.js';
import { settingsOf } from '../src/config.js';
import type { Report } from '../src/finding.js';
import type { Snapshot } from '../src/snapshot.js';
import { memorySnapshot } from '../src/snapshot.js';
import { rules } from '../rules/index.js';

/** What must hold for any history, shown on the example project. */
const root = fileURLToPath(new URL('../fixtures/projects/bookshop', import.meta.url));
const texts: Readonly<Record<string, string>> = Object.fromEntries(
  fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:py|ini|toml|mako)$/u.test(file))
    .map((file) => [file.split(path.sep).join('/'), fs.readFileSync(path.join(root, file), 'utf8')]),
);
const revisions = Object.keys(texts).filter((file) => file.startsWith('migrations/versions/'));

const run = (snapshot: Snapshot): Report => analyze(snapshot, { rules, settingOf: settingsOf({ preset: 'strict' }), keepPossible: true });
const found = (report: Report): string[] => report.findings.map(({ ruleId, fingerprint, confidence }) => `${ruleId} ${fingerprint} ${confidence}`).sort();
const faults = (report: Report): unknown[] => [...report.problems, ...report.unread.filter(({ cause }) => cause === 'fault')];

await loadParsers(memorySnapshot(texts));

describe('total', () => {
  test.each(revisions)('%s without any one of its lines, or cut off anywhere, is read without a fault', (file) => {
    const lines = (texts[file] ?? '').split('\n');
    lines.forEach((_, i) => {
      expect(faults(run(memorySnapshot({ ...texts, [file]: lines.filter((__, other) => other !== i).join('\n') })))).toEqual([]);
      if (i % 3 === 0) expect(faults(run(memorySnapshot({ ...texts, [file]: lines.slice(0, i).join('\n') })))).toEqual([]);
    });
  });
});

describe('traceable', () => {
  test('every operation, unread place and finding lies in its file', () => {
    const report = run(memorySnapshot(texts));
    const spans = [
      ...report.migrations.flatMap(({ upgrade, downgrade }) => [...upgrade.operations, ...downgrade.operations].map(({ span }) => span)),
      ...report.findings.flatMap(({ span, related }) => [span, ...related.map((each) => each.span)]),
      ...report.opaque.map(({ span }) => span),
    ];
    expect(spans.length).toBeGreaterThan(60);
    for (const { file, start, end } of spans) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(texts[file]?.length ?? -1);
    }
  });
  test('SQL in a Python string is located to the statement', () => {
    const { migrations } = run(memorySnapshot(texts));
    const rows = migrations.flatMap(({ upgrade }) => upgrade.operations).filter(({ kind }) => kind === 'modifyRows');
    expect(rows.length).toBeGreaterThan(0);
    for (const { span } of rows) expect(texts[span.file]?.slice(span.start, span.end)).toMatch(/^(?:INSERT|UPDATE|DELETE|op\.)/u);
  });
});

describe('names, layout and order do not matter', () => {
  const plain = found(run(memorySnapshot(texts)));
  test('there is something to compare', () => expect(plain.length).toBeGreaterThan(5));
  test('blank lines and comments change no fingerprint', () => {
    const spaced = Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, file.endsWith('.py') ? text.replace(/^def /gmu, '# a comment\n\n\ndef ') : text]));
    expect(found(run(memorySnapshot(spaced)))).toEqual(plain);
  });
  test('the order in which files are listed does not show', () => {
    const sorted = memorySnapshot(texts);
    expect(run({ read: sorted.read, files: [...sorted.files].reverse() }).findings).toEqual(run(sorted).findings);
  });
  test('renaming a table everywhere leaves the findings alike', () => {
    const renamed = Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, text.replaceAll('customers', 'patrons')]));
    const kinds = (report: Report): string[] => report.findings.map(({ ruleId, messageId, confidence }) => `${ruleId}/${messageId} ${confidence}`).sort();
    expect(kinds(run(memorySnapshot(renamed)))).toEqual(kinds(run(memorySnapshot(texts))));
  });
});
