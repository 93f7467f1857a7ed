import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import { type TracedText, hasHole, holeAt, unknown } from '../../value.js';
import { type Part, join, sql, written } from '../javascript/fragment.js';
import { type Options, itemsOf, optionsOf } from '../javascript/options.js';
import { stringOf, unknownFrom } from '../values.js';
import { fragmentOf } from './expressions.js';
import { indexName, nameText, pathOrTable, quoted, quotedPath, tableOf, underscored } from './names.js';
import { type Request, isMysql, isPostgres, send } from './runtime.js';
import { whereClause } from './where.js';

const hasFields = (value: Value | undefined): boolean => value !== undefined && value.kind !== 'record';

/** The options of `addIndex(table, fields, options)` and of `addIndex(table, { fields, ... })`. */
export const indexOptions = ([, fields, options]: readonly Value[]): Value | undefined => (hasFields(fields) ? options : fields);

/** `addIndex(table, fields, options)` */
export function addIndex(request: Request): void {
  const { given, dialect, span } = request;
  const [table, second] = given;
  const options = optionsOf(indexOptions(given));
  const fields = fieldsOf(hasFields(second) ? second : options.get('fields'), request);
  const prefix = options.get('prefix');
  const name = isNull(options.get('name')) ? indexName(isNull(prefix) ? tableOf(table, span).name : nameText(prefix, span), fields.map(({ name: field }) => field), span) : nameText(options.get('name'), span);
  const kind = stringOf(options.get('type'));
  const isUnique = options.isTrue('unique') || (typeof kind === 'string' && kind.toLowerCase() === 'unique');
  const target = pathOrTable(table, dialect, span);
  const columns = sql(span, '(', join(fields.map(({ text }) => withOperator(text, options, request)), ', ', span), ')');
  const unique = isUnique ? 'UNIQUE ' : '';
  const using = optional(' USING ', options.get('using'), request);
  if (isMysql(dialect)) {
    const type = typeof kind === 'string' && kind.toLowerCase() !== 'unique' && kind !== '' ? `${kind} ` : '';
    send(request, sql(span, 'ALTER TABLE ', target, ` ADD ${unique}${type}INDEX `, quotedPath(name, dialect, span), ...using, ' ', columns));
    return;
  }
  const concurrently = isPostgres(dialect) && options.isTrue('concurrently') ? 'CONCURRENTLY ' : '';
  const where = options.get('where');
  send(request, sql(span, `CREATE ${unique}INDEX ${concurrently}`, quotedPath(name, dialect, span), ' ON ', target, ...(isPostgres(dialect) ? using : []), ' ', columns, ...(isNull(where) ? [] : whereClause(where, request))));
}

const optional = (before: string, value: Value | undefined, { span }: Request): readonly Part[] => (isNull(value) ? [] : [before, nameText(value, span)]);

interface Field {
  /** What the name of the index has of it. */
  readonly name: TracedText;
  readonly text: TracedText;
}

function fieldsOf(value: Value | undefined, request: Request): readonly Field[] {
  const items = itemsOf(value);
  if (items === undefined || !Array.isArray(items)) {
    const gap = holeAt(value ? unknownFrom(value) : unknown('input', request.span), request.span);
    return [{ name: gap, text: gap }];
  }
  return (items as readonly Value[]).map((item) => fieldOf(item, request));
}

function fieldOf(item: Value, { dialect, span }: Request): Field {
  const own = fragmentOf(item);
  if (own) return { name: written('', span), text: own };
  if (item.kind !== 'record') return { name: nameText(item, span), text: quoted(nameText(item, span), dialect, span) };
  const options = optionsOf(item);
  const name = nameText(options.get('name', 'attribute') ?? options.get('attribute'), span);
  const collate = options.get('collate');
  const order = options.get('order');
  const operator = isPostgres(dialect) ? options.get('operator') : undefined;
  const length = isMysql(dialect) ? options.get('length') : undefined;
  return {
    name,
    text: sql(
      span, quoted(name, dialect, span), ...(isNull(collate) || isMysql(dialect) ? [] : [' COLLATE ', quoted(nameText(collate, span), dialect, span)]), ...(isNull(operator) ? [] : [' ', nameText(operator, span)]),
      ...(isNull(length) ? [] : ['(', nameText(length, span), ')']), ...(isNull(order) ? [] : [' ', nameText(order, span)]),
    ),
  };
}

/** An operator class that is given for all fields stands behind each. */
function withOperator(text: TracedText, options: Options, { dialect, span }: Request): TracedText {
  const operator = options.get('operator');
  return isNull(operator) || !isPostgres(dialect) || !/^"[^"]*"$/.test(text.text) ? text : sql(span, text, ' ', nameText(operator, span));
}

/** `removeIndex(table, nameOrFields)`: PostgreSQL is content where there is none. */
export function removeIndex(request: Request): void {
  const { given: [table, second, options], dialect, span } = request;
  const name = second?.kind === 'list' ? nameOfFields(table, second, request) : nameText(second, span);
  if (isMysql(dialect)) send(request, sql(span, 'DROP INDEX ', quoted(name, dialect, span), ' ON ', pathOrTable(table, dialect, span)));
  else {
    const concurrently = isPostgres(dialect) && optionsOf(options).isTrue('concurrently') ? 'CONCURRENTLY ' : '';
    send(request, sql(span, `DROP INDEX ${concurrently}IF EXISTS `, dialect === 'sqlite' ? quoted(name, dialect, span) : quotedPath(name, dialect, span)));
  }
}

function nameOfFields(table: Value | undefined, fields: Value, { span }: Request): TracedText {
  const items = itemsOf(fields);
  if (items === undefined || !Array.isArray(items)) return holeAt(unknownFrom(fields), span);
  const names = (items as readonly Value[]).map((item) => nameText(item, span));
  const name = underscored(sql(span, tableOf(table, span).name, ...names.flatMap((each) => ['_', each])), span);
  return hasHole(name.text) ? holeAt(unknown('input', span), span) : name;
}
