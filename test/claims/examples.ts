import { analyze, loadParsers } from '../../src/analyze.js';
import { analysisOf } from '../../src/config.js';
import type { Migration, Script } from '../../src/migration.js';
import { memorySnapshot } from '../../src/snapshot.js';
import type { Dialect } from '../../src/target.js';
import type { Claims } from '../harness/claims.js';
import type { Project } from '../harness/documents.js';
import { statementsOf, type Statement } from './statements.js';
import type { Example } from './verify.js';

export const dialectOf = ({ config }: Project): Dialect => config.dialect ?? 'postgres';

/** The migrations that claims are made of, in the statements that they send. */
export async function examplesOf(project: Project, all: readonly Claims[]): Promise<readonly Example[]> {
  const snapshot = memorySnapshot(project.files);
  const options = { rules: [], settingOf: () => undefined, ...analysisOf(project.config) };
  await loadParsers(snapshot, options);
  const { migrations } = analyze(snapshot, options);
  const send = (script: Script): readonly Statement[] => statementsOf(script, project.files, dialectOf(project));
  return all.map(({ file, given }) => {
    const own = migrations.find((migration) => migration.file === file || migration.downgradeFile === file);
    if (!own) throw new Error(`no migration was read from ${file}`);
    return {
      history: before(own, migrations, project).map(({ upgrade }) => send(upgrade)),
      upgrade: send(own.upgrade),
      downgrade: own.downgrade.status === 'absent' || own.downgrade.status === 'irreversible' ? undefined : send(own.downgrade),
      given,
    };
  });
}

/** In the order of the page. A framework without a history of its own starts from that of the page. */
function before(own: Migration, migrations: readonly Migration[], { files, history }: Project): readonly Migration[] {
  const order = Object.keys(files);
  const earlier = migrations.slice(0, migrations.indexOf(own)).filter(({ environment }) => environment === own.environment);
  const started = earlier.some(({ file }) => history.has(file)) ? earlier : [...migrations.filter(({ file }) => file !== own.file && history.has(file)), ...earlier];
  return started.toSorted((a, b) => order.indexOf(a.file) - order.indexOf(b.file));
}
