import type { Framework, Host, Source } from '../../framework.js';
import type { Script } from '../../migration.js';
import type { Operation } from '../../operation.js';
import { concatText, tracedText, type TracedText } from '../../value.js';
import { absent } from '../script.js';
import { identityAt, NO_TRANSACTION } from './discover.js';
import { wholeOf, type Layout, type Part } from './layout.js';
import { expanded, separated } from './templates.js';

/** A layout's migrations, read. */
export const frameworkOf = (layout: Layout): Framework => ({
  name: layout.name,
  identify: (source) => identityAt(source),
  run: (source, host) => runMigration(layout, source, host),
});

function runMigration(layout: Layout, source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const parts = layout.parts?.(source.text, source.part) ?? { upgrade: wholeOf(source.text) };
  const within = (file: string): boolean => layout.transactions !== 'none' && host.environment.options?.get(file) !== NO_TRANSACTION;
  const read = (file: string, text: string, part: Part): Script => scriptOf({ layout, host, file, text, transactional: within(file) }, part);
  const upgrade = read(source.file, source.text, parts.upgrade);
  if (source.downgrade) {
    const whole = layout.parts?.(source.downgrade.text, undefined).upgrade ?? wholeOf(source.downgrade.text);
    return { upgrade, downgrade: read(source.downgrade.file, source.downgrade.text, whole) };
  }
  return { upgrade, downgrade: parts.downgrade ? read(source.file, source.text, parts.downgrade) : absent(upgrade.transactional) };
}

interface Reading {
  readonly layout: Layout;
  readonly host: Host;
  readonly file: string;
  readonly text: string;
  readonly transactional: boolean;
}

function scriptOf(reading: Reading, part: Part): Script {
  const { host, file } = reading;
  const text = textOf(reading, part);
  const transactional = part.transactional ?? (reading.transactional && isTransaction(reading, text));
  const outcome = host.readScript(text, { inTransaction: transactional });
  const operations = outcome.operations.map((operation) => narrowed(operation, reading.text));
  const span = part.header && { file, ...part.header };
  const status = part.declared ?? (outcome.empty && outcome.unread.length === 0 ? 'empty' : 'present');
  return { status, operations, unread: outcome.unread, transactional, ...(span && { span }) };
}

const HELPER = /^\s*\{\{-?\s*(?:add|create|drop|alter|change|remove)\w*(?:Column|Index|Constraint|Key)\w*(?:\s+"[^"\n]*")+\s*-?\}\}\s*$/iu;

/** A template's helper for parts of a table, `{{ addColumn "users" "bio" }}`, changes what its arguments name, and makes no table. */
function narrowed(operation: Operation, text: string): Operation {
  if (operation.kind !== 'opaque' || operation.touches !== 'anything') return operation;
  const call = text.slice(operation.span.start, operation.span.end);
  if (!HELPER.test(call)) return operation;
  return { ...operation, touches: [...call.matchAll(/"(\w+)"/gu)].map(([, name = '']) => ({ name })) };
}

/** PostgreSQL runs several statements that come as one text in a transaction; MySQL and the rest do not. */
function isTransaction({ layout, host, file }: Reading, text: TracedText): boolean {
  if (layout.transactions !== 'script') return true;
  return host.target.dialect === 'postgres' && host.statements({ file, language: 'sql', text: text.text }).length > 1;
}

function textOf({ layout, host, file, text }: Reading, part: Part): TracedText {
  const traced = concatText(part.stretches.map(({ start, end }) => tracedText(text.slice(start, end), { file, start, end })));
  const known = expanded(traced, layout.placeholders, host.target.dialect);
  return layout.separator ? separated(known, layout.separator) : known;
}
