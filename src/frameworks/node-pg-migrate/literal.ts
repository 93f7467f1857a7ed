import type { NativeValue, Value } from '../../evaluate/value.js';
import type { TracedText } from '../../value.js';
import { lazyNative, method } from '../natives.js';
import { textValue } from '../../evaluate/value.js';

const LITERAL = 'node-pg-migrate.PgLiteral';

/** `pgm.func('now()')`: SQL as it is written, where other text would be quoted. */
export const literalNative = (sql: TracedText): NativeValue => lazyNative(LITERAL, { toString: method(`${LITERAL}.toString`, () => textValue(sql)), value: () => textValue(sql) }, { data: sql, text: () => sql, truth: () => true });

/** The SQL of such a value, also of an object that says of itself that it is one. */
export function literalOf(value: Value | undefined): TracedText | undefined {
  if (value?.kind === 'native' && value.label === LITERAL) return value.data as TracedText;
  if (value?.kind !== 'record') return undefined;
  const [says, inner] = [value.entries.get('literal'), value.entries.get('value')];
  return says?.kind === 'constant' && says.value === true && inner?.kind === 'text' ? inner.text : undefined;
}
