import type { Part } from '../layout.js';
import { sectionsOf } from '../sections.js';
import { sectioned } from './sectioned.js';

const OUTSIDE = /^--[ \t]*\+goose[ \t]+NO[ \t]+TRANSACTION\b/imu;

/** `-- +goose Up`, `-- +goose NO TRANSACTION` for the whole file. */
export const goose = sectioned({
  name: 'goose',
  transactions: 'file',
  marker: /^--[ \t]*\+goose[ \t]+Up\b/imu,
  // with `ENVSUB ON`
  placeholders: /\$\{\w+(?::?-[^}]*)?\}/gu,
  parts(text) {
    const parts = sectionsOf(text, { marker: /^--[ \t]*\+goose[ \t]+(up|down)\b/iu, direction: ([, word]) => (word?.toLowerCase() === 'up' ? 'upgrade' : 'downgrade') });
    if (!OUTSIDE.test(text)) return parts;
    const outside = (part: Part): Part => ({ ...part, transactional: false });
    return { upgrade: outside(parts.upgrade), ...(parts.downgrade && { downgrade: outside(parts.downgrade) }) };
  },
});
