import type { FeatureScope, SandboxUser } from '../accounts.ts';
import { withdrawConsent } from '../login/consents.ts';
import { ACCESS_TOKEN_LIFETIME_S } from '../login/token-minting.ts';
import type { Scenario, Stage } from './scenario.ts';

/** How long the first of two refreshes takes, so that the second overtakes it. Real milliseconds. */
const RACE_MS = 3_000;
const OUTAGE_MS = 30_000;

/** Every scenario, by its name. */
export const scenarios = {
  'rotation-race': {
    title: 'Two refreshes at once',
    description:
      'Access tokens expire, and the answer to the next refresh takes 3 seconds. What refreshes with the same token ' +
      'meanwhile, such as a second process without a lock, ends the session. An application that lets only one refresh ' +
      'and has the others wait keeps its user.',
    play(stage) {
      stage.faults.add({ path: '*/token', grantType: 'refresh_token', delayMs: RACE_MS });
      return [
        expireAccessTokens(stage),
        'The answer to the next refresh comes after 3 seconds; the refresh itself is done at once.',
      ];
    },
  },
  'lost-refresh': {
    title: 'The answer to a refresh is lost',
    description:
      'Access tokens expire, and the next refresh is done, but its answer is lost on the way. The old refresh token is ' +
      'used up, nobody has the new one: trying again with the old one ends the session, and the person has to sign in.',
    play(stage) {
      stage.faults.add({ path: '*/token', grantType: 'refresh_token', drop: 'after' });
      return [expireAccessTokens(stage), 'The next refresh is done, and the connection closed without an answer.'];
    },
  },
  'outage-30s': {
    title: 'Nothing works for 30 seconds',
    description:
      "Login and REST API answer 503 with Retry-After for 30 seconds of the sandbox's clock. An application that waits " +
      'and tries again loses nothing.',
    play({ clock, faults }) {
      for (const path of ['/auth/', '/v2/']) {
        faults.add({ path, status: 503, retryAfter: OUTAGE_MS / 1000, forMs: OUTAGE_MS });
      }
      const end = new Date(clock.now() + OUTAGE_MS).toISOString();
      return [
        `Login and REST API answer 503 with Retry-After until ${end}${clock.frozen ? '; the clock is frozen' : ''}.`,
      ];
    },
  },
  'consent-withdrawn': {
    title: 'Consent is withdrawn',
    description:
      'People take back what they granted to applications: all tokens are dead at once, and the next sign-in asks for ' +
      'consent again. An application has to say so and offer to sign in.',
    play({ states, clock }, users) {
      const ended = states.flatMap((state) => users.map(({ sub }) => withdrawConsent(state, sub, clock.now())));
      const sessions = ended.reduce((sum, count) => sum + count, 0);
      return [`Consents of ${namesOf(users)} are gone; client sessions ended: ${sessions}.`];
    },
  },
  'neo-account': {
    title: 'A newer account',
    description:
      'Accounts are of the newer kind (NEO_PBX): operations that need a classic account answer 403. New access tokens ' +
      'say so in `featureScope`.',
    play: (stage, users) => moveAccounts(stage, users, 'NEO_PBX'),
  },
  'classic-account': {
    title: 'A classic account',
    description:
      'Accounts are classic ones (CLASSIC_PBX): channels and `POST /calls` answer 403. New access tokens say so in ' +
      '`featureScope`.',
    play: (stage, users) => moveAccounts(stage, users, 'CLASSIC_PBX'),
  },
} as const satisfies Readonly<Record<string, Scenario>>;

/** Name of a scenario. */
export type ScenarioName = keyof typeof scenarios;

export const SCENARIO_NAMES = Object.keys(scenarios) as ScenarioName[];

function expireAccessTokens({ clock }: Stage): string {
  clock.advance((ACCESS_TOKEN_LIFETIME_S + 1) * 1000);
  return `The clock went ${ACCESS_TOKEN_LIFETIME_S + 1} seconds forward: every access token is expired.`;
}

function moveAccounts({ directory }: Stage, users: readonly SandboxUser[], featureScope: FeatureScope): string[] {
  for (const { masterSipId } of users) directory.setFeatureScope(masterSipId, featureScope);
  return [...new Set(users.map((user) => directory.accountOf(user)))].map(
    ({ company, masterSipId }) => `${company} (${masterSipId}) is ${featureScope}.`,
  );
}

/** A crowd is not listed one by one. */
function namesOf(users: readonly SandboxUser[]): string {
  return users.length <= 3 ? users.map(({ username }) => username).join(', ') : `${users.length} people`;
}
