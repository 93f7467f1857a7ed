import { factsOf } from '../dialects/dialect.js';
import { languageOf } from '../languages/index.js';
import { withComments } from './comments.js';
import { edited, type Edit } from './edits.js';
import { appendingTo } from './script-append.js';
import { hasReturnType, headerEdits, receiverOf } from './script-header.js';
import { importOfSql } from './script-imports.js';
import { besideUpgrade } from './script-place.js';
import { literalOf, senderOf, type Sender } from './script-senders.js';
import { beginsLine, indentAt, statementsOf, Tree, type Node, type Site } from './script-sites.js';
import { sqlOf } from './sql.js';
import { Unwritable } from './sql-parts.js';
import type { PlannedStep } from './step.js';
import type { FileChange, WayBack } from './way-back.js';

/** What the statements of a way back are written with. */
interface Writing {
  readonly way: WayBack;
  readonly tree: Tree;
  readonly sender: Sender;
  readonly semicolon: string;
  readonly unit: string;
}

export const isScript = ({ history, migration }: WayBack): boolean => history.sources.get(migration.file)?.language === 'typescript';

/** The way back as SQL that a migration in JavaScript or TypeScript sends. */
export function writeScript(way: WayBack): readonly FileChange[] {
  const { history, migration, mode } = way;
  const text = history.sources.get(migration.file)?.text ?? '';
  const sender = senderOf(history.framework.name, text);
  if (!sender) throw new Unwritable(`downgrades of ${history.framework.name} are not written yet`);
  languageOf('typescript');
  const tree = new Tree(migration.file, text);
  const up = siteOf(way, tree, 'upgrade');
  const writing: Writing = { way, tree, sender, semicolon: /;[ \t]*$/mu.test(text) ? ';' : '', unit: unitOf(text, up) };
  const edits = migration.downgrade.span === undefined || migration.downgrade.status === 'inferred' ? added(writing, up) : mode === 'append' ? appended(writing, up) : replaced(writing, up);
  const imports = history.framework.name === 'kysely' && way.steps.length > 0 ? importOfSql(tree, writing.semicolon) : [];
  return [{ file: migration.file, before: text, after: edited(text, [...imports, ...edits]) }];
}

function siteOf({ migration }: WayBack, tree: Tree, direction: 'upgrade' | 'downgrade'): Site {
  const { span } = migration[direction];
  const site = span?.file === migration.file ? tree.functionAt(span.end) : undefined;
  if (!site) throw new Unwritable(`the ${direction} is written elsewhere`);
  return site;
}

function unitOf(text: string, up: Site): string {
  const first = statementsOf(up)?.[0];
  const outer = indentAt(text, (up.member ?? up.node).start);
  const inner = first && beginsLine(text, first.start) ? indentAt(text, first.start) : '';
  return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : outer === '' ? '  ' : outer;
}

const outerOf = ({ tree }: Writing, { node, member }: Site): string => indentAt(tree.text, (member ?? node).start);

function added(writing: Writing, up: Site): readonly Edit[] {
  const { tree, sender } = writing;
  const { calls, asynchronous } = callsOf(writing, up, up);
  const header = headerEdits(tree.text, up, { asynchronous, mostParameters: sender.parameters ?? Infinity });
  return besideUpgrade(tree, up, header, blockOf(outerOf(writing, up), calls));
}

function replaced(writing: Writing, up: Site): readonly Edit[] {
  const { tree, sender, way } = writing;
  const site = siteOf(way, tree, 'downgrade');
  const model = lacksReceiver(writing, site) ? up : undefined;
  const { calls, asynchronous } = callsOf(writing, site, model ?? site);
  const header = headerEdits(tree.text, site, { asynchronous, mostParameters: sender.parameters ?? Infinity, ...(model && { parametersOf: model }) });
  return [...header, { start: site.headerEnd, end: site.node.end, text: (statementsOf(site) ? '' : ' ') + blockOf(outerOf(writing, site), calls) }];
}

/** It has no parameter, or one that is marked as unused. */
function lacksReceiver({ sender, way }: Writing, site: Site): boolean {
  if (sender.ownReceiver || way.steps.length === 0) return false;
  const [first] = site.node.params;
  return first === undefined || (way.mode === 'replace' && first.type === 'Identifier' && first.name.startsWith('_'));
}

const blockOf = (outer: string, calls: string): string => (calls === '' ? '{}' : `{\n${calls}\n${outer}}`);

interface Calls {
  readonly calls: string;
  readonly asynchronous: boolean;
}

/** The body of a function that does nothing else: a single call may be returned where the file does so. */
function callsOf(writing: Writing, site: Site, named: Site): Calls {
  const { sender, tree, way } = writing;
  const statements = way.steps.flatMap((step) => sqlOf(step, styleOf(writing)));
  const callsBack = site.node.params.length > (sender.parameters ?? Infinity);
  const returned = sender.awaited && statements.length === 1 && !site.node.async && !callsBack && !hasReturnType(tree.text, site);
  const word = returned ? 'return ' : sender.awaited ? 'await ' : '';
  return { calls: linesOf(writing, { name: receiver(writing, named), word, indent: outerOf(writing, site) + writing.unit }), asynchronous: sender.awaited && statements.length > 0 && !returned };
}

function receiver({ sender, way }: Writing, site: Site): string {
  const name = sender.ownReceiver || way.steps.length === 0 ? '' : receiverOf(site);
  if (name === undefined) throw new Unwritable('what the downgrade is given has no name');
  return name;
}

function styleOf({ way, sender }: Writing): Parameters<typeof sqlOf>[1] {
  const { dialect } = way.history.target;
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  const always = (name: string): string => (mysql ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`);
  return { dialect, quote: sender.quotesNames ? always : factsOf(dialect).quoteName };
}

interface Sending {
  readonly name: string;
  /** What stands before the call. */
  readonly word: string;
  readonly options?: string;
  readonly indent: string;
}

function linesOf(writing: Writing, { name, word, options = '', indent }: Sending): string {
  const { way, sender, semicolon, tree } = writing;
  const print = (sql: string): string => `${indent}${word}${sender.call(literalOf(sql, sender, tree.text), name, options)}${semicolon}`;
  // the text of a function must stay as it was, line by line
  const laid = (step: PlannedStep): readonly string[] => sqlOf(step, styleOf(writing)).map((sql) => (step.action.kind === 'createTable' ? sql.replaceAll('\n', `\n${indent}`) : sql));
  return withComments(way.steps, (step) => laid(step).map(print).join('\n'), `${indent}//`).join('\n');
}

function appended(writing: Writing, up: Site): readonly Edit[] {
  const { tree, sender, way } = writing;
  const { text } = tree;
  const outermost = siteOf(way, tree, 'downgrade');
  const most = sender.parameters ?? Infinity;
  if (outermost.node.params.length > most) throw new Unwritable('the downgrade calls back when it is done: it has to be extended by hand');
  const model = lacksReceiver(writing, outermost) ? up : undefined;
  const { site, transaction, before } = way.history.framework.name === 'sequelize' ? appendingTo(tree, outermost) : { site: outermost };
  const options = transaction === undefined ? '' : transaction === 'transaction' ? ', { transaction }' : `, { transaction: ${transaction} }`;
  const lines = (indent: string): string => linesOf(writing, { name: receiver(writing, model ?? outermost), word: sender.awaited ? 'await ' : '', options, indent });
  const header = headerEdits(text, site, { asynchronous: sender.awaited, mostParameters: Infinity, ...(model && site === outermost && { parametersOf: model }) });
  const outside = model && site !== outermost ? headerEdits(text, outermost, { asynchronous: false, mostParameters: most, parametersOf: model }) : [];
  return [...outside, ...header, ...(before ? ahead(text, before, lines) : behind(writing, site, lines))];
}

function ahead(text: string, { start }: Node, lines: (indent: string) => string): readonly Edit[] {
  const indent = indentAt(text, start);
  return [{ start, end: start, text: `${lines(indent).trimStart()}\n${indent}` }];
}

/** Behind what a function does: what it gives back is waited for first. */
function behind(writing: Writing, site: Site, lines: (indent: string) => string): readonly Edit[] {
  const { tree, sender, unit, semicolon } = writing;
  const { text } = tree;
  const statements = statementsOf(site);
  const outer = outerOf(writing, site);
  const word = sender.awaited || site.node.async ? 'await ' : '';
  if (!statements) {
    const value = text.slice(site.headerEnd, site.node.end).trim();
    return [{ start: site.headerEnd, end: site.node.end, text: ` {\n${outer}${unit}${word}${value}${semicolon}\n${lines(outer + unit)}\n${outer}}` }];
  }
  const last = statements.at(-1);
  const indent = last && beginsLine(text, last.start) ? indentAt(text, last.start) : outer + unit;
  const end = site.node.end - 1;
  const start = site.headerEnd + 1 + text.slice(site.headerEnd + 1, end).trimEnd().length;
  return [...waited(last, word), { start, end, text: `\n${lines(indent)}\n${outer}` }];
}

function waited(last: Node | undefined, word: string): readonly Edit[] {
  if (last?.type !== 'ReturnStatement') return [];
  if (!last.argument) throw new Unwritable('the downgrade returns early');
  return [{ start: last.start, end: last.argument.start, text: word }];
}
