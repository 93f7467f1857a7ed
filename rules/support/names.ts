import { schemaOf } from '../../src/catalog/names.js';
import type { FindingObject } from '../../src/finding.js';
import type { Name } from '../../src/operation.js';
import { known, type Known } from '../../src/value.js';

/** A name as people write it: the schema in front where it is not the default one. */
export const written = (name: Name): string => (schemaOf(name) === undefined ? name.name : `${schemaOf(name)}.${name.name}`);

/** The name for messages and objects, `undefined` where it is unknown. */
export function writtenName(name: Known<Name> | undefined): string | undefined {
  const found = known(name);
  return found && written(found);
}

export const tableObject = (table: Name): FindingObject => ({ kind: 'table', name: written(table) });
export const columnObject = (table: Name, column: string): FindingObject => ({ kind: 'column', table: written(table), name: column });
export const constraintObject = (table: Name, name: string): FindingObject => ({ kind: 'constraint', table: written(table), name });
export const indexObject = (table: Name | undefined, name: string): FindingObject =>
  table ? { kind: 'index', table: written(table), name } : { kind: 'index', name };
export const enumObject = (name: Name): FindingObject => ({ kind: 'enum', name: written(name) });

/** `a`, `b` and `c` */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  if (last === undefined) return '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}

/** The first few names, and how many more there are. */
export function listedBriefly(names: readonly string[], limit = 5): string {
  return names.length <= limit ? listed(names) : `${names.slice(0, limit).map((name) => `\`${name}\``).join(', ')} and ${names.length - limit} more`;
}
