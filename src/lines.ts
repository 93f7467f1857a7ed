import type { Snapshot } from './snapshot.js';
import type { Span } from './span.js';

/** Lines and columns count from 1, columns in UTF-16 code units; the end is exclusive. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Lines {
  readonly count: number;
  /** Offset of the first character of a line; the end of the text behind the last line. */
  startOf(line: number): number;
  position(offset: number): { readonly line: number; readonly column: number };
  /** Text of a line without its terminator. */
  lineText(line: number): string;
}

export function linesOf(text: string): Lines {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/gu)) starts.push(match.index + match[0].length);
  // a byte order mark is no column of the first line
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  return {
    count: starts.length,
    startOf: (line) => starts[line - 1] ?? text.length,
    position(offset) {
      const bounded = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= bounded) low = middle;
        else high = middle - 1;
      }
      const column = bounded - (starts[low] ?? 0) + 1;
      return { line: low + 1, column: low === 0 ? Math.max(1, column - mark) : column };
    },
    lineText(line) {
      const start = starts[line - 1];
      if (start === undefined) return '';
      return text.slice(line === 1 ? mark : start, starts[line]).replace(/[\r\n]+$/u, '');
    },
  };
}

export interface Locator {
  region(span: Span): Region;
  /** `undefined` where the file cannot be read. */
  lines(file: string): Lines | undefined;
}

/** Finds lines and columns, reading each file once. */
export function locatorOf(files: Snapshot): Locator {
  const known = new Map<string, Lines | undefined>();
  const lines = (file: string): Lines | undefined => {
    if (!known.has(file)) {
      const text = files.read(file);
      known.set(file, text === undefined ? undefined : linesOf(text));
    }
    return known.get(file);
  };
  return {
    lines,
    region(span) {
      const of = lines(span.file);
      if (!of) return { line: 1, column: 1, endLine: 1, endColumn: 1 };
      const start = of.position(span.start);
      const end = of.position(Math.max(span.start, span.end));
      return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    },
  };
}
