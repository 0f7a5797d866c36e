import { rowsOf } from '../rows.ts';
import type { Step } from '../step.ts';

/** RFC 6749 §4.1.1, RFC 7636. */
export async function authorizationStep(url: URL): Promise<Step> {
  return {
    title: 'The authorization request',
    explanation:
      'The application sends the browser to the login. It sends nothing itself, and it never sees the password. This is the address, taken apart.',
    request: { line: `GET ${url.origin}${url.pathname}`, rows: await rowsOf(url.searchParams) },
    remember: [
      'State, nonce and the secret behind the code challenge are new for every sign-in, and are kept until the browser is back.',
      'A redirect URI that is not registered ends here, on a page of the login: "Invalid parameter: redirect_uri".',
    ],
  };
}
