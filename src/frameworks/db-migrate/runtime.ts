import type { Call, Value } from '../../evaluate/value.js';
import type { Host } from '../../framework.js';
import type { Span } from '../../span.js';
import type { Dialect } from '../../target.js';
import { type TracedText, holeAt, unknown } from '../../value.js';
import { type Part, quotedName, sql } from '../javascript/fragment.js';
import { sendBuilt } from '../javascript/send.js';
import { tracedOf, unknownFrom } from '../values.js';

export interface Runtime {
  readonly host: Host;
  readonly dialect: Dialect;
}

/** A call of the driver, without its callback. */
export interface Request {
  readonly runtime: Runtime;
  readonly dialect: Dialect;
  readonly call: Call;
  readonly span: Span;
  readonly given: readonly Value[];
}

export const isMysql = ({ dialect }: Pick<Request, 'dialect'>): boolean => dialect === 'mysql' || dialect === 'mariadb';

export const send = ({ runtime, call, span }: Request, ...parts: readonly Part[]): void => sendBuilt(runtime, call, sql(span, ...parts), span);

/** The text of a name; a hole where it cannot be read. */
export const nameText = (value: Value | undefined, span: Span): TracedText => tracedOf(value) ?? holeAt(value ? unknownFrom(value) : unknown('input', span), span);

/** A name in quotes, with a dot as a part of it. */
export const quoted = (value: Value | TracedText | undefined, { dialect, span }: Pick<Request, 'dialect' | 'span'>): TracedText => quotedName(value && 'pieces' in value ? value : nameText(value, span), dialect, span);
