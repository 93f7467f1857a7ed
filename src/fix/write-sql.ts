import { factsOf } from '../dialects/dialect.js';
import { printSql } from './sql-script.js';
import { Unwritable } from './sql-parts.js';
import type { FileChange, WayBack } from './way-back.js';

/** The line that begins the downgrade, for tools that keep both directions in one file. */
const SECTIONS: Readonly<Record<string, string>> = {
  dbmate: '-- migrate:down', goose: '-- +goose Down', 'sql-migrate': '-- +migrate Down', rambler: '-- rambler down', tern: '---- create above / drop below ----', 'node-pg-migrate-sql': '-- Down Migration', mybatis: '-- //@UNDO',
  'sql-sections': '-- DOWN',
};
const NEXT_SECTION = /^[ \t]*--[- \t]*(?:migrate:|\+goose[ \t]+|\+migrate[ \t]+|rambler[ \t]+|@)?up\b.*$/imu;

/** Name of the upgrade's file -> name of the downgrade's. */
const FILES: readonly (readonly [RegExp, string])[] = [
  [/\.up(\.[^/]*)?\.sql$/iu, '.down$1.sql'],
  [/([-_.])up\.sql$/iu, '$1down.sql'],
  [/(^|\/)up\.sql$/iu, '$1down.sql'],
  [/(^|\/)up\/([^/]*)$/iu, '$1down/$2'],
  [/(^|\/)deploy\/([^/]*)$/iu, '$1revert/$2'],
  [/\.do\.([^/]*)$/iu, '.undo.$1'],
  [/(^|\/)V([^/]*)$/u, '$1U$2'],
];

/** The way back in plain SQL: a file or section of its own. */
export function writeSql({ history, migration, steps, mode }: WayBack): readonly FileChange[] {
  const { framework, target, sources } = history;
  const upgrade = sources.get(migration.file);
  if (upgrade?.language !== 'sql') throw new Unwritable(`downgrades of ${framework.name} are not written yet`);
  const script = printSql(steps, { dialect: target.dialect, quote: quoting(upgrade.text, target.dialect) });
  if (migration.downgradeFile !== undefined) {
    const before = sources.get(migration.downgradeFile)?.text ?? '';
    return [{ file: migration.downgradeFile, before, after: mode === 'append' ? appended(before, script) : replaced(before, script) }];
  }
  const { text } = upgrade;
  const { span } = migration.downgrade;
  if (span) {
    const begin = span.end;
    const next = NEXT_SECTION.exec(text.slice(begin))?.index;
    const end = next === undefined ? text.length : begin + next;
    const section = text.slice(begin, end);
    const kept = mode === 'append' ? appended(section, script) : `\n${wrapped(section, script)}`;
    return [{ file: migration.file, before: text, after: `${text.slice(0, begin)}${kept.startsWith('\n') ? '' : '\n'}${kept}${next === undefined ? '' : '\n'}${text.slice(end)}` }];
  }
  const marker = SECTIONS[framework.name];
  if (marker !== undefined) return [{ file: migration.file, before: text, after: `${text.trimEnd()}\n\n${marker}\n${script}` }];
  const pattern = FILES.find(([name]) => name.test(migration.file));
  if (!pattern) throw new Unwritable(`where ${framework.name} looks for a downgrade of this file is not known`);
  return [{ file: migration.file.replace(...pattern), after: script }];
}

/** All names in quotes where the project puts them so. */
function quoting(text: string, dialect: WayBack['history']['target']['dialect']): (name: string) => string {
  const { quoteName } = factsOf(dialect);
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  const always = (mysql ? /\bTABLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?`/iu : /\bTABLE\s+(?:ONLY\s+)?(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"/iu).test(text);
  if (!always) return quoteName;
  return mysql ? (name) => `\`${name.replaceAll('`', '``')}\`` : (name) => `"${name.replaceAll('"', '""')}"`;
}

const TRANSACTION = /^([^]*?^\s*(?:BEGIN|START TRANSACTION)\s*;[ \t]*\n)[^]*(^\s*COMMIT\s*;\s*)$/imu;

function replaced(before: string, script: string): string {
  const comments = /^(?:[ \t]*--[^\n]*\n|[ \t]*\n)*/u.exec(before)?.[0] ?? '';
  return TRANSACTION.test(before) ? wrapped(before, script) : `${comments}${script}`;
}

/** Inside of the transaction that the text begins and ends. */
function wrapped(before: string, script: string): string {
  const [, begin, commit] = TRANSACTION.exec(before) ?? [];
  return begin === undefined || commit === undefined ? script : `${begin.trim()}\n\n${script}\n${commit.trim()}\n`;
}

function appended(before: string, script: string): string {
  const commit = /^\s*COMMIT\s*;\s*$/imu.exec(before);
  const body = commit ? before.slice(0, commit.index) : before;
  const trimmed = body.trimEnd();
  const separator = trimmed === '' || /(?:;|\*\/|--[^\n]*)$/u.test(trimmed) ? '' : ';';
  return `${trimmed}${separator}\n${script}${commit ? `\n${before.slice(commit.index).trim()}\n` : ''}`;
}
