import type { Environment, FrameworkEntry, Settings, Source } from '../../framework.js';
import type { Identity } from '../../migration.js';
import type { Snapshot } from '../../snapshot.js';
import { LAYOUTS } from './layouts/index.js';
import { transactionOf, type Entry, type Home, type Layout } from './layout.js';
import { sqlProject } from './project.js';

/** What the options of an environment say of a file that runs outside of a transaction. */
export const NO_TRANSACTION = 'no transaction';

const identities = new WeakMap<Source, Identity>();
export const identityAt = (source: Source): Identity | undefined => identities.get(source);

interface LaidOut {
  readonly layout: Layout;
  readonly home: Home;
}
type Found = ReadonlyMap<string, readonly Environment[]>;
const remembered = new WeakMap<Snapshot, { readonly settings: string; readonly found: Found }>();

/** All histories in plain SQL, by layout. A file belongs to one layout: the first that takes it. */
function discoverAll(snapshot: Snapshot, settings: Settings): Found {
  const key = JSON.stringify(settings);
  const known = remembered.get(snapshot);
  if (known?.settings === key) return known.found;
  const project = sqlProject(snapshot);
  const homes: LaidOut[] = [];
  for (const layout of LAYOUTS) {
    const found = layout.find(project, settings).filter(({ entries }) => entries.length > 0);
    for (const home of found) {
      project.take(home.entries.flatMap(({ file, downgrade }) => (downgrade === undefined ? [file] : [file, downgrade])));
      homes.push({ layout, home });
    }
  }
  const chosen = forDialect(homes, settings);
  const found = new Map<string, Environment[]>();
  for (const { layout, home } of chosen) found.set(layout.name, [...(found.get(layout.name) ?? []), environmentOf(layout, home, snapshot)]);
  remembered.set(snapshot, { settings: key, found });
  return found;
}

/** Where the user says which database is meant, and a tool has a history for it by name, those for other databases are left alone. */
function forDialect(homes: readonly LaidOut[], { dialect }: Settings): readonly LaidOut[] {
  if (dialect === undefined) return homes;
  const provided = new Set(homes.filter(({ home }) => home.dialect === dialect).map(({ layout }) => layout));
  return homes.filter(({ layout, home }) => !provided.has(layout) || home.dialect === undefined || home.dialect === dialect);
}

function environmentOf(layout: Layout, home: Home, snapshot: Snapshot): Environment {
  const options = new Map(home.options);
  for (const { file, downgrade, transactional } of home.entries) {
    if (transactional === false) for (const each of downgrade === undefined ? [file] : [file, downgrade]) options.set(each, NO_TRANSACTION);
  }
  const sources = home.entries.flatMap((entry) => sourceOf(entry, snapshot));
  const forwardOnly = home.forwardOnly ?? !sources.some((source) => source.downgrade ?? layout.parts?.(source.text, source.part).downgrade);
  return {
    id: home.id,
    sources,
    order: 'sequence',
    transaction: transactionOf(layout.transactions),
    problems: [],
    ...(home.dialect && { dialect: home.dialect, dialectIsFixed: true }),
    ...(options.size > 0 && { options }),
    ...(forwardOnly && { forwardOnly }),
  };
}

function sourceOf({ file, downgrade, identity, part }: Entry, snapshot: Snapshot): readonly Source[] {
  const text = snapshot.read(file);
  if (text === undefined) return [];
  const back = downgrade === undefined ? undefined : snapshot.read(downgrade);
  const source: Source = { file, text, language: 'sql', ...(downgrade !== undefined && back !== undefined && { downgrade: { file: downgrade, text: back } }), ...(part !== undefined && { part }) };
  identities.set(source, identity);
  return [source];
}

/** The layouts as frameworks. */
export const SQL_FRAMEWORKS: readonly FrameworkEntry[] = LAYOUTS.map((layout) => ({
  name: layout.name,
  discover: (snapshot, settings) => discoverAll(snapshot, settings).get(layout.name) ?? [],
  load: async () => (await import('./run.js')).frameworkOf(layout),
}));
