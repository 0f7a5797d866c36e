import { finishAuthorization, type SignIn, SipgateKitError, startAuthorization } from '@sipgate-kit/core';
import { client, provider, redirectUri, scopes } from './settings.ts';

/** In this tab, until the person is back: state, nonce and PKCE verifier. Good for one use, no token among them. */
const UNDER_WAY = 'my-numbers: sign-in under way';
/** In all tabs: a reload, which forgets the tokens, is worth asking sipgate without a click. */
const WORTH_ASKING = 'my-numbers: was signed in';

/** Leaves for sipgate's login. With `silently` sipgate shows nothing: it sends back a code, or `login_required`. */
export async function leaveForLogin({ silently = false } = {}): Promise<void> {
  const request = { clientId: client.clientId, redirectUri, scopes, ...(silently && { prompt: 'none' as const }) };
  const { url, transaction } = await startAuthorization(provider, request);
  sessionStorage.setItem(UNDER_WAY, JSON.stringify(transaction));
  // Only a sign-in that works brings it back: nobody is sent to and fro for ever.
  forgetThePerson();
  if (silently) location.replace(url);
  else location.assign(url);
}

/** Whether sipgate has just sent somebody back. */
export const isBack = (): boolean => new URLSearchParams(location.search).has('state');

/** Exchanges the code in the address for tokens, and takes it out of the address. Throws what core throws. */
export async function finishSignIn(): Promise<SignIn> {
  const callback = new URL(location.href);
  history.replaceState(null, '', redirectUri);
  const kept = sessionStorage.getItem(UNDER_WAY);
  sessionStorage.removeItem(UNDER_WAY);
  if (kept === null) {
    throw new SipgateKitError('transaction_used', 'This sign-in is finished already, or began in another tab.', {
      hint: 'Sign in again.',
    });
  }
  const signIn = await finishAuthorization(provider, client, JSON.parse(kept), callback);
  localStorage.setItem(WORTH_ASKING, 'yes');
  return signIn;
}

/** Whether sipgate may know the person still, though no tab has tokens. */
export const isWorthAsking = (): boolean => navigator.onLine && localStorage.getItem(WORTH_ASKING) !== null;

/** From now on nobody is signed in without a click. */
export const forgetThePerson = (): void => localStorage.removeItem(WORTH_ASKING);
