import { type CaseDialect, caseFunctions } from './case-functions.ts';
import type { Completion, CompletionNode } from './completion-model.ts';

/** The script for zsh. A Tab runs no other program, but for names of profiles. */
export function zshScript(nodes: readonly CompletionNode[]): string {
  return `#compdef sipgate
# Completion of sipgate for zsh. To have it in every new shell, put it into a folder of $fpath:
#   sipgate completion zsh > "\${fpath[1]}/_sipgate"
# or: echo 'eval "$(sipgate completion zsh)"' >> ~/.zshrc

${caseFunctions(nodes, DIALECT)}

_sipgate() {
  local at='' awaited='' literal='' kind='' word
  local -a names options choices
  integer i place=0
  for (( i = 2; i < CURRENT; i++ )); do
    word=\${words[i]}
    if [[ -n $awaited ]]; then
      awaited=''
    elif [[ -z $literal && $word == '--' ]]; then
      literal=1
    elif [[ -z $literal && $word == -*=* ]]; then
      continue
    elif [[ -z $literal && $word == -* ]]; then
      _sipgate_option "$at" "$word"
      [[ -n $kind ]] && awaited=$word
    else
      _sipgate_node "$at"
      if (( place == 0 )) && [[ -z $literal && -n \${(M)names:#\${word}:*} ]]; then
        at=\${at:+$at }$word
      else
        (( place += 1 ))
      fi
    fi
  done
  _sipgate_node "$at"
  if [[ -z $literal && -z $awaited && $PREFIX == --*=* ]]; then
    awaited=\${PREFIX%%=*}
    compset -P '*='
  fi
  if [[ -n $awaited ]]; then
    _sipgate_option "$at" "$awaited"
  elif [[ -z $literal && $PREFIX == -* ]]; then
    _describe -o option options
    return
  elif (( \${#names} > 0 && place == 0 )); then
    _describe command names
    _sipgate_place "$at" 0
    [[ $kind == choices ]] && compadd -a choices
    return
  else
    _sipgate_place "$at" "$place"
    if [[ -z $kind && -z $literal ]]; then
      _describe -o option options
      return
    fi
  fi
  case $kind in
    choices) compadd -a choices ;;
    profile) choices=(\${(f)"$(sipgate profile list 2>/dev/null | cut -f 1)"}) && compadd -a choices ;;
    file) _files ;;
    folder) _files -/ ;;
  esac
}

if [[ $funcstack[1] == _sipgate ]]; then _sipgate "$@"; else compdef _sipgate sipgate; fi
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const described = ({ word, summary }: Completion) => quoted(`${word.replaceAll(':', '\\:')}:${summary}`);

const DIALECT: CaseDialect = {
  nothing: '()',
  names: ({ words, options }) =>
    `names=(${words.map(described).join(' ')}) options=(${options.map(described).join(' ')})`,
  choices: (choices) => `(${choices.map(quoted).join(' ')})`,
};
