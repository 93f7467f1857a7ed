import { createMachine } from '../../src/evaluate/evaluate.js';
import type { Scope, Value } from '../../src/evaluate/value.js';
import { conditionValue, nativeFunction, unknownValue } from '../../src/evaluate/value.js';
import { createLibrary, loadPython, lowerPython, parsePython } from '../../src/languages/python/index.js';
import { createImporter } from '../../src/languages/python/importer.js';
import { moduleFiles } from '../../src/module-files.js';
import type { Operation } from '../../src/operation.js';
import type { Unread } from '../../src/migration.js';
import { memorySnapshot } from '../../src/snapshot.js';
import { knownText } from '../../src/value.js';

await loadPython();

/** A tiny framework: `db.drop(name)`, `db.create(name)`, `db.sql(text)`, `db.exists(name)`, `db.ask()`. */
function frameworkModule(): Value {
  const text = (value: Value | undefined): string | undefined => (value?.kind === 'text' ? value.text.text : undefined);
  const table = (value: Value | undefined) => {
    const name = text(value);
    return name === undefined ? ({ unknown: 'input' } as const) : typeof knownText(name) === 'string' ? { name } : ({ unknown: 'input' } as const);
  };
  const members: Record<string, Value> = {
    drop: nativeFunction('db.drop', (call) => (call.emit([{ kind: 'dropTable', table: table(call.positional[0]), span: call.span }]), unknownValue('database'))),
    create: nativeFunction('db.create', (call) => (call.emit([{ kind: 'createTable', table: table(call.positional[0]), columns: [], constraints: [], span: call.span }]), unknownValue('database'))),
    exists: nativeFunction('db.exists', (call) => conditionValue({ is: 'exists', fact: { ask: 'table', table: table(call.positional[0]) } })),
    ask: nativeFunction('db.ask', (call) => unknownValue('database', call.span)),
  };
  return { kind: 'native', label: 'db', effectful: true, member: (name) => members[name] };
}

export interface Run {
  readonly operations: readonly Operation[];
  readonly unread: readonly Unread[];
  /** `drop a`, `maybe drop b`, `create a if not exists` ... */
  readonly says: readonly string[];
}

/** Runs `upgrade()` of a Python file; other files can be imported from it. */
export function runPython(source: string, others: Readonly<Record<string, string>> = {}): Run {
  const file = 'app/versions/m.py';
  const snapshot = memorySnapshot({ ...others, [file]: source });
  const library = createLibrary();
  const database = frameworkModule();
  const guards = { next: 1 };
  const importer = createImporter(moduleFiles(snapshot), (name) => (name === 'db' ? database : undefined), (path) => load(path, snapshot.read(path) ?? ''));
  const load = (path: string, text: string): ReadonlyMap<string, Value> => {
    const scope: Scope = { variables: new Map(), file: path };
    const machine = createMachine(library, importer, guards);
    machine.recording = false;
    machine.execute(lowerPython(parsePython(path, text)).body, scope);
    return scope.variables;
  };
  const upgrade = load(file, source).get('upgrade');
  if (!upgrade) throw new Error('the program has no upgrade()');
  const machine = createMachine(library, importer, guards);
  machine.call(upgrade, [], new Map(), { file, start: 0, end: 0 });
  return { operations: machine.operations, unread: machine.unread, says: machine.operations.map(say) };
}

function say(operation: Operation): string {
  const maybe = operation.certainty === 'maybe' ? 'maybe ' : '';
  if (operation.kind === 'opaque') return `${maybe}opaque`;
  if (operation.kind !== 'dropTable' && operation.kind !== 'createTable') return maybe + operation.kind;
  const name = 'name' in operation.table ? operation.table.name : '?';
  if (operation.kind === 'dropTable') return `${maybe}drop ${name}${operation.ifExists ? ' if exists' : ''}`;
  return `${maybe}create ${name}${operation.ifNotExists ? ' if not exists' : ''}`;
}
