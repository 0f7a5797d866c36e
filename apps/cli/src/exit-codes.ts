/** How a run of the program ends, and what that means; for scripts to rely on. */
export interface ExitCode {
  readonly code: number;
  /** What has happened, as a whole sentence. */
  readonly meaning: string;
}

/** Every exit code there is. */
export const exitCodes = {
  ok: { code: 0, meaning: 'Done. An empty list is done, too.' },
  failed: { code: 1, meaning: 'It failed; stderr says why, and what to do next.' },
  usage: { code: 2, meaning: 'The command line was not understood, or an answer is missing. Nothing was done.' },
  signInNeeded: { code: 4, meaning: 'Somebody has to sign in first, or again: sipgate login.' },
  interrupted: { code: 130, meaning: 'Ctrl-C was pressed, or a question was answered with no.' },
} as const satisfies Record<string, ExitCode>;

/** The numbers alone. */
export const EXIT = {
  ok: exitCodes.ok.code,
  failed: exitCodes.failed.code,
  usage: exitCodes.usage.code,
  signInNeeded: exitCodes.signInNeeded.code,
  interrupted: exitCodes.interrupted.code,
} as const;
