import type { Environment, Settings } from '../../framework.js';
import type { Identity } from '../../migration.js';
import type { Dialect } from '../../target.js';
import type { SqlProject } from './project.js';

/** A stretch of a text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** One direction of a migration as its file writes it. */
export interface Part {
  readonly stretches: readonly Stretch[];
  /** The line that begins it. */
  readonly header?: Stretch;
  /** Where the file says it itself. */
  readonly transactional?: boolean;
  /** The file says that there is no way back, or that none is needed. */
  readonly declared?: 'irreversible' | 'empty';
}

/** Both directions, where one file holds them. */
export interface Parts {
  readonly upgrade: Part;
  readonly downgrade?: Part;
}

/** A migration that was found. */
export interface Entry {
  readonly file: string;
  readonly downgrade?: string;
  readonly identity: Identity;
  /** What files beside it say about it. */
  readonly transactional?: boolean;
  /** The part of the file, where it holds several migrations. */
  readonly part?: string;
}

/** A history that was found. */
export interface Home {
  /** The folder, with what tells several histories of one folder apart. */
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly dialect?: Dialect;
  /** Settings that the order or the reading rests on besides the files of the migrations. */
  readonly options?: ReadonlyMap<string, string>;
  /** The folder's files have no way back. Left out: where none of them has one. */
  readonly forwardOnly?: boolean;
}

/**
 * `file`: each file in a transaction of its own. `run`: all that are pending in one. `script`: the file is sent to the
 * database as one text, which PostgreSQL runs in one transaction where it holds several statements. `none`: each
 * statement for itself.
 */
export type Transactions = 'file' | 'run' | 'script' | 'none';

/** How a tool lays out plain SQL migrations. */
export interface Layout {
  readonly name: string;
  readonly transactions: Transactions;
  /** Finds the histories among the files that no earlier layout has taken. */
  find(project: SqlProject, settings: Settings): readonly Home[];
  /** The directions in one file. Left out: the whole file is the upgrade. */
  parts?(text: string, part: string | undefined): Parts;
  /** What ends a statement besides the semicolon. */
  readonly separator?: RegExp;
  /** Text that the tool replaces before it runs the file. */
  readonly placeholders?: RegExp;
}

export const transactionOf = (transactions: Transactions): Environment['transaction'] => (transactions === 'run' ? 'run' : transactions === 'none' ? 'none' : 'migration');

export const wholeOf = (text: string): Part => ({ stretches: [{ start: 0, end: text.length }] });

/** A whole file as the upgrade, outside of a transaction where it says so. */
export const outsideWhere = (text: string, directive: RegExp): Parts => ({ upgrade: { ...wholeOf(text), ...(directive.test(text) && { transactional: false }) } });
