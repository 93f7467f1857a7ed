import { nameKey } from '../catalog/names.js';
import type { ActionOf, Column, Constraint } from '../operation.js';
import type { Dialect } from '../target.js';
import { factsOf } from '../dialects/dialect.js';
import { isUnknown, known } from '../value.js';
import { plainColumn } from '../catalog/names.js';
import { saType, type Used } from './alembic-types.js';
import { pythonCall, pythonString, withoutParameters, type PythonStyle } from './python-text.js';
import { sqlOf } from './sql.js';
import { countsUp, indexPart, nameOf, text, textsOf, Unwritable } from './sql-parts.js';
import type { PlannedStep } from './step.js';

export interface AlembicStyle extends PythonStyle {
  readonly dialect: Dialect;
  /** Names are final: `op.f('...')`. */
  readonly finalNames: boolean;
}

/** Prints the steps of a way back as calls of Alembic. */
export class AlembicPrinter {
  readonly used: Used = { modules: new Set() };

  constructor(private readonly style: AlembicStyle) {}

  print(step: PlannedStep): string {
    const { action } = step;
    if (step.sql !== undefined) return this.execute(step);
    switch (action.kind) {
      case 'createTable':
        return this.createTable(action, step);
      case 'dropTable':
        return this.call('op.drop_table', [this.tableName(action.table), ...this.schema(action.table)]);
      case 'renameTable':
        return action.toSchema === undefined ? this.call('op.rename_table', [this.tableName(action.table), this.string(text(action.to)), ...this.schema(action.table)]) : this.execute(step);
      case 'addColumn': {
        const column = countsUp(action.column) ? undefined : this.column(action.column, step);
        return column === undefined ? this.execute(step) : this.call('op.add_column', [this.tableName(action.table), column, ...this.schema(action.table)]);
      }
      case 'dropColumn':
        return this.call('op.drop_column', [this.tableName(action.table), this.string(text(action.column)), ...this.schema(action.table)]);
      case 'renameColumn':
        return this.call('op.alter_column', [this.tableName(action.table), this.string(text(action.column)), `new_column_name=${this.string(text(action.to))}`, ...this.existing(step, text(action.column)), ...this.schema(action.table)]);
      case 'alterColumn':
        return this.alterColumn(action, step);
      case 'addConstraint':
        return this.addConstraint(action, step);
      case 'dropConstraint': {
        const type = TYPES[action.type ?? 'exclude'];
        return this.call('op.drop_constraint', [this.name(text(action.constraint)), this.tableName(action.table), ...(type === undefined ? [] : [`type_=${this.string(type)}`]), ...this.schema(action.table)]);
      }
      case 'createIndex':
        return this.createIndex(action);
      case 'dropIndex': {
        const table = action.table;
        const on = table === undefined ? [] : [`table_name=${this.tableName(table)}`, ...this.schema(table)];
        return this.call('op.drop_index', [this.name(text(action.index)), ...on]);
      }
      default:
        return this.execute(step);
    }
  }

  private execute(step: PlannedStep): string {
    const { dialect } = this.style;
    const statements = sqlOf(step, { dialect, quote: factsOf(dialect).quoteName });
    return statements.map((sql) => this.call('op.execute', [this.string(withoutParameters(sql))])).join('\n');
  }

  private call(callee: string, parts: readonly string[]): string {
    return pythonCall(callee, parts, this.style);
  }
  private string(value: string): string {
    return pythonString(value, this.style);
  }
  private name(value: string): string {
    return this.style.finalNames ? `op.f(${this.string(value)})` : this.string(value);
  }
  private names(values: readonly string[]): string {
    return `[${values.map((value) => this.string(value)).join(', ')}]`;
  }
  private tableName(table: Parameters<typeof nameOf>[0]): string {
    return this.string(nameOf(table).name);
  }
  private schema(table: Parameters<typeof nameOf>[0], keyword = 'schema'): readonly string[] {
    const { schema } = nameOf(table);
    return schema === undefined || schema === 'public' ? [] : [`${keyword}=${this.string(schema)}`];
  }
  private sa(call: string): string {
    this.used.modules.add('sa');
    return `sa.${call}`;
  }
  private sqlText(sql: string): string {
    return this.sa(`text(${this.string(withoutParameters(sql))})`);
  }

  private type(type: string, step: PlannedStep): string | undefined {
    return saType(type, { catalog: step.before, dialect: this.style.dialect, style: this.style, used: this.used });
  }

  /** `undefined`: only SQL can say it. */
  private column(column: Column, step: PlannedStep, inKey = false): string | undefined {
    const type = this.type(text(column.type), step);
    if (type === undefined || (column.collation !== undefined && type !== 'sa.Text()')) return undefined;
    const parts = [this.string(text(column.name)), column.collation === undefined ? type : `sa.Text(collation=${this.string(column.collation)})`];
    if (column.generated !== undefined) parts.push(this.sa(`Computed(${this.string(text(column.generated))}, persisted=True)`));
    if (column.identity !== undefined && this.style.dialect === 'postgres') parts.push(this.sa(`Identity(always=${column.identity === 'always' ? 'True' : 'False'})`));
    if (inKey && column.identity === undefined && !countsUp(column) && /^(?:integer|bigint|smallint)$/u.test(text(column.type)) && column.default === undefined) parts.push('autoincrement=False');
    if (column.default !== undefined && !countsUp(column)) parts.push(`server_default=${this.serverDefault(text(column.default))}`);
    parts.push(`nullable=${column.nullable === false ? 'False' : 'True'}`);
    if (column.comment !== undefined) parts.push(`comment=${this.string(text(column.comment).replace(/^'(.*)'$/su, '$1').replaceAll("''", "'"))}`);
    return this.sa(`Column(${parts.join(', ')})`);
  }

  /** A string is a literal to SQLAlchemy. */
  private serverDefault(sql: string): string {
    const literal = /^'((?:[^']|'')*)'$/su.exec(sql)?.[1];
    return literal === undefined ? this.sqlText(sql) : this.string(literal.replaceAll("''", "'"));
  }

  private createTable(action: ActionOf<'createTable'>, step: PlannedStep): string {
    const key = action.constraints.find(({ type }) => type === 'primaryKey');
    const keyColumns = key && 'columns' in key && !isUnknown(key.columns) ? (key.columns ?? []) : [];
    const parts = [this.tableName(action.table)];
    for (const column of action.columns) {
      const inKey = keyColumns.includes(text(column.name));
      const written = countsUp(column) && !(inKey && keyColumns.length === 1) ? undefined : this.column(column, step, inKey && keyColumns.length === 1);
      if (written === undefined) return this.execute(step);
      parts.push(written);
    }
    for (const constraint of action.constraints) {
      const written = this.tableConstraint(constraint);
      if (written === undefined) return this.execute(step);
      parts.push(written);
    }
    const comment = known(action.comment);
    if (comment !== undefined) parts.push(`comment=${this.string(comment.replace(/^'(.*)'$/su, '$1').replaceAll("''", "'"))}`);
    return `op.create_table(\n${[...parts, ...this.schema(action.table)].map((part) => `${this.style.indent}${part},`).join('\n')}\n)`;
  }

  private tableConstraint(constraint: Constraint): string | undefined {
    const name = constraint.name === undefined ? [] : [`name=${this.name(text(constraint.name))}`];
    const later = moments(constraint);
    switch (constraint.type) {
      case 'primaryKey':
      case 'unique': {
        if (constraint.nullsNotDistinct) return undefined;
        const columns = textsOf(constraint.columns).map((column) => this.string(column));
        return this.sa(`${constraint.type === 'unique' ? 'UniqueConstraint' : 'PrimaryKeyConstraint'}(${[...columns, ...name, ...later].join(', ')})`);
      }
      case 'foreignKey': {
        const { schema, name: target } = nameOf(constraint.references.table);
        const prefix = schema === undefined || schema === 'public' ? target : `${schema}.${target}`;
        const columns = textsOf(constraint.references.columns).map((column) => `${prefix}.${column}`);
        if (columns.length === 0) return undefined;
        return this.sa(`ForeignKeyConstraint(${[this.names(textsOf(constraint.columns)), this.names(columns), ...name, ...this.actions(constraint), ...later].join(', ')})`);
      }
      case 'check':
        return this.sa(`CheckConstraint(${[this.string(withoutParameters(text(constraint.expression))), ...name, ...later].join(', ')})`);
      case 'exclude':
        return undefined;
    }
  }

  private actions({ onDelete, onUpdate }: Extract<Constraint, { type: 'foreignKey' }>): readonly string[] {
    return [...(onUpdate === undefined ? [] : [`onupdate=${this.string(text(onUpdate))}`]), ...(onDelete === undefined ? [] : [`ondelete=${this.string(text(onDelete))}`])];
  }

  private addConstraint(action: ActionOf<'addConstraint'>, step: PlannedStep): string {
    const { constraint, table } = action;
    if (constraint.name === undefined) throw new Unwritable('a constraint has no name');
    const name = this.name(text(constraint.name));
    const own = [...this.schema(table), ...moments(constraint)];
    if (action.notValid || constraint.type === 'exclude') return this.execute(step);
    switch (constraint.type) {
      case 'primaryKey':
        return this.call('op.create_primary_key', [name, this.tableName(table), this.names(textsOf(constraint.columns)), ...own]);
      case 'unique':
        return constraint.nullsNotDistinct ? this.execute(step) : this.call('op.create_unique_constraint', [name, this.tableName(table), this.names(textsOf(constraint.columns)), ...own]);
      case 'check':
        return this.call('op.create_check_constraint', [name, this.tableName(table), this.sqlText(text(constraint.expression)), ...own]);
      case 'foreignKey': {
        const { references } = constraint;
        const columns = textsOf(references.columns);
        if (columns.length === 0) return this.execute(step);
        const schemas = [...this.schema(table, 'source_schema'), ...this.schema(references.table, 'referent_schema')];
        return this.call('op.create_foreign_key', [
          name, this.tableName(table), this.tableName(references.table), this.names(textsOf(constraint.columns)), this.names(columns), ...schemas, ...this.actions(constraint), ...moments(constraint),
        ]);
      }
    }
  }

  private createIndex({ table, index }: ActionOf<'createIndex'>): string {
    const { dialect } = this.style;
    const columns = index.columns.map((part) => {
      const written = text(part);
      return plainColumn(written) === written ? this.string(written) : this.sqlText(indexPart(written, { dialect, quote: factsOf(dialect).quoteName }));
    });
    const prefix = dialect === 'postgres' ? 'postgresql' : dialect === 'mariadb' ? 'mysql' : dialect;
    const options: string[] = [];
    if (index.where !== undefined) options.push(`${prefix}_where=${this.sqlText(text(index.where))}`);
    if (index.using !== undefined && index.using.toLowerCase() !== 'btree') options.push(`${prefix}_using=${this.string(index.using)}`);
    if (index.include && index.include.length > 0) options.push(`${prefix}_include=${this.names(index.include)}`);
    return this.call('op.create_index', [this.name(text(index.name)), this.tableName(table), `[${columns.join(', ')}]`, `unique=${index.unique ? 'True' : 'False'}`, ...this.schema(table), ...options]);
  }

  private alterColumn({ table, column, set, using }: ActionOf<'alterColumn'>, step: PlannedStep): string {
    const parts = [this.tableName(table), this.string(text(column))];
    if (set.type !== undefined) {
      const type = this.type(text(set.type), step);
      if (type === undefined) return this.execute(step);
      const [existing] = this.existing(step, text(column), true);
      parts.push(...(existing === undefined ? [] : [existing]), `type_=${type}`);
    } else parts.push(...this.existing(step, text(column), true));
    if (set.nullable !== undefined) parts.push(`nullable=${set.nullable === false ? 'False' : 'True'}`);
    else if (this.style.dialect === 'mysql' || this.style.dialect === 'mariadb') parts.push(...this.existingNullable(step, text(column)));
    if (set.default !== undefined) parts.push(`server_default=${set.default === null ? 'None' : this.serverDefault(text(set.default))}`);
    if (set.comment !== undefined) parts.push(`comment=${set.comment === null ? 'None' : this.string(text(set.comment).replace(/^'(.*)'$/su, '$1').replaceAll("''", "'"))}`);
    if (using !== undefined) parts.push(`postgresql_using=${this.string(text(using))}`);
    return this.call('op.alter_column', [...parts, ...this.schema(table)]);
  }

  private entry(step: PlannedStep, column: string): Column | undefined {
    const table = 'table' in step.action && step.action.table !== undefined && !isUnknown(step.action.table) ? step.before.tables.get(nameKey(step.action.table)) : undefined;
    return table?.columns.get(column)?.column;
  }

  /** MySQL needs the type for whatever is altered; elsewhere it is custom to say it, except for a rename. */
  private existing(step: PlannedStep, column: string, always = false): readonly string[] {
    const mysql = this.style.dialect === 'mysql' || this.style.dialect === 'mariadb';
    if (!mysql && !always) return [];
    const written = known(this.entry(step, column)?.type);
    const type = written === undefined ? undefined : this.type(written, step);
    return type === undefined ? [] : [`existing_type=${type}`, ...(mysql && !always ? this.existingNullable(step, column) : [])];
  }

  private existingNullable(step: PlannedStep, column: string): readonly string[] {
    const nullable = known(this.entry(step, column)?.nullable);
    return nullable === undefined ? [] : [`existing_nullable=${nullable ? 'True' : 'False'}`];
  }
}

const TYPES: Readonly<Partial<Record<Constraint['type'], string>>> = { foreignKey: 'foreignkey', unique: 'unique', primaryKey: 'primary', check: 'check' };

const moments = ({ deferrable, initiallyDeferred }: Constraint): readonly string[] => (deferrable ? ['deferrable=True', ...(initiallyDeferred ? ["initially='DEFERRED'"] : [])] : []);
