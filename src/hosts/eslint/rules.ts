import type { Rule as EslintRule } from 'eslint';
import type { Finding, Suggestion } from '../../finding.js';
import { linesOf, type Lines } from '../../lines.js';
import type { Rule } from '../../rule.js';
import { ruleUrl } from '../package.js';
import { register } from './analysis.js';
import { knownRules } from './project.js';

/** By the names that they have in the plugin, whatever name it is given in a configuration. */
export const LANGUAGES = ['js/js', 'migralint/python', 'migralint/sql'];

/** A rule of migralint as one of ESLint: what `defineRule` gives, too. */
export function eslintRule(rule: Rule): EslintRule.RuleModule {
  const { summary, dialects, messages, options, presets } = rule.meta;
  const url = ruleUrl(rule.id);
  knownRules.add(rule);
  return {
    meta: {
      type: 'problem',
      docs: { description: summary, recommended: presets.recommended !== undefined, dialects: dialects === 'all' ? ['all'] : [...dialects], ...(url !== undefined && { url }) },
      schema: options ? [options.schema as never] : [],
      ...(options && { defaultOptions: [options.defaults] }),
      messages: { ...messages },
      hasSuggestions: true,
      ...{ languages: LANGUAGES },
    },
    create(context) {
      const findings = register(rule, context);
      const report = (): void => {
        const lines = linesOf(context.sourceCode.text);
        for (const finding of findings()) context.report(descriptorOf(finding, lines));
      };
      // the roots of the three languages
      return { Program: report, Module: report, Script: report };
    },
  };
}

function descriptorOf(finding: Finding, lines: Lines): EslintRule.ReportDescriptor {
  const { messageId, data, span, suggestions } = finding;
  return {
    loc: { start: position(lines, span.start), end: position(lines, Math.max(span.start, span.end)) },
    messageId,
    ...(data && { data: { ...data } }),
    suggest: suggestions.filter(({ edits }) => edits.every((edit) => edit.span.file === span.file)).map(suggested),
  };
}

function position(lines: Lines, offset: number): { line: number; column: number } {
  const { line, column } = lines.position(offset);
  return { line, column: column - 1 };
}

const suggested = ({ title, edits }: Suggestion): EslintRule.SuggestionReportDescriptor => ({
  desc: title,
  fix: (fixer) => edits.map(({ span, text }) => fixer.replaceTextRange([span.start, span.end], text)),
});
