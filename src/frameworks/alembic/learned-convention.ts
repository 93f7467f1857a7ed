import type { NamingConvention } from '../../framework.js';
import type { Migration } from '../../migration.js';
import type { Constraint, Index, Name, Operation } from '../../operation.js';
import { type Known, known } from '../../value.js';
import { CONSTRAINT_KEYS, type ConventionKey, type NameParts, UNIQUE_INDEX, expandTemplate } from '../sqlalchemy/names.js';
import { DEFAULT_INDEX_TEMPLATE, FAMILIES, type Family, KINDS, type Kind } from './convention-families.js';

/** Fewer names may agree by chance, or because somebody guessed. */
const ENOUGH = 3;
const CONSTRAINT_KINDS: readonly ConventionKey[] = ['uq', 'ck', 'fk', 'pk'];
const INDEX_KINDS: readonly Kind[] = ['ix', UNIQUE_INDEX];

/** A name by which something is dropped or renamed. */
interface Use {
  readonly name: string;
  /** Left out where the operation names no table. */
  readonly table?: string;
  readonly kinds: readonly Kind[];
  /** A convention may apply to the name as it is written. */
  readonly written: boolean;
}

/** What was created and left to the convention. */
interface Candidate {
  readonly kinds: readonly Kind[];
  readonly table: string;
  readonly parts: NameParts;
  /** What a check is called in the source. */
  readonly given?: string;
  /** The name that it has without a convention. */
  readonly usual?: string;
}

const keyOf = (name: Name): string => `${name.schema ?? ''}.${name.name}`;
const tableOf = (table: Known<Name> | undefined): string | undefined => {
  const name = known(table);
  return name && keyOf(name);
};

function useOf(operation: Operation): Use | undefined {
  // what may find nothing proves no name
  if (operation.certainty === 'maybe' || operation.guards?.length || ('ifExists' in operation && operation.ifExists)) return undefined;
  switch (operation.kind) {
    case 'dropIndex': {
      const name = known(operation.index);
      return name === undefined ? undefined : { name, table: tableOf(operation.table), kinds: INDEX_KINDS, written: false };
    }
    case 'renameIndex': {
      const name = known(operation.index);
      return name === undefined ? undefined : { name, kinds: [...INDEX_KINDS, 'uq', 'pk'], written: false };
    }
    case 'dropConstraint': {
      const name = known(operation.constraint);
      const key = operation.type && CONSTRAINT_KEYS[operation.type];
      const table = tableOf(operation.table);
      return name === undefined || table === undefined ? undefined : { name, table, kinds: key ? [key] : CONSTRAINT_KINDS, written: key === 'ck' };
    }
    case 'renameConstraint': {
      const name = known(operation.constraint);
      const table = tableOf(operation.table);
      return name === undefined || table === undefined ? undefined : { name, table, kinds: CONSTRAINT_KINDS, written: false };
    }
    default:
      return undefined;
  }
}

/** Constraints and indexes that an operation creates. */
function createdBy(operation: Operation): readonly (Constraint | Index)[] {
  switch (operation.kind) {
    case 'createTable': return operation.constraints;
    case 'addConstraint': return [operation.constraint];
    case 'createIndex': return [operation.index];
    default: return [];
  }
}

const isConstraint = (part: Constraint | Index): part is Constraint => 'type' in part;
const allKnown = (list: Known<readonly Known<string>[]>): readonly string[] | undefined => {
  const names = known(list)?.map(known);
  return names?.every((name) => name !== undefined) ? (names as readonly string[]) : undefined;
};

function candidateOf(part: Constraint | Index, table: Name): Candidate | undefined {
  const usual = known(part.name);
  const common = { table: keyOf(table), ...(usual !== undefined && { usual }) };
  if (!isConstraint(part)) {
    const columns = allKnown(part.columns);
    // what is made of expressions is named after the plain columns among them, which cannot be told from here
    if (!columns?.every((column) => /^\w+$/u.test(column))) return undefined;
    return { ...common, kinds: part.unique ? INDEX_KINDS : ['ix'], parts: { table, columns } };
  }
  switch (part.type) {
    case 'primaryKey': case 'unique': {
      const columns = allKnown(part.columns);
      return columns && { ...common, kinds: [part.type === 'unique' ? 'uq' : 'pk'], parts: { table, columns } };
    }
    case 'foreignKey': {
      const columns = allKnown(part.columns);
      const referredTable = known(part.references.table);
      return columns && referredTable && { ...common, kinds: ['fk'], parts: { table, columns, referredTable, referredColumns: allKnown(part.references.columns) ?? [] } };
    }
    default:
      return part.type === 'check' && part.named && usual !== undefined ? { ...common, kinds: ['ck'], given: usual, parts: { table, columns: [] } } : undefined;
  }
}

/** MySQL's own names, which are not part of the operations: `t_ibfk_1`, the first column, `PRIMARY`. */
function isServersName(use: Use, { kinds, parts: { columns, table } }: Candidate): boolean {
  switch (kinds[0]) {
    case 'fk': return use.name.startsWith(`${known(table)?.name ?? ''}_ibfk_`);
    case 'uq': return use.name === known(columns[0]);
    case 'pk': return use.name === 'PRIMARY';
    default: return false;
  }
}

/** For one kind: which names each template explains, and which the names without a convention do. */
interface Evidence {
  readonly usual: ReadonlySet<string>;
  readonly byTemplate: ReadonlyMap<string, ReadonlySet<string>>;
}

const without = (these: ReadonlySet<string>, those: ReadonlySet<string>): number => {
  let count = 0;
  for (const each of these) if (!those.has(each)) count += 1;
  return count;
};
const NOTHING: ReadonlySet<string> = new Set();

/** Unique indexes may be named like all others. */
const templatesOf = (family: Family, kind: Kind): readonly string[] => (kind === UNIQUE_INDEX ? [...family[kind], ...family.ix] : family[kind]);
const TEMPLATES = new Map(KINDS.map((kind) => [kind, [...new Set(FAMILIES.flatMap((family) => templatesOf(family, kind)))]]));

/** The names that each template explains. */
function explainedBy(kind: Kind, uses: readonly Use[], candidates: readonly Candidate[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const places = new Map<string, readonly Use[]>();
  const usesAt = (table: string): readonly Use[] => {
    const there = places.get(table) ?? uses.filter((use) => use.table === undefined || use.table === table);
    places.set(table, there);
    return there;
  };
  for (const { table, parts, given } of candidates) {
    const there = usesAt(table);
    if (there.length === 0) continue;
    for (const template of TEMPLATES.get(kind) ?? []) {
      const start = template.slice(0, template.indexOf('%'));
      if (!there.some((use) => use.name.startsWith(start))) continue;
      const name = expandTemplate(template, parts, given === undefined ? undefined : { name: given, final: false });
      if (name === undefined || name === given) continue;
      if (there.some((use) => use.name === name)) found.set(template, (found.get(template) ?? new Set()).add(name));
    }
  }
  return found;
}

function evidenceOf(kind: Kind, uses: readonly Use[], candidates: readonly Candidate[]): Evidence {
  const usual = new Set<string>();
  const tablesOf = new Map<string, Set<string>>();
  for (const { usual: name, table } of candidates) if (name !== undefined) tablesOf.set(name, (tablesOf.get(name) ?? new Set()).add(table));
  const unnamed = candidates.filter((candidate) => candidate.usual === undefined);
  for (const use of uses) {
    const tables = use.written ? undefined : tablesOf.get(use.name);
    if (tables && (use.table === undefined || tables.has(use.table))) usual.add(use.name);
    else if (unnamed.some((candidate) => candidate.table === use.table && isServersName(use, candidate))) usual.add(use.name);
  }
  const byTemplate = explainedBy(kind, uses.filter((use) => !usual.has(use.name)), candidates);
  // what the usual names explain too is asked only where a template has a chance
  const hasChance = [...byTemplate.values()].some((explained) => explained.size >= ENOUGH);
  return { usual, byTemplate: hasChance && usual.size > 0 ? explainedBy(kind, uses, candidates) : byTemplate };
}

/** Checks that are written with the name that a template would make: it was not applied to them. */
function spelledOut(template: string, candidates: readonly Candidate[]): number {
  return candidates.filter(({ given, parts }) => {
    if (given === undefined) return false;
    const [before = '', after = ''] = (expandTemplate(template, parts, { name: '\n', final: false }) ?? '\n').split('\n');
    return given.length > before.length + after.length && given.startsWith(before) && given.endsWith(after);
  }).length;
}

/** The template that explains what nothing else does, often enough and seldom contradicted. */
function judge(kind: Kind, { usual, byTemplate }: Evidence, candidates: readonly Candidate[], families: readonly Family[]): string | undefined {
  const own = (template: string): number => without(byTemplate.get(template) ?? NOTHING, usual);
  const rank = (template: string): number => families.findIndex((family) => templatesOf(family, kind).includes(template));
  const [best] = [...byTemplate.keys()].sort((a, b) => own(b) - own(a) || rank(a) - rank(b));
  if (best === undefined || own(best) < ENOUGH) return undefined;
  const explained = byTemplate.get(best) ?? NOTHING;
  const rivals = [...byTemplate.values()].map((others) => without(others, explained));
  const against = Math.max(without(usual, explained), kind === 'ck' ? spelledOut(best, candidates) : 0, ...rivals);
  return own(best) >= 2 * against ? best : undefined;
}

/** For kinds of which no name is ever used: what the rest of the family looks like. */
function addSiblings(found: Map<Kind, string>, evidence: ReadonlyMap<Kind, Evidence>, candidates: readonly Candidate[], families: readonly Family[]): void {
  const adopted = (family: Family): number => [...found].filter(([kind, template]) => kind !== UNIQUE_INDEX && family[kind].includes(template)).length;
  const family = [...families].sort((a, b) => adopted(b) - adopted(a))[0];
  if (!family || adopted(family) < 2) return;
  for (const kind of KINDS) {
    const { usual, byTemplate } = evidence.get(kind) as Evidence;
    if (kind === UNIQUE_INDEX || found.has(kind) || usual.size > 0 || [...byTemplate.keys()].some((template) => !family[kind].includes(template))) continue;
    const [sibling] = [...family[kind]].sort((a, b) => (byTemplate.get(b)?.size ?? 0) - (byTemplate.get(a)?.size ?? 0));
    if (sibling === undefined || sibling === DEFAULT_INDEX_TEMPLATE || (kind === 'ck' && spelledOut(sibling, candidates) > 0)) continue;
    found.set(kind, sibling);
  }
}

interface Reading {
  readonly uses: readonly Use[];
  readonly candidates: readonly Candidate[];
}

/** Names that no source gives and what they may belong to. Most histories have too few of them, which is found out before anything is built. */
function read(migrations: readonly Migration[]): Reading | undefined {
  const creations: Operation[] = [];
  const byName = new Map<string, Use[]>();
  const sort = (operation: Operation): void => {
    if (operation.kind === 'createTable' || operation.kind === 'addConstraint' || operation.kind === 'createIndex' || operation.kind === 'renameConstraint' || operation.kind === 'renameIndex') creations.push(operation);
    const use = useOf(operation);
    if (!use) return;
    const same = byName.get(use.name);
    if (!same) byName.set(use.name, [use]);
    else if (!same.some((other) => other.table === use.table && other.kinds[0] === use.kinds[0] && other.kinds.length === use.kinds.length)) same.push(use);
  };
  for (const { upgrade, downgrade } of migrations) {
    upgrade.operations.forEach(sort);
    downgrade.operations.forEach(sort);
  }
  if (byName.size < ENOUGH) return undefined;

  const explicit = new Set<Use>();
  const usual = new Set<Use>();
  const left: (readonly [Constraint | Index, Name])[] = [];
  const mark = (marked: Set<Use>, name: Known<string> | undefined, table: Known<Name> | undefined): void => {
    if (typeof name !== 'string') return;
    const key = byName.has(name) ? tableOf(table) : undefined;
    for (const use of byName.get(name) ?? []) if (key === undefined || use.table === undefined || use.table === key) marked.add(use);
  };
  for (const operation of creations) {
    if (operation.kind === 'renameIndex') mark(explicit, operation.to, undefined);
    else if (operation.kind === 'renameConstraint') mark(explicit, operation.to, operation.table);
    const table = 'table' in operation ? (operation.table as Known<Name>) : undefined;
    for (const part of createdBy(operation)) {
      const isLeft = part.leftToConvention === true;
      if (isConstraint(part) ? part.named : !isLeft && part.named !== false) mark(explicit, part.name, table);
      const name = known(table);
      if (!isLeft || !name) continue;
      mark(usual, part.name, table);
      left.push([part, name]);
    }
  }
  const uses = [...byName.values()].flat();
  if (left.length === 0 || uses.filter((use) => !explicit.has(use) && !usual.has(use)).length < ENOUGH) return undefined;

  // the name that a check is written with is explicit, and still tells that no convention was applied to it
  const telling = uses.filter((use) => !explicit.has(use) || usual.has(use));
  const tables = new Set(telling.map((use) => use.table));
  const loose = telling.filter((use) => use.table === undefined);
  const isAsked = (table: Name): boolean => tables.has(keyOf(table)) || loose.some((use) => use.name.includes(table.name));
  // how checks are written tells something wherever they are
  const candidates = left.flatMap(([part, table]) => ((isConstraint(part) && part.type === 'check') || isAsked(table) ? (candidateOf(part, table) ?? []) : []));
  return { uses: telling, candidates };
}

/**
 * The naming convention that a history shows: what was created without a name is dropped later by the name that it got.
 * `undefined` where names do not say enough, or say different things.
 */
export function learnConvention(migrations: readonly Migration[]): NamingConvention | undefined {
  const reading = read(migrations);
  if (!reading) return undefined;
  const { candidates } = reading;
  const evidence = new Map<Kind, Evidence>();
  for (const kind of KINDS) {
    const mayHave = ({ kinds }: { readonly kinds: readonly Kind[] }): boolean => kinds.includes(kind);
    evidence.set(kind, evidenceOf(kind, reading.uses.filter(mayHave), candidates.filter(mayHave)));
  }
  if ([...evidence.values()].every(({ byTemplate }) => byTemplate.size === 0)) return undefined;
  const weight = (family: Family): number => KINDS.reduce((sum, kind) => sum + Math.max(0, ...family[kind].map((template) => evidence.get(kind)?.byTemplate.get(template)?.size ?? 0)), 0);
  const families = [...FAMILIES].sort((a, b) => weight(b) - weight(a));
  const found = new Map<Kind, string>();
  for (const [kind, each] of evidence) {
    const template = judge(kind, each, candidates, families);
    if (template !== undefined) found.set(kind, template);
  }
  if (found.get(UNIQUE_INDEX) === found.get('ix')) found.delete(UNIQUE_INDEX);
  addSiblings(found, evidence, candidates, families);
  return found.size === 0 ? undefined : Object.fromEntries(found);
}

/** Whether a convention can change what a migration does. */
export function followsConvention({ upgrade, downgrade }: Migration): boolean {
  const follows = (operation: Operation): boolean =>
    createdBy(operation).some((part) => part.leftToConvention) || (operation.kind === 'dropConstraint' && (operation.constraint === undefined || operation.type === 'check'));
  return upgrade.operations.some(follows) || downgrade.operations.some(follows);
}
