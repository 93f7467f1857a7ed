import type { Severity } from '../finding.js';

/** A rule as reporters describe it. */
export interface RuleDescription {
  readonly id: string;
  readonly summary: string;
  readonly category: string;
  /** How loud it is by default. */
  readonly severity: Severity;
  /** Its document, in Markdown. */
  readonly document?: string;
  readonly url?: string;
}

/** What a reporter needs besides the report and the texts. */
export interface ReportContext {
  readonly version: string;
  /** Rules that findings may come from. */
  readonly rules: readonly RuleDescription[];
  readonly color?: boolean;
  /** Columns of the terminal. */
  readonly width?: number;
  /** The change under review was named (git base, start revision, files); else everything is reviewed. */
  readonly limited?: boolean;
  /** Path relative to the top of the repository, which is all that code hosts know. */
  readonly inRepository?: (file: string) => string;
  /** SARIF: findings that the source allows are listed too. */
  readonly includeSuppressed?: boolean;
  readonly informationUri?: string;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };
/** Worst first, else the order they came in. */
export const bySeverity = (a: { readonly severity: Severity }, b: { readonly severity: Severity }): number => RANK[a.severity] - RANK[b.severity];

/** `12,345`: by hand, because loading the tables of locales takes longer than checking a migration. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/gu, ',');

export const plural = (count: number, word: string, words = `${word}s`): string => `${grouped(count)} ${count === 1 ? word : words}`;
