import { endSessionUrl, SipgateKitError } from '@sipgate-kit/core';
import { readAccount } from './account.ts';
import { listen, notice, offerToEndSession, show, showAccount, showFailure } from './page.ts';
import { joinSession } from './session.ts';
import { client, provider, redirectUri } from './settings.ts';
import { finishSignIn, forgetThePerson, isBack, isWorthAsking, leaveForLogin } from './sign-in.ts';

const session = joinSession(() => void follow().catch(showFailure));
/** The connection whose account is on the screen. */
let onScreen: string | undefined;
let looking: Promise<void> | undefined;

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
  if (await session.current()) return follow();
  if (refusal === undefined && isWorthAsking()) return leaveForLogin({ silently: true });
  if (refusal === undefined || isLoginRequired(refusal)) return show('signed-out');
  throw refusal;
}

/** sipgate was asked silently, and wants to see the person first: no failure. */
function isLoginRequired(error: unknown): boolean {
  return error instanceof SipgateKitError && error.code === 'login_required';
}

/** Something has changed, here or in another tab: a sign-in, a sign-out, a refusal; or nothing that can be seen. */
async function follow(): Promise<void> {
  const connection = await session.current();
  if (connection?.status === 'active' && connection.id === onScreen) return;
  if (connection === undefined && onScreen !== undefined) notice('You are signed out.');
  await look();
}

/** Reads the account and shows it, or what there is instead; once at a time. */
function look(): Promise<void> {
  looking ??= readAndShow()
    .catch(showFailure)
    .finally(() => {
      looking = undefined;
    });
  return looking;
}

async function readAndShow(): Promise<void> {
  for (;;) {
    const connection = await session.current();
    if (connection?.status !== 'active') {
      onScreen = undefined;
      return show(connection === undefined ? 'signed-out' : 'needs-login');
    }
    try {
      const account = await readAccount(session.sipgate(connection.id));
      if ((await session.current())?.id !== connection.id) continue;
      onScreen = connection.id;
      return showAccount(account);
    } catch (error) {
      const code = error instanceof SipgateKitError ? error.code : undefined;
      if (code === 'needs_login' || code === 'connection_not_found') continue;
      // What was read before stays on the screen; the notice says that it may be out of date.
      if (!navigator.onLine && onScreen === connection.id) return;
      throw error;
    }
  }
}

async function leaveSipgate(): Promise<void> {
  forgetThePerson();
  const { revoked, sessionEnded } = await session.end();
  notice(revoked ? 'You are signed out.' : 'You are signed out here; sipgate could not be told.');
  if (sessionEnded) return;
  offerToEndSession(endSessionUrl(provider, { clientId: client.clientId, postLogoutRedirectUri: redirectUri }));
}
