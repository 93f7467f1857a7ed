import { describe, expect, it } from 'vitest';
import { lineHashes } from '../../src/reporters/line-hash.js';

const all = (text: string): string[] => [...lineHashes(text, new Set(text.split(/\r\n|\r|\n/u).map((_, i) => i + 1))).values()];

// expected values: the tests of github/codeql-action, src/fingerprints.test.ts
const GREETINGS = ['e9496ae3ebfced30:1', 'fb7c023a8b9ccb3f:1', 'ce8ba1a563dcdaca:1', 'e20e36e16fcb0cc8:1', 'b3edc88f2938467e:1', 'c8e28b0b4002a3a0:1', 'c129715d7a2bc9a3:1'];

describe('line hashes are those that GitHub computes', () => {
  it.each([
    ['an empty file', '', ['c129715d7a2bc9a3:1']],
    ['short lines', ' a\nb\n  \t\tc\n d', ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']],
    ['no line end at the end', ' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End', ['8b7cf3e952e7aeb2:1', 'b1ae1287ec4718d9:1', 'bff680108adb0fcc:1', 'c6805c5e1288b612:1', 'b86d3392aea1be30:1', 'e6ceba753e1a442:1']],
    ['line feeds', ' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n', GREETINGS],
    ['carriage returns', ' hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r', GREETINGS],
    ['both', ' hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n', GREETINGS],
    ['a mixture', ' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n', GREETINGS],
    [
      'the same line many times',
      'Lorem ipsum dolor sit amet.\n'.repeat(10),
      [...[1, 2, 3, 4, 5, 6].map((n) => `a7f2ff13bc495cf2:${n}`), 'a7f2ff1481e87703:1', 'a9cf91f7bbf1862b:1', '55ec222b86bcae53:1', 'cc97dc7b1d7d8f7b:1', 'c129715d7a2bc9a3:1'],
    ],
  ])('%s', (_, text, expected) => {
    expect(all(text)).toEqual(expected);
  });
});
