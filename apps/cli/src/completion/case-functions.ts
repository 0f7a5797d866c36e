import type { CompletionNode, Values } from './completion-model.ts';

/** How a shell of the Bourne family writes what differs between them. */
export interface CaseDialect {
  /** No words at all: `''` or `()`. */
  readonly nothing: string;
  /** The assignments of the words and options that may follow a node's path. */
  readonly names: (node: CompletionNode) => string;
  /** Choices as the shell keeps them. */
  readonly choices: (choices: readonly string[]) => string;
}

/** The three functions by which bash and zsh look up what may stand where. */
export function caseFunctions(nodes: readonly CompletionNode[], { nothing, names, choices }: CaseDialect): string {
  const assigned = (values: Values) =>
    values.kind === 'choices'
      ? `kind=choices choices=${choices(values.choices)}`
      : `kind=${values.kind} choices=${nothing}`;
  return `# The words and options that may follow the path $1.
_sipgate_node() {
  case "$1" in
${nodes.map((node) => `    '${node.path}') ${names(node)} ;;`).join('\n')}
    *) names=${nothing} options=${nothing} ;;
  esac
}

# What follows the option $2 of the path $1: nothing when it is a switch.
_sipgate_option() {
  case "$1 $2" in
${nodes.flatMap((node) => optionCases(node, assigned)).join('\n')}
    *) kind='' choices=${nothing} ;;
  esac
}

# What stands at the place $2, from 0, behind the path $1.
_sipgate_place() {
  case "$1 $2" in
${nodes.flatMap((node) => placeCases(node, assigned)).join('\n')}
    *) kind='' choices=${nothing} ;;
  esac
}`;
}

function optionCases({ path, options }: CompletionNode, assigned: (values: Values) => string): readonly string[] {
  return options.flatMap(({ word, short, values }) => {
    if (values === undefined) return [];
    const patterns = (short === undefined ? [word] : [word, short]).map((one) => `'${path} ${one}'`);
    return [`    ${patterns.join(' | ')}) ${assigned(values)} ;;`];
  });
}

function placeCases(
  { path, positionals, many }: CompletionNode,
  assigned: (values: Values) => string,
): readonly string[] {
  return positionals.map((values, place) => {
    const endless = many && place === positionals.length - 1;
    return `    ${endless ? `'${path} '*` : `'${path} ${place}'`}) ${assigned(values)} ;;`;
  });
}
