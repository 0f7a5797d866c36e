import type { DoctorContext } from './doctor-context.ts';
import type { Finding } from './finding.ts';

/** One thing to look at. What it throws becomes its finding. */
export interface Check {
  /** Stable name, for scripts. */
  readonly id: string;
  /** A word or three, for people. */
  readonly title: string;
  run(context: DoctorContext): Promise<Finding>;
}
