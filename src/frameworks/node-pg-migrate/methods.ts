import type { Value } from '../../evaluate/value.js';

import { keyValue } from '../../evaluate/keys.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { replaced } from '../sql-text.js';
import { entriesOf, tracedOf } from '../values.js';
import { ACCESS } from './operations/access.js';
import { INDEXES } from './operations/indexes.js';
import { OBJECTS } from './operations/objects.js';
import { OPERATORS } from './operations/operators.js';
import { ROUTINES } from './operations/routines.js';
import { TABLES } from './operations/tables.js';
import { TYPES } from './operations/types.js';
import { literalOf } from './literal.js';
import type { Method, Writer } from './writer.js';

const METHODS: Readonly<Record<string, Method>> = { ...TABLES, ...INDEXES, ...TYPES, ...OBJECTS, ...ROUTINES, ...ACCESS, ...OPERATORS };
const ALIASES: Readonly<Record<string, string>> = { addColumn: 'addColumns', dropColumn: 'dropColumns', createConstraint: 'addConstraint', addIndex: 'createIndex', addType: 'createType', addExtension: 'createExtension' };

/** What a method of the migration builder sends; `undefined` where there is no such method. */
export function methodOf(name: string): Method | undefined {
  const own = ALIASES[name] ?? name;
  return Object.hasOwn(METHODS, own) ? METHODS[own] : undefined;
}

/** `pgm.sql('... {name} ...', { name })`: names are quoted, other values written as literals. */
export function templateText(writer: Writer, text: Value | undefined, given: Value | undefined): TracedText {
  const sql = literalOf(text) ?? tracedOf(text) ?? holeAt(text?.kind === 'unknown' ? unknown(text.reason, text.span ?? writer.at) : unknown('input', writer.at), writer.at);
  const values = new Map([...entriesOf(given)].map(([key, value]) => [tracedOf(keyValue(key))?.text ?? key, value]));
  if (values.size === 0) return sql;
  return replaced(sql, /\{(\w+)\}/gu, (match) => valueText(writer, values, match[1] ?? ''), writer.at);
}

function valueText(writer: Writer, values: ReadonlyMap<string, Value>, name: string): TracedText | undefined {
  const value = values.get(name);
  if (!value) return undefined;
  if (literalOf(value)) return literalOf(value);
  return tracedOf(value) || value.kind === 'record' ? writer.name(value) : writer.value(value);
}

