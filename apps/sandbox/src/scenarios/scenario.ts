import type { Directory, SandboxUser } from '../accounts.ts';
import type { SandboxClock } from '../clock.ts';
import type { Faults } from '../door/faults.ts';
import type { RealmState } from '../login/realm-state.ts';

/** What a scenario may do something to. */
export interface Stage {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly directory: Directory;
  readonly states: readonly RealmState[];
}

/** A story a sandbox can play: what happens to applications in the field, by name. */
export interface Scenario {
  readonly title: string;
  /** What happens, and what an application has to do about it. */
  readonly description: string;
  /**
   * @param users whom it happens to: everybody, or the one who was named.
   * @returns what was done, in sentences.
   */
  readonly play: (stage: Stage, users: readonly SandboxUser[]) => readonly string[];
}
