import type { Part, Parts, Stretch } from './layout.js';

/** A line that says something to the tool that runs the file. */
export interface Marker extends Stretch {
  /** The match of the pattern. */
  readonly match: RegExpExecArray;
  /** Where the next line begins. */
  readonly next: number;
}

/** The lines that a pattern (of one line, without flags `m` and `g`) matches. */
export function markersIn(text: string, pattern: RegExp): readonly Marker[] {
  const markers: Marker[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    const end = newline < 0 ? text.length : newline;
    const match = pattern.exec(text.slice(start, end).replace(/\r$/u, ''));
    if (match) markers.push({ start, end, next, match });
    start = next;
  }
  return markers;
}

export interface SectionRules {
  /** Finds the lines that begin a section. */
  readonly marker: RegExp;
  /** Which section a line begins; `undefined`: what follows runs in neither direction. */
  direction(match: RegExpExecArray): 'upgrade' | 'downgrade' | undefined;
  transactional?(match: RegExpExecArray): boolean | undefined;
  /** What stands before the first section: the upgrade, where the tool runs it. */
  readonly before?: 'upgrade';
}

/** A file with sections for both directions, each once or several times. */
export function sectionsOf(text: string, rules: SectionRules): Parts {
  const markers = markersIn(text, rules.marker);
  const parts: { upgrade: Part[]; downgrade: Part[] } = { upgrade: [], downgrade: [] };
  const first = markers[0];
  if (rules.before === 'upgrade' || !first) parts.upgrade.push({ stretches: [{ start: 0, end: first?.start ?? text.length }] });
  markers.forEach((marker, i) => {
    const direction = rules.direction(marker.match);
    if (!direction) return;
    const transactional = rules.transactional?.(marker.match);
    parts[direction].push({
      stretches: [{ start: marker.next, end: markers[i + 1]?.start ?? text.length }],
      header: { start: marker.start, end: marker.end },
      ...(transactional !== undefined && { transactional }),
    });
  });
  const downgrade = joined(parts.downgrade);
  return { upgrade: joined(parts.upgrade) ?? { stretches: [] }, ...(downgrade && { downgrade }) };
}

function joined(parts: readonly Part[]): Part | undefined {
  const [first] = parts;
  if (!first) return undefined;
  const header = parts.find((part) => part.header)?.header;
  const transactional = parts.find((part) => part.transactional !== undefined)?.transactional;
  return { stretches: parts.flatMap(({ stretches }) => stretches), ...(header && { header }), ...(transactional !== undefined && { transactional }) };
}
