import type { SignOut } from '@sipgate-kit/core';
import type { Paths } from '../paths.ts';
import { Page } from './page.tsx';

/** What became of a sign-out, honestly. `providerUrl` ends the person's session at sipgate as well. */
export function SignOutPage(props: { paths: Paths; outcome: SignOut; providerUrl?: string | undefined }) {
  const { paths, outcome, providerUrl } = props;
  return (
    <Page title="Signed out" paths={paths}>
      <h1>You are signed out</h1>
      <p class="lead">Your sign-in here has ended in every browser, and its tokens are deleted.</p>
      {outcome.revoked ? (
        <div class="notice good">
          <p>sipgate has confirmed that they no longer work.</p>
        </div>
      ) : (
        <div class="notice warn">
          <p>
            sipgate did not confirm that they no longer work: {outcome.error?.message} Nobody here can use them any
            more; access tokens end by themselves within minutes.
          </p>
        </div>
      )}
      {providerUrl !== undefined && (
        <p class="lead">Your browser is still signed in at sipgate itself, so that signing in again is quick.</p>
      )}
      <div class="actions">
        <a class="button" href={paths.home}>
          Back to the start
        </a>
        {providerUrl !== undefined && (
          <a class="button second" href={providerUrl}>
            Also sign out at sipgate
          </a>
        )}
      </div>
    </Page>
  );
}
