/** How a Python file is written. */
export interface PythonStyle {
  readonly quote: "'" | '"';
  readonly indent: string;
}

export function pythonStyle(source: string): PythonStyle {
  // strings of one line, docstrings left out
  const bare = source.replace(/"""[^]*?"""|'''[^]*?'''/gu, '');
  const single = bare.match(/'(?:[^'\\\n]|\\.)*'/gu)?.length ?? 0;
  const double = bare.match(/"(?:[^"\\\n]|\\.)*"/gu)?.length ?? 0;
  return { quote: double > single ? '"' : "'", indent: /^def [^\n]*:[^\n]*\n(?:[ \t]*\n)*([ \t]+)\S/mu.exec(source)?.[1] ?? '    ' };
}

/** A string as Python writes it. */
export function pythonString(text: string, { quote }: PythonStyle): string {
  if (text.includes('\n') && !text.includes('"""') && !text.endsWith('"')) return `"""${text.replaceAll('\\', '\\\\')}"""`;
  const plain = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  const other = quote === "'" ? '"' : "'";
  if (!plain.includes(quote)) return quote + plain + quote;
  return plain.includes(other) ? quote + plain.replaceAll(quote, `\\${quote}`) + quote : other + plain + other;
}

/** SQL as `text()` takes it: a colon before a word would be a parameter. */
export const withoutParameters = (sql: string): string => sql.replace(/(?<![:\w\\]):(?=\w+(?!:))/gu, '\\:');

const WIDEST = 88;

/** A call on one line where it fits, else with its arguments on the next, else with one on each. */
export function pythonCall(callee: string, parts: readonly string[], style: PythonStyle, depth = 1): string {
  const line = `${callee}(${parts.join(', ')})`;
  if (!line.includes('\n') && line.length + style.indent.length * depth <= WIDEST) return line;
  if (parts.length === 1 && /^(?:"""|'''|\[)/u.test(parts[0] ?? '')) return line;
  const inner = parts.join(', ');
  if (!inner.includes('\n') && (inner.length + style.indent.length * (depth + 1) <= WIDEST || parts.length === 1)) return `${callee}(\n${style.indent}${inner}\n)`;
  return `${callee}(\n${parts.map((part) => `${indented(part, style.indent)},`).join('\n')}\n)`;
}

/** Every line behind the indentation, those inside long strings left as they are. */
export function indented(code: string, indent: string): string {
  let within = false;
  return code
    .split('\n')
    .map((line) => {
      const out = within || line === '' ? line : indent + line;
      if ((line.split('"""').length - 1) % 2 === 1) within = !within;
      return out;
    })
    .join('\n');
}
