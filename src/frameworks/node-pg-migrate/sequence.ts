import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Options } from '../javascript/options.js';
import type { Part } from '../javascript/fragment.js';
import { typeText } from './types.js';
import type { Writer } from './writer.js';

const isOff = (value: Value | undefined): boolean => isNull(value) || (value?.kind === 'constant' && value.value === false);

/** Options of a sequence, between `open` and `close` where there are any. */
export function sequenceOptions(writer: Writer, options: Options, open = ' ', close = ''): readonly Part[] {
  const parts: (readonly Part[])[] = [];
  const type = options.get('type');
  if (type) parts.push(['AS ', typeText(type, writer)]);
  const number = (name: string, word: string, off?: string): void => {
    if (!options.names.includes(name)) return;
    const value = options.get(name);
    if (!isOff(value)) parts.push([word, writer.raw(value)]);
    else if (off !== undefined) parts.push([off]);
  };
  number('increment', 'INCREMENT BY ');
  number('minvalue', 'MINVALUE ', 'NO MINVALUE');
  number('maxvalue', 'MAXVALUE ', 'NO MAXVALUE');
  number('start', 'START WITH ');
  number('cache', 'CACHE ');
  if (options.names.includes('cycle')) parts.push([options.isTrue('cycle') ? 'CYCLE' : 'NO CYCLE']);
  number('owner', 'OWNED BY ', 'OWNED BY NONE');
  return parts.length === 0 ? [] : [open, ...parts.flatMap((part, i) => (i === 0 ? part : [' ', ...part])), close];
}
