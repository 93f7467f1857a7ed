import type { Value } from '../../evaluate/value.js';
import { isNull, textValue } from '../../evaluate/value.js';
import type { TracedText } from '../../value.js';
import type { Options } from '../javascript/options.js';
import type { Part } from '../javascript/fragment.js';
import { tracedOf } from '../values.js';
import type { Writer } from './writer.js';

/** `REFERENCES ...`: a text that is quoted already, or that names columns, is left as it is. */
export function references(writer: Writer, options: Options): readonly Part[] {
  const target = options.get('references');
  const text = tracedOf(target)?.text;
  const written = text !== undefined && (text.startsWith('"') || text.endsWith(')')) ? writer.raw(target) : writer.name(target);
  return ['REFERENCES ', written, ...writer.clause(options, 'match', ' MATCH '), ...writer.clause(options, 'onDelete', ' ON DELETE '), ...writer.clause(options, 'onUpdate', ' ON UPDATE ')];
}

export const deferrable = (options: Options): string => (options.isTrue('deferrable') ? ` DEFERRABLE INITIALLY ${options.isTrue('deferred') ? 'DEFERRED' : 'IMMEDIATE'}` : '');

export interface Constraints {
  readonly parts: readonly TracedText[];
  readonly comments: readonly TracedText[];
}

/** Constraints of a table as options tell them; those without a name get one that is made of the table's and the columns'. */
export function constraintsOf(writer: Writer, table: Value | undefined, given: Value | undefined, name: Value | undefined): Constraints {
  const options = writer.options(given);
  const tableText = writer.raw(table?.kind === 'record' ? table.entries.get('name') : table);
  const own = isNull(name) || tracedOf(name)?.text === '' ? undefined : name;
  const named = (suffix: readonly Part[], explicit?: Value): TracedText => writer.sql('CONSTRAINT ', writer.name(explicit ?? own ?? textValue(writer.sql(tableText, ...suffix))), ' ');
  const joined = (columns: readonly Value[]): TracedText => writer.join(columns.map((column) => writer.raw(column)), '_');
  const parts: TracedText[] = [];
  const comments: TracedText[] = [];
  const check = options.get('check');
  if (check?.kind === 'list') check.items.forEach((each, i) => parts.push(writer.sql(named([`_chck_${i + 1}`]), 'CHECK (', writer.raw(each), ')')));
  else if (check) parts.push(writer.sql(named(['_chck']), 'CHECK (', writer.raw(check), ')'));
  for (const columns of uniques(writer, options.get('unique'))) parts.push(writer.sql(named(['_uniq_', joined(columns)]), 'UNIQUE (', writer.join(columns.map((column) => writer.name(column))), ')'));
  const key = options.get('primaryKey');
  if (key) parts.push(writer.sql(named(['_pkey']), 'PRIMARY KEY (', writer.names(key), ')'));
  for (const foreign of writer.list(options.get('foreignKeys'))) {
    const inner = writer.options(foreign);
    const columns = writer.list(inner.get('columns'));
    const constraint = named(['_fk_', joined(columns)], inner.get('referencesConstraintName'));
    parts.push(writer.from(foreign).sql(constraint, 'FOREIGN KEY (', writer.names(inner.get('columns')), ') ', ...references(writer, inner)));
    const comment = inner.get('referencesConstraintComment');
    if (comment) comments.push(writer.sql('COMMENT ON ', constraint, 'ON ', writer.name(table), ' IS ', writer.value(comment)));
  }
  const exclude = options.get('exclude');
  if (exclude) parts.push(writer.sql(named(['_excl']), 'EXCLUDE ', writer.raw(exclude)));
  const comment = options.get('comment');
  if (comment && own) comments.push(writer.comment(`CONSTRAINT`, writer.sql(writer.name(own), ' ON ', writer.name(table)), comment));
  return { parts: parts.map((part) => writer.sql(part, deferrable(options))), comments };
}

/** One list of columns, or several. */
function uniques(writer: Writer, given: Value | undefined): readonly (readonly Value[])[] {
  if (given === undefined || (given.kind === 'constant' && given.value === false)) return [];
  const lists = writer.list(given);
  return lists.some(({ kind }) => kind === 'list') ? lists.map((each) => writer.list(each)) : [lists];
}
