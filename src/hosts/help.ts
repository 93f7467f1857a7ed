import { COMMANDS, FORMATS, optionInfo, optionNames, type Command } from './options.js';

const ABOUT: Readonly<Record<Command, { readonly usage: string; readonly about: string; readonly examples: readonly (readonly [string, string])[] }>> = {
  check: {
    usage: 'migralint [check] [options] [paths...]',
    about: `Reads schema migrations as source code and reports what loses data, fails on rows that exist, or
cannot be rolled back. No database, no Python, and nothing of the project is executed.

A path is a folder or a migration. The whole history around it is read in order to know what was there
before; findings are reported for the paths only. Without a path: the current folder.`,
    examples: [
      ['migralint', 'all migrations below the current folder'],
      ['migralint --since origin/main', 'only those that this branch adds or changes'],
      ['migralint migrations/versions/3f2a_drop_bio.py', 'one migration, in its history'],
      ['migralint --preset strict --rule drop-column:error', 'other severities'],
      ['migralint --format sarif --output migralint.sarif', 'for code scanning'],
    ],
  },
  fix: {
    usage: 'migralint fix [options] [paths...]',
    about: `Writes downgrades that are missing, empty, wrong or incomplete, from what the upgrade changes. Each one is read
again and replayed before it is written: it restores the schema that was there before, and brings no new finding.

A migration that may have run already is left alone unless it is named, or --all is given.`,
    examples: [
      ['migralint fix --since origin/main --dry-run', 'what would change in the migrations of this branch'],
      ['migralint fix versions/3f2a_drop_bio.py', 'one migration'],
      ['migralint fix --all --rule leftover-enum-type', 'one rule, in all migrations below the current folder'],
    ],
  },
  inspect: {
    usage: 'migralint inspect [options] [paths...]',
    about: `Prints what each migration does, in both directions, before any rule looks at it: every operation with
its place, and what could not be read.`,
    examples: [
      ['migralint inspect', 'all migrations below the current folder'],
      ['migralint inspect versions/3f2a_drop_bio.py', 'one migration'],
      ['migralint inspect --format json --output operations.json', 'for other programs'],
    ],
  },
  baseline: {
    usage: 'migralint baseline [options] [paths...]',
    about: `Writes down the findings of today, so that only new ones are reported: for a project with many merged
migrations. The file migralint.baseline.json names them by what they are about, never by a line; it is
sorted, made to be reviewed and committed, and found by \`check\` without being told.

Entries that stand for nothing any more are reported by \`check\` and taken out with --prune.`,
    examples: [
      ['migralint baseline', 'accept all findings of today'],
      ['migralint baseline --dry-run', 'only show what would be accepted'],
      ['migralint baseline --prune', 'take out what is gone, accept nothing new'],
    ],
  },
  init: {
    usage: 'migralint init [options]',
    about: `Looks at the project, shows what is found (frameworks, databases, histories and their last revisions), and
writes what you agree to: a configuration, a workflow, a pre-commit hook, an entry for ESLint. Files that
exist are kept and only added to.`,
    examples: [
      ['migralint init', 'look, and ask before each file'],
      ['migralint init --dry-run', 'show what would be written'],
      ['migralint init --yes', 'write without questions'],
    ],
  },
  doctor: {
    usage: 'migralint doctor [options] [paths...]',
    about: `Says what migralint sees: which histories, of which framework and database, in which order, how much of them it
understands, what it could not read and why, and which settings are in force.`,
    examples: [['migralint doctor', 'about all below the current folder']],
  },
  completion: {
    usage: 'migralint completion <bash|zsh|fish>',
    about: 'Prints a script that lets the shell complete commands, options and the names of rules.',
    examples: [
      ['source <(migralint completion bash)', 'in ~/.bashrc'],
      ['source <(migralint completion zsh)', 'in ~/.zshrc'],
      ['migralint completion fish > ~/.config/fish/completions/migralint.fish', 'once'],
    ],
  },
  rules: {
    usage: 'migralint rules [options]',
    about: 'Lists the rules: what each one reports, and how loud it is with the configuration of this folder.',
    examples: [
      ['migralint rules', 'the rules as this project has set them'],
      ['migralint rules --preset all --no-config', 'every rule at its loudest'],
    ],
  },
  explain: {
    usage: 'migralint explain <rule>',
    about: 'Prints the document of a rule: why it matters, unsafe and safe examples, options, when to turn it off.',
    examples: [['migralint explain downgrade-mismatch', 'about one rule']],
  },
};

const COULD_NOT = '  2  migralint could not do its work: a bad option, a broken configuration, an unreadable file, no migration found';
const EXIT_STATUS: Readonly<Record<Command, string>> = {
  check: `Exit status
  0  nothing at or above the failing severity
  1  findings: an error, more warnings than --max-warnings, something unread with --fail-on-unread
${COULD_NOT}`,
  fix: `Exit status
  0  nothing is left to fix
  1  something could not be fixed, or would be without --dry-run
${COULD_NOT}`,
  inspect: `Exit status\n  0  all files were read\n  1  a migration could not be read\n${COULD_NOT}`,
  baseline: 'Exit status\n  0  done\n  2  the project could not be read, or the file not be written',
  init: 'Exit status\n  0  done, also where nothing was agreed to\n  2  nothing to set up, or a file could not be written',
  doctor: 'Exit status\n  0  everything is read\n  1  something is not read\n  2  a bad option or a broken configuration, or no migration found',
  completion: 'Exit status\n  0  done\n  2  no such shell',
  rules: 'Exit status\n  0  done\n  2  a bad option or a broken configuration',
  explain: 'Exit status\n  0  done\n  2  no such rule',
};

/** The help of a command, or of the whole tool. */
export function help(command?: Command): string {
  const { usage, about, examples } = ABOUT[command ?? 'check'];
  const widest = Math.max(...examples.map(([line]) => line.length));
  const parts = [`Usage: ${usage}`, about];
  if (command === undefined) parts.push(`Commands\n${COMMANDS.map((name) => `  ${name.padEnd(12)}${COMMAND_LINES[name]}`).join('\n')}`);
  parts.push(`Examples\n${examples.map(([line, what]) => `  ${line.padEnd(widest)}  ${what}`).join('\n')}`);
  parts.push(optionsText(command ?? 'check'));
  if (command === undefined || command === 'check') {
    parts.push(`In a migration, a comment allows a finding of the next statement and says why:
  # migralint-allow drop-column: nothing has read it since release 41
(also migralint-allow-block ... migralint-end-allow, and migralint-allow-file)`);
  }
  parts.push(EXIT_STATUS[command ?? 'check']);
  if (command === undefined) parts.push('Help of one command: migralint <command> --help');
  return `${parts.join('\n\n')}\n`;
}

const COMMAND_LINES: Readonly<Record<Command, string>> = {
  check: 'report findings (the default)',
  fix: 'write downgrades that are missing or wrong',
  inspect: 'print what each migration does',
  baseline: 'accept the findings of today',
  init: 'set migralint up in a project',
  doctor: 'say what is read, what is not, and why',
  completion: 'print completion for a shell',
  rules: 'list the rules and their severities',
  explain: 'print the document of a rule',
};

function optionsText(command: Command): string {
  const names = optionNames.filter((name) => optionInfo(name).commands.includes(command));
  const label = (name: (typeof names)[number]): string => {
    const { short, value } = optionInfo(name);
    return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
  };
  const about = (name: (typeof names)[number]): string =>
    name === 'format' ? `${FORMATS[command]?.join(', ')} (default: stylish)` : optionInfo(name).help;
  const widest = Math.max(...names.map((name) => label(name).length));
  const groups = new Set(names.map((name) => optionInfo(name).group));
  return [...groups]
    .map((group) => [group, ...names.filter((name) => optionInfo(name).group === group).map((name) => `  ${label(name).padEnd(widest)}  ${about(name)}`)].join('\n'))
    .join('\n\n');
}
