import { ancestorsOf, baseName, folderOf } from '../../paths.js';
import { outsideWhere, type Entry, type Home, type Layout, type Transactions } from '../layout.js';
import { databaseOf, dialectNamed, isDatabaseName, isNumbered, numberedIdentity } from '../names.js';
import { idOf, isMigrationsFolder, pathOf, stemOf, type SqlProject } from '../project.js';

/** One file of a pair. */
interface Half {
  readonly name: string;
  /** What both files have in common. */
  readonly stem: string;
  readonly direction?: 'up' | 'down';
  /** How the direction is written: `dot` as `x.up.sql`, `do` as `1.do.x.sql`. */
  readonly style: Style;
  /** The database whose name is part of the file's. */
  readonly database?: string;
  readonly autocommit: boolean;
}
type Style = 'dot' | 'do' | 'word';

const UP = /^(?:up|do|deploy|apply|upgrade)$/iu;
const WORD = /^(.*?)[-_.](up|down|undo|revert|rollback|downgrade|upgrade)$/iu;
const DO = /^([vV]?\d[\d.-]*)\.(do|undo)(?:\.(.*))?$/iu;

/** Reads the direction in the name of a file, as `20240131_x.postgres.up.sql` has it. */
function halfOf(name: string): Half {
  const stem = stemOf(name);
  const postgrator = DO.exec(stem);
  if (postgrator) return { name, stem: `${postgrator[1] ?? ''}.${postgrator[3] ?? ''}`, direction: directionOf(postgrator[2] ?? ''), style: 'do', autocommit: false };
  const words = stem.split('.');
  const rest: string[] = [];
  let direction: 'up' | 'down' | undefined;
  let database: string | undefined;
  let autocommit = false;
  words.forEach((word, i) => {
    if (i > 0 && /^(?:up|down)$/iu.test(word)) direction = directionOf(word);
    else if (i > 0 && isDatabaseName(word)) database = word;
    else if (i > 0 && /^(?:autocommit|notx|no-?transaction)$/iu.test(word)) autocommit = true;
    else if (i === 0 || !/^tx$/iu.test(word)) rest.push(word);
  });
  if (direction) return { name, stem: rest.join('.'), direction, style: 'dot', autocommit, ...(database !== undefined && { database }) };
  const word = WORD.exec(stem);
  if (word) return { name, stem: word[1] ?? '', direction: directionOf(word[2] ?? ''), style: 'word', autocommit: false };
  return { name, stem, style: 'word', autocommit: false };
}

const directionOf = (word: string): 'up' | 'down' => (UP.test(word) ? 'up' : 'down');

interface Found {
  readonly tool: Tool;
  readonly home: Home;
}
type Tool = 'golang-migrate' | 'sqlx' | 'soda' | 'postgrator' | 'sql-pairs';

function pairsOf(project: SqlProject): readonly Found[] {
  const found: Found[] = [];
  for (const [folder, names] of project.folders()) {
    if (project.ownedByPrograms(folder)) continue;
    const halves = names.filter(isNumbered).map(halfOf);
    const styled = halves.filter(({ direction }) => direction !== undefined);
    // one word in a title is no direction: `002_clean_up.sql`
    const hasDown = styled.some(({ direction }) => direction === 'down');
    const mixed = !hasDown && styled.length < halves.length;
    const paired = (!mixed && styled.some(({ style }) => style !== 'word')) || styled.some((half) => half.direction === 'down' && halves.some((other) => other.stem === half.stem && other.direction !== 'down'));
    if (paired) found.push(...homesOf(project, folder, halves));
    else if (/^up$/iu.test(baseName(folder))) found.push(...foldersHome(project, folder, names));
  }
  return found;
}

function homesOf(project: SqlProject, folder: string, halves: readonly Half[]): readonly Found[] {
  const tool = toolOf(project, folder, halves);
  const named = [...new Set(halves.flatMap(({ database }) => (database === undefined ? [] : [database])))];
  if (named.length === 0) {
    const { named: elsewhere, dialect } = databaseOf(folder);
    if (elsewhere && !dialect) return [];
    return [{ tool, home: { id: idOf(folder), entries: entriesOf(folder, halves), ...(dialect && { dialect }) } }];
  }
  // files without the name of a database are for those that have no file of their own
  return named.flatMap((database): Found[] => {
    const dialect = dialectNamed(database);
    if (!dialect) return [];
    const own = new Set(halves.filter((half) => half.database === database).map(({ stem, direction }) => `${stem} ${direction ?? ''}`));
    const files = halves.filter((half) => half.database === database || (half.database === undefined && !own.has(`${half.stem} ${half.direction ?? ''}`)));
    return [{ tool, home: { id: `${idOf(folder)}#${dialect}`, entries: entriesOf(folder, files), dialect } }];
  });
}

function entriesOf(folder: string, halves: readonly Half[]): readonly Entry[] {
  const marked = halves.some(({ direction }) => direction === 'up');
  const downs = new Map(halves.filter(({ direction }) => direction === 'down').map((half) => [half.stem, half]));
  return halves.flatMap((half): Entry[] => {
    const down = downs.get(half.stem);
    if (half.direction === 'down' || (half.direction === undefined && marked && !down)) return [];
    return [
      {
        file: pathOf(folder, half.name),
        identity: numberedIdentity(half.stem),
        ...(down && { downgrade: pathOf(folder, down.name) }),
        ...(half.autocommit && { transactional: false }),
      },
    ];
  });
}

/** `up/001_x.sql` and `down/001_x.sql`. */
function foldersHome(project: SqlProject, up: string, names: readonly string[]): readonly Found[] {
  const home = folderOf(up);
  const down = ['down', 'DOWN', 'Down'].map((name) => pathOf(home, name)).find((folder) => project.folders().has(folder));
  if (down === undefined && !isMigrationsFolder(baseName(home))) return [];
  const back = new Set(down === undefined ? [] : project.folders().get(down));
  const entries = names.filter(isNumbered).map((name): Entry => {
    const mate = [name, name.replace(/([-_.])up\.sql$/iu, '$1down.sql')].find((each) => back.has(each));
    return { file: pathOf(up, name), identity: numberedIdentity(stemOf(name)), ...(down !== undefined && mate !== undefined && { downgrade: pathOf(down, mate) }) };
  });
  const { named, dialect } = databaseOf(home);
  return named && !dialect ? [] : [{ tool: 'sql-pairs', home: { id: idOf(home), entries, ...(dialect && { dialect }) } }];
}

function toolOf(project: SqlProject, folder: string, halves: readonly Half[]): Tool {
  if (halves.some(({ style }) => style === 'do')) return 'postgrator';
  if (!halves.some(({ style }) => style === 'dot')) return 'sql-pairs';
  if (halves.some(({ database, autocommit }) => database !== undefined || autocommit)) return 'soda';
  return isRust(project, folder) ? 'sqlx' : 'golang-migrate';
}

/** Whether the folder belongs to a crate. */
export const isRust = (project: SqlProject, folder: string): boolean => ancestorsOf(folder).some((each) => project.has(pathOf(each, 'Cargo.toml')) || project.has(pathOf(each, 'sqlx.toml')));

const MORPH = /^--\s*morph:nontransactional\b/imu;

const layout = (name: Tool, transactions: Transactions): Layout => ({ name, transactions, find: (project) => pairsOf(project).flatMap(({ tool, home }) => (tool === name ? [home] : [])) });

export const golangMigrate: Layout = { ...layout('golang-migrate', 'script'), parts: (text) => outsideWhere(text, MORPH) };
export const sqlxPairs = layout('sqlx', 'file');
export const soda = layout('soda', 'file');
export const postgrator = layout('postgrator', 'script');
export const sqlPairs = layout('sql-pairs', 'script');
