import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;
export const colorsOf = (enabled: boolean | undefined): Colors => picocolors.createColors(enabled === true);

/** Control characters of the source or of a name must not reach the terminal. */
export const printable = (text: string): string => withoutCommands(text.replace(/\t/gu, '    ').replace(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD'));

/** What a log of GitHub Actions or Azure Pipelines would take for a command to it; a space of no width breaks it. */
const withoutCommands = (text: string): string => text.replace(/^(\s*:)(?=:[\w-]+.*::)/u, '$1\u200B').replace(/##(?=(?:vso)?\[)/gu, '##\u200B');

/** Breaks text at spaces; a word longer than the width stays whole. Line breaks of the text are kept. */
export function wrap(text: string, width: number, indent: string): string {
  return text
    .split(/\r?\n/u)
    .map((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of printable(paragraph).split(' ')) {
        if (line !== '' && line.length + 1 + word.length > width - indent.length) {
          lines.push(line);
          line = word;
        } else line = line === '' ? word : `${line} ${word}`;
      }
      return [...lines, line].map((each) => `${indent}${each}`.trimEnd()).join('\n');
    })
    .join('\n');
}

/** Columns that a text takes on a terminal: wide characters take two, combining ones none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    width += /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
  }
  return width;
}
