import { tokens } from '../catalog/text.js';
import type { Answer } from '../impact.js';
import { isUnknown, type Known } from '../value.js';

/** Functions whose result is the same for all rows of one statement, or always. */
const STEADY = new Set([
  'now', 'transaction_timestamp', 'statement_timestamp', 'current_timestamp', 'current_date', 'current_time', 'localtimestamp', 'localtime', 'current_user', 'session_user', 'user',
  'current_role', 'current_schema', 'current_database', 'current_catalog', 'current_setting', 'timezone', 'date_trunc', 'date_part', 'extract', 'to_timestamp', 'to_char', 'to_date',
  'make_interval', 'make_date', 'make_timestamp', 'make_timestamptz', 'coalesce', 'nullif', 'greatest', 'least', 'lower', 'upper', 'length', 'trim', 'btrim', 'concat', 'substring', 'substr', 'replace',
  'round', 'floor', 'ceil', 'abs', 'md5', 'encode', 'decode', 'cast', 'array', 'row', 'json_build_object', 'json_build_array', 'jsonb_build_object', 'jsonb_build_array', 'to_json', 'to_jsonb',
  'date', 'age', 'inet', 'interval', 'numeric', 'varchar', 'char', 'decimal', 'bit', 'timestamp', 'timestamptz', 'time', 'character', 'varying', 'precision', 'array_to_json', 'string_to_array', 'to_tsvector',
  'power', 'mod', 'sign', 'trunc', 'exp', 'ln', 'sqrt', 'pi', 'int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange', 'txid_current', 'pg_current_xact_id', 'inet_client_addr', 'uuid_nil', 'hashtext',
]);
/** Functions with a result of its own for each row. */
const VOLATILE = new Set([
  'random', 'clock_timestamp', 'timeofday', 'nextval', 'currval', 'lastval', 'setval', 'gen_random_uuid', 'uuidv4', 'uuidv7', 'uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'gen_random_bytes',
  'gen_salt', 'random_normal', 'uuid_generate_v7', 'gen_ulid', 'gen_uuid_v7',
]);

export const isNull = (text: string): boolean => /^\(*\s*null\b/iu.test(text);

/** Whether an expression has to be worked out for each row; `unknown` where it calls a function that is not the server's own. */
export function isVolatile(expression: Known<string>): Answer {
  if (isUnknown(expression)) return 'unknown';
  let answer: Answer = false;
  const words = tokens(expression).filter((token) => token.trim() !== '');
  for (let i = 0; i + 1 < words.length; i += 1) {
    const word = words[i] ?? '';
    if (words[i + 1] !== '(' || !/^[\p{L}_"]/u.test(word)) continue;
    const name = word.replaceAll('"', '').toLowerCase();
    if (VOLATILE.has(name)) return true;
    if (!STEADY.has(name)) answer = 'unknown';
  }
  return answer;
}
