import type { ESLint, Linter } from 'eslint';
import { presetSeverity, type Preset } from '../../config.js';
import type { Rule } from '../../rule.js';

/** Where migrations lie, for all tools that are read. */
const FOLDERS = '{migration,migrations,migrate,*[-_.]migration,*[-_.]migrations,migrations[-_.]*,changelog,changelogs,changesets,versions,alembic,drizzle}';
const PYTHON = [`**/${FOLDERS}/**/*.py`];
const SQL = [`**/${FOLDERS}/**/*.sql`, '**/{deploy,revert}/**/*.sql', '**/{V,U,R,B}*__*.sql', '**/*.{up,down,do,undo}.sql'];
/** Files that ESLint looks at anyway, whatever language their own configuration says they are in. */
const SCRIPTS = [`**/${FOLDERS}/**`];
const NO_SCRIPTS = ['**/!(*.js|*.mjs|*.cjs|*.jsx|*.ts|*.mts|*.cts|*.tsx)', '**/*.d.{ts,mts,cts}', '**/*.{test,spec}.*'];
const NOT_THEIRS = ['**/{venv,.venv,site-packages,node_modules,__pycache__,vendor}/**'];

type Configured = Exclude<Preset, 'none'>;

/** The rules of a preset. ESLint knows no notes: they are warnings. */
export function rulesOf(preset: Configured, rules: readonly Rule[]): Linter.RulesRecord {
  const entries = rules.flatMap((rule) => {
    const severity = presetSeverity(rule, preset);
    return severity === undefined ? [] : [[`migralint/${rule.id}`, severity === 'error' ? 'error' : 'warn'] as const];
  });
  return Object.fromEntries(entries);
}

/** A preset for all languages. Scripts stay in the language, with the parser, that the project has set for them. */
export function configsOf(preset: Configured, plugin: ESLint.Plugin, rules: readonly Rule[]): Linter.Config[] {
  const common = { plugins: { migralint: plugin }, settings: { migralint: { preset } }, rules: rulesOf(preset, rules) };
  return [
    { name: `migralint/${preset}/python`, files: PYTHON, ignores: NOT_THEIRS, language: 'migralint/python', ...common },
    { name: `migralint/${preset}/sql`, files: SQL, ignores: NOT_THEIRS, language: 'migralint/sql', ...common },
    { name: `migralint/${preset}/scripts`, files: SCRIPTS, ignores: [...NOT_THEIRS, ...NO_SCRIPTS], ...common },
  ];
}
