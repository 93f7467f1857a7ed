import { namedIdentity } from '../names.js';
import { sectionsOf } from '../sections.js';
import { sectioned, sectionedParts } from './sectioned.js';

const isUp = (word: string | undefined): boolean => word?.toLowerCase() === 'up';

/** `-- +migrate Up notransaction` */
export const sqlMigrate = sectioned({
  name: 'sql-migrate',
  transactions: 'file',
  marker: /^--[ \t]*\+migrate[ \t]+Up\b/imu,
  identityOf: (stem) => namedIdentity(stem),
  parts: (text) =>
    sectionsOf(text, {
      marker: /^--[ \t]*\+migrate[ \t]+(up|down)\b(.*)$/iu,
      direction: ([, word]) => (isUp(word) ? 'upgrade' : 'downgrade'),
      transactional: (match) => (/\bnotransaction\b/iu.test(match[2] ?? '') ? false : undefined),
    }),
});

/** `-- rambler up` */
export const rambler = sectioned({
  name: 'rambler',
  transactions: 'none',
  marker: /^--[ \t]*rambler[ \t]+up\b/imu,
  identityOf: (stem) => namedIdentity(stem),
  parts: (text) => sectionsOf(text, { marker: /^--[ \t]*rambler[ \t]+(up|down)\b/iu, direction: ([, word]) => (isUp(word) ? 'upgrade' : 'downgrade') }),
});

const TERN_OUTSIDE = /^----[ \t]*tern:[ \t]*disable-tx[ \t]*----/imu;

/** `---- create above / drop below ----` */
export const tern = sectioned({
  name: 'tern',
  transactions: 'file',
  placeholders: /\{\{[^{}]*\}\}/gu,
  marker: /^----[ \t]*(?:create above[ \t]*\/[ \t]*drop below|tern:[ \t]*disable-tx)[ \t]*----/imu,
  parts(text) {
    const parts = sectionsOf(text, { marker: /^----[ \t]*create above[ \t]*\/[ \t]*drop below[ \t]*----/iu, direction: () => 'downgrade', before: 'upgrade' });
    if (!TERN_OUTSIDE.test(text)) return parts;
    return { upgrade: { ...parts.upgrade, transactional: false }, ...(parts.downgrade && { downgrade: { ...parts.downgrade, transactional: false } }) };
  },
});

/** `-- Up Migration`, `-- Down Migration`; what stands before them is part of the upgrade. */
export const nodePgMigrateSql = sectioned({
  name: 'node-pg-migrate-sql',
  transactions: 'run',
  marker: /^[ \t]*--[- \t]*(?:up|down)[ \t]+migration\b/imu,
  identityOf: (stem) => namedIdentity(stem),
  parts: (text) => sectionsOf(text, { marker: /^\s*--[-\s]*(up|down)\s+migration\b/iu, direction: ([, word]) => (isUp(word) ? 'upgrade' : 'downgrade') }),
});

/** `-- //@UNDO` */
export const mybatis = sectioned({
  name: 'mybatis',
  transactions: 'file',
  placeholders: /\$\{\w+\}/gu,
  marker: /^[ \t]*--[ \t]*\/\/[ \t]*@UNDO\b/imu,
  parts: (text) => sectionsOf(text, { marker: /^\s*--\s*\/\/\s*@UNDO\b/iu, direction: () => 'downgrade', before: 'upgrade' }),
});

/** `-- UP`, `-- DOWN` alone in their lines, of no tool in particular. */
export const upDownComments = sectioned({ name: 'sql-sections', transactions: 'script', marker: /^--+[- \t=]*@?(?:down|rollback|undo)[- \t=:]*$/imu, parts: sectionedParts });
