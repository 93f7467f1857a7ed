import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { type Options, optionsOf } from '../javascript/options.js';
import { type Part, join, quotedName, sql, written } from '../javascript/fragment.js';
import { quotedText } from '../knex/fragment.js';
import { nameText } from '../knex/names.js';
import { booleanOf, tracedOf, unknownFrom } from '../values.js';
import { literalOf } from './literal.js';

/** What the SQL of one call is written with. */
export interface Settings {
  readonly shorthands: ReadonlyMap<string, Value>;
  readonly decamelize: boolean;
  /** Since version 9 expressions stand in brackets, in names of indexes, too. */
  readonly wrapsExpressions: boolean;
}

/** Operators and calls: an index column that is one of these is an expression. */
const EXPRESSION = /->>|->|#>>|#>|@\?|@@|@>|<@|\?\||\?&|\?|#-|\|\||::|^[\w.]+\(|\s[+*/-]\s|[=<>!]/u;

const decamelized = (text: string): string =>
  text.length < 2 ? text.toLowerCase() : text.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2').replace(/(\p{Lu})(\p{Lu}\p{Ll}+)/gu, '$1_$2').toLowerCase();

/** Writes values of the program as node-pg-migrate writes them into SQL. */
export class Writer {
  constructor(
    readonly at: Span,
    readonly settings: Settings,
  ) {}

  /** The same for what is written at another place of the call. */
  from(value: Value | undefined): Writer {
    const span = value?.kind === 'text' ? value.text.pieces[0]?.source : value && 'span' in value ? value.span : undefined;
    return span ? new Writer(span, this.settings) : this;
  }

  sql(...parts: readonly Part[]): TracedText {
    return sql(this.at, ...parts);
  }

  join(parts: readonly TracedText[], between = ', '): TracedText {
    return join(parts, between, this.at);
  }

  /** `if` and `else` of an option that is a word of SQL. */
  flag(options: Options, name: string, word: string): string {
    return options.isTrue(name) ? word : '';
  }

  /** Text as it is: an expression, a type, the name of a method. */
  raw(value: Value | undefined): TracedText {
    return literalOf(value) ?? nameText(value, this.at);
  }

  private transformed(text: TracedText): TracedText {
    if (!this.settings.decamelize) return text;
    const changed = decamelized(text.text);
    return changed === text.text ? text : text.holes.length > 0 ? text : written(changed, text.pieces[0]?.source ?? this.at);
  }

  quoted(text: TracedText): TracedText {
    return quotedName(text, 'postgres', this.at);
  }

  /** A name in quotes, of an object with its schema where it is given as one. */
  name(value: Value | undefined): TracedText {
    return this.named(value, (text) => this.quoted(this.transformed(text)));
  }

  /** A name without quotes, as it becomes part of another. */
  bare(value: Value | undefined): TracedText {
    return this.named(value, (text) => (this.settings.wrapsExpressions && EXPRESSION.test(text.text) ? this.sql('(', text, ')') : this.transformed(text)));
  }

  private named(value: Value | undefined, write: (text: TracedText) => TracedText): TracedText {
    const own = literalOf(value);
    if (own) return own;
    if (value?.kind !== 'record') return write(nameText(value, this.at));
    const [schema, name] = [value.entries.get('schema'), value.entries.get('name')];
    return isNull(schema) ? write(nameText(name, this.at)) : this.sql(write(nameText(schema, this.at)), '.', write(nameText(name, this.at)));
  }

  /** Names in quotes with commas between them: of one name, or of a list. */
  names(value: Value | undefined): TracedText {
    return this.join(this.list(value).map((each) => this.name(each)));
  }

  list(value: Value | undefined): readonly Value[] {
    if (value === undefined || isNull(value)) return [];
    if (value.kind !== 'list') return [value];
    return value.complete ? value.items : [...value.items, { kind: 'unknown', reason: 'input' }];
  }

  /** A value as SQL: texts as literals, lists as arrays. */
  value(value: Value | undefined): TracedText {
    const own = literalOf(value);
    if (own) return own;
    if (value === undefined || isNull(value)) return this.sql('NULL');
    if (value.kind === 'constant') return this.sql(String(value.value));
    if (value.kind === 'list') return this.sql('ARRAY[', this.join(this.list(value).map((each) => (each.kind === 'list' ? this.sql('[', this.join(each.items.map((item) => this.value(item)), ','), ']') : this.value(each))), ','), ']');
    const text = tracedOf(value);
    if (text) return this.literal(text);
    return holeAt(value.kind === 'unknown' ? unknownFrom(value) : unknown('input', this.at), this.at);
  }

  /** A value that is a text, also where it is not known. */
  label(value: Value): TracedText {
    return value.kind === 'unknown' ? this.sql("'", this.value(value), "'") : this.value(value);
  }

  /** node-pg-migrate writes all texts between dollars; in quotes they are the same, and what is read of them is spelt as others spell it. */
  private literal(text: TracedText): TracedText {
    if (!/['\\]/u.test(text.text)) return this.sql("'", text, "'");
    return text.holes.length > 0 ? this.dollared(text) : quotedText(text, 'postgres', this.at);
  }

  /** A text between dollars: the body of a function. */
  dollared(text: TracedText): TracedText {
    let tag = '$pga$';
    for (let i = 0; text.text.includes(tag); i += 1) tag = `$pg${i}$`;
    return this.sql(tag, text, tag);
  }

  options(value: Value | undefined): Options {
    return optionsOf(value);
  }

  /** ` USING method`, where the option is given. */
  clause(options: Options, name: string, before: string, after = ''): readonly Part[] {
    const value = options.get(name);
    return value === undefined || booleanOf(value) === false ? [] : [before, this.raw(value), after];
  }

  comment(object: string, name: TracedText, text: Value | undefined): TracedText {
    return this.sql(`COMMENT ON ${object} `, name, ' IS ', this.value(text));
  }
}

/** The SQL that a method sends: its statements one by one. */
export type Write = (writer: Writer, given: readonly Value[]) => readonly TracedText[];

/** A method of the migration builder, and what takes it back in a migration without `down`. */
export interface Method {
  readonly write: Write;
  readonly reverse?: Write;
  /** Each statement is a step of its own: taken back, the last comes first. */
  readonly separate?: boolean;
}

/** ` IF EXISTS` and ` CASCADE` around a name. */
export const dropping = (what: string, name: (writer: Writer, given: readonly Value[]) => TracedText, optionsAt = 1): Write => (writer, given) => {
  const options = writer.options(given[optionsAt]);
  return [writer.sql(`DROP ${what}`, writer.flag(options, 'ifExists', ' IF EXISTS'), ' ', name(writer, given), writer.flag(options, 'cascade', ' CASCADE'))];
};
