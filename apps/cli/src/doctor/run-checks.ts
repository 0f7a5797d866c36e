import type { Check } from './check.ts';
import type { DoctorContext } from './doctor-context.ts';
import { type Finding, findingOf } from './finding.ts';

/** A check and what it found. */
export interface Result extends Finding {
  readonly check: string;
  readonly title: string;
}

/** Runs all checks side by side, each waiting for no other than it asks; never throws. */
export function runChecks(
  checks: readonly Check[],
  context: DoctorContext,
  onEnd: (ended: number) => void = () => undefined,
): Promise<readonly Result[]> {
  let ended = 0;
  return Promise.all(
    checks.map(async ({ id, title, run }) => {
      const finding = await run(context).catch(findingOf);
      ended += 1;
      onEnd(ended);
      return { check: id, title, ...finding };
    }),
  );
}
