import { mapNames } from '../../../action-names.js';
import type { Draft } from '../../../operation.js';
import type { Token } from '../lexer.js';

/** Whether the text has a search path of its own from here on: then a written `public` is not the same as no schema. */
export const setsSearchPath = (drafts: readonly Draft[]): boolean => drafts.some((draft) => draft.kind === 'setting' && draft.name === 'search_path');

/** The effects of a statement, `public` where it is written. */
export function withPublic(drafts: readonly Draft[], text: string, tokens: readonly Token[]): readonly Draft[] {
  const explicit = writtenPublic(text, tokens);
  if (explicit.size === 0) return drafts;
  return drafts.map((draft) => mapNames(draft, (name) => (name.schema === undefined && explicit.has(name.name) ? { schema: 'public', name: name.name } : name)));
}

/** Names that a statement puts into `public` itself. */
function writtenPublic(text: string, tokens: readonly Token[]): ReadonlySet<string> {
  const out = new Set<string>();
  tokens.forEach((token, i) => {
    const [dot, name] = [tokens[i + 1], tokens[i + 2]];
    if (!dot || !name || text.slice(dot.start, dot.end) !== '.' || text.slice(token.start, token.end).replaceAll('"', '').toLowerCase() !== 'public') return;
    const written = text.slice(name.start, name.end);
    out.add(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase());
  });
  return out;
}
