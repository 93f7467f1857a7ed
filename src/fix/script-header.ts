import type { Edit } from './edits.js';
import type { Site } from './script-sites.js';
import { Unwritable } from './sql-parts.js';

/** The stretch of its parameters, parentheses included where there are any. */
function parametersOf(text: string, { node, member, headerEnd }: Site): { readonly start: number; readonly end: number } {
  const from = member && isMethod(member) ? member.key.end : node.start;
  const [first] = node.params;
  const open = text.indexOf('(', from);
  if (open < 0 || open >= headerEnd || (first && first.start < open)) return { start: first?.start ?? from, end: text.lastIndexOf('=>', headerEnd) };
  let depth = 0;
  for (let at = open; at < headerEnd; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return { start: open, end: at + 1 };
  }
  throw new Unwritable('the parameters of the migration were not understood');
}

const isMethod = (member: NonNullable<Site['member']>): boolean => member.type === 'MethodDefinition' || (member.type === 'Property' && member.method);

/** What a migration calls the first thing that it is given. */
export function receiverOf({ node }: Site): string | undefined {
  const [first] = node.params;
  if (first?.type === 'Identifier') return first.name;
  if (first?.type !== 'ObjectPattern') return undefined;
  for (const property of first.properties) {
    if (property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'context' && property.value.type === 'Identifier') return property.value.name;
  }
  return undefined;
}

/** The parameters as they are written, without those behind which a framework looks for a callback. */
function listOf(text: string, site: Site, most: number): string {
  const { start, end } = parametersOf(text, site);
  const next = site.node.params[most];
  const whole = text.slice(start, end).trim();
  if (!next) return whole.startsWith('(') ? whole : `(${whole})`;
  return `${text.slice(start, next.start).replace(/,\s*$/u, '')})`;
}

export interface Wishes {
  readonly asynchronous: boolean;
  /** Whose parameters it takes over. Left out: it keeps its own. */
  readonly parametersOf?: Site;
  readonly mostParameters: number;
}

/** Edits of a header that make it one that can hold the statements. */
export function headerEdits(text: string, site: Site, { asynchronous, parametersOf: model, mostParameters }: Wishes): readonly Edit[] {
  const { node, member, headerEnd } = site;
  if (node.type !== 'ArrowFunctionExpression' && node.generator) throw new Unwritable('the downgrade is a generator');
  const edits: Edit[] = [];
  const list = parametersOf(text, site);
  if ((model && model !== site) || node.params.length > mostParameters) edits.push({ ...list, text: listOf(text, model ?? site, mostParameters) + (text[list.end - 1] === ' ' ? ' ' : '') });
  if (!asynchronous || node.async) return edits;
  const at = member && isMethod(member) ? member.key.start : node.start;
  edits.push({ start: at, end: at, text: 'async ' });
  const type = /^\s*:\s*(?!Promise\b)[^]*?(?=\s*(?:=>)?\s*$)/u.exec(text.slice(list.end, headerEnd))?.[0];
  if (type !== undefined && type.trim() !== '') edits.push({ start: list.end, end: list.end + type.length, text: ': Promise<void>' });
  return edits;
}

export const hasReturnType = (text: string, site: Site): boolean => /^\s*:/u.test(text.slice(parametersOf(text, site).end, site.headerEnd));
