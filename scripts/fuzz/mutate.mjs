// Mutations that keep most of the structure of a text, so that readers get far into it before it goes wrong.
const TOKEN = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[A-Za-z_]\w*|\d+(?:\.\d+)?|\s+|[^\sA-Za-z_\d]/gu;
const HOSTILE = ['', '\u0000', '\u001B[31m', '\uD800', '\u202E', '😀', '`', '$$', '"', "'", '/*', '--', '\\', '%s', '{}', '${x}', '__proto__', 'constructor', 'toString', 'x'.repeat(5000), '; DROP TABLE account;', '<script>', '\r', '\t', '\uFEFF', '99999999999999999999', '-1', '1e309', 'NaN'];

/** mulberry32: the same inputs from the same seed, everywhere. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function mutated(text, others, random) {
  const below = (limit) => Math.floor(random() * limit);
  const one = (list) => list[below(list.length)];
  const tokens = text.match(TOKEN) ?? [''];
  const words = (of) => of.map((token, i) => [token, i]).filter(([token]) => /^["'`\w]/u.test(token)).map(([, i]) => i);
  const changes = [
    () => tokens.splice(below(tokens.length), 1 + below(4)),
    () => tokens.splice(below(tokens.length), 0, ...tokens.slice(...slice())),
    () => {
      const [a, b] = [below(tokens.length), below(tokens.length)];
      [tokens[a], tokens[b]] = [tokens[b], tokens[a]];
    },
    () => {
      const other = one(others).match(TOKEN) ?? [''];
      const [at, from] = [one(words(tokens)), one(words(other))];
      if (at !== undefined && from !== undefined) tokens[at] = other[from];
    },
    () => {
      const at = one(words(tokens));
      if (at === undefined) return;
      const quote = /^["'`]/u.exec(tokens[at])?.[0];
      tokens[at] = quote ? quote + one(HOSTILE) + quote : one(HOSTILE) || 'x';
    },
    () => tokens.splice(below(tokens.length), 0, one(HOSTILE)),
    () => tokens.splice(below(tokens.length)),
    () => {
      const lines = one(others).split('\n');
      const from = below(lines.length);
      tokens.splice(below(tokens.length), 0, `\n${lines.slice(from, from + 1 + below(6)).join('\n')}\n`);
    },
    () => {
      const depth = 1 + below(random() < 0.02 ? 3000 : 30);
      const [open, close] = one([['(', ')'], ['[', ']'], ['{', '}'], ['not ', ''], ['-', ''], ['CASE WHEN true THEN ', ' END']]);
      const at = below(tokens.length);
      tokens[at] = open.repeat(depth) + tokens[at] + close.repeat(depth);
    },
    () => {
      const at = below(tokens.length);
      const count = 1 + below(random() < 0.02 ? 2000 : 20);
      tokens[at] = Array.from({ length: count }, () => tokens[at]).join(one([' ', ', ', '\n', '+', '.']));
    },
  ];
  function slice() {
    const from = below(tokens.length);
    return [from, from + 1 + below(30)];
  }
  for (let i = 1 + below(4); i > 0; i -= 1) one(changes)();
  return tokens.join('');
}
