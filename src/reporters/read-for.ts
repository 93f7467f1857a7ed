import type { HistoryTarget } from '../finding.js';
import type { Target } from '../target.js';

/** Histories named for each database; there may be hundreds of them. */
const MOST_NAMED = 5;

const written = ({ dialect, version }: Target): string => `${dialect} ${version.join('.')}`;

/** Which database each history was read for: worth a word where they are several, or where only the SQL says it. */
export function readFor(histories: readonly HistoryTarget[]): readonly string[] {
  if (histories.length < 2 && histories.every(({ dialectFrom }) => dialectFrom !== 'sql')) return [];
  const groups = new Map<string, string[]>();
  for (const { framework, environment, target, dialectFrom } of histories) {
    const database = `${written(target)}${dialectFrom === 'sql' ? ', as the SQL shows (--dialect says otherwise)' : ''}`;
    groups.set(database, [...(groups.get(database) ?? []), `${framework} ${environment}`]);
  }
  if (groups.size === 1) return [...groups.keys()].map((database) => `Read for ${database}.`);
  return [...groups].map(([database, names]) => `Read for ${database}: ${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}.`);
}

export const historiesJson = (histories: readonly HistoryTarget[]): readonly object[] =>
  histories.map(({ framework, environment, target, dialectFrom }) => ({ framework, environment, dialect: target.dialect, version: target.version.join('.'), dialectFrom }));
