import { identityOf, wordsOf } from '../names.js';
import { sectionsOf } from '../sections.js';
import { sectioned } from './sectioned.js';

/** `-- migrate:up transaction:false` */
export const dbmate = sectioned({
  name: 'dbmate',
  transactions: 'file',
  marker: /^--[ \t]*migrate:up\b/imu,
  identityOf(stem) {
    const version = /^\d+/u.exec(stem)?.[0] ?? stem;
    return identityOf(version, stem, wordsOf(stem.slice(version.length)));
  },
  parts: (text) =>
    sectionsOf(text, {
      marker: /^--[ \t]*migrate:(up|down)\b(.*)$/iu,
      direction: ([, word]) => (word?.toLowerCase() === 'up' ? 'upgrade' : 'downgrade'),
      transactional: (match) => (/\btransaction:\s*false\b/iu.test(match[2] ?? '') ? false : undefined),
    }),
});
