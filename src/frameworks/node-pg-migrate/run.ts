import type { Value } from '../../evaluate/value.js';
import { UNDEFINED, isNull, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Host, ModuleResolver, Outcome, Source } from '../../framework.js';
import type { Identity, Script } from '../../migration.js';
import { type Exports, type Run, ask, boundTo, exported, hasState } from '../javascript/module.js';
import { Queue } from '../javascript/queue.js';
import { lazyNative } from '../natives.js';
import { baseName } from '../paths.js';
import { scriptOf } from '../script.js';
import { nodePgMigrateSql } from '../sql/layouts/marked.js';
import { frameworkOf } from '../sql/run.js';
import { type Runtime, builderNative } from './builder.js';
import { withDefaultSchema } from './default-schema.js';
import { literalNative } from './literal.js';
import { type Settings, Writer } from './writer.js';

/** The number that a name begins with: an index, a moment in milliseconds, or a moment in UTC written with 17 digits. */
function prefixOf(name: string): number {
  const digits = /^\d+/u.exec(name)?.[0] ?? '';
  if (digits.length !== 17) return Number(digits);
  const [year, month, day, hours, minutes, seconds, milliseconds] = [[0, 4], [4, 6], [6, 8], [8, 10], [10, 12], [12, 14], [14, 17]].map(([from, to]) => Number(digits.slice(from, to)));
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hours, minutes, seconds, milliseconds);
}

const nameOf = ({ file }: Source): string => baseName(file).replace(/\.\w+$/u, '');

export function identify(source: Source): Identity {
  const id = nameOf(source);
  const message = id.replace(/^\d+[-_]?/u, '').replace(/[-_]+/gu, ' ').trim();
  return { id, parents: [], dependsOn: [], labels: [], sequence: prefixOf(id), ...(message !== '' && { message }) };
}

const literal = (): Value => nativeFunction('PgLiteral', (call) => literalNative(new Writer(call.span, { shorthands: new Map(), decamelize: false, wrapsExpressions: false }).raw(call.positional[0])));
const module = lazyNative('node-pg-migrate', { PgLiteral: literal }, { other: (property, context) => unknownValue('unsupported', context.span, `node-pg-migrate.${property}`) });
const modules: ModuleResolver = (name) => (/^node-pg-migrate(?:\/|$)/u.test(name) ? module : undefined);

const plainSql = frameworkOf(nodePgMigrateSql);

interface Scripts {
  readonly upgrade: Script;
  readonly downgrade: Script;
}

export function run(source: Source, host: Host): Scripts {
  const scripts = read(source, host);
  const schema = host.environment.options?.get('schema');
  return schema === undefined ? scripts : { upgrade: withDefaultSchema(scripts.upgrade, schema), downgrade: withDefaultSchema(scripts.downgrade, schema) };
}

function read(source: Source, host: Host): Scripts {
  if (source.language === 'sql') return plainSql.run(source, host);
  const names = host.load(source, modules);
  const own: Run = { source, host, modules };
  const isSet = (option: string): boolean => host.environment.options?.get(option) === 'true';
  const settings: Settings = { shorthands: shorthandsOf(own, names), decamelize: isSet('decamelize'), wrapsExpressions: isSet('wrapsExpressions') };
  const upgrade = direction('up', names, own, settings, false);
  // each direction is a program of its own
  const later = hasState(source.text) ? host.load(source, modules) : names;
  return { upgrade, downgrade: downgradeOf(later, own, settings, upgrade) };
}

/** Without `down` the way back is inferred from the way there; `false` says that there is none. */
function downgradeOf(names: Exports, own: Run, settings: Settings, upgrade: Script): Script {
  const down = functionOf('down', names, own.source);
  if (down?.kind === 'constant' && down.value === false) return { status: 'irreversible', operations: [], unread: [], transactional: upgrade.transactional };
  if (!isNull(down)) return direction('down', names, own, settings, false);
  const inferred = direction('up', names, own, settings, true);
  return inferred.status === 'absent' ? inferred : { ...inferred, status: 'inferred' };
}

const HANDED_ON = /\bexport\s*\*\s*from\b/u;

/** A file may hand on what another package exports: that it is there is known, and no more. */
const functionOf = (name: string, names: Exports, { text }: Source): Value | undefined => exported(names, name) ?? (HANDED_ON.test(text) ? unknownValue('unsupported') : undefined);

function direction(name: 'up' | 'down', names: Exports, own: Run, settings: Settings, reverse: boolean): Script {
  const { source, host } = own;
  const shared = host.environment.transaction === 'run';
  const runtime: Runtime = { host, settings, reverse, queue: new Queue(), shared, outside: false };
  const callee = boundTo(names.get('default'), functionOf(name, names, source));
  const given = [builderNative(runtime), nativeFunction('pgm.done', () => UNDEFINED)];
  const script = scriptOf(callee, {
    name,
    file: source.file,
    transactional: true,
    run: (each) => sent(runtime, host.run(source, each, given, { modules, inTransaction: true })),
  });
  return runtime.outside ? { ...script, transactional: false } : script;
}

/** What arrives at the database; of a way back that cannot be inferred nothing does. */
function sent(runtime: Runtime, outcome: Outcome): Outcome {
  const { broken } = runtime;
  if (broken) return { ...outcome, operations: outcome.operations.filter(({ kind, span }) => kind === 'opaque' && span === broken.span).slice(0, 1) };
  return runtime.queue.settled(outcome, { backwards: runtime.reverse, outside: runtime.outside });
}

const SHORTHANDS = /\bshorthands\b(?!\s*:[^=]*=\s*(?:undefined|null|\{\s*\})|\s*=\s*(?:undefined|null|void 0|\{\s*\}))/u;

/** Shorthands of a file hold for all that come after it, too. */
function shorthandsOf({ source, host, modules: resolver }: Run, names: Exports): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const add = (value: Value | undefined): void => {
    if (value?.kind === 'record') for (const [name, each] of value.entries) found.set(name, each);
  };
  const place = prefixOf(nameOf(source));
  const earlier = host.environment.sources.filter((each) => each.language !== 'sql' && SHORTHANDS.test(each.text) && prefixOf(nameOf(each)) < place);
  for (const each of earlier) {
    // what is read of another file is noted, so that a change of it is seen
    ask({ source, host, modules: resolver }, (call) => call.readText(each.file));
    add(exported(loaded(host, each, resolver), 'shorthands'));
  }
  add(exported(names, 'shorthands'));
  return found;
}

/** A file that cannot be parsed is told of where it is read for itself. */
function loaded(host: Host, source: Source, resolver: ModuleResolver): Exports {
  try {
    return host.load(source, resolver);
  } catch {
    return new Map();
  }
}
