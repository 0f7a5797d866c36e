import type { SignOut } from '@sipgate-kit/core';
import type { Paths } from '../paths.ts';
import { Page } from './page.tsx';

/**
 * What became of a sign-out, honestly.
 *
 * @param props.outcome absent when nobody was signed in
 * @param props.providerUrl ends the person's session at sipgate as well; whether there still is one, nobody here knows
 */
export function SignOutPage(props: { paths: Paths; outcome?: SignOut | undefined; providerUrl?: string | undefined }) {
  const { paths, outcome, providerUrl } = props;
  return (
    <Page title="Signed out" paths={paths}>
      <h1>You are signed out</h1>
      {outcome === undefined ? (
        <p class="lead">Nobody was signed in in this browser any more, so there was nothing left to end here.</p>
      ) : (
        <p class="lead">Your sign-in here has ended in every browser, and its tokens are deleted.</p>
      )}
      {outcome !== undefined && <Revocation outcome={outcome} />}
      <p class="lead">
        At sipgate itself this browser may still be signed in; the next sign-in then needs no password. If others use
        this browser, too, sign out there as well.
      </p>
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

function Revocation({ outcome: { revoked, error } }: { outcome: SignOut }) {
  if (revoked) {
    return (
      <div class="notice good">
        <p>sipgate has confirmed that they no longer work.</p>
      </div>
    );
  }
  return (
    <div class="notice warn">
      <p>
        sipgate has not confirmed that they no longer work. Nobody here can use them any more, and the access token ends
        by itself within minutes.
      </p>
      {error !== undefined && (
        <p class="quiet">
          {error.message} Error <code>{error.code}</code>
        </p>
      )}
    </div>
  );
}
