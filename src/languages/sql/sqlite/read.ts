import { type Select, type Stmt, traverse } from 'sqlite3-parser';
import type { Draft } from '../../../operation.js';
import type { Span } from '../../../span.js';
import type { TracedText } from '../../../value.js';
import { SQLITE_LEXICAL, tokenize, type Token } from '../lexer.js';
import { repairFor } from '../postgres/gaps.js';
import { opaqueStatement, rejectedStatement } from '../postgres/opaque.js';
import { draft, isHoled, wordAt, type Statement } from '../postgres/statement.js';
import { Seeds, withoutRows } from '../seeds.js';
import { readTemplate } from '../templates.js';
import { readAlteredColumn, readAlterTable } from './alter-table.js';
import { readCreateTable, readVirtualTable } from './create-table.js';
import { readCreateIndex, readCreateTrigger, readCreateView, readDropIndex, readDropTrigger, readDropView } from './objects.js';
import { relationName } from './names.js';
import { parseSql } from './parser.js';
import { readDelete, readInsert, readUpdate } from './rows.js';
import { readPragma } from './settings.js';
import { splitStatements } from './split.js';

/** Reads SQLite: one list of effects for each statement. Never throws; what it cannot read is an `opaque` action. */
export function readSqlite(text: TracedText, fallback: Span): readonly (readonly Draft[])[] {
  const read = (traced: TracedText, tokens: readonly Token[]): readonly Draft[] => readStatement(traced, tokens, fallback);
  const seeds = new Seeds(text, fallback);
  return readTemplate(text, { dialect: 'sqlite', split, read }) ?? split(text.text).map((tokens) => seeds.read(tokens, () => read(text, tokens)) ?? read(text, tokens));
}
const split = (text: string): readonly (readonly Token[])[] => splitStatements(text, tokenize(text, SQLITE_LEXICAL));

function statementOf(traced: TracedText, tokens: readonly Token[], fallback: Span): Statement {
  const start = tokens[0]?.start ?? 0;
  return { traced, start, end: tokens[tokens.length - 1]?.end ?? start, tokens, fallback, offset: (location) => (location === undefined ? undefined : start + location) };
}

const UNKNOWN_PART = 'a part of the statement is not known';

function readStatement(traced: TracedText, tokens: readonly Token[], fallback: Span): readonly Draft[] {
  const statement = statementOf(traced, tokens, fallback);
  const written = traced.text.slice(statement.start, statement.end);
  try {
    const parsed = parseSql(withoutRows(written, tokens) ?? written);
    if ('nodes' in parsed) return parsed.nodes.flatMap((node) => readNode(statement, node));
    const altered = readAlteredColumn(statement);
    if (altered) return altered;
    if (tokens.length === 1 && isHoled(written)) return [opaqueStatement(statement, 'the SQL is not known')];
    const repaired = repairFor(parseSql, written, tokens, statement.start);
    if (!repaired) return [isHoled(written) ? opaqueStatement(statement, UNKNOWN_PART) : rejectedStatement(statement, parsed.error, 'SQLite')];
    const filled = { ...traced, text: traced.text.slice(0, statement.start) + repaired.source + traced.text.slice(statement.end) };
    const moved = tokenize(repaired.source, SQLITE_LEXICAL).map((token) => ({ ...token, start: token.start + statement.start, end: token.end + statement.start }));
    const drafts = repaired.nodes.flatMap((node) => readNode(statementOf(filled, moved, fallback), node));
    return repaired.partial ? [...drafts, opaqueStatement(statement, UNKNOWN_PART)] : drafts;
  } catch (problem) {
    return [opaqueStatement(statement, `could not be read: ${problem instanceof Error ? problem.message : String(problem)}`)];
  }
}

function readNode(statement: Statement, node: Stmt): Draft[] {
  switch (node.type) {
    case 'CreateTableStmt':
      return readCreateTable(statement, node);
    case 'CreateVirtualTableStmt':
      return readVirtualTable(statement, node);
    case 'AlterTableStmt':
      return readAlterTable(statement, node);
    case 'DropTableStmt':
      return [draft(statement, { kind: 'dropTable', table: relationName(node.tblName), ...(node.ifExists ? { ifExists: true } : {}) })];
    case 'CreateIndexStmt':
      return readCreateIndex(statement, node);
    case 'DropIndexStmt':
      return readDropIndex(statement, node);
    case 'CreateViewStmt':
      return readCreateView(statement, node);
    case 'DropViewStmt':
      return readDropView(statement, node);
    case 'CreateTriggerStmt':
      return readCreateTrigger(statement, node);
    case 'DropTriggerStmt':
      return readDropTrigger(statement, node);
    case 'InsertStmt':
      return readInsert(statement, node);
    case 'UpdateStmt':
      return readUpdate(statement, node);
    case 'DeleteStmt':
      return readDelete(statement, node);
    case 'PragmaStmt':
      return readPragma(statement, node);
    case 'BeginStmt':
      return [draft(statement, { kind: 'transaction', verb: 'begin' })];
    case 'CommitStmt':
      return [draft(statement, { kind: 'transaction', verb: 'commit' })];
    case 'RollbackStmt':
      return [draft(statement, { kind: 'transaction', verb: node.savepointName ? 'savepoint' : 'rollback' })];
    case 'SavepointStmt':
    case 'ReleaseStmt':
      return [draft(statement, { kind: 'transaction', verb: 'savepoint' })];
    case 'AttachStmt':
    case 'DetachStmt':
      return [draft(statement, { kind: 'opaque', reason: `${wordAt(statement, 0)} DATABASE: what is in that file is not known`, touches: [] })];
    case 'SelectStmt':
      return readSelect(statement, node.body);
    case 'AnalyzeStmt':
    case 'ExplainStmt':
    case 'ReindexStmt':
    case 'VacuumStmt':
      return [];
  }
}

/** Functions of the shell, of SpatiaLite and of replication extensions that do more than compute a value. */
const EFFECTS = /^(?:load_extension|writefile|edit|fts3_tokenizer|crsql_\w+|init_?spatial_?metadata\w*|(?:add|recover|discard)geometrycolumn|(?:create|disable)spatialindex|createmissing\w+)$/iu;

/** SELECT has no effect but that of the functions it calls. */
function readSelect(statement: Statement, select: Select): Draft[] {
  const out: Draft[] = [];
  traverse(select, {
    nodes: {
      FunctionCallExpr(call) {
        if (EFFECTS.test(call.name.name)) out.push(draft(statement, { kind: 'opaque', reason: `calls a function: ${call.name.name}`, touches: 'anything' }));
      },
    },
  });
  return out;
}
