import fs from 'node:fs';
import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { loadMissedParsers, loadParsers } from '../analyze.js';
import { unknownRule } from '../config.js';
import { fix as fixesFor, WAY_BACK_RULES, type Fixes } from '../fix/fix.js';
import type { FileChange } from '../fix/way-back.js';
import { plural } from '../reporters/context.js';
import { rules } from '../../rules/index.js';
import { print, writeWhole } from './output.js';
import { diskMemory } from './memory.js';
import type { Options } from './options.js';
import { UsageProblem } from './problem.js';
import { openProject, type Project } from './project.js';

/** `migralint fix`. Gives the exit status. */
export async function fix(options: Options): Promise<number> {
  const only = onlyRules(options);
  const project = await openProject(options, rules);
  if (!options.all && options.since === undefined && options.staged !== true && project.operands.some(({ folder }) => folder)) {
    throw new UsageProblem('which migrations? A merged one may have run already, so say --since REF for those of this branch, name files, or say --all');
  }
  const found = await findFixes(project, options, only);
  for (const { changes } of found.fixes) for (const change of options.dryRun ? [] : changes) write(change);
  await print(options.dryRun ? found.fixes.flatMap(({ changes }) => changes.map(patchOf)).join('') : found.fixes.map(({ changes, findings }) => changes.map(({ file }) => `${file}: ${rulesOf(findings)}\n`).join('')).join(''));
  for (const { migration, findings, reason } of found.unfixed) process.stderr.write(`migralint: ${migration.file}: ${rulesOf(findings)} cannot be fixed: ${reason}\n`);
  const count = found.fixes.length;
  process.stderr.write(`migralint: ${plural(count, 'migration')} ${options.dryRun ? 'would be' : 'fixed'}${options.dryRun ? ' fixed' : ''}, ${found.unfixed.length} left\n`);
  return found.unfixed.length > 0 || (options.dryRun === true && count > 0) ? 1 : 0;
}

async function findFixes(project: Project, options: Options, only: ReadonlySet<string> | undefined): Promise<Fixes> {
  const memory = options.cache === false ? undefined : diskMemory(process.cwd(), options.cache);
  const { dialect, targetVersion, namingConvention, layouts, frameworks } = project.options;
  await loadParsers(project.snapshot, { dialect, targetVersion, namingConvention, layouts, frameworks, memory });
  const run = (): Fixes => fixesFor(project.snapshot, { ...project.options, ...(only && { only }) });
  const found = run();
  return (await loadMissedParsers()) ? run() : found;
}

function onlyRules({ only }: Options): ReadonlySet<string> | undefined {
  if (only === undefined) return undefined;
  const ids = rules.map(({ id }) => id);
  for (const id of only) {
    if (!ids.includes(id)) throw new UsageProblem(`--rule: ${unknownRule(id, ids)}`);
    if (!WAY_BACK_RULES.has(id)) throw new UsageProblem(`--rule: findings of ${id} cannot be fixed. Those of these rules can: ${[...WAY_BACK_RULES].filter((each) => ids.includes(each)).join(', ')}`);
  }
  return new Set(only);
}

const rulesOf = (findings: readonly { readonly ruleId: string }[]): string => [...new Set(findings.map(({ ruleId }) => ruleId))].join(', ');

const patchOf = ({ file, before, after }: FileChange): string => createTwoFilesPatch(before === undefined ? '/dev/null' : `a/${file}`, `b/${file}`, before ?? '', after, undefined, undefined, { headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } });

function write({ file, after }: FileChange): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeWhole(file, after);
}
