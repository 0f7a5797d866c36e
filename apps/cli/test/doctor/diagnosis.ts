import type { Desk, Run, RunOptions } from '../run-cli.ts';

/** What one check found, as `--json` prints it. */
export interface Diagnosed {
  readonly status: string;
  readonly message: string;
  readonly remedy?: string;
}

/** A run of the doctor, by check. */
export interface Diagnosis extends Run {
  readonly of: Readonly<Record<string, Diagnosed>>;
}

/** Calls the doctor to a desk. */
export async function diagnosis(
  desk: Desk,
  options: RunOptions = {},
  more: readonly string[] = [],
): Promise<Diagnosis> {
  const run = await desk.run(['doctor', '--json', ...more], options);
  const results: readonly (Diagnosed & { check: string })[] = JSON.parse(run.stdout);
  return { ...run, of: Object.fromEntries(results.map(({ check, ...found }) => [check, found])) };
}
