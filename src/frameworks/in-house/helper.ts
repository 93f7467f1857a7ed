import type { FrameworkDefinition, HelperMethod } from '../../define-framework.js';
import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED } from '../../evaluate/value.js';
import type { Host } from '../../framework.js';
import { sendBuilt, sendWritten } from '../javascript/send.js';
import { type Maker, lazyNative, method } from '../natives.js';
import { tracedOf } from '../values.js';
import { partsOf } from './parts.js';
import { Statement } from './statement.js';
import { STATEMENTS } from './statements.js';
import { expressionNative } from './types.js';

/** The object that migrations are handed. A method that the description leaves out may do anything. */
export function helperNative(definition: FrameworkDefinition, host: Host): NativeValue {
  const methods = Object.entries(definition.methods).map(([name, described]): [string, Maker] => [name, method(`${definition.name}.${name}`, (call) => (send(definition, host, name, described, call), UNDEFINED))]);
  const expressions = Object.entries({ ...definition.types, ...definition.expressions }).map(([name, template]): [string, Maker] => [name, (context): Value => expressionNative(template, context.span)]);
  return lazyNative(definition.name, Object.fromEntries([...expressions, ...methods]), { effectful: true, truth: () => true });
}

function send(definition: FrameworkDefinition, host: Host, name: string, described: HelperMethod, call: Call): void {
  const parts = partsOf(call, described);
  if (!parts) return opaque(call, `calls \`${name}\` with more than its description knows, or what cannot be read`);
  if (described.does === 'execute') {
    const text = tracedOf(parts.get('sql'));
    return text ? sendWritten({ host }, call, text, call.span) : opaque(call, `executes a statement with \`${name}\` that cannot be read here`);
  }
  const statements = STATEMENTS[described.does](new Statement(definition, host.target.dialect, call.span, parts));
  if (statements.length === 0) opaque(call, `calls \`${name}\` with what cannot be read here`);
  for (const statement of statements) sendBuilt({ host }, call, statement, call.span);
}

const opaque = (call: Call, reason: string): void => call.emit([{ kind: 'opaque', reason, touches: 'anything', span: call.span }]);
