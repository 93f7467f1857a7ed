import type { Call, Context, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, unknownValue } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import { type TracedText, concatText, holeAt, sliceText, tracedText, unknown } from '../../value.js';
import { type Arguments, bindArguments, isTrue, listOf, stringOf, tracedOf } from '../values.js';
import { runSql } from './execute.js';
import { type Maker, moduleNative } from '../natives.js';
import type { Runtime } from './runtime.js';
import { unescapedText } from '../sql-text.js';

type EntityKind = 'function' | 'view' | 'materializedView' | 'trigger' | 'policy' | 'extension' | 'grant';

/** An entity of alembic_utils: what its class was called with. */
interface Entity {
  readonly kind: EntityKind;
  readonly arguments: Arguments;
  readonly span: Span;
}
const LABEL = 'alembic_utils.entity';

const CLASSES: Readonly<Record<string, readonly [EntityKind, readonly string[]]>> = {
  PGFunction: ['function', ['schema', 'signature', 'definition']],
  PGView: ['view', ['schema', 'signature', 'definition']],
  PGMaterializedView: ['materializedView', ['schema', 'signature', 'definition', 'with_data']],
  PGTrigger: ['trigger', ['schema', 'signature', 'definition', 'on_entity', 'is_constraint']],
  PGPolicy: ['policy', ['schema', 'signature', 'definition', 'on_entity']],
  PGExtension: ['extension', ['schema', 'signature']],
  PGGrantTable: ['grant', ['schema', 'table', 'columns', 'role', 'grant', 'with_grant_option']],
};

const entityOf = (value: Value | undefined): Entity | undefined => (value?.kind === 'native' && value.label === LABEL ? (value.data as Entity) : undefined);

function entityNative(kind: EntityKind, parameters: readonly string[], call: Call): NativeValue {
  const entity: Entity = { kind, arguments: bindArguments(call, parameters).arguments, span: call.span };
  return { kind: 'native', label: LABEL, data: entity, span: call.span, member: (property) => entity.arguments.get(property), truth: () => true };
}

/** The modules of alembic_utils: each has its classes under its own name. */
export function entityModule(name: string): NativeValue {
  const makers: Record<string, Maker> = {};
  for (const [className, [kind, parameters]] of Object.entries(CLASSES)) {
    makers[className] = () => ({ kind: 'native', label: `alembic_utils.${className}`, call: (call) => entityNative(kind, parameters, call) });
  }
  makers['register_entities'] = () => ({ kind: 'native', label: 'alembic_utils.register_entities', call: () => NULL });
  return moduleNative(name, makers);
}

/** Puts SQL together from fixed words and the arguments of an entity. */
class SqlBuilder {
  private readonly parts: TracedText[] = [];
  constructor(
    private readonly entity: Entity,
    private readonly at: Span,
  ) {}
  words(text: string): this {
    this.parts.push(tracedText(text, this.at, false));
    return this;
  }
  traced(text: TracedText): this {
    if (text.text !== '') this.parts.push(text);
    return this;
  }
  argument(name: string): this {
    return this.traced(textOf(this.entity, name, this.at));
  }
  build(): TracedText {
    return concatText(this.parts);
  }
}

function textOf(entity: Entity, name: string, at: Span): TracedText {
  const value = entity.arguments.get(name);
  const text = tracedOf(value);
  if (!text) return holeAt(unknown(value?.kind === 'unknown' ? value.reason : 'input', at), at);
  const plain = unescapedText(text, at);
  const end = plain.text.replace(/[;\s]+$/, '').length;
  return sliceText(plain, 0, end);
}

/** `name` of `name(a int, b text)`. */
function bareName(signature: TracedText): TracedText {
  const end = signature.text.indexOf('(');
  return sliceText(signature, 0, end < 0 ? signature.text.length : end);
}

function createSql(entity: Entity, at: Span, orReplace: boolean): TracedText {
  const sql = new SqlBuilder(entity, at);
  const create = orReplace ? 'CREATE OR REPLACE ' : 'CREATE ';
  switch (entity.kind) {
    case 'function':
      return sql.words(`${create}FUNCTION `).argument('schema').words('.').argument('signature').words(' ').argument('definition').build();
    case 'view':
      return sql.words(`${create}VIEW `).argument('schema').words('.').argument('signature').words(' AS ').argument('definition').build();
    case 'materializedView':
      sql.words('CREATE MATERIALIZED VIEW ').argument('schema').words('.').argument('signature').words(' AS ').argument('definition');
      return sql.words(entity.arguments.has('with_data') && !isTrue(entity.arguments.get('with_data')) ? ' WITH NO DATA' : ' WITH DATA').build();
    case 'trigger':
      return sql.words(isTrue(entity.arguments.get('is_constraint')) ? 'CREATE CONSTRAINT TRIGGER ' : 'CREATE TRIGGER ').argument('signature').words(' ').argument('definition').build();
    case 'policy':
      return sql.words('CREATE POLICY ').argument('signature').words(' ON ').argument('on_entity').words(' ').argument('definition').build();
    case 'extension':
      return sql.words('CREATE EXTENSION "').argument('signature').words('" WITH SCHEMA ').argument('schema').build();
    case 'grant':
      return grantSql(sql, entity, true);
  }
}

function dropSql(entity: Entity, at: Span, cascade: boolean): TracedText {
  const sql = new SqlBuilder(entity, at);
  const end = cascade ? ' CASCADE' : '';
  const signature = textOf(entity, 'signature', at);
  switch (entity.kind) {
    case 'function':
      return sql.words('DROP FUNCTION ').argument('schema').words('.').traced(bareName(signature)).words(end).build();
    case 'view':
    case 'materializedView':
      return sql.words(entity.kind === 'view' ? 'DROP VIEW ' : 'DROP MATERIALIZED VIEW ').argument('schema').words('.').traced(signature).words(end).build();
    case 'trigger':
    case 'policy':
      return sql.words(entity.kind === 'trigger' ? 'DROP TRIGGER ' : 'DROP POLICY ').traced(signature).words(' ON ').argument('on_entity').words(end).build();
    case 'extension':
      return sql.words('DROP EXTENSION "').traced(signature).words(`"${end}`).build();
    case 'grant':
      return grantSql(sql, entity, false);
  }
}

function grantSql(sql: SqlBuilder, entity: Entity, give: boolean): TracedText {
  const grant = entity.arguments.get('grant');
  const member = grant?.kind === 'unknown' ? grant.label?.split('.').pop() : undefined;
  const privilege = tracedOf(grant)?.text ?? member ?? 'ALL';
  const columns = listOf(entity.arguments.get('columns'))?.map((column) => stringOf(column)).filter((column) => typeof column === 'string') ?? [];
  sql.words(`${give ? 'GRANT' : 'REVOKE'} ${privilege}${columns.length > 0 ? ` (${columns.join(', ')})` : ''} ON `).argument('schema').words('.').argument('table');
  sql.words(give ? ' TO ' : ' FROM ').argument('role');
  return sql.words(give && isTrue(entity.arguments.get('with_grant_option')) ? ' WITH GRANT OPTION' : '').build();
}

export type EntityVerb = 'create' | 'replace' | 'drop';

/** `op.create_entity(entity)` and its kin. */
export function entityOperation(runtime: Runtime, call: Call, verb: EntityVerb): Value {
  const entity = entityOf(call.positional[0] ?? call.named.get('target'));
  if (!entity) {
    call.emit([{ kind: 'opaque', reason: `${verb}s an entity that cannot be read here`, touches: 'anything', span: call.span }]);
    return unknownValue('input', call.span);
  }
  const run = (context: Context, sql: TracedText): void => void runSql(runtime, context, sql);
  if (verb === 'drop') run(call, dropSql(entity, call.span, isTrue(call.named.get('cascade'))));
  else if (verb === 'create') run(call, createSql(entity, call.span, false));
  else if (entity.kind === 'function' || entity.kind === 'view') run(call, createSql(entity, call.span, true));
  else {
    run(call, dropSql(entity, call.span, false));
    run(call, createSql(entity, call.span, false));
  }
  return NULL;
}
