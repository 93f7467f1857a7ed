import { FORMATS, optionInfo, optionNames, type Command } from './options.js';

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
  inspect: `Exit status\n  0  all files were read\n  1  a migration could not be read\n${COULD_NOT}`,
  rules: 'Exit status\n  0  done\n  2  a bad option or a broken configuration',
  explain: 'Exit status\n  0  done\n  2  no such rule',
};

/** The help of a command, or of the whole tool. */
export function help(command?: Command): string {
  const { usage, about, examples } = ABOUT[command ?? 'check'];
  const widest = Math.max(...examples.map(([line]) => line.length));
  const parts = [`Usage: ${usage}`, about];
  if (command === undefined) parts.push(`Commands\n${(['check', 'inspect', 'rules', 'explain'] as const).map((name) => `  ${name.padEnd(9)}${COMMAND_LINES[name]}`).join('\n')}`);
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
  inspect: 'print what each migration does',
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
    name === 'format' && command !== 'explain' ? `${FORMATS[command].join(', ')} (default: stylish)` : optionInfo(name).help;
  const widest = Math.max(...names.map((name) => label(name).length));
  const groups = new Set(names.map((name) => optionInfo(name).group));
  return [...groups]
    .map((group) => [group, ...names.filter((name) => optionInfo(name).group === group).map((name) => `  ${label(name).padEnd(widest)}  ${about(name)}`)].join('\n'))
    .join('\n\n');
}
