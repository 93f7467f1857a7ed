import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { sarif } from '../../src/reporters/sarif.js';
import { run } from '../hosts/command.js';
import { context, drop, files, report } from './report.js';

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(fs.readFileSync(new URL('sarif-2.1.0.schema.json', import.meta.url), 'utf8')));
const example: Log = JSON.parse(run(fileURLToPath(new URL('../../fixtures/projects/bookshop', import.meta.url)), ['--format', 'sarif']).stdout);
const log = (options = {}, of = report): Log => JSON.parse(sarif(of, files, { ...context, ...options }));

describe('sarif', () => {
  it.each([{}, { includeSuppressed: true, inRepository: (file: string) => `back end/${file}` }])('fulfils the schema of 2.1.0 (%o)', (options) => {
    validate(log(options));
    expect(validate.errors).toBeNull();
  });

  it('fulfils it for the example project, as the command line prints it', () => {
    validate(example);
    expect(validate.errors).toBeNull();
    expect(example.runs[0]?.results?.length).toBeGreaterThan(3);
  });

  it('is refused by the schema when it is wrong, so the schema does check', () => {
    expect(validate({ ...log(), version: '2.0.0' })).toBe(false);
    expect(validate({ ...log(), runs: [{ ...log().runs[0], results: [{ level: 'fatal' }] }] })).toBe(false);
  });

  it.each([['a report', log()], ['the example project', example]])('has all that code scanning asks for: %s', (_, { runs }) => {
    const [run] = runs;
    for (const rule of run?.tool.driver.rules ?? []) {
      expect(rule).toMatchObject({ id: expect.any(String), shortDescription: { text: expect.any(String) }, fullDescription: { text: expect.any(String) }, help: { text: expect.any(String), markdown: expect.any(String) } });
      expect(rule.properties).toMatchObject({ tags: expect.arrayContaining(['database']), precision: 'high', 'problem.severity': expect.stringMatching(/^(error|warning|recommendation)$/u) });
      expect(rule.properties).not.toHaveProperty('security-severity');
    }
    for (const result of run?.results ?? []) {
      expect(result.locations).toHaveLength(1);
      expect(result.locations?.[0]?.physicalLocation?.region).toEqual({ startLine: expect.any(Number), startColumn: expect.any(Number), endLine: expect.any(Number), endColumn: expect.any(Number) });
      expect(result.partialFingerprints).toEqual({ primaryLocationLineHash: expect.stringMatching(/^[\da-f]{1,16}:\d+$/u), 'migralint/v1': expect.any(String) });
      expect(run?.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    }
  });

  it('puts errors first, and links to related places', () => {
    const results = log().runs[0]?.results ?? [];
    expect(results.map(({ kind, level, properties }) => [kind ?? 'fail', level, properties?.severity])).toEqual([['review', 'none', 'error'], ['fail', 'warning', 'warning'], ['fail', 'note', 'note']]);
    expect(results[1]?.message.text).toContain('\nSee [created here as String(50)](1).');
    expect(results[1]?.relatedLocations?.[0]).toMatchObject({ id: 1, physicalLocation: { artifactLocation: { uri: 'migrations/versions/0001%20first.py', uriBaseId: '%SRCROOT%' } } });
  });

  it('leads from the state before to the downgrade that has to restore it', () => {
    const back = { ...drop, direction: 'downgrade' as const };
    const [flow] = log({}, { ...report, findings: [back] }).runs[0]?.results?.[0]?.codeFlows ?? [];
    expect(flow?.threadFlows[0]?.locations.map(({ location }) => location?.physicalLocation?.artifactLocation?.uri)).toEqual(['migrations/versions/0001%20first.py', 'migrations/versions/0002_drop.py']);
    expect(log().runs[0]?.results?.some(({ codeFlows }) => codeFlows)).toBe(false);
  });

  it('turns suggestions into fixes', () => {
    const fix = log().runs[0]?.results?.[0]?.fixes?.[0];
    expect(fix?.artifactChanges[0]?.replacements[0]).toEqual({ deletedRegion: { startLine: 13, startColumn: 2, endLine: 13, endColumn: 6 }, insertedContent: { text: 'op.add_column("users", sa.Column("bio", sa.String(50)))' } });
  });

  it('lists suppressed findings only when asked', () => {
    expect(log().runs[0]?.results?.some(({ suppressions }) => suppressions)).toBe(false);
    expect(log({ includeSuppressed: true }).runs[0]?.results?.at(-1)?.suppressions).toEqual([{ kind: 'inSource', status: 'accepted', justification: 'archived' }]);
    const known = { ...report, suppressed: [{ ...drop, suppression: { by: 'baseline' as const } }] };
    expect(log({ includeSuppressed: true }, known).runs[0]?.results?.at(-1)?.suppressions).toEqual([{ kind: 'external', status: 'accepted' }]);
  });

  it('says what was not read and what went wrong', () => {
    const [invocation] = log().runs[0]?.invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications?.map(({ descriptor, level }) => [descriptor?.id, level])).toEqual([['problem', 'error'], ['unread-file', 'error'], ['unread-code', 'warning']]);
  });

  it('cuts what code scanning would refuse, and says so', () => {
    const [run] = log({}, { ...report, findings: Array.from({ length: 25_001 }, (_, i) => ({ ...drop, fingerprint: String(i) })) }).runs;
    expect(run?.results).toHaveLength(25_000);
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.at(-1)?.message.text).toContain('25,001 results');
  });
});
