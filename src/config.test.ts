import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { rules as shipped } from '../rules/index.js';
import { configSchema } from './config-schema.js';
import { configProblems, settingsOf, type Config } from './config.js';
import { matcher } from './globs.js';
import type { Rule } from './rule.js';

const rule = (id: string, presets: Rule['meta']['presets'], options?: Rule['meta']['options']): Rule => ({
  id,
  meta: { summary: id, category: 'design', presets, since: '0.1', dialects: 'all', directions: ['upgrade'], messages: {}, ...(options ? { options } : {}) },
  create: () => ({}),
});
const loud = rule('loud-rule', { recommended: 'warning', strict: 'error' });
const tunable = rule('tunable-rule', { all: 'note' }, {
  schema: { type: 'object', properties: { mode: { enum: ['a', 'b'] }, tables: { type: 'array', items: { type: 'string' } }, most: { type: 'integer', minimum: 1 } }, additionalProperties: false },
  defaults: { mode: 'a', most: 3 },
});
const rules = [loud, tunable];

const GOOD: readonly unknown[] = [
  {},
  { $schema: './schema.json', preset: 'strict', dialect: 'mysql', targetVersion: '8.0.29', rollback: 'forward-only', startAfter: 'ab12', failOnUnread: true, deployment: 'rolling' },
  { rules: { 'loud-rule': 'off', 'tunable-rule': ['error', { mode: 'b', tables: ['x'], most: 2 }] } },
  { rules: { 'loud-rule': ['note'] } },
  { overrides: [{ files: ['legacy/**'], rules: { 'loud-rule': 'off' } }], ignore: ['old'], emptyTables: ['a'], smallTables: ['b'], retiredColumns: ['a.b'], namingConvention: { ix: 'ix_%(column_0_label)s' } },
];
const BAD: readonly (readonly [unknown, string])[] = [
  [null, 'the configuration must be an object, not null'],
  [[], 'the configuration must be an object, not []'],
  [{ presets: 'strict' }, 'unknown key "presets"; did you mean "preset"? Known keys: '],
  [{ preset: 'strct' }, '"preset" must be "recommended" | "strict" | "all" | "none", not "strct"'],
  [{ targetVersion: 15 }, '"targetVersion" must be a version of the database such as "15" or "8.0.29", not 15'],
  [{ targetVersion: 'new' }, '"targetVersion" must be a version of the database such as "15" or "8.0.29", not "new"'],
  [{ rules: { 'lod-rule': 'off' } }, 'unknown rule "lod-rule"; did you mean "loud-rule"?'],
  [{ rules: { 'loud-rule': 'warn' } }, '"rules.loud-rule" must be "off" | "note" | "warning" | "error", or a list of severity and options, not "warn"'],
  [{ rules: { 'loud-rule': ['error', { mode: 'a' }] } }, 'unknown key "rules.loud-rule[1].mode"'],
  [{ rules: { 'tunable-rule': ['error', { mode: 'c' }] } }, '"rules.tunable-rule[1].mode" must be "a" | "b", not "c"'],
  [{ rules: { 'tunable-rule': ['error', { most: 0 }] } }, '"rules.tunable-rule[1].most" must be at least 1, not 0'],
  [{ rules: { 'tunable-rule': ['error', { tables: ['x', 7] }] } }, '"rules.tunable-rule[1].tables[1]" must be a string, not 7'],
  [{ rules: { 'tunable-rule': [] } }, '"rules.tunable-rule" needs at least 1 item'],
  [{ overrides: [{ files: [], rules: {} }] }, '"overrides[0].files" needs at least 1 item'],
  [{ overrides: [{ rules: {} }] }, '"overrides[0]" needs the key "files"'],
  [{ ignore: 'old' }, '"ignore" must be a list of strings, not "old"'],
  [{ failOnUnread: 'yes' }, '"failOnUnread" must be true or false, not "yes"'],
];

describe('validation', () => {
  const validate = new Ajv2020({ strict: false }).compile(configSchema(rules));

  it.each(GOOD.map((config) => [config]))('takes %j, as the JSON schema does', (config) => {
    expect(configProblems(config, rules)).toEqual([]);
    expect(validate(config)).toBe(true);
  });

  it.each(BAD)('refuses %j, as the JSON schema does', (config, message) => {
    expect(configProblems(config, rules)[0]?.message).toContain(message);
    expect(validate(config)).toBe(false);
  });

  it('reports every mistake at once', () => {
    expect(configProblems({ preset: 'x', dialect: 'y' }, rules)).toHaveLength(2);
  });

  it('knows the shipped rules and their options', () => {
    const properties = configSchema(shipped).properties?.rules?.properties ?? {};
    expect(Object.keys(properties)).toEqual(shipped.map(({ id }) => id));
    for (const { id, meta } of shipped) expect(configProblems({ rules: { [id]: ['error', meta.options?.defaults ?? {}] } }, shipped)).toEqual([]);
  });
});

describe('how a rule is set', () => {
  const level = (config: Config, options = {}, of: Rule = loud, file = 'a/b.py'): string => settingsOf(config, options)(of, file)?.severity ?? 'off';

  it('comes from the preset', () => {
    expect([level({}), level({ preset: 'strict' }), level({ preset: 'all' }), level({ preset: 'none' })]).toEqual(['warning', 'error', 'error', 'off']);
    expect([level({ preset: 'strict' }, {}, tunable), level({ preset: 'all' }, {}, tunable)]).toEqual(['off', 'note']);
  });
  it('then from the rules, then from overrides, then from the command line', () => {
    const config: Config = { rules: { 'loud-rule': 'error' }, overrides: [{ files: ['a/**'], rules: { 'loud-rule': 'note' } }, { files: ['a/c.py'], rules: { 'loud-rule': 'off' } }] };
    expect(level(config, {}, loud, 'z.py')).toBe('error');
    expect(level(config)).toBe('note');
    expect(level(config, {}, loud, 'a/c.py')).toBe('off');
    expect(level(config, { rules: { 'loud-rule': 'warning' } })).toBe('warning');
    expect(level(config, { locate: () => 'elsewhere.py' })).toBe('error');
  });
  it('has the default options below its own', () => {
    const config: Config = { rules: { 'tunable-rule': ['error', { mode: 'b' }] }, overrides: [{ files: ['a'], rules: { 'tunable-rule': 'note' } }] };
    expect(settingsOf(config)(tunable, 'a/b.py')).toEqual({ severity: 'note', options: { mode: 'b', most: 3 } });
  });
});

it('globs name files, folders and what is below them', () => {
  const matches = matcher(['./legacy/', 'x/*.py', '**/old_*.py']);
  expect(['legacy/a/b.py', 'legacy', 'x/a.py', 'deep/er/old_1.py'].every(matches)).toBe(true);
  expect(['legacyx/a.py', 'x/y/a.py', 'new.py'].some(matches)).toBe(false);
});
