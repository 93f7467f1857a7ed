import type { HelperOperation } from '../../define-framework.js';
import type { TracedText } from '../../value.js';
import type { Part } from '../javascript/fragment.js';
import type { Statement } from './statement.js';

type Write = (statement: Statement) => readonly TracedText[];

const one = (write: (statement: Statement) => TracedText): Write => (statement) => [write(statement)];
const alterTable = (write: (statement: Statement) => TracedText): Write => one((each) => each.sql('ALTER TABLE ', each.qualified('table'), ' ', write(each)));

function createTable(each: Statement): readonly TracedText[] {
  const columns = each.columns();
  return columns ? [each.sql('CREATE TABLE ', each.flag('ifNotExists', 'IF NOT EXISTS '), each.qualified('table'), ' (', each.list(columns), ')')] : [];
}

/** Each thing that is said of a column is a statement of its own; in MySQL a column is said again as a whole. */
function alterColumn(each: Statement): readonly TracedText[] {
  const alter = (...parts: readonly Part[]): TracedText => each.sql('ALTER TABLE ', each.qualified('table'), ' ', ...parts);
  const renamed = each.has('to') ? [alter('RENAME COLUMN ', each.name('column'), ' TO ', each.name('to'))] : [];
  if (each.has('type') && (each.dialect === 'mysql' || each.dialect === 'mariadb')) return [alter('MODIFY ', each.column()), ...renamed];
  const column = ['ALTER COLUMN ', each.name('column'), ' '];
  const notNull = each.notNull();
  return [
    ...(each.has('type') ? [alter(...column, 'TYPE ', each.type(), ...(each.has('using') ? [' USING ', each.text('using')] : []))] : []),
    ...(notNull === undefined ? [] : [alter(...column, notNull ? 'SET' : 'DROP', ' NOT NULL')]),
    ...(each.has('default') ? [each.isNull('default') ? alter(...column, 'DROP DEFAULT') : alter(...column, 'SET DEFAULT ', each.value('default'))] : []),
    ...renamed,
  ];
}

const createIndex = one((each) =>
  each.sql(
    'CREATE ', each.flag('unique', 'UNIQUE '), 'INDEX ', each.flag('concurrently', 'CONCURRENTLY '), each.flag('ifNotExists', 'IF NOT EXISTS '), ...(each.has('name') ? [each.name('name'), ' '] : []),
    'ON ', each.qualified('table'), ' (', each.names('columns'), ')', ...(each.has('where') ? [' WHERE ', each.text('where')] : []),
  ),
);

/** Where indexes belong to tables they are dropped from them. */
const dropIndex = one((each) =>
  each.sql('DROP INDEX ', each.flag('concurrently', 'CONCURRENTLY '), each.flag('ifExists', 'IF EXISTS '), each.qualified('name'), ...(each.dialect !== 'postgres' && each.dialect !== 'sqlite' && each.has('table') ? [' ON ', each.qualified('table')] : [])),
);

/** The SQL of what helpers do. */
export const STATEMENTS: Readonly<Record<Exclude<HelperOperation, 'execute'>, Write>> = {
  createTable,
  dropTable: one((each) => each.sql('DROP TABLE ', each.flag('ifExists', 'IF EXISTS '), each.qualified('table'), each.flag('cascade', ' CASCADE'))),
  renameTable: alterTable((each) => each.sql('RENAME TO ', each.name('to'))),
  addColumn: alterTable((each) => each.sql('ADD COLUMN ', each.flag('ifNotExists', 'IF NOT EXISTS '), each.column())),
  dropColumn: alterTable((each) => each.sql('DROP COLUMN ', each.flag('ifExists', 'IF EXISTS '), each.name('column'), each.flag('cascade', ' CASCADE'))),
  renameColumn: alterTable((each) => each.sql('RENAME COLUMN ', each.name('column'), ' TO ', each.name('to'))),
  alterColumn,
  createIndex,
  dropIndex,
  addPrimaryKey: alterTable((each) => each.sql('ADD ', ...each.constraint(), 'PRIMARY KEY (', each.names('columns'), ')')),
  addUnique: alterTable((each) => each.sql('ADD ', ...each.constraint(), 'UNIQUE (', each.names('columns'), ')')),
  addForeignKey: alterTable((each) => each.sql('ADD ', ...each.constraint(), 'FOREIGN KEY (', each.names('columns'), ') ', each.reference())),
  addCheck: alterTable((each) => each.sql('ADD ', ...each.constraint(), 'CHECK (', each.text('expression'), ')')),
  dropConstraint: alterTable((each) => each.sql('DROP CONSTRAINT ', each.flag('ifExists', 'IF EXISTS '), each.name('name'), each.flag('cascade', ' CASCADE'))),
  createEnum: one((each) => each.sql('CREATE TYPE ', each.qualified('name'), ' AS ENUM (', each.literals('values'), ')')),
  addEnumValue: one((each) => each.sql('ALTER TYPE ', each.qualified('name'), ' ADD VALUE ', each.flag('ifNotExists', 'IF NOT EXISTS '), each.literals('value'))),
  dropEnum: one((each) => each.sql('DROP TYPE ', each.flag('ifExists', 'IF EXISTS '), each.qualified('name'))),
};
