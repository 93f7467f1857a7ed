import type { Environment, Settings } from '../../framework.js';
import { matcher } from '../../globs.js';
import type { Snapshot } from '../../snapshot.js';
import { scriptSources } from '../javascript/discover.js';

const SCRIPT = /(?<!\.d)\.[cm]?[jt]s$/u;

/** Migrations of helpers that the configuration describes. */
export function discover(snapshot: Snapshot, { frameworks = [], dialect }: Settings): readonly Environment[] {
  return frameworks.flatMap(({ name, files, identity, transactional }) => {
    const matches = matcher(files);
    const sources = scriptSources(snapshot, snapshot.files.filter((file) => SCRIPT.test(file) && matches(file)).sort());
    if (sources.length === 0) return [];
    return [{ id: name, sources, ...(dialect && { dialect }), order: identity ? ('revisions' as const) : ('sequence' as const), transaction: transactional === false ? ('none' as const) : ('migration' as const), problems: [] }];
  });
}
