import type { Snapshot } from '../../snapshot.js';
import type { Dialect } from '../../target.js';
import { ancestorsOf, baseName, folderOf, joinPath } from '../paths.js';

/** One section of a settings file that names a script location. */
export interface ConfiguredLocation {
  readonly file: string;
  readonly section: string;
  /** Folder of `env.py`. */
  readonly script: string;
  /** Folders of the revisions. */
  readonly versions: readonly string[];
  readonly recursive: boolean;
  readonly dialect?: Dialect;
  /** All options of the section, interpolated. */
  readonly options: ReadonlyMap<string, string>;
}

type Section = ReadonlyMap<string, string>;

const DRIVERS: Readonly<Record<string, Dialect>> = {
  postgresql: 'postgres', postgres: 'postgres', cockroachdb: 'postgres', redshift: 'postgres', mysql: 'mysql', mariadb: 'mariadb', sqlite: 'sqlite', mssql: 'mssql', oracle: 'oracle',
};

/** The dialect of SQLAlchemy's URL, where it is written out. */
export function dialectOfUrl(url: string | undefined): Dialect | undefined {
  const scheme = /^\s*["']?([a-z]+)(?:\+\w+)?:\/\//.exec(url ?? '')?.[1];
  return scheme === undefined || !Object.hasOwn(DRIVERS, scheme) ? undefined : DRIVERS[scheme];
}

/** The sections of an ini file as Python's ConfigParser reads them. */
export function iniSections(text: string): Map<string, Section> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;].*)?$/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line);
    if (header?.[1] !== undefined) {
      section = sections.get(header[1]) ?? new Map<string, string>();
      sections.set(header[1], section);
      key = undefined;
      continue;
    }
    if (/^\s/.test(line) && section && key !== undefined) {
      section.set(key, `${section.get(key) ?? ''}\n${line.trim()}`);
      continue;
    }
    const entry = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line);
    if (!section || entry?.[1] === undefined) continue;
    key = entry[1].trim().toLowerCase();
    section.set(key, (entry[2] ?? '').replace(/\s+[#;].*$/, '').trim());
  }
  return sections;
}

function interpolated(value: string, section: Section, defaults: Section | undefined, here: string, depth = 0): string {
  return value.replace(/%%|%\(([^)]+)\)s/g, (whole, name: string | undefined) => {
    if (name === undefined) return '%';
    if (name === 'here') return here === '' ? '.' : here;
    const other = section.get(name.toLowerCase()) ?? defaults?.get(name.toLowerCase());
    return other === undefined || depth > 5 ? whole : interpolated(other, section, defaults, here, depth + 1);
  });
}

/** Folders that exist in the snapshot, for asking where a location may be. */
export function foldersOf(files: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>(['']);
  for (const file of files) {
    for (const folder of ancestorsOf(folderOf(file))) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** `package:folder` is looked up on Python's path, which is not known: at the settings file, above it, and in `src`. */
function locate(location: string, here: string, folders: ReadonlySet<string>): string | undefined {
  const text = location.trim().replace(/^["']|["']$/g, '');
  if (text === '' || text.includes('%(')) return undefined;
  const packaged = /^([\w.]+):([^:\\]*)$/.exec(text);
  const relative = packaged ? `${(packaged[1] ?? '').replaceAll('.', '/')}/${packaged[2] ?? ''}` : text;
  // a location with %(here)s already begins at the root of the snapshot
  const bases = here !== '' && (text === here || text.startsWith(`${here}/`)) ? ['', here] : ancestorsOf(here);
  for (const base of bases) {
    for (const prefix of packaged ? ['', 'src/'] : ['']) {
      const folder = joinPath(base, prefix + relative);
      if (folder !== undefined && folders.has(folder)) return folder;
    }
  }
  return undefined;
}

/** `os` stands for the path separator of the system that runs Alembic: both are taken. */
function splitLocations(text: string, separator: string | undefined): string[] {
  const pattern = { os: /[:;]/, ':': /:/, ';': /;/, space: /\s+/, newline: /\n/, ',': /,/, comma: /,/ }[separator ?? ''] ?? /,\s*|\s+/;
  return text.split(pattern).map((part) => part.trim()).filter((part) => part !== '');
}

function locationsOf(file: string, sections: ReadonlyMap<string, Section>, folders: ReadonlySet<string>): ConfiguredLocation[] {
  const here = folderOf(file);
  const defaults = sections.get('DEFAULT');
  const found: ConfiguredLocation[] = [];
  for (const [name, section] of sections) {
    const option = (key: string): string | undefined => {
      const value = section.get(key) ?? defaults?.get(key);
      return value === undefined ? undefined : interpolated(value, section, defaults, here);
    };
    if (!section.has('script_location')) continue;
    const script = locate(option('script_location') ?? '', here, folders);
    if (script === undefined) continue;
    const listed = splitLocations(option('version_locations') ?? '', option('path_separator') ?? option('version_path_separator'))
      .map((location) => locate(location, here, folders))
      .filter((folder) => folder !== undefined);
    found.push({
      file,
      section: name,
      script,
      versions: listed.length > 0 ? listed : [script === '' ? 'versions' : `${script}/versions`],
      recursive: /^(?:true|1|yes|on)$/i.test(option('recursive_version_locations') ?? ''),
      dialect: dialectOfUrl(option('sqlalchemy.url')),
      options: new Map([...(defaults?.keys() ?? []), ...section.keys()].map((key) => [key, option(key) ?? ''])),
    });
  }
  return found;
}

/** `[tool.alembic]` of pyproject.toml: strings, booleans and lists of strings. */
function tomlSection(text: string): Section | undefined {
  const start = /^\[tool\.alembic\][^\S\n]*(?:#.*)?$/m.exec(text);
  if (!start) return undefined;
  const rest = text.slice(start.index + start[0].length);
  const body = rest.slice(0, /^\[/m.exec(rest)?.index ?? rest.length);
  const section = new Map<string, string>();
  for (const entry of body.matchAll(/^([\w.-]+|"[^"]+")\s*=\s*("""[\s\S]*?"""|"(?:\\.|[^"\\])*"|'[^']*'|\[[\s\S]*?\]|[^\n#]+)/gm)) {
    const value = (entry[2] ?? '').trim();
    const texts = [...value.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2] ?? '');
    section.set((entry[1] ?? '').replaceAll('"', ''), value.startsWith('[') ? texts.join('\n') : (texts[0] ?? value));
  }
  if (section.has('version_locations') && !section.has('path_separator')) section.set('path_separator', 'newline');
  return section;
}

/** All locations that the settings files of the snapshot name. */
export function configuredLocations(snapshot: Snapshot, folders: ReadonlySet<string>): ConfiguredLocation[] {
  const found: ConfiguredLocation[] = [];
  for (const file of snapshot.files) {
    if (file.endsWith('.ini')) {
      const text = snapshot.read(file);
      if (text !== undefined && text.includes('script_location')) found.push(...locationsOf(file, iniSections(text), folders));
    } else if (baseName(file) === 'pyproject.toml') {
      const text = snapshot.read(file);
      const section = text !== undefined && text.includes('tool.alembic') ? tomlSection(text) : undefined;
      if (section) found.push(...locationsOf(file, new Map([['tool.alembic', section]]), folders));
    }
  }
  return found;
}

/** The `[alembic]` section of a settings file beside `env.py` that names no script location (Flask-Migrate). */
export function optionsBeside(snapshot: Snapshot, script: string): ReadonlyMap<string, string> | undefined {
  const text = snapshot.read(script === '' ? 'alembic.ini' : `${script}/alembic.ini`);
  return text === undefined ? undefined : iniSections(text).get('alembic');
}
