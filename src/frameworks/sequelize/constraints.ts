import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Constraint } from '../../operation.js';
import { type Known, type TracedText, holeAt, knownText, unknown } from '../../value.js';
import { type Part, join, sql } from '../javascript/fragment.js';
import { type Options, itemsOf, optionsOf } from '../javascript/options.js';
import { stringOf, unknownFrom } from '../values.js';
import { actions, deferral } from './attributes.js';
import { fragmentOf } from './expressions.js';
import { fieldNames, foreignKeyOf } from './foreign-key.js';
import { nameText, pathOrTable, quoted, quotedPath, quotedTable, tableKey, tableOf } from './names.js';
import { type Request, isPostgres, send } from './runtime.js';
import { whereText } from './where.js';

/** `addConstraint(table, options)`; older versions take the fields first. */
export const constraintOptions = ([, second, third]: readonly Value[]): Value | undefined => (second?.kind === 'list' ? third : second);

const ENDINGS = { unique: 'uk', check: 'ck', 'primary key': 'pk', 'foreign key': 'fk' } as const;
type Kind = keyof typeof ENDINGS;

export function addConstraint(request: Request): void {
  const { given, dialect, span, call } = request;
  const options = optionsOf(constraintOptions(given));
  const fields = given[1]?.kind === 'list' ? given[1] : options.get('fields');
  const kind = stringOf(options.get('type'));
  const table = pathOrTable(given[0], dialect, span);
  if (typeof kind !== 'string' || !Object.hasOwn(ENDINGS, kind.toLowerCase())) {
    const key = tableKey(tableOf(given[0], span), span);
    call.emit([{ kind: 'opaque', reason: 'adds a constraint of which the kind cannot be read', touches: 'name' in key ? [key] : 'anything', span }]);
    return;
  }
  const type = kind.toLowerCase() as Kind;
  const name = nameOf(type, request, fields, options);
  if (dialect === 'sqlite') addToSqlite(type, name, request, fields, options);
  else send(request, sql(span, 'ALTER TABLE ', table, ' ADD CONSTRAINT ', quoted(name, dialect, span), ' ', ...clause(type, request, fields, options)));
}

/** `table_field1_field2_uk`, in the names' own letters. */
function nameOf(type: Kind, { given: [table], dialect, span }: Request, fields: Value | undefined, options: Options): TracedText {
  if (!isNull(options.get('name'))) return nameText(options.get('name'), span);
  const columns = columnTexts(fields, { dialect, span } as Request);
  const target = type === 'foreign key' ? optionsOf(options.get('references')).get('table') : undefined;
  const reference = target ? ['_', target.kind === 'text' ? nameText(target, span) : '[object Object]'] : [];
  const own = tableOf(table, span);
  return sql(span, ...(own.schema ? [own.schema, '.'] : []), own.name, ...columns.flatMap((column) => ['_', column]), ...reference, `_${ENDINGS[type]}`);
}

function columnTexts(fields: Value | undefined, { span }: Request): readonly TracedText[] {
  const items = itemsOf(fields);
  if (items === undefined || !Array.isArray(items)) return [holeAt(fields ? unknownFrom(fields) : unknown('input', span), span)];
  return (items as readonly Value[]).map((item) => fragmentOf(item) ?? nameText(item.kind === 'record' ? optionsOf(item).get('name', 'attribute') : item, span));
}

function columnList(fields: Value | undefined, request: Request): TracedText {
  const { dialect, span } = request;
  return sql(span, '(', join(columnTexts(fields, request).map((column) => quoted(column, dialect, span)), ', ', span), ')');
}

function clause(type: Kind, request: Request, fields: Value | undefined, options: Options): readonly Part[] {
  const { dialect, span } = request;
  switch (type) {
    case 'check':
      return ['CHECK (', whereText(options.get('where'), request), ')'];
    case 'unique':
      return ['UNIQUE ', columnList(fields, request), ...deferral(options.get('deferrable'), dialect)];
    case 'primary key':
      return ['PRIMARY KEY ', columnList(fields, request), ...deferral(options.get('deferrable'), dialect)];
    case 'foreign key': {
      const references = optionsOf(options.get('references'));
      const target = quotedTable(tableOf(references.get('table'), span), dialect, span);
      return ['FOREIGN KEY ', columnList(fields, request), ' REFERENCES ', target, ' ', columnList(references.get('field') ?? references.get('fields'), request), ...actions(options, span), ...deferral(options.get('deferrable'), dialect)];
    }
  }
}

/** SQLite adds no constraint to a table: Sequelize builds the table anew. */
function addToSqlite(type: Kind, named: TracedText, request: Request, fields: Value | undefined, options: Options): void {
  const { given: [table], span, call } = request;
  const name = knownText(named.text);
  const constraint = sqliteConstraint(type, name, request, fields, options);
  if (constraint) call.emit([{ kind: 'addConstraint', table: tableKey(tableOf(table, span), span), constraint, span }]);
}

function sqliteConstraint(type: Kind, name: Known<string>, request: Request, fields: Value | undefined, options: Options): Constraint | undefined {
  const { span } = request;
  if (type === 'check') return { type, name, named: true, expression: knownText(whereText(options.get('where'), request).text) };
  const columns = fieldNames(fields, span);
  if (type === 'foreign key') return Array.isArray(columns) ? foreignKeyOf(columns as readonly Known<string>[], options, name, span) : undefined;
  return { type: type === 'unique' ? 'unique' : 'primaryKey', name, named: true, columns };
}

/** `removeConstraint(table, name)` */
export function removeConstraint(request: Request): void {
  const { given: [table, name], dialect, span, call } = request;
  const constraint = nameText(name, span);
  if (isPostgres(dialect)) send(request, sql(span, 'ALTER TABLE ', pathOrTable(table, dialect, span), ' DROP CONSTRAINT ', quotedPath(constraint, dialect, span)));
  // Sequelize asks the database of what kind it is, and drops a key or an index
  else call.emit([{ kind: 'dropConstraint', table: tableKey(tableOf(table, span), span), constraint: knownText(constraint.text), span }]);
}
