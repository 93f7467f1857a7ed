import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules } from '../rules/index.js';
import { lintProject, readDocument, toProject } from './harness/documents.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const filesOf = (ending: string): string[] =>
  readdirSync(path.join(root, 'rules'))
    .filter((file) => file.endsWith(ending) && file !== 'index.ts' && file !== 'README.md')
    .map((file) => file.slice(0, -ending.length))
    .sort();
/** Our own limits: an example of one would be a defect to mend. */
const WITHOUT_EXAMPLE = new Set(['unread-migration/parser', 'unread-migration/fuel']);
const SECTIONS = ['Why', 'Unsafe', 'Safe', 'Edge cases', 'When to turn it off', 'References'];

describe('the catalogue of rules', () => {
  it('has a document for each rule and a rule for each document', () => {
    expect(filesOf('.md')).toEqual(filesOf('.ts'));
    expect(rules.map(({ id }) => id).sort()).toEqual(filesOf('.ts'));
  });

  it('is generated afresh', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/generate.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('says each thing once', () => {
    const summaries = rules.map(({ meta }) => meta.summary);
    expect(new Set(summaries).size).toBe(summaries.length);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const document = readDocument(id);
  const { meta } = rule;

  it('names the hazard in lower case words', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)+$/u);
    expect(id).not.toMatch(/^(?:no|ban|prefer|require|avoid)-(?!downgrade)(?!null)/u);
  });

  it('has a document with title, summary and all sections in their order', () => {
    expect(document.title).toBe(id);
    expect(document.summary).toBe(meta.summary);
    const headings = [...document.text.matchAll(/^## (.+)$/gmu)].map(([, title]) => title);
    expect(headings.filter((title) => title !== 'Options')).toEqual(SECTIONS);
    expect(headings.includes('Options')).toBe(meta.options !== undefined);
  });

  it('documents its options, each with a default', () => {
    const properties = (meta.options?.schema as { readonly properties?: object } | undefined)?.properties ?? {};
    for (const name of Object.keys(properties)) {
      expect(document.text).toContain(`- \`${name}\`: `);
      expect(meta.options?.defaults).toHaveProperty(name);
    }
  });

  it('is in a preset, and louder nowhere than a reader expects', () => {
    expect(Object.keys(meta.presets).length).toBeGreaterThan(0);
    expect(meta.summary).toMatch(/^[A-Z][^`]*\.$/u);
  });

  it('writes messages of several sentences, so that there is room for what, why and what to do', () => {
    for (const [messageId, message] of Object.entries(meta.messages)) {
      expect(messageId).toMatch(/^[a-z][a-zA-Z]*$/u);
      expect(message.length, messageId).toBeGreaterThan(60);
    }
  });

  it('has unsafe and safe examples, and one for each message', async () => {
    const own = (section: { readonly top: string }, top: string): boolean => section.top === top;
    expect(document.sections.some((section) => own(section, 'Safe'))).toBe(true);
    const reported = new Set<string>();
    let unsafe = 0;
    for (const section of document.sections) {
      const project = toProject(section.blocks);
      const findings = (await lintProject(project, rule, rules)).filter(({ ruleId }) => ruleId === id);
      for (const { messageId } of findings) reported.add(messageId);
      if (own(section, 'Unsafe')) {
        unsafe += 1;
        expect(findings.length, `"${section.path}" reports nothing`).toBeGreaterThan(0);
      }
      if (own(section, 'Safe')) expect(findings, `"${section.path}" is not safe`).toEqual([]);
    }
    expect(unsafe).toBeGreaterThan(0);
    const shown = Object.keys(meta.messages).filter((messageId) => !WITHOUT_EXAMPLE.has(`${id}/${messageId}`));
    expect([...reported].sort()).toEqual(shown.sort());
  });
});
