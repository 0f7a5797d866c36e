import { environmentVariables } from './environment-variables.ts';
import { exitCodes } from './exit-codes.ts';

/** Rows of two columns under a title. */
export interface HelpTable {
  readonly title: string;
  readonly rows: readonly (readonly [left: string, right: string])[];
}

/** Something to read about that is no command: `sipgate help exit-codes`. */
export interface HelpTopic {
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  readonly tables: readonly HelpTable[];
  readonly examples: readonly string[];
}

/** Every topic, in the order of the help. */
export const helpTopics: readonly HelpTopic[] = [
  {
    name: 'exit-codes',
    summary: 'How a command ends, for scripts',
    tables: [
      {
        title: 'Exit codes',
        rows: Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]),
      },
    ],
    examples: [
      'sipgate auth status || sipgate login',
      'sipgate clients list --json 2>error.json || jq .error.code error.json',
    ],
  },
  {
    name: 'environment',
    summary: 'Environment variables, and what wins over what',
    tables: [
      {
        title: 'What wins',
        rows: [
          ['1', 'an option, as --profile'],
          ['2', 'a variable of the environment'],
          ['3', "the project's file: sipgate.json in the working directory or above"],
          ['4', 'your own file: config.json; see `sipgate config list --origin`'],
          ['5', 'the default'],
        ],
      },
      ...environmentVariables.map(({ title, variables }) => ({
        title,
        rows: variables.map(({ name, summary }) => [name, summary] as const),
      })),
    ],
    examples: ['SIPGATE_PROFILE=sandbox sipgate account', 'sipgate config list --origin'],
  },
];
