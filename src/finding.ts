import type { Difference } from './catalog/difference.js';
import type { Impact } from './impact.js';
import type { Direction, Migration, Unread } from './migration.js';
import type { Operation } from './operation.js';
import type { Span } from './span.js';
import type { Target } from './target.js';

export type Severity = 'error' | 'warning' | 'note';
/** `possible`: rests on a value or branch that could not be read. */
export type Confidence = 'certain' | 'possible';

/** What a finding is about, in the words of the database. */
export interface FindingObject {
  readonly kind: 'table' | 'column' | 'constraint' | 'index' | 'enum' | 'view' | 'materializedView' | 'function' | 'trigger' | 'sequence' | 'extension' | 'schema' | 'policy' | 'migration' | 'statement' | string;
  readonly table?: string;
  readonly name: string;
}
export interface Related {
  readonly message: string;
  readonly span: Span;
}
export interface Edit {
  readonly span: Span;
  readonly text: string;
}
export interface Suggestion {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface Finding {
  readonly ruleId: string;
  readonly messageId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** What happens, why, what to do instead, with the names filled in. */
  readonly message: string;
  /** The names by themselves, for hosts that fill in messages on their own. */
  readonly data?: Readonly<Record<string, string>>;
  readonly span: Span;
  readonly migration?: string;
  readonly direction?: Direction;
  readonly object?: FindingObject;
  /** All objects, where one finding lists several. */
  readonly objects?: readonly FindingObject[];
  readonly related: readonly Related[];
  /** What the operation that is reported costs those who use the database meanwhile. */
  readonly impact?: Impact;
  /** Rule, migration, direction, object and message: never a line number. */
  readonly fingerprint: string;
  readonly suggestions: readonly Suggestion[];
  /** Why nobody is told, where that is so. */
  readonly suppression?: Suppression;
}

export interface Suppression {
  readonly by: 'comment' | 'baseline';
  readonly reason?: string;
}

/** A file that belongs to a history and could not be read. */
export interface UnreadFile {
  readonly file: string;
  readonly reason: string;
  /** `fault`: migralint itself failed on it. */
  readonly cause: 'syntax' | 'fault';
  readonly span?: Span;
}
/** What a migration under review does to the database, for those who read more than findings. */
export interface Review {
  readonly migration: Migration;
  readonly steps: readonly { readonly operation: Operation; readonly impact: Impact }[];
  /** What is not as it was after upgrade and downgrade; `undefined` where no downgrade can be replayed. */
  readonly differences?: readonly Difference[];
}

/** A fault of the tool or its input that is no finding: a crash inside a rule, a directory without migrations. */
export interface Problem {
  readonly message: string;
  readonly span?: Span;
  readonly file?: string;
}

/** Who says for which database a history is written: where it lies, the user, the project, its SQL; else PostgreSQL is assumed. */
export type DialectSource = 'layout' | 'option' | 'project' | 'sql' | 'default';

/** The database that a history was read for. */
export interface HistoryTarget {
  readonly framework: string;
  readonly environment: string;
  readonly target: Target;
  readonly dialectFrom: DialectSource;
}

export interface Report {
  readonly target: Target;
  /** One for each history. */
  readonly histories: readonly HistoryTarget[];
  readonly migrations: readonly Migration[];
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly unread: readonly UnreadFile[];
  /** Unread statements of the migrations under review. */
  readonly opaque: readonly (Unread & { readonly migration: string; readonly direction: Direction })[];
  readonly problems: readonly Problem[];
  /** Files of the migrations under review. */
  readonly reviewed: readonly string[];
  /** Only where they were asked for. */
  readonly reviews?: readonly Review[];
}

export type { Migration };
