import type { Directory } from '../accounts.ts';
import type { SandboxClock } from '../clock.ts';
import { withdrawConsent } from './consents.ts';
import type { RealmState } from './realm-state.ts';
import { endUserSession } from './sessions.ts';

/** Why a session is over, in its trace. */
export const ENDED_BY_ADMINISTRATOR = 'ended by an administrator';

/** What somebody at sipgate, or the person on their account page, can do to sign-ins from outside of them. */
export interface Administrator {
  /** Ends every session of a person: their refresh tokens are answered `Session not active`. */
  endSessions(username: string): void;
  /** The person takes back what they allowed one client: its tokens are dead, the next sign-in asks again. */
  withdrawConsent(username: string, clientId: string): void;
  /** Shuts a person's account, or opens it again: while it is shut they neither sign in nor refresh (`User disabled`). */
  enableAccount(username: string, enabled: boolean): void;
}

/** @throws RangeError from each of its functions, for a person nobody knows. */
export function createAdministrator(
  states: readonly RealmState[],
  directory: Directory,
  clock: SandboxClock,
): Administrator {
  const subOf = (username: string): string => {
    const user = directory.userByName(username);
    if (user === undefined) throw new RangeError(`There is no person '${username}' in this sandbox.`);
    return user.sub;
  };
  const sessionsOf = (state: RealmState, sub: string) =>
    [...state.userSessions.values()].filter((session) => session.sub === sub && session.endedAt === undefined);
  return {
    endSessions(username) {
      const sub = subOf(username);
      for (const state of states) {
        for (const { id } of sessionsOf(state, sub)) endUserSession(state, id, ENDED_BY_ADMINISTRATOR, clock.now());
      }
    },
    withdrawConsent(username, clientId) {
      const sub = subOf(username);
      for (const state of states) withdrawConsent(state, sub, clock.now(), clientId);
    },
    enableAccount(username, enabled) {
      const sub = subOf(username);
      for (const { disabledAccounts } of states) {
        if (enabled) disabledAccounts.delete(sub);
        else disabledAccounts.set(sub, true);
      }
    },
  };
}
