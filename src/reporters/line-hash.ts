/**
 * The line hashes that GitHub code scanning uses to recognise an alert in later versions of a file.
 * Defined by github/codeql-action, src/fingerprints.ts: a polynomial hash (base 37, modulo 2^64) over the 100 characters
 * from the start of the line, spaces and tabs left out, line ends as `\n`, an end mark of 65535 and zeros behind the text;
 * then a colon and a number that tells equal hashes apart.
 */
const WINDOW = 100;
const BASE = 37n;
const END = '\uFFFF';

/** The hash of each of these lines (counted from 1). */
export function lineHashes(text: string, wanted: ReadonlySet<number>): ReadonlyMap<number, string> {
  const squeezed = text.replace(/\r\n?/gu, '\n').replace(/[ \t]+/gu, '') + END;
  const hashes = new Map<number, string>();
  const seen = new Map<string, number>();
  const last = Math.max(0, ...wanted);
  let start = 0;
  for (let line = 1; line <= last; line += 1) {
    // equal windows have equal hashes, so only wanted lines need theirs computed
    const window = squeezed.slice(start, start + WINDOW);
    const count = (seen.get(window) ?? 0) + 1;
    seen.set(window, count);
    if (wanted.has(line)) hashes.set(line, `${hash(window)}:${count}`);
    const end = squeezed.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return hashes;
}

function hash(window: string): string {
  let value = 0n;
  for (let i = 0; i < WINDOW; i += 1) value = BigInt.asUintN(64, value * BASE + BigInt(i < window.length ? window.charCodeAt(i) : 0));
  return value.toString(16);
}
