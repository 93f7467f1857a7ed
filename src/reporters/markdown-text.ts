import { printable } from './text.js';

/**
 * Text of migrations in Markdown: names and messages are made by whoever opens the pull request, and must not become
 * markup, links, mentions or HTML of the comment that shows them.
 */
export const plainText = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]|~]|^[-+#>]/gu, '\\$&')
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    // addresses and names of people become links by themselves
    .replace(/@|:(?=\/\/)|(?<=www)\./giu, '$&\u200B');

/** A code span that nothing in the text can end; in tables too. */
export function code(text: string): string {
  const content = oneLine(text).replaceAll('|', '\\|');
  if (content.trim() === '') return '';
  const longest = Math.max(0, ...[...content.matchAll(/`+/gu)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return /^`|`$|^ .* $/u.test(content) ? `${fence} ${content} ${fence}` : `${fence}${content}${fence}`;
}

/** A message of ours, which puts names between backticks. */
export const message = (text: string): string =>
  text
    .split(/(`[^`\n]*`)/u)
    .map((part, i) => (i % 2 === 1 ? code(part.slice(1, -1)) : plainText(part)))
    .join('');

const oneLine = (text: string): string => printable(text.replace(/\s*[\r\n\u2028\u2029]+\s*/gu, ' '));
