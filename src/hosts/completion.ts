import { LEVELS, PRESETS } from '../config-schema.js';
import { DIALECTS } from '../target.js';
import { rules } from '../../rules/index.js';
import { COMMANDS, FORMATS, optionInfo, optionNames, type Command, type OptionName, type Options } from './options.js';
import { print } from './output.js';
import { UsageProblem } from './problem.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** `migralint completion <shell>`. */
export async function completion(options: Options): Promise<number> {
  const [shell] = options.operands;
  const known = SHELLS.find((each) => each === shell);
  if (known === undefined) throw new UsageProblem(`completion needs the name of a shell: ${SHELLS.join(', ')}`);
  await print(known === 'fish' ? fish() : known === 'zsh' ? zsh() : bash());
  return 0;
}

const optionsOf = (command: Command): readonly OptionName[] => optionNames.filter((name) => optionInfo(name).commands.includes(command));
const ids = rules.map(({ id }) => id);
const LEVELED = ids.flatMap((id) => LEVELS.map((level) => `${id}:${level}`));
/** Words that an option takes; options that are left out take files or what nobody can list. */
const VALUES: Partial<Record<OptionName, readonly string[]>> = { preset: PRESETS, dialect: DIALECTS, format: FORMATS.check ?? [], rule: LEVELED };

function bash(): string {
  const values = Object.entries(VALUES).map(([name, words]) => `    --${name}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current")); return;;`);
  const perCommand = COMMANDS.map((command) => `    ${command}) words="${optionsOf(command).map((name) => `--${name}`).join(' ')}";;`);
  return `_migralint() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command=check word words
  COMPREPLY=()
  # a colon is a word of its own to bash
  if [[ "$previous" == : || "$current" == : ]]; then return; fi
  case "$previous" in
${values.join('\n')}
    explain) COMPREPLY=($(compgen -W "${ids.join(' ')}" -- "$current")); return;;
    completion) COMPREPLY=($(compgen -W "${SHELLS.join(' ')}" -- "$current")); return;;
  esac
  for word in "\${COMP_WORDS[@]:1}"; do
    case "$word" in ${COMMANDS.join('|')}) command="$word"; break;; esac
  done
  case "$command" in
${perCommand.join('\n')}
  esac
  if [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$current")); return; fi
  if (( COMP_CWORD == 1 )); then COMPREPLY=($(compgen -W "${COMMANDS.join(' ')}" -- "$current")); fi
  COMPREPLY+=($(compgen -f -- "$current"))
}
complete -o filenames -F _migralint migralint
`;
}

/** zsh runs the script for bash. */
const zsh = (): string => `autoload -U +X bashcompinit && bashcompinit\n${bash()}`;

function fish(): string {
  const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const line = (words: readonly string[]): string => `complete -c migralint ${words.join(' ')}`;
  const commands = COMMANDS.map((command) => line(['-n', '__fish_use_subcommand', '-a', command]));
  const options = optionNames.map((name) => {
    const { short, value, help, commands: of } = optionInfo(name);
    const words = VALUES[name];
    // without a command it is check
    const condition = of.includes('check') ? `not __fish_seen_subcommand_from ${COMMANDS.filter((command) => !of.includes(command)).join(' ') || 'none'}` : `__fish_seen_subcommand_from ${of.join(' ')}`;
    return line(['-n', quoted(condition), '-l', name, ...(short === undefined ? [] : ['-s', short]), ...(value === undefined ? [] : ['-r']), ...(words ? ['-f', '-a', quoted(words.join(' '))] : []), '-d', quoted(help)]);
  });
  return [...commands, ...options, line(['-n', quoted('__fish_seen_subcommand_from explain'), '-f', '-a', quoted(ids.join(' '))]), line(['-n', quoted('__fish_seen_subcommand_from completion'), '-f', '-a', quoted(SHELLS.join(' '))]), ''].join('\n');
}
