import type { Expression, Program, Statement } from './evaluate/core.js';

/** A stretch of a file, as half-open UTF-16 offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** All statements of a program, also those inside functions and classes. */
export function statementRanges(program: Program): readonly Range[] {
  const found: Range[] = [];
  const functionsIn = (expression: Expression | undefined): void => {
    if (expression?.kind === 'function') visit(expression.body);
    else if (expression?.kind === 'class') for (const member of expression.class.members) functionsIn(member.value);
  };
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      found.push({ start: statement.start, end: statement.end });
      switch (statement.kind) {
        case 'assign':
        case 'expression':
          functionsIn(statement.value);
          break;
        case 'class':
          for (const member of statement.class.members) functionsIn(member.value);
          break;
        case 'if':
          visit(statement.then);
          visit(statement.else);
          break;
        case 'loop':
          visit(statement.body);
          visit(statement.otherwise);
          break;
        case 'while':
        case 'with':
        case 'block':
          visit(statement.body);
          break;
        case 'try':
          visit(statement.body);
          for (const handler of statement.handlers) visit(handler.body);
          visit(statement.otherwise);
          visit(statement.finally);
          break;
      }
    }
  };
  visit(program.body);
  return found;
}

/** The outermost statement that starts on the line of the offset, else the innermost around it. */
export function statementAt(ranges: readonly Range[], text: string, offset: number): Range | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset);
  const starting = ranges.filter(({ start }) => start >= lineStart && start <= lineEnd && text.slice(lineStart, start).trim() === '');
  if (starting.length > 0) return starting.reduce((best, each) => (each.end > best.end ? each : best));
  const around = ranges.filter(({ start, end }) => start <= offset && offset < end);
  return around.length === 0 ? undefined : around.reduce((best, each) => (each.end - each.start < best.end - best.start ? each : best));
}
