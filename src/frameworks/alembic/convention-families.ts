import { type ConventionKey, DEFAULT_INDEX, UNIQUE_INDEX } from '../sqlalchemy/names.js';

export type Kind = ConventionKey | typeof UNIQUE_INDEX;
export const KINDS: readonly Kind[] = ['ix', UNIQUE_INDEX, 'uq', 'ck', 'fk', 'pk'];
export const DEFAULT_INDEX_TEMPLATE = DEFAULT_INDEX;

/** Templates that are used together. The first of a kind is the usual one. */
export type Family = Readonly<Record<Kind, readonly string[]>>;

const TABLE = '%(table_name)s';
const REFERRED = '%(referred_table_name)s';
const GIVEN = '%(constraint_name)s';

interface Columns {
  readonly name: string;
  readonly label: string;
  readonly referred: string;
}
const ALL: Columns = { name: '%(column_0_N_name)s', label: '%(column_0_N_label)s', referred: '%(referred_column_0_N_name)s' };
const FIRST: Columns = { name: '%(column_0_name)s', label: '%(column_0_label)s', referred: '%(referred_column_0_name)s' };

/** `fk_t_c_r`, with one or two underscores behind the prefix and between the parts. */
function prefixed(start: string, between: string, { name, label, referred }: Columns): Family {
  const covered = `${TABLE}${between}${name}`;
  const index = [`ix${start}${covered}`, `ix${start}${label}`, `idx${start}${covered}`, `idx${start}${label}`];
  return {
    // with single underscores most projects keep SQLAlchemy's own names for indexes
    ix: start === '_' && between === '_' ? [DEFAULT_INDEX, ...index.filter((template) => template !== DEFAULT_INDEX)] : index,
    [UNIQUE_INDEX]: [`ix${start}uq${start}${covered}`, `uq${start}${covered}`, `uix${start}${covered}`, `ux${start}${covered}`, `uq${start}ix${start}${covered}`, `ix${start}${covered}${between}unique`],
    uq: [`uq${start}${covered}`, `uix${start}${covered}`],
    ck: [`ck${start}${TABLE}${between}${GIVEN}`],
    fk: [`fk${start}${covered}${between}${REFERRED}`, `fk${start}${covered}`, `fk${start}${covered}${between}${REFERRED}${between}${referred}`, `fk${start}${TABLE}${between}${REFERRED}`],
    pk: [`pk${start}${TABLE}`],
  };
}

/** `t_c_fkey`, as PostgreSQL names them. */
function suffixed({ name, label }: Columns): Family {
  const covered = `${TABLE}_${name}`;
  return {
    ix: [`${covered}_idx`, `${label}_idx`],
    [UNIQUE_INDEX]: [`${covered}_key`, `${covered}_uidx`],
    uq: [`${covered}_key`],
    ck: [`${TABLE}_${GIVEN}_check`],
    fk: [`${covered}_fkey`, `${covered}_${REFERRED}_fkey`],
    pk: [`${TABLE}_pkey`],
  };
}

export const FAMILIES: readonly Family[] = [
  prefixed('_', '_', ALL),
  prefixed('_', '_', FIRST),
  prefixed('_', '__', ALL),
  prefixed('_', '__', FIRST),
  prefixed('__', '__', ALL),
  prefixed('__', '__', FIRST),
  suffixed(ALL),
  suffixed(FIRST),
];
