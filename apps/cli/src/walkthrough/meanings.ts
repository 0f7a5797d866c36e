/** What the parameters of requests, answers and tokens are for. */
export const MEANINGS: Readonly<Record<string, string>> = {
  // the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1)
  response_type: 'an authorization code is wanted, not a token: tokens do not belong into addresses',
  client_id: 'which application asks',
  redirect_uri: 'where the browser goes afterwards; has to be registered, letter by letter',
  scope: 'what the application may do; openid adds who signed in',
  state: 'random; comes back, and ties the callback to this sign-in (against forged callbacks)',
  nonce: 'random; comes back inside the ID token (against replayed tokens)',
  code_challenge: 'hash of a secret that stays here, the code verifier (PKCE)',
  code_challenge_method: 'the hash is SHA-256',
  // the callback (RFC 6749 §4.1.2, RFC 9207)
  code: 'the authorization code: good once, for about a minute, for this application',
  iss: 'who answers (against mix-ups of logins)',
  session_state: "the person's session at the login",
  // the token request and its answer (RFC 6749 §4.1.3, §5.1, §6)
  grant_type: 'what is traded in',
  code_verifier: 'the secret behind the code challenge: whoever stole the code does not have it',
  client_secret: 'proves that it is the application; public clients have none',
  access_token: 'opens the REST API, for a short time',
  refresh_token: 'gets the next pair; good once',
  id_token: 'says who signed in',
  token_type: 'whoever bears it may use it',
  expires_in: 'how long the access token lives, in seconds',
  refresh_expires_in: 'how long the refresh token lives unused, in seconds',
  'not-before-policy': "Keycloak's: tokens from before this instant are void",
  // revocation (RFC 7009 §2.1)
  token: 'what is to be revoked',
  token_type_hint: 'what kind it is',
  // the REST API (RFC 6750 §2.1)
  authorization: 'the access token: in this header only, never in an address',
};

/** What the claims of tokens are for (RFC 7519 §4.1, OpenID Connect Core §2). */
export const CLAIM_MEANINGS: Readonly<Record<string, string>> = {
  exp: 'ends at',
  iat: 'issued at',
  nbf: 'not before',
  auth_time: 'the person proved who they are at',
  jti: "this token's own name",
  iss: 'who issued it',
  aud: 'whom it is meant for',
  sub: 'the person, for ever the same',
  azp: 'the application it was issued to',
  typ: 'what kind of token it is',
  nonce: 'that of the authorization request: it belongs to this sign-in',
  at_hash: 'ties it to the access token that came with it',
  acr: 'how sure the login is of the person',
  sid: "the person's session at the login",
  session_state: 'the same, in the old way',
  scope: 'what it opens',
  realm_access: 'the same, as Keycloak writes it',
  'allowed-origins': 'web pages that may use it',
  featureScope: "the kind of the person's sipgate account",
};
