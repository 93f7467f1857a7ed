const COPIED_FROM = /^copy\b[^;]*\bfrom\s+stdin\b/iu;
const END_OF_DATA = /^\\\.[ \t\r]*$/gmu;

/** Where the lines of data behind `COPY ... FROM stdin;` end: they are no SQL. `start` is the statement's, `after` lies behind its semicolon. */
export function copiedTo(text: string, start: number, after: number): number {
  if (!COPIED_FROM.test(text.slice(start, after))) return after;
  END_OF_DATA.lastIndex = after;
  const end = END_OF_DATA.exec(text);
  return end ? end.index + end[0].length : after;
}
