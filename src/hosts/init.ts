import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { createTwoFilesPatch } from 'diff';
import { printable } from '../reporters/text.js';
import { rules } from '../../rules/index.js';
import { analyzeProject, tellProblems } from './analysis.js';
import { loadConfig } from './config-file.js';
import { isInside, relativeTo } from './files.js';
import { describeOverview, overviewOf } from './init/overview.js';
import { propose, type Proposal } from './init/proposals.js';
import type { Options } from './options.js';
import { print, writeWhole } from './output.js';
import { packageVersion } from './package.js';
import { UsageProblem } from './problem.js';

/** `migralint init`: says what it finds, and writes what is agreed to. */
export async function init(options: Options): Promise<number> {
  const folder = process.cwd();
  const { project, report, elsewhere } = await analyzeProject(options);
  tellProblems(report, elsewhere, project);
  if (report.problems.length > 0) return 2;
  const overview = overviewOf(project, report);
  const { file } = await loadConfig(folder, undefined, rules);
  const { proposals, notes } = await propose(folder, file && relativeTo(folder, file), packageVersion());
  await print(lines(['Found', ...overview.map((each) => `  ${describeOverview(each)}`), ...notes.map((note) => `  ${note}`), '']));
  const ask = options.yes || options.dryRun ? undefined : await questions();
  let written = 0;
  for (const proposal of proposals) {
    const { before, after } = proposal;
    await print(`${proposal.file}: ${proposal.purpose}\n${patchOf(proposal.file, before ?? '', after)}\n`);
    if (options.dryRun || (ask && !(await ask.agreed(proposal)))) continue;
    write(folder, proposal);
    written += 1;
  }
  ask?.close();
  await print(lines(conclusion(proposals.length, written, options.dryRun === true)));
  return 0;
}

const lines = (texts: readonly string[]): string => texts.map((text) => `${printable(text)}\n`).join('');
const patchOf = (file: string, before: string, after: string): string => createTwoFilesPatch(file, file, before, after, '', '', { context: 2 }).split('\n').slice(1).map(printable).join('\n');

function conclusion(proposed: number, written: number, dryRun: boolean): readonly string[] {
  if (proposed === 0) return ['Everything is set up.'];
  if (dryRun) return ['Nothing was written.'];
  return [
    `${written} of ${proposed} files written.`,
    ...(written > 0 ? ['Next: `migralint baseline` accepts what is found in merged migrations today, so that only new findings are reported.'] : []),
  ];
}

interface Questions {
  readonly agreed: (proposal: Proposal) => Promise<boolean>;
  readonly close: () => void;
}

async function questions(): Promise<Questions> {
  if (!process.stdin.isTTY) throw new UsageProblem('init asks before it writes, and there is nobody to ask: add --yes to write, or --dry-run to look');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  return {
    agreed: async ({ before }) => /^y(?:es)?$/iu.test((await terminal.question(`${before === undefined ? 'Write' : 'Change'} it? [y/N] `)).trim()),
    close: () => terminal.close(),
  };
}

/** Only inside of the project: a link in a repository must not lead what is written elsewhere. */
function write(folder: string, { file, after }: Proposal): void {
  const target = path.join(folder, file);
  const parent = path.dirname(target);
  const nearest = [parent, ...ancestors(parent)].find((each) => fs.existsSync(each)) ?? folder;
  const real = fs.existsSync(target) ? fs.realpathSync(target) : fs.realpathSync(nearest);
  const isLink = fs.lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLink || !isInside(fs.realpathSync(folder), real)) throw new UsageProblem(`${file} leads out of the project or is a link: nothing is written there`);
  fs.mkdirSync(parent, { recursive: true });
  const mode = fs.statSync(target, { throwIfNoEntry: false })?.mode;
  writeWhole(target, after);
  if (mode !== undefined) fs.chmodSync(target, mode);
}

function ancestors(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [] : [parent, ...ancestors(parent)];
}
