import type { Environment, NamingConvention } from '../../src/framework.js';
import { alembic } from '../../src/frameworks/alembic/index.js';
import { createHost } from '../../src/host.js';
import type { Script } from '../../src/migration.js';
import { moduleFiles } from '../../src/module-files.js';
import type { Operation } from '../../src/operation.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { DEFAULT_VERSIONS, type Dialect } from '../../src/target.js';

export interface Options {
  readonly dialect?: Dialect;
  readonly convention?: NamingConvention;
  readonly files?: Readonly<Record<string, string>>;
  readonly transaction?: Environment['transaction'];
}

const HEADER = "from alembic import op, context\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n\nrevision = 'a'\ndown_revision = None\n\n";

const FILE = 'versions/a.py';

/** Runs a whole migration file. */
export function migrate(text: string, options: Options = {}): { readonly upgrade: Script; readonly downgrade: Script; readonly text: string } {
  const source = { file: FILE, language: 'python', text } as const;
  const environment: Environment = { id: 'versions', sources: [source], order: 'revisions', transaction: options.transaction ?? 'run', problems: [], ...(options.convention && { namingConvention: options.convention }) };
  const dialect = options.dialect ?? 'postgres';
  const host = createHost(moduleFiles(memorySnapshot({ ...options.files, [FILE]: text })), environment, {}, { dialect, version: DEFAULT_VERSIONS[dialect] });
  return { ...alembic.run(source, host), text };
}

/** Runs lines as the body of `upgrade`. */
export function upgrade(body: string, options: Options = {}): Script & { readonly text: string } {
  const lines = body.split('\n').map((line) => `    ${line}`);
  const result = migrate(`${HEADER}def upgrade():\n${lines.join('\n')}\n`, options);
  return { ...result.upgrade, text: result.text };
}

/** Operations without what comes from where they stand. */
export function actions(body: string, options: Options = {}): unknown[] {
  const script = upgrade(body, options);
  if (script.unread.length > 0) throw new Error(`unread: ${JSON.stringify(script.unread)}`);
  return script.operations.map(action);
}

export function action(operation: Operation): unknown {
  const { span: _span, statement: _statement, certainty, guards: _guards, inTransaction: _inTransaction, ...rest } = operation;
  return JSON.parse(JSON.stringify({ ...rest, ...(certainty === 'maybe' && { certainty }) }, (key, value: unknown) => (key === 'span' ? undefined : value)));
}
