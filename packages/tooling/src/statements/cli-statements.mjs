/**
 * How the command `sipgate` behaves, in the order of the numbers that tests carry: `[L1]` is the first.
 *
 * @type {readonly { area: string, statements: readonly { says: string }[] }[]}
 */
export const cliStatements = [
  {
    area: 'Help and mistakes',
    statements: [
      {
        says: '`sipgate`, `sipgate --help`, `-h`, `sipgate help` and the same for each command print usage and an example to stdout and exit with 0.',
      },
      { says: 'Help names the documentation and where to report problems.' },
      { says: '`sipgate --version` prints one line and needs no network.' },
      { says: 'Where something is missing, a short help goes to stderr, and the exit code is 2.' },
      { says: 'An unknown command or option is refused, the likely one suggested, and nothing is done.' },
    ],
  },
  {
    area: 'What is printed where',
    statements: [
      { says: 'stdout is for data, stderr for everything else: `sipgate … --json | jq` always works.' },
      { says: 'With `--json` an error is JSON, too: its code, message, hint and page.' },
      { says: 'A list is a table for people; for programs one record per line, with tabs and without borders.' },
      { says: 'An empty list is no failure: `[]`, exit code 0, a hint on stderr.' },
      { says: 'Exit codes are documented: 0 done, 1 failed, 2 used wrongly, 4 sign in first, 130 cancelled.' },
      { says: 'Ctrl-C during a sign-in frees the port and leaves no file.' },
      {
        says: '`NO_COLOR`, `TERM=dumb`, `--no-color` or no terminal: no colours, decided for each stream; `FORCE_COLOR` wins.',
      },
      { says: 'There is no spinner where stderr is no terminal.' },
    ],
  },
  {
    area: 'Asking, changing, deleting',
    statements: [
      { says: 'Every question has an option. Where nobody can be asked, the command fails at once and names it.' },
      {
        says: 'Deleting asks; without a terminal it wants `--yes`. `--dry-run` changes nothing, whatever else is given.',
      },
      {
        says: 'Secrets are never arguments, and never printed unless asked for: not on stdout or stderr, nor with `--debug`, nor on a page.',
      },
      { says: '`-` means stdin or stdout wherever a file is taken.' },
      { says: '`--` ends the options.' },
      { says: 'Options may stand before or after the command.' },
    ],
  },
  {
    area: 'Settings',
    statements: [
      {
        says: 'An option is stronger than the environment, then the project’s file, the user’s, the default; a command shows where a value came from.',
      },
      { says: 'Files lie where the system wants them (XDG, or AppData), in folders of 0700, as 0600.' },
      {
        says: '`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY` and `NODE_EXTRA_CA_CERTS` are honoured, for the token exchange as well.',
      },
    ],
  },
  {
    area: 'Time and failure',
    statements: [
      { says: 'What is asked most often is answered at once: help and version load no network and no protocol.' },
      { says: 'Each request ends after a time, and says whom it waits for.' },
      { says: 'Whoever changes something is told what was changed and what to run next.' },
      { says: 'Running a command again after a failure is safe, and makes nothing twice.' },
      { says: 'A newer version is mentioned at most daily, on stderr, to people only, and can be switched off.' },
      { says: 'No command tells anybody that it was run.' },
      { says: 'An option that goes still works for one major version, with a warning.' },
      { says: 'An error says what failed, why, and what to run; the stack comes with `--debug`.' },
      { says: 'Any number of processes at the moment a token expires send one token request, and all succeed.' },
    ],
  },
  {
    area: 'The command tree',
    statements: [
      { says: 'The noun comes first, and verbs are the same for everything: list, get, create, update, delete.' },
      { says: 'The tree of commands is committed; a change of it shows.' },
      { says: 'Paths may have spaces, umlauts and CRLF in their files; an address with & is opened in one piece.' },
    ],
  },
];
