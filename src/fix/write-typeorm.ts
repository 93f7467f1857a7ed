import { withComments } from './comments.js';
import { bodyAfter, indentAt } from './script-body.js';
import { sqlOf } from './sql.js';
import { Unwritable } from './sql-parts.js';
import type { FileChange, WayBack } from './way-back.js';

/** The way back as the queries that TypeORM generates. */
export function writeTypeorm({ history, migration, steps, mode }: WayBack): readonly FileChange[] {
  const text = history.sources.get(migration.file)?.text;
  const { span } = migration.downgrade;
  if (text === undefined || span === undefined || span.file !== migration.file) throw new Unwritable('the downgrade is written elsewhere');
  const body = bodyAfter(text, span.start);
  if (!body) throw new Unwritable('the body of the downgrade was not found');
  const runner = /\(\s*(\w+)/u.exec(text.slice(span.start, body.start))?.[1] ?? 'queryRunner';
  const outer = indentAt(text, span.start);
  const indent = outer + (/\n([ \t]+)\S/u.exec(text.slice(text.indexOf('class ')))?.[1] ?? '    ');
  const { dialect } = history.target;
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  const quote = (name: string): string => (mysql ? `\`${name}\`` : `"${name.replaceAll('"', '""')}"`);
  const semicolon = /;\s*$/mu.test(text) ? ';' : '';
  const written = withComments(steps, (step) => sqlOf(step, { dialect, quote }).map((sql) => `await ${runner}.query(${literal(sql)})${semicolon}`).join('\n'), '//').join('\n');
  const lines = written === '' ? '' : `\n${written.replaceAll(/^(?=.)/gmu, indent)}`;
  const kept = mode === 'append' ? text.slice(body.start + 1, body.end - 1).trimEnd() : '';
  return [{ file: migration.file, before: text, after: `${text.slice(0, body.start + 1)}${kept}${lines}\n${outer}${text.slice(body.end - 1)}` }];
}

/** As TypeORM writes queries: in backticks. */
const literal = (sql: string): string => `\`${sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
