import type { PGlite } from '@electric-sql/pglite';
import { normalExpression } from '../../../src/catalog/equivalent.js';

/** Things by what they are called (`column t.a`), each with what is said about it. */
export type Schema = Map<string, Readonly<Record<string, string>>>;

const RELATION = `CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname`;
const IN_SCHEMAS = `n.nspname IN ('public', 's2')`;

const QUERIES: Readonly<Record<string, string>> = {
  table: `SELECT ${RELATION} AS name, '{}'::json AS facts FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND ${IN_SCHEMAS}`,
  object: `SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materializedView ' ELSE 'sequence ' END || ${RELATION} AS name, '{}'::json AS facts
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm', 'S') AND ${IN_SCHEMAS}
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('i', 'a') AND c.relkind = 'S')
    UNION ALL SELECT 'domain ' || CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || t.typname, '{}' FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND ${IN_SCHEMAS}`,
  column: `SELECT ${RELATION} || '.' || a.attname AS name, json_build_object('type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
      'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END, 'identity', a.attidentity, 'generated', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END) AS facts
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${IN_SCHEMAS}`,
  constraint: `SELECT ${RELATION} || '.' || k.conname AS name, json_build_object('type', k.contype, 'valid', k.convalidated,
      'columns', (SELECT string_agg(a.attname, ',' ORDER BY CASE WHEN k.contype = 'c' THEN a.attname::text COLLATE "C" ELSE lpad(i.o::text, 3, '0') END) FROM unnest(k.conkey) WITH ORDINALITY i(n, o) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = i.n),
      'table', CASE WHEN k.confrelid <> 0 THEN (SELECT CASE fn.nspname WHEN 'public' THEN '' ELSE fn.nspname || '.' END || f.relname FROM pg_class f JOIN pg_namespace fn ON fn.oid = f.relnamespace WHERE f.oid = k.confrelid) END,
      'references', (SELECT string_agg(a.attname, ',' ORDER BY i.o) FROM unnest(k.confkey) WITH ORDINALITY i(n, o) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = i.n),
      'onDelete', k.confdeltype, 'onUpdate', k.confupdtype, 'deferrable', k.condeferrable) AS facts
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND ${IN_SCHEMAS}`,
  index: `SELECT ${RELATION} || '.' || ic.relname AS name, json_build_object('unique', x.indisunique, 'partial', x.indpred IS NOT NULL,
      'columns', (SELECT string_agg(COALESCE(a.attname, '()'), ',' ORDER BY i.o) FROM unnest(x.indkey::int[]) WITH ORDINALITY i(n, o) LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = i.n)) AS facts
    FROM pg_index x JOIN pg_class ic ON ic.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND ${IN_SCHEMAS} AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))`,
  enum: `SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || t.typname AS name, json_build_object('labels', (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)) AS facts
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND ${IN_SCHEMAS}`,
};
const QUERY = Object.entries(QUERIES).map(([kind, query]) => `SELECT '${kind}' AS kind, q.name, q.facts FROM (${query}) q(name, facts)`).join(' UNION ALL ').replaceAll("'{}'::json", "json_build_object()").replaceAll("'{}'", 'json_build_object()');

/** Nothing in the two schemas that sequences of statements work on. */
export const RESET = 'DROP SCHEMA IF EXISTS public CASCADE; DROP SCHEMA IF EXISTS s2 CASCADE; CREATE SCHEMA public; CREATE SCHEMA s2;';

/** What the server's catalog says. */
export async function serverSchema(database: PGlite): Promise<Schema> {
  const { rows } = await database.query<{ kind: string; name: string; facts: Record<string, unknown> }>(QUERY);
  const schema: Schema = new Map();
  for (const { kind, name, facts } of rows) {
    schema.set(`${kind} ${name}`, Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, factText(fact, value)])));
  }
  return schema;
}

const factText = (fact: string, value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value);
  return fact === 'default' || fact === 'generated' ? normalExpression(text) : text;
};
