import type { Rule } from '../src/rule.js';

export const rules: readonly Rule[] = [];
