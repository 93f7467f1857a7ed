import type { Draft } from '../../../operation.js';
import { concatText, sliceText, type TracedText } from '../../../value.js';
import type { NestedReader } from './do-block.js';
import { textOf, type Variables } from './dynamic.js';
import { negated, readCondition, readLookup, type BlockCondition } from './existence.js';
import { caught, guarded } from './guards.js';
import { blanked } from './literal.js';
import { findWord, spanBetween, wordAt, type Statement, type TokenRange } from './statement.js';

/** A block that is being read. */
interface Block {
  readonly statement: Statement;
  readonly read: NestedReader;
  readonly out: Draft[];
  /** Texts of variables, and what was looked for before they were set. */
  readonly texts: Map<string, TracedText>;
  readonly looked: Map<string, BlockCondition>;
}
interface End {
  readonly at: number;
  /** The last statement leaves the block. */
  readonly left: boolean;
}

/** Reads the body of a PL/pgSQL block: what its statements do, and under which conditions. */
export function readBlock(statement: Statement, read: NestedReader, given: Variables = new Map()): Draft[] {
  const block: Block = { statement, read, out: [], texts: new Map(given), looked: new Map() };
  readList(block, 0, [], new Set());
  return block.out;
}

const END_OF_LIST = new Set(['END', 'ELSE', 'ELSIF', 'ELSEIF', 'EXCEPTION', 'WHEN']);

/** Statements up to a word that ends the list. */
function readList(block: Block, from: number, outer: readonly BlockCondition[], stops: ReadonlySet<string>): End {
  const { statement } = block;
  let conditions = outer;
  let left = false;
  let at = from;
  while (at < statement.tokens.length) {
    const word = wordAt(statement, at);
    if (word === ';') at += 1;
    else if (stops.has(word) || (word === 'END' && stops.size > 0)) return { at, left };
    else if (word === 'END') at = statementEnd(statement, at) + 1;
    else if (word === '<') at = afterLabel(statement, at);
    else if (word === 'DECLARE') at = readDeclarations(block, at + 1);
    else if (word === 'BEGIN') at = readNested(block, at + 1, conditions);
    else if (word === 'IF') {
      const end = readIf(block, at, conditions);
      at = end.at;
      if (end.rest !== undefined) conditions = [...conditions, end.rest.condition];
    } else if (word === 'CASE') at = readCase(block, at + 1, conditions);
    else if (['LOOP', 'WHILE', 'FOR', 'FOREACH'].includes(word)) at = readLoop(block, at, conditions);
    else {
      const end = statementEnd(statement, at);
      left = word === 'RETURN' || (word === 'RAISE' && !MESSAGES.has(wordAt(statement, at + 1)));
      readLeaf(block, { from: at, to: end }, conditions);
      at = end + 1;
    }
  }
  return { at, left };
}
const MESSAGES = new Set(['NOTICE', 'WARNING', 'INFO', 'LOG', 'DEBUG']);

function afterLabel(statement: Statement, at: number): number {
  let i = at + 1;
  while (i < statement.tokens.length && wordAt(statement, i) !== '>') i += 1;
  return wordAt(statement, i + 1) === '>' ? i + 2 : i + 1;
}

function statementEnd(statement: Statement, from: number): number {
  const end = findWord(statement, [';'], from);
  return end < 0 ? statement.tokens.length : end;
}

const rangeText = (statement: Statement, range: TokenRange): TracedText =>
  sliceText(statement.traced, statement.tokens[range.from]?.start ?? 0, statement.tokens[range.to - 1]?.end ?? 0);
const nameAt = (statement: Statement, at: number): string => {
  const token = statement.tokens[at];
  return token ? statement.traced.text.slice(token.start, token.end).toLowerCase() : '';
};

function readDeclarations(block: Block, from: number): number {
  const { statement } = block;
  let at = from;
  while (at < statement.tokens.length && wordAt(statement, at) !== 'BEGIN') {
    const end = statementEnd(statement, at);
    const given = findWord(statement, ['DEFAULT', '='], at, end);
    if (given >= 0) assign(block, nameAt(statement, at), { from: given + 1, to: end });
    at = end + 1;
  }
  return at;
}

function assign(block: Block, name: string, value: TokenRange): void {
  const text = textOf(block.statement, value, block.texts);
  if (text.holes.length === 1 && text.holes[0]?.end === text.text.length && text.holes[0].start === 0) block.texts.delete(name);
  else block.texts.set(name, text);
  const condition = readCondition(rangeText(block.statement, value).text, block.looked);
  if (condition) block.looked.set(name, condition);
  else block.looked.delete(name);
}

/** `BEGIN ... [EXCEPTION WHEN ... THEN ...] END`, from behind BEGIN. */
function readNested(block: Block, from: number, conditions: readonly BlockCondition[]): number {
  const { statement, out } = block;
  const first = out.length;
  let { at } = readList(block, from, conditions, new Set(['EXCEPTION']));
  const last = out.length;
  if (wordAt(statement, at) === 'EXCEPTION') {
    at += 1;
    const errors: string[] = [];
    while (wordAt(statement, at) === 'WHEN') {
      const then = findWord(statement, ['THEN'], at);
      if (then < 0) return statement.tokens.length;
      const handled = rangeText(statement, { from: at + 1, to: then }).text.match(/\w+/gu) ?? [];
      const end = readList(block, then + 1, [...conditions, undefined], new Set(['WHEN']));
      if (!end.left) errors.push(...handled.map((word) => word.toLowerCase()));
      at = end.at;
    }
    if (errors.length > 0) for (let i = first; i < last; i += 1) out.splice(i, 1, caught(out[i] as Draft, errors, last - first === 1));
  }
  return statementEnd(statement, at) + 1;
}

function readIf(block: Block, from: number, conditions: readonly BlockCondition[]): { readonly at: number; readonly rest?: { readonly condition: BlockCondition } } {
  const { statement } = block;
  const before: BlockCondition[] = [];
  let at = from;
  let only: End | undefined;
  let branches = 0;
  const known = snapshot(block);
  while (at < statement.tokens.length && wordAt(statement, at) !== 'END') {
    branches += 1;
    let condition: BlockCondition | 'else' = 'else';
    if (wordAt(statement, at) !== 'ELSE') {
      const then = findThen(statement, at + 1);
      condition = readCondition(rangeText(statement, { from: at + 1, to: then }).text, block.looked);
      at = then;
    }
    restore(block, known);
    only = readList(block, at + 1, [...conditions, ...before.map(negated), ...(condition === 'else' ? [] : [condition])], END_OF_LIST);
    if (condition !== 'else') before.push(condition);
    if (only.at <= at) break;
    at = only.at;
    if (!['ELSIF', 'ELSEIF', 'ELSE'].includes(wordAt(statement, at))) break;
  }
  forgetChanges(block, known);
  const end = statementEnd(statement, at) + 1;
  return only?.left === true && branches === 1 ? { at: end, rest: { condition: negated(before[0]) } } : { at: end };
}

/** THEN, past those of CASE expressions. */
function findThen(statement: Statement, from: number): number {
  let cases = 0;
  for (let i = from; i < statement.tokens.length; i += 1) {
    const word = wordAt(statement, i);
    if (word === 'CASE') cases += 1;
    else if (word === 'END' && cases > 0) cases -= 1;
    else if (word === 'THEN' && cases === 0) return i;
  }
  return statement.tokens.length;
}

/** `CASE ... WHEN ... THEN statements ... END CASE`, from behind CASE. */
function readCase(block: Block, from: number, conditions: readonly BlockCondition[]): number {
  const { statement } = block;
  let at = findWord(statement, ['WHEN'], from);
  const known = snapshot(block);
  while (at >= 0 && ['WHEN', 'ELSE'].includes(wordAt(statement, at))) {
    const body = wordAt(statement, at) === 'ELSE' ? at : findThen(statement, at + 1);
    restore(block, known);
    at = readList(block, body + 1, [...conditions, undefined], END_OF_LIST).at;
  }
  forgetChanges(block, known);
  return at < 0 ? statementEnd(statement, from) + 1 : statementEnd(statement, at) + 1;
}

/** Lists longer than this are not unrolled. */
const UNROLLED = 200;

function readLoop(block: Block, from: number, conditions: readonly BlockCondition[]): number {
  const { statement } = block;
  const loop = findWord(statement, ['LOOP'], from);
  if (loop < 0) return statement.tokens.length;
  const known = snapshot(block);
  const items = loopItems(block, { from, to: loop });
  let at = loop;
  if (items) {
    const variable = nameAt(statement, from + 1);
    for (const item of items) {
      block.texts.set(variable, item);
      at = readList(block, loop + 1, conditions, END_OF_LIST).at;
    }
    block.texts.delete(variable);
  } else {
    if (wordAt(statement, from).startsWith('FOR')) block.texts.delete(nameAt(statement, from + 1));
    at = readList(block, loop + 1, [...conditions, undefined], END_OF_LIST).at;
  }
  forgetChanges(block, known);
  return statementEnd(statement, at) + 1;
}

/** The texts of `FOREACH x IN ARRAY ARRAY['a', 'b']` and `FOR x IN SELECT unnest(ARRAY['a', 'b'])`. */
function loopItems(block: Block, header: TokenRange): TracedText[] | undefined {
  const { statement } = block;
  const words = statement.tokens.slice(header.from, header.to).map((_, i) => wordAt(statement, header.from + i));
  const open = words.indexOf('[');
  const head = words.slice(2, open).join(' ');
  if (open < 0 || (head !== 'IN ARRAY ARRAY' && head !== 'IN SELECT UNNEST ( ARRAY')) return undefined;
  const items: TracedText[] = [];
  let at = header.from + open + 1;
  while (statement.tokens[at]?.kind === 'string' && items.length < UNROLLED) {
    items.push(textOf(statement, { from: at, to: at + 1 }, block.texts));
    at += 1;
    if (wordAt(statement, at) !== ',') break;
    at += 1;
  }
  const tail = statement.tokens.slice(at, header.to).map((_, i) => wordAt(statement, at + i)).join(' ');
  return items.length > 0 && /^\](?: : : \w+ \[ \])?(?: \))?$/u.test(tail) ? items : undefined;
}

interface Snapshot {
  readonly texts: ReadonlyMap<string, TracedText>;
  readonly looked: ReadonlyMap<string, BlockCondition>;
}
const snapshot = (block: Block): Snapshot => ({ texts: new Map(block.texts), looked: new Map(block.looked) });

function restore(block: Block, known: Snapshot): void {
  block.texts.clear();
  block.looked.clear();
  for (const [name, text] of known.texts) block.texts.set(name, text);
  for (const [name, condition] of known.looked) block.looked.set(name, condition);
}

/** What a branch or loop may have set is not known behind it. */
function forgetChanges(block: Block, known: Snapshot): void {
  for (const [name, text] of block.texts) if (known.texts.get(name) !== text) block.texts.delete(name);
  for (const [name, condition] of block.looked) if (known.looked.get(name) !== condition) block.looked.delete(name);
}

const SILENT = new Set(['NULL', 'RAISE', 'ASSERT', 'EXIT', 'CONTINUE', 'GET', 'OPEN', 'FETCH', 'MOVE', 'CLOSE', 'RETURN']);

function readLeaf(block: Block, range: TokenRange, conditions: readonly BlockCondition[]): void {
  const { statement } = block;
  const word = wordAt(statement, range.from);
  if (SILENT.has(word)) return;
  const fallback = spanBetween(statement, statement.tokens[range.from]?.start ?? 0, statement.tokens[range.to - 1]?.end ?? 0);
  const emit = (text: TracedText): void => {
    for (const drafts of block.read(text, fallback)) block.out.push(...drafts.map((draft) => guarded(draft, conditions)));
  };
  if (word === 'EXECUTE') {
    const end = findWord(statement, ['INTO', 'USING'], range.from, range.to);
    const expression = { from: range.from + 1, to: end < 0 ? range.to : end };
    const text = textOf(statement, expression, block.texts);
    const [hole] = text.holes;
    if (hole?.start === 0 && hole.end === text.text.length) {
      block.out.push(guarded({ kind: 'opaque', reason: 'SQL that is put together when it runs', text: rangeText(statement, range).text, touches: 'anything', span: fallback }, conditions));
    } else emit(text);
    return;
  }
  const assignment = assignmentAt(statement, range);
  if (assignment !== undefined) {
    assign(block, nameAt(statement, range.from), { from: assignment, to: range.to });
    emit(concatText([{ text: 'SELECT ', pieces: [], holes: [] }, rangeText(statement, { from: assignment, to: range.to })]));
    return;
  }
  const { text, into } = withoutInto(statement, range);
  if (word === 'PERFORM' || word === 'SELECT') {
    const query = word === 'PERFORM' ? blanked(text, 0, 'PERFORM'.length, 'SELECT') : text;
    const looked = readLookup(query.text, block.looked);
    for (const name of ['found', ...(into === undefined ? [] : [into])]) {
      if (looked) block.looked.set(name, looked);
      else block.looked.delete(name);
    }
    emit(query);
  } else emit(text);
}

/** Index of the value of `name := value`. */
function assignmentAt(statement: Statement, range: TokenRange): number | undefined {
  let at = range.from + 1;
  while (wordAt(statement, at) === '.') at += 2;
  if (wordAt(statement, at) === '[') at = findWord(statement, ['='], at, range.to);
  if (at < 0) return undefined;
  if (wordAt(statement, at) === ':' && wordAt(statement, at + 1) === '=') return at + 2;
  return wordAt(statement, at) === '=' && statement.tokens[range.from]?.kind === 'word' ? at + 1 : undefined;
}

/** Takes out `INTO [STRICT] target`, which only PL/pgSQL has. */
function withoutInto(statement: Statement, range: TokenRange): { readonly text: TracedText; readonly into?: string } {
  const text = rangeText(statement, range);
  const rows = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(wordAt(statement, range.from));
  const from = rows ? findWord(statement, ['RETURNING'], range.from, range.to) : range.from;
  const into = from < 0 ? -1 : findWord(statement, ['INTO'], from, range.to);
  if (into < 0 || (wordAt(statement, range.from) === 'WITH' && wordAt(statement, into - 1) === 'INSERT')) return { text };
  let at = into + 1;
  if (wordAt(statement, at) === 'STRICT') at += 1;
  const name = nameAt(statement, at);
  while (at < range.to) {
    at += 1;
    while (wordAt(statement, at) === '.') at += 2;
    if (wordAt(statement, at) !== ',') break;
    at += 1;
  }
  const base = statement.tokens[range.from]?.start ?? 0;
  const start = (statement.tokens[into]?.start ?? base) - base;
  const end = (statement.tokens[Math.min(at, range.to) - 1]?.end ?? base) - base;
  return { text: blanked(text, start, end), into: name };
}
