import type { CreateFunctionStmt, FuncCall, Node, SelectStmt } from 'libpg-query';
import type { Draft } from '../../../operation.js';
import type { Span } from '../../../span.js';
import { tracedText, type TracedText } from '../../../value.js';
import { tokenize } from '../lexer.js';
import { readBlock } from './block.js';
import type { NestedReader } from './do-block.js';
import { nodesOf, stringConstant } from './expression.js';
import { literalText } from './literal.js';
import { stringsOf } from './names.js';
import { spanOf, statementOf, wordAt, type Statement } from './statement.js';

/** A function or procedure that the text itself has made. */
interface Routine {
  readonly language: string;
  readonly body: TracedText;
  readonly parameters: readonly string[];
}

/** The routines of a text by their last name. What their bodies may be read for is bounded: they may call each other without end. */
export interface Routines {
  readonly made: Map<string, Routine>;
  characters: number;
}
const MOST_CHARACTERS = 2_000_000;
export const newRoutines = (): Routines => ({ made: new Map(), characters: MOST_CHARACTERS });

/** Keeps the body of a routine for the calls that follow. */
export function rememberRoutine(statement: Statement, node: CreateFunctionStmt, routines: Routines): void {
  const name = stringsOf(node.funcname).pop()?.toLowerCase();
  if (name === undefined) return;
  const body = statement.tokens.filter((token, i) => token.kind === 'string' && wordAt(statement, i - 1) === 'AS').pop();
  const language = nodesOf<{ defname?: string; arg?: Node }>(node.options, 'DefElem').find((option) => option.defname === 'language')?.arg;
  const written = language && 'String' in language ? (language.String.sval ?? '').toLowerCase() : '';
  if (!body || (written !== 'plpgsql' && written !== 'sql')) routines.made.delete(name);
  else {
    const parameters = nodesOf<{ name?: string }>(node.parameters, 'FunctionParameter').map((parameter) => parameter.name ?? '');
    routines.made.set(name, { language: written, body: literalText(statement.traced, body), parameters });
  }
}

/** The one call that a SELECT consists of: it runs once, and nothing else decides about it. */
export function onlyCall(node: SelectStmt): FuncCall | undefined {
  if (node.fromClause || node.whereClause || node.withClause || node.intoClause || node.targetList?.length !== 1) return undefined;
  const [target] = node.targetList;
  const value = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  return value && 'FuncCall' in value ? value.FuncCall : undefined;
}

/** What a call does, where the text has made the routine. `undefined`: its body is not known. */
export function readRoutine(statement: Statement, call: FuncCall | undefined, routines: Routines, read: NestedReader): Draft[] | undefined {
  const name = stringsOf(call?.funcname).pop()?.toLowerCase() ?? '';
  const routine = routines.made.get(name);
  if (!call || !routine || routine.body.text.length > routines.characters) return undefined;
  routines.characters -= routine.body.text.length;
  // what calls itself is not followed
  routines.made.delete(name);
  const drafts = readBody(routine, call, spanOf(statement), read);
  routines.made.set(name, routine);
  return drafts;
}

function readBody(routine: Routine, call: FuncCall, span: Span, read: NestedReader): Draft[] {
  if (routine.language === 'sql') return read(routine.body, span).flat();
  const given = new Map<string, TracedText>();
  routine.parameters.forEach((name, i) => {
    const text = stringConstant(call.args?.[i]);
    if (text !== undefined) given.set(name.toLowerCase(), tracedText(text, span, false));
  });
  return readBlock(statementOf(routine.body, tokenize(routine.body.text), span, ''), read, given);
}
