import type * as Oxc from 'oxc-parser';
import { type Comment, SyntaxProblem } from '../../evaluate/core.js';

type Parser = typeof Oxc;
type Dialect = NonNullable<Oxc.ParserOptions['lang']>;

let parser: Parser | undefined;

/** Must be awaited once before `parseTypescript` and `typescriptComments`. */
export async function loadTypescript(): Promise<void> {
  parser ??= await import('oxc-parser');
}

function loaded(): Parser {
  if (!parser) throw new Error('loadTypescript() must be awaited before TypeScript is parsed');
  return parser;
}

/** What a file may be written in, the likeliest first: JavaScript may hold JSX, or types that a build takes out. */
function dialects(file: string): readonly Dialect[] {
  const extension = /\.(\w+)$/u.exec(file)?.[1]?.toLowerCase();
  if (extension === 'tsx') return ['tsx'];
  return extension === 'ts' || extension === 'mts' || extension === 'cts' ? ['ts'] : ['jsx', 'ts', 'tsx'];
}

/** What a program with types means can differ from the same without in `declare` and in the parameters of constructors alone: trees without types are cheaper. */
const TYPES = /\b(?:declare|constructor)\b/u;

function parsed(file: string, text: string): Oxc.ParseResult {
  const { parseSync } = loaded();
  let first: Oxc.ParseResult | undefined;
  for (const lang of dialects(file)) {
    // the two kinds of module differ in a few words only; a script may return, a module may await
    for (const sourceType of ['unambiguous', 'commonjs'] as const) {
      const result = parseSync(file, text, { lang, sourceType, astType: TYPES.test(text) ? 'ts' : 'js', preserveParens: false });
      if (result.errors.length === 0) return result;
      first ??= result;
    }
  }
  return first as Oxc.ParseResult;
}

/** The ESTree of a file, with places in UTF-16 units. */
export function parseTypescript(file: string, text: string): Oxc.Program {
  const result = parsed(file, text);
  const [error] = result.errors;
  if (!error) return result.program;
  const message = error.message.charAt(0).toLowerCase() + error.message.slice(1);
  throw new SyntaxProblem(message, file, error.labels[0]?.start ?? 0);
}

/** Comments in order; of a file that cannot be read, those before the error. */
export function typescriptComments(file: string, text: string): Comment[] {
  return parsed(file, text).comments.map(({ start, end, value }) => ({ start, end, text: value }));
}
