import { type CaseDialect, caseFunctions } from './case-functions.ts';
import type { Completion, CompletionNode } from './completion-model.ts';

/** The script for bash, from 3.2 on, which macOS still has. A Tab runs no other program, but for names of profiles. */
export function bashScript(nodes: readonly CompletionNode[]): string {
  return `# Completion of sipgate for bash. To have it in every new shell:
#   sipgate completion bash > ~/.local/share/bash-completion/completions/sipgate
# or, where the package bash-completion is not installed: echo 'eval "$(sipgate completion bash)"' >> ~/.bashrc

${caseFunctions(nodes, DIALECT)}

_sipgate() {
  local cur=\${COMP_WORDS[COMP_CWORD]} at='' awaited='' literal='' kind='' choices='' names='' options=''
  local place=0 i word IFS=$' \\t\\n'
  COMPREPLY=()
  [[ $cur == '=' ]] && cur=''
  for (( i = 1; i < COMP_CWORD; i++ )); do
    word=\${COMP_WORDS[i]}
    if [[ -n $awaited ]]; then
      # bash breaks --profile=work into three words.
      [[ $word == '=' ]] || awaited=''
    elif [[ -z $literal && $word == '--' ]]; then
      literal=1
    elif [[ -z $literal && $word == -* ]]; then
      _sipgate_option "$at" "$word"
      [[ -n $kind ]] && awaited=$word
    else
      _sipgate_node "$at"
      if (( place == 0 )) && [[ -z $literal && " $names " == *" $word "* ]]; then
        at=\${at:+$at }$word
      else
        place=$(( place + 1 ))
      fi
    fi
  done
  _sipgate_node "$at"
  if [[ -n $awaited ]]; then
    _sipgate_option "$at" "$awaited"
  elif [[ -z $literal && $cur == -* ]]; then
    kind=choices choices=$options
  elif [[ -n $names && $place == 0 ]]; then
    # Words of commands, and what may stand there beside them: operations.
    _sipgate_place "$at" 0
    [[ $kind == choices ]] || choices=''
    kind=choices choices="$names $choices"
  else
    _sipgate_place "$at" "$place"
    [[ -z $kind && -z $literal ]] && kind=choices choices=$options
  fi
  case $kind in
    choices) COMPREPLY=( $(compgen -W "$choices" -- "$cur") ) ;;
    profile) COMPREPLY=( $(compgen -W "$(sipgate profile list 2>/dev/null | cut -f 1)" -- "$cur") ) ;;
    file | folder)
      local action=-f
      [[ $kind == folder ]] && action=-d
      compopt -o filenames 2>/dev/null
      IFS=$'\\n'
      COMPREPLY=( $(compgen "$action" -- "$cur") )
      ;;
  esac
}

complete -F _sipgate sipgate
`;
}

const spaced = (completions: readonly Completion[]) => completions.map(({ word }) => word).join(' ');

const DIALECT: CaseDialect = {
  nothing: "''",
  names: ({ words, options }) => `names='${spaced(words)}' options='${spaced(options)}'`,
  choices: (choices) => `'${choices.join(' ')}'`,
};
