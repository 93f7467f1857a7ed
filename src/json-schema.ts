/** The part of JSON Schema that configuration and rule options are described with. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly type?: 'object' | 'array' | 'string' | 'boolean' | 'integer' | 'number';
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  /** A tuple. */
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly JsonSchema[];
}

export type KeyPath = readonly (string | number)[];
export interface SchemaProblem {
  readonly path: KeyPath;
  /** What is wrong, to be read behind the name of the key. */
  readonly message: string;
  /** A key that the schema does not have, and those that it has. */
  readonly unknownKey?: { readonly key: string; readonly known: readonly string[] };
}

/** How a path is written in code: `rules.drop-column[1].mode`. */
export const writePath = (path: KeyPath): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : /^[\w$-]+$/u.test(key) ? (i === 0 ? key : `.${key}`) : `[${JSON.stringify(key)}]`)).join('');

const typeName = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

/** What is wrong with a value, in words that name the key and what is allowed there. */
export function validate(schema: JsonSchema, value: unknown, path: KeyPath = []): readonly SchemaProblem[] {
  const fail = (message: string): readonly SchemaProblem[] => [{ path, message }];
  if (schema.anyOf) {
    const attempts = schema.anyOf.map((choice) => validate(choice, value, path));
    if (attempts.some((problems) => problems.length === 0)) return [];
    // the complaint of the choice whose type fits says more than "none of these"
    const fitting = schema.anyOf.findIndex((choice) => choice.type === typeName(value));
    return fitting >= 0 ? (attempts[fitting] ?? []) : fail(`must be ${schema.anyOf.map(describe).join(', or ')}, not ${show(value)}`);
  }
  if (schema.enum && !schema.enum.includes(value)) return fail(`must be ${describe(schema)}, not ${show(value)}`);
  if (schema.type) {
    const actual = typeName(value);
    if (actual !== schema.type && !(schema.type === 'number' && actual === 'integer')) return fail(`must be ${describe(schema)}, not ${show(value)}`);
  }
  if (typeof value === 'string') {
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return fail(`must be ${describe(schema)}, not ${show(value)}`);
    if (value.length < (schema.minLength ?? 0)) return fail('must not be empty');
  }
  if (typeof value === 'number' && schema.minimum !== undefined && value < schema.minimum) return fail(`must be at least ${schema.minimum}, not ${value}`);
  if (Array.isArray(value)) return validateArray(schema, value, path);
  if (typeof value === 'object' && value !== null) return validateObject(schema, value as Record<string, unknown>, path);
  return [];
}

function validateArray(schema: JsonSchema, value: readonly unknown[], path: KeyPath): readonly SchemaProblem[] {
  if (value.length < (schema.minItems ?? 0)) return [{ path, message: `needs at least ${schema.minItems} item${schema.minItems === 1 ? '' : 's'}` }];
  if (value.length > (schema.maxItems ?? Infinity)) return [{ path, message: `takes at most ${schema.maxItems} items` }];
  return value.flatMap((item, i) => {
    const of = schema.prefixItems?.[i] ?? schema.items;
    return of ? validate(of, item, [...path, i]) : [];
  });
}

function validateObject(schema: JsonSchema, value: Readonly<Record<string, unknown>>, path: KeyPath): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const known = Object.keys(schema.properties ?? {});
  for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) problems.push({ path, message: `needs the key "${key}"` });
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const own = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    if (own) problems.push(...validate(own, item, [...path, key]));
    else if (typeof schema.additionalProperties === 'object') problems.push(...validate(schema.additionalProperties, item, [...path, key]));
    else if (schema.additionalProperties === false) problems.push({ path: [...path, key], message: 'is not known here', unknownKey: { key, known } });
  }
  return problems;
}

function show(value: unknown): string {
  const text = typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function describe(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((item) => JSON.stringify(item)).join(' | ');
  if ((schema.pattern !== undefined || schema.prefixItems) && schema.description !== undefined) return lowerFirst(schema.description);
  if (schema.anyOf) return schema.anyOf.map(describe).join(', or ');
  if (schema.type === 'array') return `a list of ${schema.items?.type === undefined ? 'values' : `${schema.items.type}s`}`;
  if (schema.type === 'object') return 'an object';
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'integer') return 'a whole number';
  return schema.type === undefined ? 'a value' : `a ${schema.type}`;
}
const lowerFirst = (text: string): string => (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.$/u, '');
