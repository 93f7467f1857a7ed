import type { Call } from '../../evaluate/value.js';
import type { SchemaObject } from '../../operation.js';
import { concatText, isUnknown, tracedText, unknown } from '../../value.js';
import { isTrue, stringOf, tracedOf } from '../values.js';
import { nameFromPath } from './names.js';
import { type Options, flagOption, optionsOf, textOption } from './options.js';
import type { Runtime } from './runtime.js';

function viewObject(options: Options | undefined, path: ReturnType<typeof stringOf>): SchemaObject {
  const name = nameFromPath((options ? textOption(options, 'name') : path) ?? unknown('input'));
  const kind = options && flagOption(options, 'materialized') === true ? 'materializedView' : 'view';
  return isUnknown(name) ? { kind, name } : { kind, name: name.name, ...(name.schema !== undefined && { schema: name.schema }) };
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export function createView(runtime: Runtime, call: Call): void {
  const options = optionsOf(call.positional[0]);
  const object = viewObject(options, undefined);
  const text = tracedOf(options?.entries.get('expression'));
  if (!text || isUnknown(object.name)) return call.emit([{ kind: 'createObject', object: { ...object, definition: unknown('unsupported') }, span: call.span }]);
  const path = [object.schema, object.name].filter((part) => part !== undefined).map(quoted).join('.');
  const head = `CREATE ${object.kind === 'view' ? '' : 'MATERIALIZED '}VIEW ${runtime.dialect === 'mysql' || runtime.dialect === 'mariadb' ? path.replaceAll('"', '`') : path} AS `;
  call.emitStatements(runtime.host.readSql(concatText([tracedText(head, call.span, false), text]), call.span));
}

export function dropView(call: Call): void {
  const [view, ifExists] = call.positional;
  call.emit([{ kind: 'dropObject', object: viewObject(optionsOf(view), stringOf(view)), ...(isTrue(ifExists) && { ifExists: true }), span: call.span }]);
}
