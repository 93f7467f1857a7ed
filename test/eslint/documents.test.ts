import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import type { Config, RuleConfig } from '../../src/config.js';
import type { Finding } from '../../src/finding.js';
import { linesOf } from '../../src/lines.js';
import { readDocument, toProject, type Project } from '../harness/documents.js';
import { lintAsConfigured } from '../harness/presets.js';
import { configured, lintFiles, TYPESCRIPT, VERSIONS, writeProject, type Version } from './eslint.js';

const PRESET = 'all';
const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What a file that cannot be parsed is told by ESLint itself. */
const isParserError = ({ ruleId, messageId }: Finding): boolean => ruleId === 'unread-migration' && messageId === 'syntax';

function settingsOf({ rules: _, overrides: __, failOnUnread: ___, ...config }: Config): Config {
  return { ...config, preset: PRESET };
}

/** The findings of the command line, with rules and options of ESLint's configuration. */
async function throughCommandLine(project: Project): Promise<string[]> {
  const report = await lintAsConfigured({ files: project.files, history: new Set() }, { ...project.config, preset: PRESET });
  return report.findings
    .filter((finding) => !isParserError(finding))
    .map(({ ruleId, messageId, message, span, suggestions }) => {
      const lines = linesOf(project.files[span.file] ?? '');
      const [start, end] = [lines.position(span.start), lines.position(Math.max(span.start, span.end))];
      return `${span.file}:${start.line}:${start.column}-${end.line}:${end.column} ${ruleId}/${messageId} ${message} ${JSON.stringify(suggestions.map(({ title }) => title))}`;
    })
    .sort(byName);
}

/** ESLint has two severities, with shorter names. */
function inEslint(setting: RuleConfig): unknown {
  const [level, ...options] = typeof setting === 'string' ? [setting] : setting;
  return [level === 'error' || level === 'off' ? level : 'warn', ...options];
}

async function throughEslint(project: Project, version: Version): Promise<string[]> {
  const root = writeProject(project.files);
  const own = Object.fromEntries(Object.entries(project.config.rules ?? {}).map(([id, setting]) => [`migralint/${id}`, inEslint(setting)]));
  const config = configured(PRESET).map((each) => (each === TYPESCRIPT ? each : { ...each, settings: { migralint: settingsOf(project.config) }, rules: { ...each.rules, ...own } }));
  const { results } = await lintFiles(root, config as Parameters<typeof lintFiles>[1], version);
  return results
    .flatMap(({ filePath, messages }) =>
      messages
        .filter(({ fatal }) => !fatal)
        .map(
          ({ ruleId, messageId, message, line, column, endLine, endColumn, suggestions }) =>
            `${path.relative(root, filePath)}:${line}:${column}-${endLine}:${endColumn} ${ruleId?.replace('migralint/', '')}/${messageId} ${message} ${JSON.stringify((suggestions ?? []).map(({ desc }) => desc))}`,
        ),
    )
    .sort(byName);
}

describe.each(VERSIONS)('%s says of the rule documents what the command line says', (version) => {
  it.each(rules.map(({ id }) => id))('%s', async (id) => {
    for (const { path: title, blocks } of readDocument(id).sections) {
      const project = toProject(blocks);
      expect(await throughEslint(project, version), title).toEqual(await throughCommandLine(project));
    }
  });
});
