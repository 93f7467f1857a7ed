import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.js';
import type { Finding } from '../../src/finding.js';
import { lineOf } from '../harness/documents.js';
import { lintAsConfigured } from '../harness/presets.js';

const folder = fileURLToPath(new URL('../../fixtures/projects/bookshop/', import.meta.url));
const files = Object.fromEntries(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(folder, file).replaceAll(path.sep, '/'), readFileSync(file, 'utf8')]),
);
const config = JSON.parse(files['migralint.config.json'] ?? '{}') as Config;
const project = { files, history: new Set<string>() };

const placeOf = ({ span, ruleId, severity, confidence }: Finding): string =>
  `${span.file.replace('migrations/versions/', '')}:${lineOf(files[span.file] ?? '', span.start)} ${severity} ${ruleId}${confidence === 'possible' ? ' possible' : ''}`;

const EXPECTED = [
  '4f8e61d05b7c_order_currency.py:19 error not-null-without-default',
  '8d13f7b06ca9_customers_without_phone.py:19 error downgrade-mismatch',
  '8d13f7b06ca9_customers_without_phone.py:19 error drop-column',
  'b70d4c93a1e2_publication_date.py:20 error rename-as-drop-add',
  'c2a95e1f7d36_shipments.py:23 error leftover-enum-type',
];

describe('the bookshop', () => {
  it("has five mistakes in today's pull request", async () => {
    const report = await lintAsConfigured(project, config);
    expect(report.findings.map(placeOf)).toEqual(EXPECTED);
    expect(report.problems).toEqual([]);
    expect(report.unread).toEqual([]);
    expect(report.opaque).toEqual([]);
  });

  it('lists all that the downgrade does not bring back', async () => {
    const report = await lintAsConfigured(project, config);
    const mismatch = report.findings.find(({ ruleId }) => ruleId === 'downgrade-mismatch');
    expect(mismatch?.objects).toEqual([
      { kind: 'index', table: 'customers', name: 'ix_customers_phone' },
      { kind: 'column', table: 'customers', name: 'phone' },
    ]);
    expect(mismatch?.message).toContain('character varying(20)');
    expect(mismatch?.message).toContain('character varying(50)');
  });

  it('allows the drop that gives its reason', async () => {
    const report = await lintAsConfigured(project, config);
    expect(report.suppressed.map(placeOf)).toEqual(['e09b2d74c5f1_books_without_legacy_code.py:20 error drop-column']);
  });

  it('has a clean history: with all of it under review, only what made people wait is found besides', async () => {
    const { startAfter: _, ...all } = config;
    const report = await lintAsConfigured(project, all);
    const waited = ['5e62c0b71f9d_find_customers.py:19 warning blocking-index-build', 'c3b87f21d5e8_order_totals.py:34 warning blocking-constraint-scan'];
    expect(report.findings.map(placeOf).sort()).toEqual([...EXPECTED, ...waited].sort());
    expect(report.migrations).toHaveLength(16);
  });
});
