/** Each repetition may multiply the steps by the length of the text: no pattern may hold up a run. */
export function isCheap(pattern: RegExp, text: string): boolean {
  const repetitions = pattern.source.match(/[*+{]/g)?.length ?? 0;
  const options = pattern.source.match(/\?/g)?.length ?? 0;
  return Math.max(2, text.length) ** (repetitions + 1) * 2 ** options < 2e8;
}
