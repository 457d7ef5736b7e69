/** What shells complete, told from the commands as they are declared, so that it cannot differ from them. */
import type { Command, Option } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that a shell reads. */
export function completionOf(main: Command, shell: Shell): string {
  return { bash, zsh, fish }[shell](main);
}

function commandsOf(main: Command): readonly Command[] {
  return [...main.createHelp().visibleCommands(main)];
}

function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}

function flagsOf({ short, long }: Option): string[] {
  return [short, long].filter((flag) => flag !== undefined);
}

/** Words that the first argument can be. */
function argumentsOf(command: Command): readonly string[] {
  return command.registeredArguments[0]?.argChoices ?? [];
}

/** In single quotes, for any of the shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function bash(main: Command): string {
  const name = main.name();
  const cases = commandsOf(main).flatMap((command) => {
    const options = optionsOf(command);
    const choices = options.filter(({ argChoices }) => argChoices !== undefined);
    const values = choices.map((option) => {
      const flags = flagsOf(option).map((flag) => `${command.name()}:${flag}`);
      return `    ${flags.join('|')}) words=${quoted(option.argChoices!.join(' '))} ;;`;
    });
    const files = options.filter(({ required, argChoices }) => required && argChoices === undefined);
    const open = files.flatMap((option) => flagsOf(option).map((flag) => `${command.name()}:${flag}`));
    const words = [...options.flatMap(flagsOf), ...argumentsOf(command)];
    return [
      ...values,
      ...(open.length === 0 ? [] : [`    ${open.join('|')}) words='' ;;`]),
      `    ${command.name()}:*) words=${quoted(words.join(' '))} ;;`,
    ];
  });
  return `# ${name} completion bash
_${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=${quoted([...commandsOf(main).map((command) => command.name()), ...optionsOf(main).flatMap(flagsOf)].join(' '))}
  else
    case "\${COMP_WORDS[1]}:$previous" in
${cases.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _${name} ${name}
`;
}

function zsh(main: Command): string {
  const name = main.name();
  const item = (option: Option) =>
    flagsOf(option).map((flag) => {
      const value = option.required
        ? option.argChoices === undefined
          ? ':value:_files'
          : `:value:(${option.argChoices.join(' ')})`
        : '';
      return `      ${quoted(`${flag}[${option.description.replace(/[[\]:]/g, ' ')}]${value}`)}`;
    });
  const cases = commandsOf(main).map((command) => {
    const words = argumentsOf(command);
    const rest = words.length === 0 ? '*:file:_files' : `1:word:(${words.join(' ')})`;
    return `    ${command.name()}) _arguments \\\n${[...optionsOf(command).flatMap(item), `      ${quoted(rest)}`].join(' \\\n')} ;;`;
  });
  const described = commandsOf(main).map(
    (command) => `    ${quoted(`${command.name()}:${command.summary()}`)}`,
  );
  return `#compdef ${name}
_${name}() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT -= 1 ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _${name} ${name}
`;
}

function fish(main: Command): string {
  const name = main.name();
  const lines = commandsOf(main).flatMap((command) => {
    const within = `-n ${quoted(`__fish_seen_subcommand_from ${command.name()}`)}`;
    const words = argumentsOf(command);
    return [
      `complete -c ${name} -n __fish_use_subcommand -f -a ${command.name()} -d ${quoted(command.summary())}`,
      ...(words.length === 0 ? [] : [`complete -c ${name} ${within} -f -a ${quoted(words.join(' '))}`]),
      ...optionsOf(command).map((option) => {
        const flags = `${option.short === undefined ? '' : ` -s ${option.short.slice(1)}`}${option.long === undefined ? '' : ` -l ${option.long.slice(2)}`}`;
        const value = option.required
          ? option.argChoices === undefined
            ? ' -r'
            : ` -x -a ${quoted(option.argChoices.join(' '))}`
          : '';
        return `complete -c ${name} ${within}${flags}${value} -d ${quoted(option.description)}`;
      }),
    ];
  });
  return `# ${name} completion fish\n${lines.join('\n')}\n`;
}
