import type { Completion, CompletionNode, Values } from './completion-model.ts';

/** The script for fish, from 3.1 on. A Tab runs no other program, but for names of profiles. */
export function fishScript(nodes: readonly CompletionNode[]): string {
  return `# Completion of sipgate for fish. To have it in every new shell:
#   sipgate completion fish > ~/.config/fish/completions/sipgate.fish

# The words that may follow the path $argv[1], each with what it means behind a tab.
function __sipgate_words
    switch "$argv[1]"
${nodes.flatMap(({ path, words }) => caseOf([path], words.map(described))).join('\n')}
    end
end

# The options of the path $argv[1].
function __sipgate_options
    switch "$argv[1]"
${nodes.flatMap(({ path, options }) => caseOf([path], options.map(described))).join('\n')}
    end
end

# What follows the option $argv[2] of the path $argv[1]: nothing when it is a switch.
function __sipgate_option
    switch "$argv[1] $argv[2]"
${nodes.flatMap(optionCases).join('\n')}
    end
end

# What stands at the place $argv[2], from 0, behind the path $argv[1].
function __sipgate_place
    switch "$argv[1] $argv[2]"
${nodes.flatMap(placeCases).join('\n')}
    end
end

# What may stand where such values do.
function __sipgate_values
    switch "$argv[1]"
        case choices
            printf '%s\\n' $argv[2..-1]
        case profile
            sipgate profile list 2>/dev/null | string split --fields 1 \\t
        case file
            __fish_complete_path "$__sipgate_current"
        case folder
            __fish_complete_directories "$__sipgate_current"
    end
end

function __sipgate_complete
    set -g __sipgate_current (commandline --current-token)
    set -l at ''
    set -l awaited ''
    set -l literal ''
    set -l place 0
    for word in (commandline --tokenize --cut-at-cursor --current-process)[2..-1]
        if test -n "$awaited"
            set awaited ''
        else if test -z "$literal"; and test "$word" = --
            set literal 1
        else if test -z "$literal"; and string match --quiet -- '-*=*' "$word"
            continue
        else if test -z "$literal"; and string match --quiet -- '-*' "$word"
            set -l values (__sipgate_option "$at" "$word")
            test -n "$values"; and set awaited "$word"
        else if test "$place" = 0; and test -z "$literal"; and string match --quiet -- "$word"\\t'*' (__sipgate_words "$at")
            set at (string trim -- "$at $word")
        else
            set place (math $place + 1)
        end
    end
    if test -n "$awaited"
        __sipgate_values (__sipgate_option "$at" "$awaited")
        return
    end
    if test -z "$literal"; and string match --quiet -- '--*=*' "$__sipgate_current"
        set -l parts (string split --max 1 = -- "$__sipgate_current")
        set -g __sipgate_current "$parts[2]"
        for value in (__sipgate_values (__sipgate_option "$at" "$parts[1]"))
            echo "$parts[1]=$value"
        end
        return
    end
    if test -z "$literal"; and string match --quiet -- '-*' "$__sipgate_current"
        __sipgate_options "$at"
        return
    end
    set -l words (__sipgate_words "$at")
    if test -n "$words"; and test "$place" = 0
        printf '%s\\n' $words
    end
    set -l values (__sipgate_place "$at" "$place")
    if test -n "$words"; and test "$place" = 0; and test "$values[1]" != choices
        return
    end
    if test -n "$values"
        __sipgate_values $values
    else if test -z "$literal"
        __sipgate_options "$at"
    end
end

complete --command sipgate --no-files --arguments '(__sipgate_complete)'
`;
}

const described = ({ word, summary }: Completion) => `${word}\t${summary}`;

function optionCases({ path, options }: CompletionNode): readonly string[] {
  return options.flatMap(({ word, short, values }) =>
    values === undefined
      ? []
      : caseOf(
          (short === undefined ? [word] : [word, short]).map((one) => `${path} ${one}`),
          listed(values),
        ),
  );
}

function placeCases({ path, positionals, many }: CompletionNode): readonly string[] {
  return positionals.flatMap((values, place) =>
    caseOf([many && place === positionals.length - 1 ? `${path} *` : `${path} ${place}`], listed(values)),
  );
}

const listed = (values: Values): readonly string[] =>
  values.kind === 'choices' ? ['choices', ...values.choices] : [values.kind];

function caseOf(patterns: readonly string[], lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [
    `        case ${patterns.map(quoted).join(' ')}`,
    `            printf '%s\\n' ${lines.map(quoted).join(' ')}`,
  ];
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
