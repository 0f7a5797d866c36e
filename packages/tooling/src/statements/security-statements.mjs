/**
 * What the kit holds itself to, in the order of the numbers that tests carry: `[S1]` is the first. `source` is the
 * standard, or the practice, that asks for it.
 *
 * @type {readonly { area: string, statements: readonly { says: string, source: string }[] }[]}
 */
export const securityStatements = [
  {
    area: 'The OAuth flow (core)',
    statements: [
      {
        says: 'Each sign-in has a state of at least 128 random bits. It is good once, and only in the browser that began.',
        source: 'RFC 9700 §2.1, §4.7',
      },
      {
        says: 'Each sign-in uses PKCE with S256, for confidential clients too. There is no plain method and no way back to it.',
        source: 'RFC 9700 §2.1.1; RFC 7636 §7.2',
      },
      {
        says: 'The PKCE verifier has 43 to 128 unreserved characters, and is new for each sign-in.',
        source: 'RFC 7636 §4.1',
      },
      {
        says: 'A callback is held against duplicates and the state before anything else of it is read or used up, an error included.',
        source: 'RFC 9700 §4.7; RFC 6749 §10.12',
      },
      {
        says: 'The issuer in a callback has to be the provider’s, letter by letter. It may be missing only where the provider does not promise it.',
        source: 'RFC 9207 §2.4',
      },
      { says: 'A callback in which code, state, error or iss comes twice is refused.', source: 'RFC 6749 §3.1' },
      { says: 'A provider’s metadata has to be that of the issuer it was asked for.', source: 'RFC 8414 §3.3' },
      {
        says: 'Addresses are https. Plain http is for this machine’s loopback names alone.',
        source: 'RFC 9700 §2.6; RFC 8252 §8.3',
      },
      {
        says: 'Token requests are form posts that follow no redirect, end after a time and a size, and take JSON only.',
        source: 'RFC 6749 §4.1.3; RFC 9700 §4.12',
      },
      { says: 'The redirect URI of the exchange is that of the request, byte by byte.', source: 'RFC 6749 §4.1.3' },
      { says: 'A code is traded once, even when two callbacks arrive at the same moment.', source: 'RFC 6749 §4.1.2' },
      { says: 'A client proves itself in one way, and its secret is in no URL.', source: 'RFC 6749 §2.3, §2.3.1' },
      { says: 'There is no implicit grant and no password grant.', source: 'RFC 9700 §2.1.2, §2.4' },
      {
        says: 'Credentials go into the Authorization header, and only to the origins of the API that were configured.',
        source: 'RFC 9700 §4.9.1; RFC 6750 §2.3',
      },
      {
        says: 'A sign-in asks for the given scopes and no more. What was granted is recorded, also where it is less.',
        source: 'RFC 6749 §3.3',
      },
      {
        says: 'Any number of calls at the moment a token expires cause one refresh, and all of them succeed.',
        source: 'RFC 9700 §4.14.2',
      },
      { says: 'The same holds for several processes on one store.', source: 'RFC 9700 §4.14.2' },
      {
        says: 'New tokens are durable before anybody uses them. A process that is killed at any point leaves either the newest tokens or a mark that a refresh was under way.',
        source: 'our own',
      },
      {
        says: 'A refused refresh looks first whether somebody else has refreshed, and takes that. Otherwise it becomes needs_login, once, and is not repeated.',
        source: 'our own',
      },
      { says: 'No time-out, 5xx or failed name lookup removes tokens.', source: 'our own' },
      {
        says: 'A sign-out revokes at the provider, clears the store also when that failed, and says so then.',
        source: 'RFC 7009',
      },
      {
        says: 'Printing a token set, a configuration, a store or an error, in any way, shows no secret.',
        source: 'RFC 6819 §4.1.1; OWASP Logging',
      },
    ],
  },
  {
    area: 'The callback server',
    statements: [
      {
        says: 'Cookies are Secure, HttpOnly, SameSite=Lax, without a domain and with the prefix __Host-. On http, which only this machine may use, names carry the port instead.',
        source: 'RFC 6265bis; OAuth for Browser-Based Apps §6.1',
      },
      {
        says: 'A callback without the cookie of its sign-in fails and uses nothing up, even with the right state.',
        source: 'RFC 9700 §4.7',
      },
      { says: 'Five tabs may sign in at once, and all of them arrive.', source: 'our own' },
      { says: 'The session id changes at each sign-in, and the old one is dead.', source: 'OWASP Session Management' },
      {
        says: 'return_to never leads outside the list of allowed origins, whatever is written into it.',
        source: 'RFC 9700 §4.11',
      },
      {
        says: 'What changes something is a POST from our own pages, by Origin and Sec-Fetch-Site; the API proxy wants a header of its own besides.',
        source: 'OAuth for Browser-Based Apps §6.1.3.3',
      },
      {
        says: 'Pages load nothing from elsewhere, may not be framed, are not kept, and send no referrer. form-action names where a form may lead.',
        source: 'RFC 9700 §4.2, §4.16',
      },
      { says: 'A callback ends with 303 at an address without code and state.', source: 'RFC 9700 §4.3, §4.12' },
      {
        says: 'Tokens never reach a browser. What back ends get through the connections API is an access token; a refresh token is given to nobody.',
        source: 'OAuth for Browser-Based Apps §6.1',
      },
      {
        says: 'Nobody reads or refreshes somebody else’s connection by guessing ids.',
        source: 'OWASP Session Management',
      },
      {
        says: 'The store holds no token in the clear. What is sealed for one row does not open in another, nor in an earlier state of its own.',
        source: 'OWASP Cryptographic Storage',
      },
      {
        says: 'Sealing keys can be changed while servers run; then the old key may go, and everybody stays signed in.',
        source: 'OWASP Cryptographic Storage',
      },
      {
        says: 'Sign-ins under way are bounded; who asks without end does not push out other people’s.',
        source: 'RFC 9700 §4.7',
      },
      { says: 'Neither Host nor X-Forwarded-* change the redirect URI.', source: 'RFC 9700 §4.13' },
      {
        says: 'An error page has the request’s id. The provider’s words stand there escaped, and at most 200 characters of them.',
        source: 'OWASP Cross Site Scripting Prevention',
      },
      {
        says: 'The connections API and the admin page are off until they are configured, can have a port of their own, and compare keys in constant time.',
        source: 'OWASP REST Security',
      },
      {
        says: 'Sign-in, refresh, sign-out and failure leave a trace. Logs name a token by eight hex digits of its SHA-256 and no more.',
        source: 'OWASP Logging',
      },
    ],
  },
  {
    area: 'The listener of the command line',
    statements: [
      {
        says: 'sipgate login listens on loopback addresses only, on any free port where the redirect URI names none, and for localhost on both families at one port.',
        source: 'RFC 8252 §7.3, §8.3',
      },
      {
        says: 'A port that is taken is named together with the way out; a machine without IPv6 listens on IPv4.',
        source: 'our own',
      },
      {
        says: 'Only GET of the callback with the right state ends the wait. Everything else is answered with 400 or 404 and ends nothing.',
        source: 'RFC 8252 §8.9',
      },
      {
        says: 'The listener answers to the loopback literal only, takes one callback, closes after it or after five minutes, and Ctrl-C frees the port.',
        source: 'RFC 8252 §8.3; DNS rebinding',
      },
      {
        says: 'Signing in works without a browser here: the address is printed, what the browser ended on can be pasted, and no code or token is shown.',
        source: 'our own',
      },
      {
        says: 'Files with credentials are 0600 from their creation in folders of 0700, replaced as a whole, and locked for a refresh across processes.',
        source: 'our own',
      },
    ],
  },
  {
    area: 'The sandbox',
    statements: [
      {
        says: 'The sandbox compares redirect URIs exactly, holds to PKCE, takes a code once (a second use ends its tokens), and refuses a verifier without a challenge.',
        source: 'RFC 9700 §4.8.2; RFC 6749 §4.1.2',
      },
      {
        says: 'Refresh tokens rotate; one that is used twice ends its session. Revoking and signing out end it, too.',
        source: 'RFC 9700 §4.14.2',
      },
      {
        says: 'It listens on loopback, says on every page that it is not for production, and sends nobody to another computer unless it is allowed to.',
        source: 'our own',
      },
      {
        says: 'Its forms are answered with 303, and its pages may be neither framed nor load anything.',
        source: 'RFC 9700 §4.12, §4.16',
      },
    ],
  },
  {
    area: 'What you install',
    statements: [
      {
        says: 'Each published package brings few packages, counted; none of them, and none of ours, runs a script when it is installed; the lockfile has a checksum for each; ours are published with provenance.',
        source: 'OpenSSF npm best practices',
      },
    ],
  },
];
