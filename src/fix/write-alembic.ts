import { AlembicPrinter } from './alembic.js';
import { withBody, withMore } from './python-function.js';
import { withImports } from './python-imports.js';
import { pythonStyle } from './python-text.js';
import { Unwritable } from './sql-parts.js';
import { withComments } from './comments.js';
import type { FileChange, WayBack } from './way-back.js';

/** The way back as the body of `downgrade()`. */
export function writeAlembic({ history, migration, steps, mode }: WayBack): readonly FileChange[] {
  const source = history.sources.get(migration.file);
  if (!source) throw new Unwritable('the file of the migration cannot be read');
  const { text } = source;
  const style = pythonStyle(text);
  const printer = new AlembicPrinter({
    ...style,
    dialect: history.target.dialect,
    finalNames: /\bop\.f\(/u.test(text) || history.environment.namingConvention !== undefined,
  });
  const body = steps.length === 0 ? 'pass' : withComments(steps, (step) => printer.print(step), '#').join('\n');
  const { span } = migration.downgrade;
  const edited = span === undefined ? `${text.trimEnd()}\n\n\n${headerOf(text)}\n${style.indent}${body.replaceAll('\n', `\n${style.indent}`)}\n` : edit();
  return [{ file: migration.file, before: text, after: withImports(edited, ['op', ...printer.used.modules]) }];

  function edit(): string {
    const place = history.host.statements(source ?? { file: '', text: '', language: 'python' }).filter(({ start, end }) => start <= (span?.start ?? 0) && (span?.end ?? 0) <= end);
    const whole = place.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
    if (!whole || span === undefined || span.file !== migration.file) throw new Unwritable('the downgrade is written elsewhere');
    if (/\b(?:globals|locals)\(\)\s*\[/u.test(text.slice(whole.start, whole.end))) throw new Unwritable('the downgrade is one for several databases');
    return (mode === 'append' ? withMore : withBody)(text, { headerEnd: span.end, end: whole.end }, body, style.indent);
  }
}

/** As the upgrade is declared. */
function headerOf(text: string): string {
  return /^def\s+upgrade\b[^\n]*:/mu.exec(text)?.[0].replace('upgrade', 'downgrade') ?? 'def downgrade():';
}
