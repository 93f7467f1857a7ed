import { analyze, loadParsers, type AnalyzeOptions } from '../../src/analyze.js';
import type { Script } from '../../src/migration.js';
import type { Report } from '../../src/finding.js';
import { discover } from '../../src/read.js';
import { memorySnapshot } from '../../src/snapshot.js';

export type Files = Readonly<Record<string, string>>;

export async function report(files: Files, options: Partial<AnalyzeOptions> = {}): Promise<Report> {
  const snapshot = memorySnapshot(files);
  await loadParsers(snapshot, options);
  return analyze(snapshot, { rules: [], settingOf: () => undefined, ...options });
}

/** Each migration in a line: `dbmate db/migrations 001 up: createTable users, down: dropTable users`. Directions outside of a transaction are marked with `!`. */
export async function migrationsOf(files: Files, options: Partial<AnalyzeOptions> = {}): Promise<readonly string[]> {
  const { migrations } = await report(files, options);
  return migrations.map(({ framework, environment, id, upgrade, downgrade }) => `${framework} ${environment} ${id} ${script('up', upgrade)}, ${script('down', downgrade)}`);
}

function script(name: string, { status, operations, transactional }: Script): string {
  if (status !== 'present') return `${name} ${status}`;
  const texts = operations.map((operation) => {
    const target = 'table' in operation && operation.table && 'name' in operation.table ? ` ${operation.table.name}` : '';
    return `${operation.kind}${target}`;
  });
  return `${name}${transactional ? '' : '!'}: ${texts.join(' + ')}`;
}

export interface FoundHistory {
  readonly framework: string;
  readonly id: string;
  readonly dialect?: string;
  readonly transaction: string;
  readonly forwardOnly: boolean;
  readonly files: number;
}

/** The histories that are found, before anything of them is read. */
export const historiesOf = (files: Files, options: Parameters<typeof discover>[1] = {}): readonly FoundHistory[] =>
  discover(memorySnapshot(files), options).map(({ framework, environment }) => ({
    framework: framework.name,
    id: environment.id,
    ...(environment.dialect && { dialect: environment.dialect }),
    transaction: environment.transaction,
    forwardOnly: environment.forwardOnly === true,
    files: environment.sources.length,
  }));
