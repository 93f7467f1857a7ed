import type { Script } from '../../migration.js';

/** `node-pg-migrate --schema app` puts the schema first in the search path: names in it are the same with and without it. */
export const withDefaultSchema = (script: Script, schema: string): Script => ({ ...script, operations: script.operations.map((operation) => unqualified(operation, schema) as typeof operation) });

function unqualified(value: unknown, schema: string): unknown {
  if (Array.isArray(value)) return value.map((each) => unqualified(each, schema));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (key === 'schema' && each === schema ? [] : [[key, unqualified(each, schema)]])));
}
