import type { Condition, Draft, Guard, Operation } from '../operation.js';
import type { Unread } from '../migration.js';
import type { Span } from '../span.js';
import type { Expression, FunctionExpression, Pattern, Statement } from './core.js';
import type { Returned } from './returns.js';
import { asksForItself, tolerant } from '../guarded.js';
import type { Library, ListValue, RecordValue, Scope, Value } from './value.js';
import { unknownValue } from './value.js';

/** How a list of statements ended, on all of its paths. Paths that end otherwise are noted on the frame and the guards. */
export type Completion = 'normal' | 'return' | 'raise' | 'break' | 'continue';

/** How long a guard that a partial `return`, `break` or `continue` left behind stays in force. */
type Lasting = 'branch' | 'iteration' | 'loop' | 'function';
interface ActiveGuard {
  readonly guard: Guard;
  readonly lasting: Lasting;
}

/** One call of a function of the program. */
export interface Frame {
  readonly returns: Returned[];
  /** Guards that were in force when it was called. */
  readonly depth: number;
  readonly yields?: Value[];
}

/** Looks up a module for an import; the host knows the repository and the frameworks. */
export interface Importer {
  /** The module, or `undefined` where it cannot be found. */
  module(name: string, level: number, from: string): Value | undefined;
  /** A name of a package that is a module itself: `from package import module`. */
  submodule?(module: string, name: string, level: number, from: string): Value | undefined;
  /** What a name of a module that cannot be found is by convention. */
  unresolved?(module: string, name: string): Value | undefined;
  /** A file of the repository that the program reads at run time: SQL beside a migration. */
  text?(file: string): string | undefined;
}

/** Enough for a migration of some ten thousand statements; a loop that never ends stops here. */
const FUEL = 4_000_000;
const DEPTH = 120;
/** How deep a function that walks something unknown is followed into itself: what it does has been seen by then. */
const RECURSIONS = 3;

export class OutOfFuel extends Error {}

/** The state of one run, and what its parts need of each other. */
export class Machine {
  readonly operations: Operation[] = [];
  readonly unread: Unread[] = [];
  frame: Frame = { returns: [], depth: 0 };
  inTransaction: boolean | undefined;
  /** Unread code counts only while a migration runs, not while modules load. */
  recording = true;
  /** The file whose function runs, and the call in it that is under way: what it leads to may be written elsewhere. */
  home?: string;
  site?: Span;
  /** The call whose result is thrown away: it is made for what it does. */
  statementCall: Expression | undefined;
  private guards: ActiveGuard[] = [];
  private statement = 0;
  private fuel = FUEL;
  private depth = 0;
  private readonly unreadSeen = new Set<string>();
  private readonly underWay = new Map<FunctionExpression, number>();
  /** Opaque operations since the last one that says more: saying them again would add nothing. */
  private readonly repeated = new Set<string>();

  // set by `wire` in evaluate.ts: expressions, statements and calls need each other
  evaluate!: (expression: Expression, scope: Scope) => Value;
  execute!: (statements: readonly Statement[], scope: Scope) => Completion;
  call!: (callee: Value, positional: readonly Value[], named: ReadonlyMap<string, Value>, span: Span, options?: CallOptions) => Value;
  assign!: (pattern: Pattern, value: Value, scope: Scope, declares: boolean) => void;

  constructor(
    readonly library: Library,
    readonly importer: Importer,
    private readonly guardIds: { next: number },
  ) {}

  spend(amount = 1): void {
    this.fuel -= amount;
    if (this.fuel < 0) throw new OutOfFuel();
  }

  /** Runs `body` one call deeper; `undefined` where the program recurses without end. */
  deeper<T>(body: () => T): T | undefined {
    if (this.depth >= DEPTH) return undefined;
    this.depth += 1;
    const { frame, guards } = this;
    this.guards = [...guards];
    try {
      return body();
    } finally {
      this.depth -= 1;
      this.frame = frame;
      this.guards = guards;
    }
  }

  /** Runs a function's body; `undefined` where it has called itself again and again without anything that would end it. */
  entering<T>(fn: FunctionExpression, endless: boolean, body: () => T): T | undefined {
    const before = this.underWay.get(fn) ?? 0;
    if (endless && before >= RECURSIONS) return undefined;
    this.underWay.set(fn, before + 1);
    try {
      return body();
    } finally {
      this.underWay.set(fn, before);
    }
  }

  emit(drafts: readonly Draft[]): void {
    if (!this.recording || drafts.length === 0 || this.saysNothingNew(drafts)) return;
    const statement = this.statement;
    this.statement += 1;
    const guards = this.guards.map((active) => active.guard);
    for (const each of drafts) {
      const own = each.certainty === 'maybe' ? [...guards, this.newGuard({ is: 'unknown' })(true)] : guards;
      const forItself = own.length > 0 && own.every((guard) => asksForItself(each, guard));
      this.operations.push({
        ...(forItself ? tolerant(each) : each),
        statement,
        certainty: own.length === 0 || forItself ? 'always' : 'maybe',
        ...(own.length > 0 && { guards: own }),
        ...(this.inTransaction !== undefined && { inTransaction: this.inTransaction }),
        ...(this.site && each.span.file !== this.home && { calledAt: this.site }),
      });
    }
  }

  private saysNothingNew(drafts: readonly Draft[]): boolean {
    const [only] = drafts;
    if (drafts.length > 1 || only?.kind !== 'opaque') {
      this.repeated.clear();
      return false;
    }
    const { file, start, end } = only.span;
    const key = [only.reason, file, start, end, only.text ?? '', only.rowsOnly === true, JSON.stringify(only.touches), this.guards.length === 0, this.inTransaction].join('\0');
    if (this.repeated.has(key)) return true;
    this.repeated.add(key);
    return false;
  }

  noteUnread(reason: string, span: Span): void {
    if (!this.recording) return;
    const key = `${reason}\0${span.file}\0${span.start}`;
    if (this.unreadSeen.has(key)) return;
    this.unreadSeen.add(key);
    this.unread.push({ reason, span });
  }

  newGuard(condition: Condition): (expected: boolean) => Guard {
    const id = this.guardIds.next;
    this.guardIds.next += 1;
    return (expected) => ({ id, condition, expected });
  }

  guarded<T>(guard: Guard, body: () => T): T {
    this.guards.push({ guard, lasting: 'branch' });
    const depth = this.guards.length;
    try {
      return body();
    } finally {
      // what a partial return inside the branch left behind holds only for this branch's own rest
      this.guards.length = depth - 1;
    }
  }

  /** What follows runs only on the paths that did not leave by `how`. */
  rest(guard: Guard, how: 'return' | 'break' | 'continue'): void {
    this.guards.push({ guard, lasting: how === 'return' ? 'function' : how === 'break' ? 'loop' : 'iteration' });
  }

  /** Ends an iteration or a loop: its guards are lifted. */
  lift(lasting: 'iteration' | 'loop', from: number): void {
    const kept = this.guards.slice(from).filter((active) => active.lasting !== lasting && !(lasting === 'loop' && active.lasting === 'iteration'));
    this.guards.length = from;
    this.guards.push(...kept);
  }
  /** The tests that decide whether this place is reached. */
  get tests(): readonly Guard[] {
    return this.guards.map(({ guard }) => guard);
  }
  /** Runs `body` as if it stood where these tests were in force: a builder keeps what it is told and acts later. */
  under<T>(tests: readonly Guard[], body: () => T): T {
    const { guards } = this;
    this.guards = tests.map((guard) => ({ guard, lasting: 'branch' }));
    try {
      return body();
    } finally {
      this.guards = guards;
    }
  }
  /** The tests that came into force since there were so many. */
  testsSince(depth: number): readonly Guard[] {
    return this.guards.slice(depth).map(({ guard }) => guard);
  }
  get guardDepth(): number {
    return this.guards.length;
  }

  /** Explores two branches one after the other from the same state and joins what they leave behind. */
  fork(scope: Scope, first: () => Completion, second: () => Completion): readonly [Completion, Completion] {
    const before = takeState(scope);
    const a = first();
    const afterFirst = takeState(scope);
    restoreState(before);
    const b = second();
    if (b === 'normal' && a === 'normal') joinStates(afterFirst);
    else if (a === 'normal') restoreState(afterFirst);
    return [a, b];
  }
}

export interface CallOptions {
  readonly construct?: boolean;
  readonly complete?: boolean;
  /** The result is thrown away: the call was made for what it does. */
  readonly asStatement?: boolean;
}

/** What the branches of an undecided test may change: variables, and the lists and records that they hold. */
interface State {
  readonly scopes: readonly { readonly scope: Scope; readonly variables: ReadonlyMap<string, Value> }[];
  readonly contents: ReadonlyMap<ListValue | RecordValue, { readonly items: readonly Value[] | ReadonlyMap<string, Value>; readonly complete: boolean }>;
}

function takeState(scope: Scope): State {
  const scopes: { scope: Scope; variables: Map<string, Value> }[] = [];
  const contents = new Map<ListValue | RecordValue, { items: readonly Value[] | ReadonlyMap<string, Value>; complete: boolean }>();
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    scopes.push({ scope: at, variables: new Map(at.variables) });
    for (const value of at.variables.values()) {
      if (value.kind === 'list') contents.set(value, { items: [...value.items], complete: value.complete });
      else if (value.kind === 'record') contents.set(value, { items: new Map(value.entries), complete: value.complete });
    }
  }
  return { scopes, contents };
}

function restoreState(state: State): void {
  for (const { scope, variables } of state.scopes) {
    scope.variables.clear();
    for (const [name, value] of variables) scope.variables.set(name, value);
  }
  for (const [value, saved] of state.contents) {
    value.complete = saved.complete;
    if (value.kind === 'list') setItems(value, saved.items as readonly Value[]);
    else {
      value.entries.clear();
      for (const [key, entry] of saved.items as ReadonlyMap<string, Value>) value.entries.set(key, entry);
    }
  }
}

/** Not by spreading: a list may be longer than the stack allows for arguments. */
function setItems(list: ListValue, items: readonly Value[]): void {
  list.items.length = 0;
  for (const item of items) list.items.push(item);
}

function joinStates(other: State): void {
  for (const { scope: at, variables } of other.scopes) {
    for (const [name, value] of variables) {
      const mine = at.variables.get(name);
      at.variables.set(name, mine === undefined ? value : joinValues(mine, value));
    }
  }
  for (const [value, saved] of other.contents) {
    if (value.kind === 'list') {
      const theirs = saved.items as readonly Value[];
      const same = theirs.length === value.items.length && theirs.every((item, i) => item === value.items[i]);
      if (same && saved.complete === value.complete) continue;
      value.complete = false;
      if (theirs.length > value.items.length) setItems(value, theirs);
    } else {
      const theirs = saved.items as ReadonlyMap<string, Value>;
      for (const [key, entry] of theirs) {
        const mine = value.entries.get(key);
        if (mine === entry) continue;
        value.complete = false;
        value.entries.set(key, mine === undefined ? entry : joinValues(mine, entry));
      }
      if (theirs.size !== value.entries.size) value.complete = false;
    }
  }
}

/** The value of a variable after two branches: the value itself where both agree. */
export function joinValues(a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.kind === 'constant' && b.kind === 'constant' && a.value === b.value) return a;
  if (a.kind === 'text' && b.kind === 'text' && a.text.text === b.text.text && a.text.holes.length === 0) return a;
  const effectful = isEffectful(a) || isEffectful(b);
  return unknownValue('input', undefined, undefined, effectful || undefined);
}

/** Values that a search looks at, so that lists which share or hold themselves cost no more than they have parts. */
const SEARCHED = 2_000;

/** Whether code that gets this value can change the database with it. */
export function isEffectful(value: Value): boolean {
  const seen = new Set<Value>();
  const queue = [value];
  for (let next = queue.pop(); next && seen.size < SEARCHED; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if ((next.kind === 'native' || next.kind === 'unknown') && next.effectful) return true;
    if (next.kind === 'list') for (const item of next.items.slice(0, SEARCHED)) queue.push(item);
    else if (next.kind === 'record') for (const entry of next.entries.values()) queue.push(entry);
  }
  return false;
}
