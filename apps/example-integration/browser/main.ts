import { endSessionUrl, SipgateKitError } from '@sipgate-kit/core';
import { readAccount } from './account.ts';
import { listen, notice, show, showAccount, showFailure, showSignedOut } from './page.ts';
import { joinSession } from './session.ts';
import { client, provider, redirectUri } from './settings.ts';
import { finishSignIn, isBack, isWorthAsking, leaveForLogin } from './sign-in.ts';

const session = joinSession(() => void follow());
/** The connection whose account is on the screen. */
let onScreen: string | undefined;

listen({ signIn: () => leaveForLogin().catch(showFailure), signOut: leaveSipgate, look });
addEventListener('offline', () => notice('You are offline. What you see may be out of date.'));
addEventListener('online', () => {
  notice('');
  void look();
});
addEventListener('pagehide', () => session.leave());
// Out of the browser's cache comes a page that has missed everything since: it begins anew.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
await begin().catch(showFailure);

/** The page has been opened, or sipgate has sent somebody back to it. */
async function begin(): Promise<void> {
  const refusal = isBack() ? await finishSignIn().then(session.begin, (error: unknown) => error) : undefined;
  if (await session.current()) return look();
  if (refusal === undefined && isWorthAsking()) return leaveForLogin({ silently: true });
  if (refusal === undefined || isLoginRequired(refusal)) return showSignedOut();
  throw refusal;
}

/** sipgate was asked silently, and wants to see the person first: no failure. */
const isLoginRequired = (error: unknown) => error instanceof SipgateKitError && error.code === 'login_required';

/** Something has changed, here or in another tab: a sign-in, a sign-out, a refusal; or nothing that can be seen. */
async function follow(): Promise<void> {
  const connection = await session.current();
  if (connection?.status === 'needs_login') return show('needs-login');
  if (connection?.id === onScreen) return;
  if (connection !== undefined) return look();
  onScreen = undefined;
  showSignedOut();
}

/** Reads the account and shows it. */
async function look(): Promise<void> {
  try {
    const connection = await session.current();
    if (connection === undefined) return showSignedOut();
    if (connection.status === 'needs_login') return show('needs-login');
    const account = await readAccount(session.sipgate(connection.id));
    onScreen = connection.id;
    showAccount(account);
  } catch (error) {
    const isOffline = error instanceof SipgateKitError && error.retryable && !navigator.onLine;
    if (isOffline && onScreen !== undefined) return;
    if (error instanceof SipgateKitError && ['needs_login', 'connection_not_found'].includes(error.code))
      return follow();
    showFailure(error);
  }
}

async function leaveSipgate(): Promise<void> {
  const { revoked, sessionEnded } = await session.end();
  notice(revoked ? 'You are signed out.' : 'You are signed out here; sipgate could not be told.');
  const goesOn = endSessionUrl(provider, { clientId: client.clientId, postLogoutRedirectUri: redirectUri });
  showSignedOut(sessionEnded ? {} : { endSessionUrl: goesOn });
}
