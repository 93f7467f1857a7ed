/** Numbers that are the same in each run. */
export class Random {
  constructor(private state: number) {}

  /** Below 1. */
  next(): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.state / 4_294_967_296;
  }
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }
  chance(share: number): boolean {
    return this.next() < share;
  }
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
  /** One to `most` different items in any order. */
  some<T>(items: readonly T[], most: number): T[] {
    const left = [...items];
    const out: T[] = [];
    for (let count = 1 + this.below(most); count > 0 && left.length > 0; count -= 1) out.push(...left.splice(this.below(left.length), 1));
    return out;
  }
  /** Upper bound included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }
}
