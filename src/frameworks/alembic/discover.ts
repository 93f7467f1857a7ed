import type { Environment, NamingConvention, Settings, Source } from '../../framework.js';
import type { Snapshot } from '../../snapshot.js';
import type { Dialect } from '../../target.js';
import { importedConvention, onlyConvention } from './convention.js';
import { ancestorsOf, baseName, folderOf, isWithin } from '../paths.js';
import { type ConfiguredLocation, configuredLocations, dialectOfUrl, foldersOf, optionsBeside } from './settings-files.js';

/** Alembic's own rule for file names in a version location. */
const FILE_NAME = /^(?!\.#|__init__).*\.py$/;
const REVISION = /^revision[^\S\n]*(?::[^=\n]+)?=(?!=)/m;
const DOWN_REVISION = /^down_revision[^\S\n]*(?::[^=\n]+)?=(?!=)/m;
const DIALECT_FOLDERS: Readonly<Record<string, Dialect>> = { postgresql: 'postgres', postgres: 'postgres', mysql: 'mysql', mariadb: 'mariadb', sqlite: 'sqlite', mssql: 'mssql', oracle: 'oracle' };

export function looksLikeRevision(text: string): boolean {
  return text.includes('down_revision') && REVISION.test(text) && DOWN_REVISION.test(text);
}

/** One history in the making. */
interface Place {
  readonly id: string;
  /** Folder of `env.py`, where there is one. */
  readonly script?: string;
  /** Folders below which revisions belong here. */
  readonly roots: readonly string[];
  readonly dialect?: Dialect;
  readonly dialectIsFixed?: boolean;
  readonly options?: ReadonlyMap<string, string>;
  readonly files: Set<string>;
}

function placesOfSettings(locations: readonly ConfiguredLocation[], files: readonly string[]): Place[] {
  const places = new Map<string, Place & { readonly dialects: Set<Dialect | undefined> }>();
  for (const location of locations) {
    const key = JSON.stringify([location.script, location.versions]);
    const known = places.get(key);
    if (known) {
      known.dialects.add(location.dialect);
      continue;
    }
    const taken = [...places.values()].some((place) => place.id === location.script);
    places.set(key, {
      id: taken ? `${location.script}#${location.section}` : location.script === '' ? '.' : location.script,
      script: location.script,
      roots: location.versions,
      options: location.options,
      dialects: new Set([location.dialect]),
      files: new Set(files.filter((file) => FILE_NAME.test(baseName(file)) && location.versions.some((folder) => (location.recursive ? isWithin(file, folder) : folderOf(file) === folder)))),
    });
  }
  return [...places.values()].map((place) => ({ ...place, dialect: place.dialects.size === 1 ? place.dialects.values().next().value : undefined }));
}

/** Where a revision belongs that no settings file covers: the nearest `env.py` above it, else the outermost `versions` folder, else its own folder. */
function homeOf(file: string, scripts: ReadonlySet<string>): { readonly id: string; readonly script?: string; readonly root: string } {
  const folders = ancestorsOf(folderOf(file));
  const script = folders.find((folder) => scripts.has(folder));
  if (script !== undefined) return { id: script === '' ? '.' : script, script, root: script };
  const versions = folders.filter((folder) => baseName(folder) === 'versions').at(-1);
  const root = versions ?? folderOf(file);
  return { id: root === '' ? '.' : root, root };
}

/** Whether a revision lies beside the `versions` folder that Alembic reads, as drafts and copies do. */
function leftAside(revisions: ReadonlySet<string>, scripts: ReadonlySet<string>): (file: string) => boolean {
  const inVersions = (file: string): boolean => ancestorsOf(folderOf(file)).some((folder) => baseName(folder) === 'versions');
  const homes = new Set<string>();
  for (const file of revisions) {
    const script = ancestorsOf(folderOf(file)).find((folder) => scripts.has(folder));
    if (script !== undefined && isWithin(file, script === '' ? 'versions' : `${script}/versions`)) homes.add(script);
  }
  return (file) => {
    const script = ancestorsOf(folderOf(file)).find((folder) => scripts.has(folder));
    return script !== undefined && homes.has(script) && !inVersions(file);
  };
}

/** A history per database, told apart by folders only (`versions/postgresql`, `versions/sqlite`), is several histories. */
function splitByDialect(place: Place): Place[] {
  const byFolder = new Map<string, string[]>();
  for (const file of place.files) byFolder.set(folderOf(file), [...(byFolder.get(folderOf(file)) ?? []), file]);
  const folders = [...byFolder.keys()];
  if (!folders.every((folder) => Object.hasOwn(DIALECT_FOLDERS, baseName(folder)))) return [place];
  if (folders.length < 2 && place.roots.includes(folders[0] ?? '')) return [place];
  return folders.map((folder) => ({ ...place, id: folder, roots: [folder], dialect: DIALECT_FOLDERS[baseName(folder)], dialectIsFixed: true, files: new Set(byFolder.get(folder)) }));
}

function transactionOf(environmentText: string): Environment['transaction'] {
  if (/transactional_ddl["']?\s*[=:]\s*False/.test(environmentText)) return 'none';
  return /transaction_per_migration["']?\s*[=:]\s*True/.test(environmentText) ? 'migration' : 'run';
}

export function discover(snapshot: Snapshot, settings: Settings): readonly Environment[] {
  const python = snapshot.files.filter((file) => file.endsWith('.py'));
  const revisions = new Set(python.filter((file) => baseName(file) !== 'env.py' && looksLikeRevision(snapshot.read(file) ?? '')));
  const folders = foldersOf(snapshot.files);
  const places = placesOfSettings(configuredLocations(snapshot, folders), python);

  const covered = new Set<string>();
  for (const place of places) {
    for (const file of place.files) {
      if (covered.has(file) || !(revisions.has(file) || isMigrationScript(snapshot.read(file) ?? ''))) place.files.delete(file);
      covered.add(file);
    }
  }
  const scripts = new Set(python.filter((file) => baseName(file) === 'env.py').map(folderOf));
  const homes = new Map<string, Place>();
  const isLeftAside = leftAside(revisions, scripts);
  for (const file of revisions) {
    if (covered.has(file) || isLeftAside(file)) continue;
    const configured = nearest(places, file);
    const home = homeOf(file, scripts);
    if (configured && (home.script === undefined || configured.root.length >= home.root.length)) {
      configured.place.files.add(file);
      continue;
    }
    const place = homes.get(home.id) ?? { id: home.id, script: home.script, roots: [home.root], files: new Set<string>() };
    place.files.add(file);
    homes.set(home.id, place);
  }
  for (const file of python) {
    // beside revisions that were recognised by their content
    if (covered.has(file) || revisions.has(file) || !FILE_NAME.test(baseName(file)) || baseName(folderOf(file)) !== 'versions') continue;
    const home = homes.get(homeOf(file, scripts).id);
    if (home && isMigrationScript(snapshot.read(file) ?? '')) home.files.add(file);
  }

  let shared: { readonly convention: NamingConvention | undefined } | undefined;
  const conventionOf = (script: string | undefined): NamingConvention | undefined => {
    if (settings.namingConvention) return settings.namingConvention;
    const imported = script === undefined ? undefined : importedConvention(snapshot, script);
    if (imported) return imported;
    shared ??= { convention: onlyConvention(snapshot, (file) => revisions.has(file)) };
    return shared.convention;
  };
  const environments: Environment[] = [];
  const all = [...places, ...homes.values()].filter((place) => place.files.size > 0).flatMap(splitByDialect);
  for (const place of all.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))) {
    const sources: Source[] = [];
    for (const file of [...place.files].sort()) {
      const text = snapshot.read(file);
      if (text !== undefined) sources.push({ file, language: 'python', text });
    }
    const options = place.options ?? (place.script === undefined ? undefined : optionsBeside(snapshot, place.script));
    environments.push({
      id: place.id,
      sources,
      // sections that share their folders and not their database say nothing
      dialect: place.dialect ?? (place.options ? undefined : dialectOfUrl(options?.get('sqlalchemy.url'))),
      ...(place.dialectIsFixed && { dialectIsFixed: true }),
      namingConvention: conventionOf(place.script),
      order: 'revisions',
      transaction: place.script === undefined ? 'run' : transactionOf(snapshot.read(place.script === '' ? 'env.py' : `${place.script}/env.py`) ?? ''),
      problems: [],
      ...(options && { options }),
    });
  }
  return environments;
}

/** A file of a version location whose `revision` is written in an unusual way. */
const isMigrationScript = (text: string): boolean => /^(?:async )?def (?:upgrade|downgrade)\b|\brevision\b.*=/m.test(text);

function nearest(places: readonly Place[], file: string): { readonly place: Place; readonly root: string } | undefined {
  let best: { place: Place; root: string } | undefined;
  for (const place of places) {
    for (const root of place.script === undefined ? place.roots : [...place.roots, place.script]) {
      if (isWithin(file, root) && (!best || root.length > best.root.length)) best = { place, root };
    }
  }
  return best;
}
