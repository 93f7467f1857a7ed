import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { UNDEFINED, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Span } from '../../span.js';
import type { TracedText } from '../../value.js';
import { sendBuilt } from '../javascript/send.js';
import { compiled, taken } from './expression.js';
import type { Runtime } from './runtime.js';

/** What a builder was told so far. Builders of Kysely never change: each method gives a new one. */
export interface Node {
  readonly span: Span;
  readonly schema?: TracedText;
  readonly flags: ReadonlySet<string>;
  readonly parts: ReadonlyMap<string, readonly TracedText[]>;
  /** Why Kysely itself refuses what it is told. */
  readonly rejected?: string;
}

export const emptyNode = (span: Span, schema?: TracedText): Node => ({ span, flags: new Set(), parts: new Map(), ...(schema && { schema }) });
export const withFlag = (node: Node, flag: string): Node => ({ ...node, flags: new Set([...node.flags, flag]) });
export const withParts = (node: Node, name: string, more: readonly TracedText[]): Node => ({ ...node, parts: new Map([...node.parts, [name, [...(node.parts.get(name) ?? []), ...more]]]) });
export const partsOf = (node: Node, name: string): readonly TracedText[] => node.parts.get(name) ?? [];
export const partOf = (node: Node, name: string): TracedText | undefined => node.parts.get(name)?.[0];

/** What a method adds to a builder. `at` is the method's name with its arguments, without the chain before it. */
export type Step = (node: Node, call: Call, at: Span, runtime: Runtime) => Node;

export const flag = (name: string): Step => (node) => withFlag(node, name);

export interface Kind {
  readonly name: string;
  readonly steps: Readonly<Record<string, Step>>;
  /** The statement that is sent; left out where the builder is part of another. */
  write?(node: Node, runtime: Runtime): TracedText;
}

interface BuilderData {
  readonly kind: Kind;
  readonly node: Node;
  readonly token: object;
}

/** The node of a builder of this kind, e.g. what a callback gave back. */
export function nodeOf(value: Value | undefined, kind: Kind): Node | undefined {
  const data = value?.kind === 'native' && value.label === kind.name ? (value.data as BuilderData) : undefined;
  return data?.node;
}

const SAME: ReadonlySet<string> = new Set(['$castTo', 'withPlugin', 'withoutPlugins', 'toOperationNode', '$asScalar']);
const EXECUTES: ReadonlySet<string> = new Set(['execute', 'executeTakeFirst', 'executeTakeFirstOrThrow']);

export function builder(runtime: Runtime, kind: Kind, node: Node): NativeValue {
  const token = {};
  if (kind.write) runtime.waiting.set(token, node.span);
  const self: NativeValue = {
    kind: 'native',
    label: kind.name,
    data: { kind, node, token } satisfies BuilderData,
    span: node.span,
    truth: () => true,
    ...(kind.write && { effectful: true }),
    member: (property, context) => {
      const from = context.span;
      return memberOf(property, (call) => ({ file: call.span.file, start: Math.max(call.span.start, from.end - property.length), end: call.span.end }));
    },
  };

  function memberOf(property: string, place: (call: Call) => Span): Value | undefined {
    const step = Object.hasOwn(kind.steps, property) ? kind.steps[property] : undefined;
    if (step) {
      return nativeFunction(`${kind.name}.${property}`, (call) => {
        for (const value of call.positional) taken(runtime, value);
        runtime.waiting.delete(token);
        const next = step(node, call, place(call), runtime);
        const span = call.span.file === next.span.file && call.span.end > next.span.end ? { ...next.span, end: call.span.end } : next.span;
        return builder(runtime, kind, { ...next, span });
      });
    }
    if (property === '$call') return nativeFunction(`${kind.name}.$call`, (call) => (call.positional[0] ? call.invoke(call.positional[0], [self]) : self));
    if (SAME.has(property)) return nativeFunction(`${kind.name}.${property}`, () => (runtime.waiting.delete(token), self));
    if (!kind.write) return undefined;
    if (property === 'compile') return nativeFunction(`${kind.name}.compile`, () => (runtime.waiting.delete(token), compiled(kind.write?.(node, runtime) as TracedText)));
    return EXECUTES.has(property) ? nativeFunction(`${kind.name}.${property}`, execute) : undefined;
  }

  function execute(call: Call): Value {
    runtime.waiting.delete(token);
    if (node.rejected !== undefined) call.emit([{ kind: 'opaque', reason: node.rejected, touches: [], rejected: true, span: node.span }]);
    else if (kind.write) sendBuilt(runtime, call, kind.write(node, runtime), node.span);
    return kind.write ? UNDEFINED : unknownValue('database', call.span);
  }
  return self;
}

/** What a callback makes of an empty builder; the builder as it was where the callback gives nothing back. */
export function built(runtime: Runtime, call: Call, kind: Kind, callback: Value | undefined, at: Span): Node {
  const empty = emptyNode(at);
  if (callback === undefined || callback.kind === 'constant') return empty;
  return nodeOf(call.invoke(callback, [builder(runtime, kind, empty)]), kind) ?? empty;
}
