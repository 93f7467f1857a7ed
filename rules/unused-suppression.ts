import { defineRule } from '../src/rule.js';

/** The engine reports these, after all other findings are known. */
export default defineRule({
  id: 'unused-suppression',
  meta: {
    summary: 'A suppression comment matches no finding, or names an unknown rule.',
    category: 'meta',
    presets: { recommended: 'warning' },
    since: '0.1.0',
    dialects: 'all',
    directions: ['upgrade', 'downgrade'],
    messages: {
      unused: 'The comment allows `{{rule}}`, but nothing here is reported by that rule: left standing it would hide a later mistake. Remove it.',
      noReason: 'The comment allows `{{rule}}` without saying why, so it has no effect: whoever reads it later cannot tell whether it still holds. Write the reason after a colon: `migralint-allow {{rule}}: reason`.',
      noRule: 'The comment names no rule, so it has no effect. Write `migralint-allow <rule>: reason`; `migralint rules` lists all rules.',
      unknownRule: 'The comment allows `{{rule}}`, which is not the name of a rule, so it has no effect. Correct the name (`migralint rules` lists all rules), or remove it.',
      noBlock: 'This comment ends a block that none has begun, so it has no effect. Begin one with `migralint-allow-block <rule>: reason`, or remove it.',
    },
  },
  create: () => ({}),
});
