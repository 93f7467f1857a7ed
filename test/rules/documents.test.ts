import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import { describeExpectations, describeFindings, lintProject, readDocument, toProject } from '../harness/documents.js';

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const document = readDocument(id);
  it.each(document.sections.map((section) => [section.path, section] as const))('%s', async (_, section) => {
    const project = toProject(section.blocks);
    const findings = await lintProject(project, rule, rules);
    const found = describeFindings(findings, project);
    expect(found).toEqual(describeExpectations(project, found));
    for (const finding of findings) {
      expect(finding.message, 'a placeholder of the message is not filled in').not.toMatch(/\{\{|undefined/u);
      if (finding.ruleId === id) expect(finding.object, 'every finding says what it is about').toBeDefined();
    }
  });
});
