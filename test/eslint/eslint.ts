import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ESLint as Latest, Linter } from 'eslint';
import * as typescriptParser from '@typescript-eslint/parser';
import { onTestFinished } from 'vitest';
import plugin from '../../src/hosts/eslint.js';

export const VERSIONS = ['eslint', 'eslint-9-39', 'eslint-9-15'] as const;
export type Version = (typeof VERSIONS)[number];

type Api = { readonly ESLint: typeof Latest };
export async function eslintOf(version: Version): Promise<Api['ESLint']> {
  const module = (await import(version)) as Api & { readonly default?: Api };
  return (module.default ?? module).ESLint;
}

export type Preset = keyof typeof plugin.configs;

/** What a project with TypeScript says beside the preset of migralint. */
export const TYPESCRIPT: Linter.Config = { files: ['**/*.{ts,mts,cts,tsx}'], languageOptions: { parser: typescriptParser } };

export const configured = (preset: Preset, ...more: readonly Linter.Config[]): Linter.Config[] => [TYPESCRIPT, ...plugin.configs[preset], ...more];

/** A folder with files in it, for one test. */
export function writeProject(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'migralint-eslint-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  return root;
}

export function write(root: string, file: string, text: string): void {
  const place = path.join(root, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
}

export interface Linted {
  readonly results: readonly Latest.LintResult[];
  /** `versions/1.py:3:5 drop-column/dropped`, in the order of the files. */
  readonly found: readonly string[];
}

export const describeMessage = (file: string, { ruleId, messageId, line, column, fatal, message }: Linter.LintMessage): string =>
  `${file}:${line}:${column} ${fatal ? `fatal: ${message}` : ruleId === null ? message : `${ruleId.replace('migralint/', '')}/${messageId}`}`;

export async function lintFiles(root: string, config: readonly Linter.Config[], version: Version = 'eslint'): Promise<Linted> {
  const ESLint = await eslintOf(version);
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [...config], errorOnUnmatchedPattern: false });
  const results = await eslint.lintFiles(['.']);
  return { results, found: results.flatMap(({ filePath, messages }) => messages.map((message) => describeMessage(path.relative(root, filePath), message))) };
}
