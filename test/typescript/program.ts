import { createMachine } from '../../src/evaluate/evaluate.js';
import type { Scope, Value } from '../../src/evaluate/value.js';
import { conditionValue, nativeFunction, unknownValue } from '../../src/evaluate/value.js';
import { loadTypescript, typescript } from '../../src/languages/typescript/index.js';
import type { Unread } from '../../src/migration.js';
import type { Operation } from '../../src/operation.js';
import { moduleFiles } from '../../src/module-files.js';
import { memorySnapshot } from '../../src/snapshot.js';
import type { TracedText } from '../../src/value.js';
import { knownText } from '../../src/value.js';

await loadTypescript();

export interface Run {
  readonly operations: readonly Operation[];
  readonly unread: readonly Unread[];
  /** `drop a`, `maybe drop b` ... */
  readonly says: readonly string[];
  /** The texts that `db.sql` was given. */
  readonly texts: readonly TracedText[];
}

/** A tiny framework: `db.drop(name)`, `db.sql(text)`, `db.exists(name)`, `db.ask()`. */
function database(texts: TracedText[]): Value {
  const table = (value: Value | undefined) => (value?.kind === 'text' && typeof knownText(value.text.text) === 'string' ? { name: value.text.text } : ({ unknown: 'input' } as const));
  const members: Record<string, Value> = {
    drop: nativeFunction('db.drop', (call) => (call.emit([{ kind: 'dropTable', table: table(call.positional[0]), span: call.span }]), unknownValue('database', call.span))),
    sql: nativeFunction('db.sql', (call) => {
      const [value] = call.positional;
      if (value) texts.push(call.textOf(value));
      return unknownValue('database', call.span);
    }),
    exists: nativeFunction('db.exists', (call) => conditionValue({ is: 'exists', fact: { ask: 'table', table: table(call.positional[0]) } })),
    ask: nativeFunction('db.ask', (call) => unknownValue('database', call.span)),
  };
  return { kind: 'native', label: 'db', effectful: true, member: (name) => members[name] };
}

/** Runs `up` of a module with the database as its argument; other files can be imported from it. */
export function run(source: string, others: Readonly<Record<string, string>> = {}, file = 'app/migrations/m.ts'): Run {
  const files = memorySnapshot({ ...others, [file]: source });
  const texts: TracedText[] = [];
  const db = database(texts);
  const guards = { next: 1 };
  const load = (path: string): ReadonlyMap<string, Value> | undefined => {
    const text = files.read(path);
    if (text === undefined) return undefined;
    const scope: Scope = { variables: typescript.moduleScope(path), file: path };
    const machine = createMachine(typescript.library, importer, guards);
    machine.recording = false;
    machine.execute(typescript.programs.programOf(path, text).body, scope);
    return typescript.exportsOf(scope);
  };
  const importer = typescript.createImporter(moduleFiles(files), (name) => (name === 'db' ? db : undefined), load);
  const exported = load(file);
  const machine = createMachine(typescript.library, importer, guards);
  const span = { file, start: 0, end: 0 };
  machine.call(upOf(exported, machine), [db], new Map(), span);
  return { operations: machine.operations, unread: machine.unread, says: machine.operations.map(say), texts };
}

/** `up` of the module, of what it exports as its default, or of an object of the class that it exports. */
function upOf(exported: ReadonlyMap<string, Value> | undefined, machine: ReturnType<typeof createMachine>): Value {
  const span = { file: '', start: 0, end: 0 };
  const whole = exported?.get('default');
  const made = whole?.kind === 'native' && whole.call ? machine.call(whole, [], new Map(), span, { construct: true }) : whole;
  const context = { span } as never;
  const up = exported?.get('up') ?? (made?.kind === 'native' ? made.member?.('up', context) : made?.kind === 'record' ? made.entries.get('up') : made);
  if (!up) throw new Error('the program has no up()');
  return up;
}

function say(operation: Operation): string {
  const maybe = operation.certainty === 'maybe' ? 'maybe ' : '';
  if (operation.kind !== 'dropTable') return maybe + operation.kind;
  return `${maybe}drop ${'name' in operation.table ? operation.table.name : '?'}`;
}

/** The texts that a body hands to `db.sql`. */
export const texts = (body: string, others: Readonly<Record<string, string>> = {}, before = ''): readonly string[] => run(`${before}\nexport async function up(db) {\n${body}\n}`, others).texts.map(({ text }) => text);
