import { isOfType } from '../catalog/apply-type.js';
import type { Catalog, EnumType } from '../catalog/catalog.js';
import type { Name } from '../operation.js';
import { factsOf } from '../dialects/dialect.js';
import { isUnknown, known } from '../value.js';
import type { Way } from './undo.js';

/** Types that are gone, before the columns that use them come back. */
export function makeEnums(way: Way): void {
  for (const { name } of way.of('enum', 'lost').filter(({ attribute }) => attribute === undefined)) {
    const type = way.to.enums.get(name);
    if (!type?.complete) way.obstacle(`the labels of the type ${name} are not all known`);
    else way.add({ kind: 'createEnum', name: type.name, values: type.values });
  }
}

export function dropEnums(way: Way): void {
  for (const { name } of way.of('enum', 'left').filter(({ attribute }) => attribute === undefined)) {
    const type = way.from.enums.get(name);
    if (type) way.add({ kind: 'dropEnum', name: type.name });
  }
}

/** Types whose labels have changed. A label can be added; to take one away the type is made anew. */
export function swapEnums(way: Way): void {
  const changed = new Set(way.differences.filter(({ kind, attribute }) => kind === 'enum' && attribute === 'values').map(({ name }) => name));
  for (const key of changed) {
    const now = way.current.enums.get(key);
    const then = way.to.enums.get(key);
    if (!now?.complete || !then?.complete) way.obstacle(`the labels of the type ${key} are not all known`);
    else if (now.values.every((label) => then.values.includes(label))) addLabels(way, now, then);
    else swap(way, now, then);
  }
}

function addLabels(way: Way, now: EnumType, then: EnumType): void {
  for (const [index, label] of then.values.entries()) {
    if (now.values.includes(label)) continue;
    const after = known(then.values[index - 1]);
    const before = known(then.values[0]);
    way.add({ kind: 'alterEnum', name: now.name, addValue: label, ...(after === undefined ? { before } : { after }) });
  }
}

function swap(way: Way, now: EnumType, then: EnumType): void {
  const { quoteName } = factsOf(way.target.dialect);
  const old: Name = { ...now.name, name: `${now.name.name}_old` };
  const labels = now.values.filter((label) => !then.values.includes(label)).map((label) => (isUnknown(label) ? '?' : `'${label}'`));
  const users = usersOf(way.current, now.name);
  const written = then.name.schema === undefined ? quoteName(then.name.name) : `${quoteName(then.name.schema)}.${quoteName(then.name.name)}`;
  way.add(
    { kind: 'alterEnum', name: now.name, to: old.name },
    { comment: `${labels.join(', ')} did not exist before: rows that have ${labels.length === 1 ? 'it' : 'one of them'} need another value first.` },
  );
  way.add({ kind: 'createEnum', name: then.name, values: then.values });
  for (const { table, column, array, fallback } of users) {
    const place = { kind: 'alterColumn', table, column } as const;
    if (fallback !== undefined) way.add({ ...place, set: { default: null } });
    const type = `${written}${array}`;
    way.add({ ...place, set: { type }, using: `${quoteName(column)}::text${array}::${type}` });
    // a label that is gone cannot be the default
    if (fallback !== undefined) way.add({ ...place, set: { default: fallback } });
  }
  way.add({ kind: 'dropEnum', name: old });
}

interface User {
  readonly table: Name;
  readonly column: string;
  readonly array: string;
  readonly fallback?: string;
}

function usersOf(catalog: Catalog, type: Name): readonly User[] {
  const users: User[] = [];
  for (const table of catalog.tables.values()) {
    for (const [column, entry] of table.columns) {
      if (!isOfType(entry.column.type, type)) continue;
      const array = /(?:\[\d*\])+$/u.exec(known(entry.column.type) ?? '')?.[0] ?? '';
      const literal = /^'(?:[^']|'')*'/u.exec(known(entry.column.default) ?? '')?.[0];
      const fallback = literal ?? known(entry.column.default);
      users.push({ table: table.name, column, array, ...(fallback !== undefined && { fallback }) });
    }
  }
  return users;
}
