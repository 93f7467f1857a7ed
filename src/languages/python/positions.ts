/** Places of a file: the parser's lines and UTF-8 columns to UTF-16 offsets. */
export interface Positions {
  offset(line: number, column: number): number;
}

/** What the parser is given, and the way back from its places to those of the original text. */
export interface Prepared {
  readonly parsed: string;
  readonly positions: Positions;
}

const LINE_END = /\r\n?|\n/g;
// A form feed sets Python's indentation back to zero.
const LEADING_FORM_FEED = /^[ \t\f]*\f/;
const ASCII = /^[\u0000-\u007f]*$/;

function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/** For each UTF-8 byte of the line the UTF-16 distance from the line's start. */
function byteTable(text: string, start: number, end: number): Uint32Array {
  const table = new Uint32Array((end - start) * 3 + 1);
  let bytes = 0;
  for (let i = start; i < end; ) {
    const code = text.codePointAt(i) ?? 0;
    const units = code > 0xffff ? 2 : 1;
    const length = utf8Length(code);
    for (let k = 0; k < length; k++) table[bytes + k] = i - start;
    bytes += length;
    i += units;
  }
  table[bytes] = end - start;
  return table.subarray(0, bytes + 1);
}

export function prepare(text: string): Prepared {
  const starts: number[] = [text.charCodeAt(0) === 0xfeff ? 1 : 0];
  const ends: number[] = [];
  for (const match of text.matchAll(LINE_END)) {
    ends.push(match.index);
    starts.push(match.index + match[0].length);
  }
  ends.push(text.length);

  let parsed = starts[0] === 1 ? text.slice(1) : text;
  if (parsed.includes('\f')) {
    const lines: string[] = [];
    for (let i = 0; i < starts.length; i++) {
      let line = text.slice(starts[i], ends[i]);
      const skipped = LEADING_FORM_FEED.exec(line)?.[0].length ?? 0;
      if (skipped > 0) {
        starts[i] = (starts[i] ?? 0) + skipped;
        line = line.slice(skipped);
      }
      lines.push(line.replaceAll('\f', ' '));
    }
    parsed = lines.join('\n');
  }
  return { parsed, positions: positionsOf(text, starts, ends, ASCII.test(parsed)) };
}

function positionsOf(text: string, starts: readonly number[], ends: readonly number[], ascii: boolean): Positions {
  const tables = new Map<number, Uint32Array | null>();
  const tableOf = (index: number, start: number, end: number): Uint32Array | null => {
    let table = tables.get(index);
    if (table === undefined) {
      table = ASCII.test(text.slice(start, end)) ? null : byteTable(text, start, end);
      tables.set(index, table);
    }
    return table;
  };
  return {
    offset(line, column) {
      const index = line - 1;
      const start = starts[index];
      const end = ends[index];
      if (start === undefined || end === undefined) return index < 0 ? 0 : text.length;
      const table = ascii ? null : tableOf(index, start, end);
      const units = table ? (table[column] ?? end - start) : column;
      return Math.min(start + units, end);
    },
  };
}
