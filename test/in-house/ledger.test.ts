import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { rules } from '../../rules/index.js';
import { configProblems, type Config } from '../../src/config.js';
import type { Report } from '../../src/finding.js';
import { lineOf } from '../harness/documents.js';
import { lintAsConfigured } from '../harness/presets.js';

vi.mock('migralint', () => import('../../src/index.js'));

const folder = new URL('../../fixtures/projects/ledger/', import.meta.url);
const home = fileURLToPath(folder);
const files = Object.fromEntries(
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(home, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
);
const loadConfig = async (): Promise<Config> => ((await import(new URL('migralint.config.ts', folder).href)) as { readonly default: Config }).default;

const check = async (): Promise<Report> => lintAsConfigured({ files, history: new Set() }, await loadConfig());

describe('a helper of the project, described in its configuration', () => {
  it('is described in less than 60 lines', async () => {
    expect(files['migralint.config.ts']?.split('\n').length).toBeLessThan(60);
    expect(configProblems(await loadConfig(), rules)).toEqual([]);
  });

  it('is checked like any other framework: what is lost, what fails on rows, what does not come back', async () => {
    const report = await check();
    expect(report.findings.map(({ ruleId, span, confidence }) => `${span.file}:${lineOf(files[span.file] ?? '', span.start)} ${ruleId} ${confidence}`)).toEqual([
      'migrations/0004_accounts_without_holder.ts:7 downgrade-mismatch certain',
      'migrations/0004_accounts_without_holder.ts:7 drop-column certain',
      'migrations/0005_rounded_amounts.ts:7 lossy-type-change certain',
      'migrations/0005_rounded_amounts.ts:8 not-null-without-default certain',
    ]);
    expect([...report.unread, ...report.opaque, ...report.problems]).toEqual([]);
  });

  it('lists what the downgrade does not bring back', async () => {
    const mismatch = (await check()).findings.find(({ ruleId }) => ruleId === 'downgrade-mismatch');
    expect(mismatch?.message).toContain('`ix_accounts_holder`');
    expect(mismatch?.message).toContain('character varying(80)');
    expect(mismatch?.message).toContain('NOT NULL');
  });
});
