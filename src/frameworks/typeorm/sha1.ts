const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** SHA-1 in hexadecimal: TypeORM names constraints with it, and the core has no access to the platform's. */
export function sha1(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const length = ((bytes.length + 8) >>> 6) * 64 + 64;
  const data = new DataView(new ArrayBuffer(length));
  bytes.forEach((byte, i) => data.setUint8(i, byte));
  data.setUint8(bytes.length, 0x80);
  data.setUint32(length - 4, bytes.length << 3);
  data.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
  const state: [number, number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let block = 0; block < length; block += 64) addBlock(state, data, block);
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function addBlock(state: [number, number, number, number, number], data: DataView, block: number): void {
  const words: number[] = [];
  const word = (i: number): number => words[i] ?? 0;
  let [a, b, c, d, e] = state;
  for (let i = 0; i < 80; i += 1) {
    words[i] = i < 16 ? data.getUint32(block + i * 4) : rotated(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1);
    const round = Math.floor(i / 20);
    const mixed = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
    const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][round] ?? 0;
    const next = (rotated(a, 5) + mixed + e + constant + word(i)) | 0;
    [a, b, c, d, e] = [next, a, rotated(b, 30), c, d];
  }
  [a, b, c, d, e].forEach((part, i) => (state[i] = ((state[i] ?? 0) + part) | 0));
}
