import type { Draft } from '../../operation.js';
import type { Span } from '../../span.js';
import { locate, type TracedText } from '../../value.js';
import type { Token } from './lexer.js';

/** INSERTs of plain rows come by the thousand: in one text those with the same head do the same, and are read once. */
export class Seeds {
  private readonly known = new Map<string, readonly Draft[]>();
  private readonly traced: TracedText;
  private readonly fallback: Span;

  constructor(traced: TracedText, fallback: Span) {
    this.traced = traced;
    this.fallback = fallback;
  }

  /** `undefined` for what does not end with rows of literals. */
  read(tokens: readonly Token[], readStatement: () => readonly Draft[]): readonly Draft[] | undefined {
    const rows = tokens[tokens.length - 1];
    const start = tokens[0]?.start ?? 0;
    if (rows?.kind !== 'rows') return undefined;
    const head = this.traced.text.slice(start, rows.start);
    let drafts = this.known.get(head);
    if (!drafts) this.known.set(head, (drafts = readStatement()));
    const span = locate(this.traced, start, rows.end) ?? this.fallback;
    return drafts.map((each) => ({ ...each, span }));
  }
}

/** The text of a statement whose rows of literals are cut down to one value; what stands behind them keeps its place. */
export function withoutRows(written: string, tokens: readonly Token[]): string | undefined {
  const rows = tokens.find(({ kind }) => kind === 'rows');
  const start = tokens[0]?.start ?? 0;
  if (!rows) return undefined;
  const [head, tail] = [written.slice(0, rows.start - start), written.slice(rows.end - start)];
  return tail === '' ? `${head}(0)` : `${head}${'(0)'.padEnd(rows.end - rows.start)}${tail}`;
}
