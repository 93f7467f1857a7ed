const TOKEN = /\/\/[^\n]*|\/\*[^]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[{}]/gu;

/** The braces of the body that begins behind an offset. */
export function bodyAfter(text: string, offset: number): { readonly start: number; readonly end: number } | undefined {
  const token = new RegExp(TOKEN);
  token.lastIndex = offset;
  let depth = 0;
  let start: number | undefined;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '{') {
      start ??= match.index;
      depth += 1;
    } else if (match[0] === '}') {
      depth -= 1;
      if (depth === 0 && start !== undefined) return { start, end: match.index + 1 };
      if (depth < 0) return undefined;
    }
  }
  return undefined;
}

/** The indentation of the line that an offset is on. */
export const indentAt = (text: string, offset: number): string => /^[ \t]*/u.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
