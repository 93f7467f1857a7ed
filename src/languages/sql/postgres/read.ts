import type { FuncCall, Node } from 'libpg-query';
import type { Draft } from '../../../operation.js';
import type { Span } from '../../../span.js';
import type { TracedText } from '../../../value.js';
import { tokenize, type Token } from '../lexer.js';
import { Seeds, withoutRows } from '../seeds.js';
import { splitStatements } from '../split.js';
import { readTemplate } from '../templates.js';
import { readAlterTable } from './alter-table.js';
import { readAlterObject } from './altered.js';
import { readCreateTable, readCreateTableAs } from './create-table.js';
import { readCreateObject, schemaElements } from './created.js';
import { readDo, type NestedReader } from './do-block.js';
import { readDrop } from './drops.js';
import { readAlterEnum, readCreateEnum } from './enums.js';
import { repair } from './gaps.js';
import { readCreateIndex } from './indexes.js';
import { readMaintenance } from './maintenance.js';
import { opaqueStatement, rejectedStatement } from './opaque.js';
import { parseSql, type ParseError } from './parser.js';
import { readRename, readSetOwner, readSetSchema } from './renames.js';
import { newRoutines, onlyCall, readRoutine, rememberRoutine, type Routines } from './routines.js';
import { readRows } from './rows.js';
import { setsSearchPath, withPublic } from './search-path.js';
import { readSelect } from './select.js';
import { readSetting, readTransaction } from './settings.js';
import { draft, isHoled, statementOf, type Statement, wordAt } from './statement.js';

/** INSERTs longer than this are read up to VALUES only. */
const BULK = 100_000;
/** SQL inside SQL inside SQL is not followed for ever. */
const DEEPEST = 8;

/** What holds for the whole text that is being read, and for the blocks inside it. */
interface Reading {
  readonly depth: number;
  readonly routines: Routines;
}
const newReading = (): Reading => ({ depth: 0, routines: newRoutines() });

/**
 * Reads PostgreSQL: one list of effects for each statement. Never throws; what it cannot read is an `opaque` action.
 * `loadPostgres` must have been awaited.
 */
export function readPostgres(text: TracedText, fallback: Span, reading: Reading = newReading()): readonly (readonly Draft[])[] {
  const read = (filled: TracedText, tokens: readonly Token[]): readonly Draft[] => readStatement(filled, tokens, fallback, reading);
  return (reading.depth === 0 ? readTemplate(text, { dialect: 'postgres', split, read }) : undefined) ?? readText(text, fallback, reading);
}

const split = (text: string): readonly (readonly Token[])[] => splitStatements(text, tokenize(text)).map(({ tokens }) => tokens);

function readText(text: TracedText, fallback: Span, reading: Reading): readonly (readonly Draft[])[] {
  const seeds = new Seeds(text, fallback);
  let ownPath = false;
  return split(text.text).map((tokens) => {
    const drafts = seeds.read(tokens, () => readStatement(text, tokens, fallback, reading)) ?? readStatement(text, tokens, fallback, reading);
    ownPath ||= setsSearchPath(drafts);
    return ownPath ? withPublic(drafts, text.text, tokens) : drafts;
  });
}

function readStatement(traced: TracedText, tokens: readonly Token[], fallback: Span, reading: Reading): readonly Draft[] {
  const start = tokens[0]?.start ?? 0;
  const end = tokens[tokens.length - 1]?.end ?? start;
  const written = traced.text.slice(start, end);
  const plain = statementOf(traced, tokens, fallback, written);
  try {
    if (tokens[0]?.kind === 'command') return readCommand(plain, written);
    const source = withoutRows(written, tokens) ?? shortened(plain, written);
    const parsed = parseSql(source);
    if ('nodes' in parsed) return readNodes(statementOf(traced, tokens, fallback, source), parsed.nodes, reading);
    if (tokens.length === 1 && isHoled(written)) return [opaqueStatement(plain, 'the SQL is not known')];
    const repaired = repair(source, tokens, start);
    if (!repaired) return [refused(plain, written, parsed, reading)];
    const filled = { ...traced, text: traced.text.slice(0, start) + repaired.source + traced.text.slice(start + repaired.source.length) };
    const moved = tokenize(repaired.source).map((token) => ({ ...token, start: token.start + start, end: token.end + start }));
    const drafts = readNodes(statementOf(filled, moved, fallback, repaired.source), repaired.nodes, reading);
    return repaired.partial ? [...drafts, opaqueStatement(plain, 'a part of the statement is not known')] : drafts;
  } catch (problem) {
    return [opaqueStatement(plain, `could not be read: ${problem instanceof Error ? problem.message : String(problem)}`)];
  }
}

function refused(statement: Statement, written: string, { error, rejected }: ParseError, reading: Reading): Draft {
  if (isHoled(written)) return opaqueStatement(statement, 'a part of the statement is not known');
  // inside a block the statement is only what we took for one
  return rejected === true && reading.depth === 0 ? rejectedStatement(statement, error) : opaqueStatement(statement, error);
}

/** Of an INSERT that is long all the same only the head is kept. */
function shortened(statement: Statement, written: string): string {
  if (written.length < BULK || wordAt(statement, 0) !== 'INSERT') return written;
  const values = statement.tokens.slice(0, 5_000).findIndex((_, i) => wordAt(statement, i) === 'VALUES');
  const token = statement.tokens[values];
  return token ? `${written.slice(0, token.end - statement.start)} (0)` : written;
}

/** psql's own commands: those that include a file may do anything. */
function readCommand(statement: Statement, written: string): Draft[] {
  if (!/^\\(?:i|ir|include|include_relative|gexec|copy)\b/u.test(written)) return [];
  return [draft(statement, { kind: 'opaque', reason: 'a command of psql', text: written, touches: 'anything' })];
}

function readNodes(statement: Statement, nodes: readonly Node[], reading: Reading): Draft[] {
  return nodes.flatMap((node) => readNode(statement, node, reading));
}

/** The effects of one node of PostgreSQL's syntax tree. */
function readNode(statement: Statement, node: Node, reading: Reading): Draft[] {
  if ('CreateStmt' in node) return readCreateTable(statement, node.CreateStmt);
  if ('AlterTableStmt' in node) return readAlterTable(statement, node.AlterTableStmt);
  if ('IndexStmt' in node) return readCreateIndex(statement, node.IndexStmt);
  if ('DropStmt' in node) return readDrop(statement, node.DropStmt);
  if ('RenameStmt' in node) return readRename(statement, node.RenameStmt);
  if ('AlterObjectSchemaStmt' in node) return readSetSchema(statement, node.AlterObjectSchemaStmt);
  if ('AlterOwnerStmt' in node) return readSetOwner(statement, node.AlterOwnerStmt);
  if ('CreateEnumStmt' in node) return readCreateEnum(statement, node.CreateEnumStmt);
  if ('AlterEnumStmt' in node) return readAlterEnum(statement, node.AlterEnumStmt);
  if ('CreateTableAsStmt' in node) return readCreateTableAs(statement, node.CreateTableAsStmt);
  if ('SelectStmt' in node) return called(statement, onlyCall(node.SelectStmt), reading) ?? readSelect(statement, node.SelectStmt);
  if ('VariableSetStmt' in node) return readSetting(statement, node.VariableSetStmt);
  if ('TransactionStmt' in node) return readTransaction(statement, node.TransactionStmt);
  if ('DoStmt' in node) return reading.depth < DEEPEST ? readDo(statement, nested(reading)) : [opaqueStatement(statement, 'nested too deeply')];
  if ('CallStmt' in node) return called(statement, node.CallStmt.funccall, reading) ?? [unreadNode(statement, node)];
  if ('CreateFunctionStmt' in node) rememberRoutine(statement, node.CreateFunctionStmt, reading.routines);
  if ('ExplainStmt' in node) return readExplain(statement, node.ExplainStmt.query, node.ExplainStmt.options, reading);
  if (NO_EFFECT.has(Object.keys(node)[0] ?? '')) return [];
  const made = readCreateObject(statement, node);
  if (made) return [...made, ...schemaElements(node).flatMap((element) => readNode(statement, element, reading))];
  return readRows(statement, node) ?? readMaintenance(statement, node) ?? readAlterObject(statement, node) ?? [unreadNode(statement, node)];
}

const nested = (reading: Reading): NestedReader => (text, fallback) => readPostgres(text, fallback, { ...reading, depth: reading.depth + 1 });

const called = (statement: Statement, call: FuncCall | undefined, reading: Reading): Draft[] | undefined =>
  reading.depth < DEEPEST ? readRoutine(statement, call, reading.routines, nested(reading)) : undefined;

/** EXPLAIN runs the statement only with ANALYZE. */
function readExplain(statement: Statement, query: Node | undefined, options: readonly Node[] | undefined, reading: Reading): Draft[] {
  const analyze = (options ?? []).some((option) => 'DefElem' in option && option.DefElem.defname === 'analyze');
  return analyze && query ? readNode(statement, query, reading) : [];
}

const NO_EFFECT = new Set([
  'NotifyStmt', 'ListenStmt', 'UnlistenStmt', 'DiscardStmt', 'CheckPointStmt', 'LoadStmt', 'DeclareCursorStmt', 'ClosePortalStmt', 'FetchStmt', 'ConstraintsSetStmt', 'VariableShowStmt',
  'DeallocateStmt', 'PrepareStmt', 'SecLabelStmt', 'AlterSystemStmt',
]);

function unreadNode(statement: Statement, node: Node): Draft {
  const reason = 'CallStmt' in node ? 'calls a procedure' : 'its effect is not known';
  return draft(statement, { kind: 'opaque', reason, text: statement.traced.text.slice(statement.start, statement.end), touches: 'anything' });
}
