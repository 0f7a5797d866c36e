import { SipgateKitError } from '../errors.ts';
import type { AuthorizationTransaction } from './authorization.ts';
import { equalInConstantTime, readCallback } from './callback.ts';

/** Codes are long; anything shorter is a slip of the hand. */
const SHORTEST_CODE = 16;
/** RFC 6749 §A.11, without what would make it a piece of a URL. */
const BARE_CODE = /^[\x21\x24\x27-\x3b\x40-\x7e]+$/;

/**
 * The parameters of a callback that a person carried over by hand, since their browser could not reach the program: the
 * address it ended on, its query alone, or the bare code.
 *
 * A bare code has no state; the person, who copied it, stands in for it, and PKCE and the ID token's nonce still bind
 * the code to this sign-in. Nothing is spent: what throws here may be asked for again.
 *
 * @throws SipgateKitError `malformed_callback`, `duplicate_parameter`, `state_mismatch` for another sign-in's.
 * @example
 * const parameters = pastedCallback('http://localhost:8080/oauth?code=…&state=…', transaction);
 * await finishAuthorization(provider, client, transaction, parameters);
 */
export function pastedCallback(text: string, transaction: AuthorizationTransaction): URLSearchParams {
  const pasted = text.trim().replace(/^(["'<])(.*?)["'>]$/s, '$2');
  const parameters = queryOf(pasted);
  if (parameters === undefined) {
    if (pasted.length < SHORTEST_CODE || !BARE_CODE.test(pasted)) throw notPasted();
    return new URLSearchParams({ code: pasted, state: transaction.state });
  }
  const { state } = readCallback(parameters);
  if (!equalInConstantTime(state, transaction.state)) {
    throw new SipgateKitError('state_mismatch', 'This address belongs to another sign-in.', {
      hint: 'Open the address that this sign-in printed, and paste the one the browser ends on.',
    });
  }
  return parameters;
}

function queryOf(pasted: string): URLSearchParams | undefined {
  if (/^https?:\/\//i.test(pasted)) return URL.canParse(pasted) ? new URL(pasted).searchParams : undefined;
  return /(?:^|[?&])(?:code|error|state)=/.test(pasted) ? new URLSearchParams(pasted.replace(/^.*\?/s, '')) : undefined;
}

function notPasted(): SipgateKitError {
  return new SipgateKitError('malformed_callback', 'This is neither the address of a callback nor a code.', {
    hint: "Copy the whole address from the browser's address bar once it has come back from the sign-in.",
  });
}
