import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { type Part, join, sql } from '../javascript/fragment.js';
import { itemsOf, optionsOf } from '../javascript/options.js';
import { stringOf } from '../values.js';
import { nameText, quoted, quotedTable, tableOf } from './names.js';
import { type Request, isPostgres, send } from './runtime.js';

type Method = (request: Request) => void;

const known = (value: Value | undefined): readonly Value[] | undefined => {
  const items = itemsOf(value);
  return items === undefined ? [] : Array.isArray(items) ? (items as readonly Value[]) : undefined;
};

/** `[{ type: 'integer', name: 'a', direction: 'IN' }]` */
function parameters(value: Value | undefined, { span }: Request): TracedText {
  const items = known(value);
  if (!items) return holeAt(unknown('input', span), span);
  const texts = items.map((item) => {
    const options = optionsOf(item);
    return join(['direction', 'name', 'type'].map((key) => options.get(key)).filter((part) => !isNull(part)).map((part) => nameText(part, span)), ' ', span);
  });
  return texts.length === 0 ? sql(span) : join(texts, ', ', span);
}

function words(value: Value | undefined, { span }: Request): readonly Part[] {
  const items = known(value) ?? [];
  return items.flatMap((item, i): readonly Part[] => [i === 0 ? '' : ' ', nameText(item, span)]);
}

function variables(value: Value | undefined, { span }: Request): readonly Part[] {
  return (known(value) ?? []).flatMap((item) => {
    const options = optionsOf(item);
    const initial = options.get('default');
    return ['DECLARE ', nameText(options.get('name'), span), ' ', nameText(options.get('type'), span), ...(isNull(initial) ? [] : [' := ', nameText(initial, span)]), '; '];
  });
}

const createFunction: Method = (request) => {
  const { span, given: [name, given, returns, language, body, attributes, options] } = request;
  const own = optionsOf(options);
  send(request, sql(
    span, own.isTrue('force') ? 'CREATE OR REPLACE FUNCTION ' : 'CREATE FUNCTION ', nameText(name, span), '(', parameters(given, request), ') RETURNS ', nameText(returns, span), ' AS $func$ ', ...variables(own.get('variables'), request), ' BEGIN ', nameText(body, span),
    " END; $func$ language '", nameText(language, span), "'", ...words(attributes, request),
  ));
};

const MOMENTS: Readonly<Record<string, string>> = { after: 'AFTER', before: 'BEFORE', instead_of: 'INSTEAD OF', after_constraint: 'AFTER' };

const createTrigger: Method = (request) => {
  const { span, given: [table, name, moment, events, routine, given, options] } = request;
  const at = stringOf(moment);
  const when = typeof at === 'string' ? (MOMENTS[at] ?? at) : undefined;
  const fired = known(events?.kind === 'record' ? { kind: 'list', form: 'list', items: [...events.entries.values()], complete: events.complete } : events) ?? [];
  send(request, sql(
    span, `CREATE ${at === 'after_constraint' ? 'CONSTRAINT ' : ''}TRIGGER `, quoted(nameText(name, span), 'postgres', span), ' ', when ?? holeAt(unknown('input', span), span), ' ', join(fired.map((event) => nameText(event, span)), ' OR ', span), ' ON ',
    quotedTable(tableOf(table, span), 'postgres', span), ' ', ...words(options, request), ' EXECUTE PROCEDURE ', nameText(routine, span), '(', parameters(given, request), ')',
  ));
};

const ROUTINES: Readonly<Record<string, Method>> = {
  createFunction,
  dropFunction: (request) => send(request, sql(request.span, 'DROP FUNCTION ', nameText(request.given[0], request.span), '(', parameters(request.given[1], request), ') RESTRICT')),
  renameFunction: (request) => send(request, sql(request.span, 'ALTER FUNCTION ', nameText(request.given[0], request.span), '(', parameters(request.given[1], request), ') RENAME TO ', nameText(request.given[2], request.span))),
  createTrigger,
  dropTrigger: (request) => send(request, sql(request.span, 'DROP TRIGGER ', quoted(nameText(request.given[1], request.span), 'postgres', request.span), ' ON ', quotedTable(tableOf(request.given[0], request.span), 'postgres', request.span), ' RESTRICT')),
  renameTrigger: (request) => send(request, sql(
    request.span, 'ALTER TRIGGER ', quoted(nameText(request.given[1], request.span), 'postgres', request.span), ' ON ', quotedTable(tableOf(request.given[0], request.span), 'postgres', request.span), ' RENAME TO ', quoted(nameText(request.given[2], request.span), 'postgres', request.span),
  )),
};

/** Functions and triggers, which Sequelize writes for PostgreSQL only: elsewhere the calls fail. */
export function routine(name: string): Method | undefined {
  const method = Object.hasOwn(ROUTINES, name) ? ROUTINES[name] : undefined;
  return method && ((request) => (isPostgres(request.dialect) ? method(request) : request.call.emit([{ kind: 'opaque', reason: `\`${name}\` is for PostgreSQL only and fails`, touches: [], rejected: true, span: request.span }])));
}
