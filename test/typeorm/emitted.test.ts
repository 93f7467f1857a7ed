import { describe, expect, it } from 'vitest';
import { BASE, CASES } from './emitted.js';
import { after, effects, queries } from './migrate.js';

describe('what TypeORM sends', () => {
  it.each(CASES)('$what', async ({ code, sql }) => {
    const read = await after(BASE, code);
    const sent = await after(BASE, queries(sql));
    expect(read.upgrade.unread).toEqual([]);
    expect(effects(read.upgrade.operations)).toEqual(effects(sent.upgrade.operations));
  });
});
