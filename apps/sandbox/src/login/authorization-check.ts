import { soleRedirectUri } from '@sipgate-kit/core/clients';
import type { ClientStore, Realm, SandboxClient } from '../clients.ts';
import { leavesThisComputer } from '../redirect-target.ts';
import { SCOPES } from '../scopes.ts';
import { hasDuplicates } from './duplicates.ts';
import { judgeRedirectUri, type RedirectMatching } from './redirect-matching.ts';

/** How the parameters of an answer travel: `?…` or `#…`. */
export type ResponseMode = 'query' | 'fragment';

/** A request that may go on to the login page. */
export interface AcceptedAuthorization {
  readonly outcome: 'accepted';
  /** For the log. */
  readonly remark?: string;
  readonly client: SandboxClient;
  readonly redirectUri: string;
  readonly mode: ResponseMode;
  readonly scopes: readonly string[];
  readonly challenge?: PkceChallenge;
}

/** A page of our own: the redirect URI cannot be trusted, so nothing is sent there. */
export interface RefusedOnPage {
  readonly outcome: 'page';
  /** For the log. */
  readonly remark?: string;
  readonly message: string;
  readonly hint?: string;
}

/** An error for the client, at its redirect URI. */
export interface RefusedAtClient {
  readonly outcome: 'redirect';
  readonly redirectUri: string;
  readonly mode: ResponseMode;
  readonly state?: string;
  readonly error: string;
  readonly description?: string;
}

export interface PkceChallenge {
  readonly value: string;
  readonly method: 'S256' | 'plain';
}

export interface AuthorizationRules {
  readonly realm: Realm;
  readonly clients: ClientStore;
  /** Whether codes may go to hosts other than this computer. */
  readonly allowRealHosts: boolean;
  readonly redirectMatching: RedirectMatching;
}

/** `error` and `error_description` of a refusal. */
export type Refusal = readonly [error: string, description?: string];

/** RFC 7636 §4.2. */
const CHALLENGE = /^[A-Za-z0-9\-._~]{43,128}$/;

/** Keycloak drops longer parameters without a word. */
const LONGEST_PARAMETER = 4000;

/**
 * Keycloak's checks of an authorization request, in its order: client, redirect URI (both answered on a page), then
 * response type and mode, scopes and PKCE (answered at the client).
 */
export function checkAuthorization(
  parameters: URLSearchParams,
  rules: AuthorizationRules,
): AcceptedAuthorization | RefusedOnPage | RefusedAtClient {
  const clientIds = parameters.getAll('client_id');
  const maxAge = parameters.get('max_age');
  if (clientIds.length !== 1 || (maxAge !== null && !/^\d{1,9}$/.test(maxAge))) {
    return { outcome: 'page', message: 'Invalid Request' };
  }
  const client = rules.clients.find(clientIds[0] ?? '');
  if (client?.realm !== rules.realm)
    return { outcome: 'page', message: 'Client not found.', ...otherRealmHint(client) };
  if (!client.enabled) return { outcome: 'page', message: 'Client disabled.' };

  const { redirectUri, remark } = redirectUriOf(parameters, client, rules.redirectMatching);
  const remarked = remark === undefined ? {} : { remark };
  if (redirectUri === undefined) {
    const hint = remark === undefined ? {} : { hint: remark };
    return { outcome: 'page', message: 'Invalid parameter: redirect_uri', ...hint, ...remarked };
  }
  if (!rules.allowRealHosts && leavesThisComputer(redirectUri)) {
    return {
      outcome: 'page',
      message: 'This sandbox sends nobody to another computer.',
      hint: 'The redirect URI is registered, but its host is not this computer. Start the sandbox with --allow-real-hosts (or allowRealHosts: true) if you mean it.',
    };
  }

  const mode = modeOf(parameters);
  const scopes = scopesOf(parameters);
  const challenge = challengeOf(parameters);
  const refusal =
    (hasDuplicates(parameters) ? (['invalid_request', 'duplicated parameter'] as const) : undefined) ??
    checkResponseType(parameters.get('response_type'), client) ??
    (mode === undefined ? (['invalid_request', 'Invalid parameter: response_mode'] as const) : undefined) ??
    checkScopes(parameters.get('scope'), scopes) ??
    checkPkce(parameters, client);
  if (refusal !== undefined) {
    const [error, description] = refusal;
    const state = parameters.get('state');
    return {
      outcome: 'redirect',
      redirectUri,
      mode: mode ?? 'query',
      ...(state === null ? {} : { state }),
      error,
      ...(description === undefined ? {} : { description }),
    };
  }
  return {
    outcome: 'accepted',
    ...remarked,
    client,
    redirectUri,
    mode: mode ?? 'query',
    scopes,
    ...(challenge === undefined ? {} : { challenge }),
  };
}

/** The parameters Keycloak sees. */
export function withoutLongParameters(parameters: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...parameters].filter(([, value]) => value.length <= LONGEST_PARAMETER));
}

function otherRealmHint(client: SandboxClient | undefined): { hint?: string } {
  if (client === undefined) return {};
  return { hint: `This client lives in the realm ${client.realm}: use the authorization endpoint of that realm.` };
}

function redirectUriOf(
  parameters: URLSearchParams,
  client: SandboxClient,
  redirectMatching: RedirectMatching,
): { redirectUri?: string | undefined; remark?: string } {
  const requested = parameters.get('redirect_uri');
  if (requested === null) {
    return { redirectUri: scopesOf(parameters).includes('openid') ? undefined : soleRedirectUri(client.redirectUris) };
  }
  const { allowed, ...verdict } = judgeRedirectUri(redirectMatching, client, requested);
  return { ...verdict, redirectUri: allowed ? requested : undefined };
}

/** The requested scopes, each once. */
export function scopesOf(parameters: URLSearchParams): readonly string[] {
  return [...new Set((parameters.get('scope') ?? '').split(' ').filter((name) => name !== ''))];
}

/** The requested mode, or the usual one of the response type; `undefined` for one the sandbox does not speak. */
function modeOf(parameters: URLSearchParams): ResponseMode | undefined {
  const requested = parameters.get('response_mode');
  if (requested === 'query' || requested === 'fragment') return requested;
  if (requested !== null) return undefined;
  const types = (parameters.get('response_type') ?? '').split(' ');
  return types.includes('token') || types.includes('id_token') ? 'fragment' : 'query';
}

function checkResponseType(responseType: string | null, client: SandboxClient): Refusal | undefined {
  if (responseType === null) return ['invalid_request', 'Missing parameter: response_type'];
  const types = responseType.split(' ');
  if (!types.every((type) => ['code', 'token', 'id_token'].includes(type))) return ['unsupported_response_type'];
  if (types.includes('code') && !client.standardFlow) return flowOff('Standard');
  if (types.includes('token') || types.includes('id_token')) return flowOff('Implicit');
  return undefined;
}

function flowOff(flow: 'Standard' | 'Implicit'): Refusal {
  const reason = `Client is not allowed to initiate browser login with given response_type. ${flow} flow is disabled for the client.`;
  return ['unauthorized_client', reason];
}

function checkScopes(requested: string | null, scopes: readonly string[]): Refusal | undefined {
  if (requested === null || (scopes.length > 0 && scopes.every((name) => SCOPES.has(name)))) return undefined;
  return ['invalid_scope', `Invalid scopes: ${requested}`];
}

/** The PKCE challenge of a request, unchecked. */
export function challengeOf(parameters: URLSearchParams): PkceChallenge | undefined {
  const value = parameters.get('code_challenge');
  if (value === null) return undefined;
  return { value, method: parameters.get('code_challenge_method') === 'S256' ? 'S256' : 'plain' };
}

/** RFC 7636; without a method the challenge is the verifier itself. */
export function checkPkce(
  parameters: URLSearchParams,
  { requiredPkceMethod: required }: SandboxClient,
): Refusal | undefined {
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  if (required !== undefined) {
    if (method === null) return ['invalid_request', 'Missing parameter: code_challenge_method'];
    if (method !== required) {
      return ['invalid_request', 'Invalid parameter: code challenge method is not matching the configured one'];
    }
  }
  if (challenge === null && method === null) return undefined;
  if (challenge === null) return ['invalid_request', 'Missing parameter: code_challenge'];
  if (method !== null && method !== 'S256' && method !== 'plain') {
    return ['invalid_request', 'Invalid parameter: code_challenge_method'];
  }
  return CHALLENGE.test(challenge) ? undefined : ['invalid_request', 'Invalid parameter: code_challenge'];
}
