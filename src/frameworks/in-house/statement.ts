import type { FrameworkDefinition, HelperPart } from '../../define-framework.js';
import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import { keyValue } from '../../evaluate/keys.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, holeAt, isUnknown, sliceText } from '../../value.js';
import { type Part, join, quotedName, sql, written } from '../javascript/fragment.js';
import { sqlLiteral } from '../javascript/literals.js';
import { itemsOf } from '../javascript/options.js';
import { isTrue, tracedOf, unknownFrom } from '../values.js';
import { type Parts, addOptions } from './parts.js';
import { isExpression, typeText } from './types.js';

/** Writes the SQL of one call, or of one column in it. */
export class Statement {
  constructor(
    private readonly definition: FrameworkDefinition,
    readonly dialect: Dialect,
    private readonly span: Span,
    private readonly parts: Parts,
  ) {}

  has(part: HelperPart): boolean {
    return this.parts.has(part);
  }

  is(part: HelperPart): boolean {
    return isTrue(this.parts.get(part));
  }

  /** `NULL`, where a column gives its default up. */
  isNull(part: HelperPart): boolean {
    return isNull(this.parts.get(part));
  }

  sql(...parts: readonly Part[]): TracedText {
    return sql(this.span, ...parts);
  }

  list(texts: readonly TracedText[]): TracedText {
    return join(texts, ', ', this.span);
  }

  /** Text as it is written: an expression, a query. */
  text(part: HelperPart): TracedText {
    return this.textOf(this.parts.get(part));
  }

  private textOf(value: Value | undefined): TracedText {
    return tracedOf(value) ?? holeAt(unknownFrom(value), this.span);
  }

  private quoted(text: TracedText): TracedText {
    return quotedName(text, this.dialect, this.span);
  }

  name(part: HelperPart): TracedText {
    return this.quoted(this.text(part));
  }

  /** A name that may have its schema before it. */
  qualified(part: HelperPart): TracedText {
    return this.path(this.text(part));
  }

  private path(text: TracedText): TracedText {
    const dot = text.text.indexOf('.');
    return dot < 0 ? this.quoted(text) : this.sql(this.quoted(sliceText(text, 0, dot)), '.', this.quoted(sliceText(text, dot + 1)));
  }

  /** Several names, or one alone. */
  names(part: HelperPart): TracedText {
    const items = itemsOf(this.parts.get(part));
    if (items === undefined || isUnknown(items)) return this.name(part);
    return this.list((items as readonly Value[]).map((item) => this.quoted(this.textOf(item))));
  }

  /** Texts of a list in quotes. */
  literals(part: HelperPart): TracedText {
    const items = itemsOf(this.parts.get(part));
    const values = items === undefined || isUnknown(items) ? [this.parts.get(part)] : (items as readonly Value[]);
    return this.list(values.map((value) => this.literal(value)));
  }

  private literal(value: Value | undefined): TracedText {
    const text = sqlLiteral(value, this.dialect);
    const place = value && 'span' in value && value.span ? value.span : (tracedOf(value)?.pieces[0]?.source ?? this.span);
    return isUnknown(text) ? holeAt(text, place) : written(text, place);
  }

  /** A default: SQL of the helper's as it is, any other value as a literal. */
  value(part: HelperPart): TracedText {
    const value = this.parts.get(part);
    return isExpression(value) ? this.textOf(value) : this.literal(value);
  }

  type(): TracedText {
    return typeText(this.definition.types ?? {}, this.parts.get('type'), this.span) ?? this.text('type');
  }

  /** NOT NULL as the call says it; `undefined` where it says nothing. */
  notNull(): boolean | undefined {
    if (this.has('notNull')) return this.is('notNull');
    return this.has('nullable') ? !this.is('nullable') : undefined;
  }

  /** The column that the call is about. */
  column(name: HelperPart = 'column'): TracedText {
    const notNull = this.notNull() ?? this.definition.nullable === false;
    return this.sql(
      this.name(name), ' ', this.type(), notNull ? ' NOT NULL' : '', ...(this.has('default') && !this.isNull('default') ? [' DEFAULT ', this.value('default')] : []),
      this.is('primaryKey') ? ' PRIMARY KEY' : '', this.is('unique') ? ' UNIQUE' : '', ...(this.has('references') ? [' ', this.reference()] : []),
    );
  }

  /** `REFERENCES teams (id) ON DELETE CASCADE`; of a column `teams.id`, too. */
  reference(): TracedText {
    const text = this.text('references');
    const dot = this.has('referencedColumns') ? -1 : text.text.indexOf('.');
    const columns = dot >= 0 ? [' (', this.quoted(sliceText(text, dot + 1)), ')'] : this.has('referencedColumns') ? [' (', this.names('referencedColumns'), ')'] : [];
    const table = dot >= 0 ? this.quoted(sliceText(text, 0, dot)) : this.path(text);
    const actions = (['onDelete', 'onUpdate'] as const).flatMap((part) => (this.has(part) ? [part === 'onDelete' ? ' ON DELETE ' : ' ON UPDATE ', this.text(part)] : []));
    return this.sql('REFERENCES ', table, ...columns, ...actions);
  }

  /** The columns of a table: objects with their names, or objects by their names. `undefined` where they cannot be read. */
  columns(): readonly TracedText[] | undefined {
    const value = this.parts.get('columns');
    const given = value?.kind === 'record' && value.complete ? [...value.entries].map(([key, column]) => ({ name: keyValue(key), column })) : value?.kind === 'list' && value.complete ? value.items.map((column) => ({ name: undefined, column })) : undefined;
    const texts = given?.map(({ name, column }) => this.within(name, column)?.column('name'));
    return texts?.some((text) => text === undefined) ? undefined : (texts as readonly TracedText[] | undefined);
  }

  /** A column among others: a type alone, or an object. */
  private within(name: Value | undefined, column: Value): Statement | undefined {
    const parts = new Map<HelperPart, Value>(name ? [['name', name]] : []);
    if (column.kind !== 'record') parts.set('type', column);
    else if (!addOptions(parts, this.definition.column ?? {}, column)) return undefined;
    return parts.has('name') && parts.has('type') ? new Statement(this.definition, this.dialect, this.span, parts) : undefined;
  }

  flag(part: HelperPart, text: string): string {
    return this.is(part) ? text : '';
  }

  /** A constraint's name, where the call gives one. */
  constraint(): readonly Part[] {
    return this.has('name') ? ['CONSTRAINT ', this.name('name'), ' '] : [];
  }
}
