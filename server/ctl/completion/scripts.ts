import type { CompletableOption, Stop } from './command-tree.ts';

/** Scripts that teach a shell the commands. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function completionScript(shell: Shell, stops: readonly Stop[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(stops);
    case 'zsh':
      return zshScript(stops);
    case 'fish':
      return fishScript(stops);
  }
}

function bashScript(stops: readonly Stop[]): string {
  const cases = stops.map(({ path, commands, options }) => {
    const words = [...commands.map(({ name }) => name), ...options.map(({ long }) => long)];
    return `    ${quoted(path)}) words=${quoted(words.join(' '))} ;;`;
  });
  return `# bash completion of evagorectl
_evagorectl() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at= words= i
  case $prev in
    ${longsThat(stops, 'a file').join('|')}) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    ${longsThat(stops, 'a value').join('|')}) COMPREPLY=(); return ;;
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case $at/\${COMP_WORDS[i]} in
      ${pathsOf(stops).join('|')}) at=$at/\${COMP_WORDS[i]} ;;
    esac
  done
  case $at in
${cases.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _evagorectl evagorectl
`;
}

function zshScript(stops: readonly Stop[]): string {
  const described = (name: string, about: string) => quoted(`${name.replaceAll(':', '\\:')}:${about}`);
  const cases = stops.map(({ path, commands, options }) => {
    const commandWords = commands.map(({ name, about }) => described(name, about));
    const optionWords = options.map(({ long, about }) => described(long, about));
    return `    ${quoted(path)})\n      commands=(${commandWords.join(' ')})\n      options=(${optionWords.join(' ')}) ;;`;
  });
  return `#compdef evagorectl
_evagorectl() {
  local at= i
  local -a commands options
  case $words[CURRENT-1] in
    ${longsThat(stops, 'a file').join('|')}) _files; return ;;
    ${longsThat(stops, 'a value').join('|')}) _message value; return ;;
  esac
  for ((i = 2; i < CURRENT; i++)); do
    case $at/$words[i] in
      ${pathsOf(stops).join('|')}) at=$at/$words[i] ;;
    esac
  done
  case $at in
${cases.join('\n')}
  esac
  (( $#commands )) && _describe -t commands command commands
  _describe -o -t options option options
}
if [[ $funcstack[1] == _evagorectl ]]; then
  _evagorectl "$@"
else
  compdef _evagorectl evagorectl
fi
`;
}

function fishScript(stops: readonly Stop[]): string {
  const lines = stops.flatMap(({ path, commands, options }) => {
    const here = `complete -c evagorectl -n ${fishQuoted(`__evagorectl_at ${fishQuoted(path)}`)}`;
    return [
      ...commands.map(({ name, about }) => `${here} -a ${fishQuoted(name)} -d ${fishQuoted(about)}`),
      ...options.map(
        ({ long, about, takes }) => `${here} -l ${long.slice(2)}${FISH_TAKES[takes]} -d ${fishQuoted(about)}`,
      ),
    ];
  });
  return `# fish completion of evagorectl
function __evagorectl_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    if contains -- "$at/$word" ${pathsOf(stops).join(' ')}
      set at "$at/$word"
    end
  end
  test "$at" = "$argv[1]"
end
complete -c evagorectl -f
${lines.join('\n')}
`;
}

const FISH_TAKES = { nothing: '', 'a file': ' -r -F', 'a value': ' -x' } as const;

function pathsOf(stops: readonly Stop[]): string[] {
  return stops.map(({ path }) => path).filter((path) => path !== '');
}

function longsThat(stops: readonly Stop[], takes: CompletableOption['takes']): string[] {
  const longs = stops.flatMap(({ options }) =>
    options.filter((option) => option.takes === takes).map(({ long }) => long),
  );
  return [...new Set(longs)].sort();
}

/** As bash and zsh take it to the letter. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
