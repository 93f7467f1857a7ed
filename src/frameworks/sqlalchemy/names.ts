import { clipIdentifier, constraintName } from '../../dialects/postgres-types.js';
import type { NamingConvention } from '../../framework.js';
import type { Constraint, Index, Name } from '../../operation.js';
import type { Target } from '../../target.js';
import type { Known } from '../../value.js';
import { isUnknown, unknown } from '../../value.js';
import { md5 } from './md5.js';
import type { GivenName } from './model.js';
import { mapKnown } from '../values.js';

export type ConventionKey = 'ix' | 'uq' | 'ck' | 'fk' | 'pk';
export const CONSTRAINT_KEYS: Readonly<Record<Constraint['type'], ConventionKey | undefined>> = { primaryKey: 'pk', unique: 'uq', foreignKey: 'fk', check: 'ck', exclude: undefined };
/** What metadata without a convention of its own uses. */
export const DEFAULT_INDEX = 'ix_%(column_0_label)s';
/** Key of a template for unique indexes only. SQLAlchemy has none: projects get there by a token of their own. */
export const UNIQUE_INDEX = 'ix_unique';

/** To be called for what is built where no convention is known. */
export const leaveToConvention = <T extends Constraint | Index>(part: T): T => ({ ...part, leftToConvention: true });

/** What a convention may refer to. */
export interface NameParts {
  readonly table: Known<Name>;
  readonly columns: readonly Known<string>[];
  readonly keys?: readonly Known<string>[];
  readonly referredTable?: Known<Name>;
  readonly referredColumns?: readonly Known<string>[];
}

class Unreadable extends Error {}
function read<T>(value: Known<T>): T {
  if (isUnknown(value)) throw new Unreadable();
  return value;
}

/** The longest name that a dialect takes. */
function maximum(target: Target, key: ConventionKey): number {
  switch (target.dialect) {
    case 'postgres': return 63;
    case 'mysql': case 'mariadb': return 64;
    case 'sqlite': return 9999;
    case 'oracle': return 128;
    case 'mssql': return key === 'ix' ? 128 : 128;
  }
}

/** How SQLAlchemy shortens a name made by a convention or given by `op.f()`; other names are left to the database. */
export function truncateName(name: string, target: Target, key: ConventionKey = 'ix'): string {
  const limit = maximum(target, key);
  return name.length > limit ? `${name.slice(0, limit - 8)}_${md5(name).slice(-4)}` : name;
}

export function expandTemplate(template: string, parts: NameParts, given: GivenName | undefined): string | undefined {
  const table = read(parts.table);
  const label = (column: string): string => `${table.schema === undefined ? '' : `${table.schema.replaceAll('.', '_')}_`}${table.name}_${column}`;
  let missing = false;
  const column = (i: number, source: readonly Known<string>[] | undefined = parts.columns): string => {
    const name = source?.[i];
    return name === undefined ? '' : read(name);
  };
  const name = template.replace(/%\((\w+)\)s/gu, (_, token: string) => {
    if (token === 'table_name') return table.name;
    if (token === 'referred_table_name') return parts.referredTable ? read(parts.referredTable).name : '';
    if (token === 'constraint_name') {
      if (given) return read(given.name);
      missing = true;
      return '';
    }
    const match = /^(referred_)?column_(?:(\d+)|(\d+)(_?)N)_(name|key|label)$|^(referred_)?column_(\d+)(_?)N?_(name|key|label)$/u.exec(token);
    if (!match) {
      missing = true;
      return '';
    }
    const referred = match[1] ?? match[6];
    const kind = match[5] ?? match[9];
    const source = referred ? (parts.referredColumns ?? []) : kind === 'key' ? (parts.keys ?? parts.columns) : parts.columns;
    const one = (i: number): string => (kind === 'label' && source[i] !== undefined ? label(column(i, source)) : column(i, source));
    const all = /N/u.test(token);
    if (!all) return one(Number(match[2] ?? match[7] ?? 0));
    return source.map((_each, i) => one(i)).join(/_N/u.test(token) ? '_' : '');
  });
  return missing ? undefined : name;
}

/** The name that SQLAlchemy writes; `undefined` where it writes none and the database chooses. */
export function writtenName(key: ConventionKey | undefined, given: GivenName | undefined, parts: NameParts, convention: NamingConvention | undefined, target: Target): Known<string> | undefined {
  if (given?.final) return key ? mapKnown(given.name, (name) => truncateName(name, target, key)) : given.name;
  const template = key && (convention?.[key] ?? (key === 'ix' ? DEFAULT_INDEX : undefined));
  if (template === undefined) return given?.name;
  if (given && !template.includes('%(constraint_name)s')) return given.name;
  try {
    const name = expandTemplate(template, parts, given);
    return name === undefined ? given?.name : truncateName(name, target, key);
  } catch (error) {
    if (error instanceof Unreadable) return unknown('input');
    throw error;
  }
}

/** Name of a constraint as the database will have it, and whether the source or a convention gives it. */
export function nameConstraint(
  type: Constraint['type'],
  given: GivenName | undefined,
  parts: NameParts,
  convention: NamingConvention | undefined,
  target: Target,
): { readonly name?: Known<string>; readonly named: boolean } {
  const written = writtenName(CONSTRAINT_KEYS[type], given, parts, convention, target);
  const clip = (name: string): string => (target.dialect === 'postgres' ? clipIdentifier(name) : name);
  if (written !== undefined) return { name: mapKnown(written, clip), named: true };
  if (target.dialect !== 'postgres') return { named: false };
  if (isUnknown(parts.table)) return { name: parts.table, named: false };
  const columns: string[] = [];
  for (const column of parts.columns) {
    if (isUnknown(column)) return { name: column, named: false };
    columns.push(column);
  }
  return { name: constraintName(parts.table.name, columns, type), named: false };
}

export function nameIndex(given: GivenName | undefined, parts: NameParts, convention: NamingConvention | undefined, target: Target, unique = false): Known<string> {
  const special = unique ? convention?.[UNIQUE_INDEX] : undefined;
  const written = writtenName('ix', given, parts, special === undefined ? convention : { ix: special }, target) ?? unknown('unsupported');
  return mapKnown(written, (name) => (target.dialect === 'postgres' ? clipIdentifier(name) : name));
}
