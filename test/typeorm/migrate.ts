import { loadMissedParsers, loadParsers } from '../../src/analyze.js';
import type { Migration } from '../../src/migration.js';
import type { Operation } from '../../src/operation.js';
import { readHistories, type ReadHistory } from '../../src/read.js';
import { memorySnapshot } from '../../src/snapshot.js';
import type { Dialect } from '../../src/target.js';

/** The histories of a project, read as the command line reads them. */
export async function histories(files: Readonly<Record<string, string>>, dialect?: Dialect): Promise<readonly ReadHistory[]> {
  const snapshot = memorySnapshot(files);
  const settings = dialect ? { dialect } : {};
  await loadParsers(snapshot, settings);
  const read = (): readonly ReadHistory[] => readHistories(snapshot, { settings, ...settings }).histories;
  const first = read();
  return (await loadMissedParsers()) ? read() : first;
}

export const IMPORTS = "import { MigrationInterface, QueryRunner, Table, TableCheck, TableColumn, TableForeignKey, TableIndex, TableUnique, View } from 'typeorm';\n";

export const migration = (name: string, up: string, down = ''): string =>
  `${IMPORTS}export class ${name} implements MigrationInterface {\n  public async up(queryRunner: QueryRunner): Promise<void> {\n${up}\n  }\n\n  public async down(queryRunner: QueryRunner): Promise<void> {\n${down}\n  }\n}\n`;

export const queries = (statements: readonly string[]): string => statements.map((sql) => `    await queryRunner.query(${JSON.stringify(sql)});`).join('\n');

/** A migration that runs after another has made the tables with plain SQL. */
export async function after(base: readonly string[], up: string, options: { readonly down?: string; readonly dialect?: Dialect } = {}): Promise<Migration> {
  const files = { 'package.json': '{ "dependencies": { "typeorm": "^1.1.1", "pg": "8" } }', 'src/migrations/1600000000000-Base.ts': migration('Base1600000000000', queries(base)), 'src/migrations/1700000000000-Next.ts': migration('Next1700000000000', up, options.down) };
  const [history] = await histories(files, options.dialect ?? 'postgres');
  const last = history?.migrations.at(-1);
  if (last?.id !== 'Next1700000000000') throw new Error('the migration was not found');
  return last;
}

const SERIAL: Readonly<Record<string, string>> = { serial: 'integer', bigserial: 'bigint', smallserial: 'smallint' };

/** What an operation does, without where it is written and how it came about. */
export function effect(operation: Operation): object {
  const { span: _, statement: __, certainty, inTransaction: ___, guards: ____, ...rest } = operation;
  const text = JSON.stringify(rest, (key, value: unknown) => {
    if (['span', 'reads', 'inline', 'implicit', 'action'].includes(key)) return undefined;
    if (typeof value !== 'object' || value === null || !('type' in value)) return value;
    const { type, default: given, ...other } = value as { readonly type: unknown; readonly default?: string };
    // a serial is an integer whose default is a sequence
    if (typeof type === 'string' && SERIAL[type] !== undefined) return { ...other, type: SERIAL[type], default: 'nextval' };
    return { ...other, type, ...(given !== undefined && { default: given.startsWith('nextval(') ? 'nextval' : given }) };
  });
  const plain = JSON.parse(text) as { readonly kind: string; readonly type?: string };
  // what SQL does not say about what it drops
  const { type: _type, ...unclassified } = plain;
  const { table: _table, ...alone } = plain as { readonly kind: string; readonly table?: unknown };
  return { ...(plain.kind === 'dropConstraint' ? unclassified : plain.kind === 'dropIndex' ? alone : plain), certainty };
}

/** A comment on a new column is a statement of its own. */
function commented(operation: Operation): readonly Operation[] {
  if (operation.kind !== 'addColumn' || operation.column.comment === undefined) return [operation];
  const { comment, ...column } = operation.column;
  return [{ ...operation, column }, { ...operation, kind: 'alterColumn', column: column.name, set: { comment } } as Operation];
}

export const effects = (operations: readonly Operation[]): readonly string[] => operations.flatMap(commented).map((operation) => JSON.stringify(effect(operation), sorted)).sort();

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
