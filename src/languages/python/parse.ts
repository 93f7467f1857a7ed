import type * as PyAst from 'py-ast';
import { type Comment, SyntaxProblem } from '../../evaluate/core.js';
import { type Positions, prepare } from './positions.js';

/** A parsed file. The tree's places are the parser's own: `positions` turns them into offsets. */
export interface PythonTree {
  readonly file: string;
  readonly text: string;
  readonly module: PyAst.Module;
  readonly positions: Positions;
}

let parser: typeof PyAst | undefined;

/** Must be awaited once before `parsePython` and `pythonComments`. */
export async function loadPython(): Promise<void> {
  parser ??= await import('py-ast');
}

function loaded(): typeof PyAst {
  if (!parser) throw new Error('loadPython() must be awaited before Python is parsed');
  return parser;
}

export function parsePython(file: string, text: string): PythonTree {
  const { parse } = loaded();
  const { parsed, positions } = prepare(text);
  try {
    return { file, text, positions, module: parse(parsed) };
  } catch (error) {
    throw syntaxProblem(error, file, text, positions);
  }
}

/** Comments in order. Of a file that cannot be split into tokens, those before the place of the error. */
export function pythonComments(_file: string, text: string): Comment[] {
  const { Lexer, TokenType } = loaded();
  const { parsed, positions } = prepare(text);
  const lexer = new Lexer(parsed);
  let tokens: ReturnType<typeof lexer.tokenize>;
  try {
    tokens = lexer.tokenize();
  } catch {
    tokens = (lexer as unknown as { tokens: typeof tokens }).tokens;
  }
  const comments: Comment[] = [];
  for (const token of tokens) {
    if (token.type !== TokenType.COMMENT) continue;
    const start = positions.offset(token.lineno, token.col_offset);
    const end = positions.offset(token.end_lineno, token.end_col_offset);
    comments.push({ start, end, text: text.slice(start + 1, end) });
  }
  return comments;
}

const AT_LINE = / at line (\d+)(?:, column (\d+))?$/;

/** The parser throws plain errors: its own carry the place as properties, those of its lexer in the message only. */
function syntaxProblem(error: unknown, file: string, text: string, positions: Positions): SyntaxProblem {
  if (error instanceof RangeError) return new SyntaxProblem('this file is nested too deeply to be read', file, 0);
  const { message, lineno, col_offset } = error as { message?: string; lineno?: number; col_offset?: number };
  const place = AT_LINE.exec(message ?? '');
  const line = lineno ?? (place ? Number(place[1]) : undefined);
  const column = col_offset ?? (place?.[2] ? Number(place[2]) : undefined);
  const reason = (message ?? 'invalid syntax').replace(AT_LINE, '').replace(/ starting at position \d+$/, '');
  const clear = reason === 'Unexpected token in expression' ? 'invalid syntax' : reason.charAt(0).toLowerCase() + reason.slice(1);
  if (line === undefined) return new SyntaxProblem(clear, file, 0);
  if (column !== undefined) return new SyntaxProblem(clear, file, positions.offset(line, column));
  let offset = positions.offset(line, 0);
  while (text[offset] === ' ' || text[offset] === '\t') offset++;
  return new SyntaxProblem(clear, file, offset);
}
