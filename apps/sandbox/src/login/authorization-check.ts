import type { ClientStore, Realm, SandboxClient } from '../clients.ts';
import { leavesThisComputer, matchRedirectUri, soleRedirectUri } from '../redirect-matching.ts';
import { SCOPES } from '../scopes.ts';

/** A request that may go on to the login page. */
export interface AcceptedAuthorization {
  readonly outcome: 'accepted';
  readonly client: SandboxClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state?: string;
  readonly nonce?: string;
  readonly challenge?: { readonly value: string; readonly method: 'S256' | 'plain' };
}

/** A page of our own: the redirect URI cannot be trusted, so nothing is sent there. */
export interface RefusedOnPage {
  readonly outcome: 'page';
  readonly message: string;
  readonly hint?: string;
}

/** An error for the client, at its redirect URI. */
export interface RefusedAtClient {
  readonly outcome: 'redirect';
  readonly redirectUri: string;
  readonly state?: string;
  readonly error: string;
  readonly description?: string;
}

export interface AuthorizationRules {
  readonly realm: Realm;
  readonly clients: ClientStore;
  /** Whether codes may go to hosts other than this computer. */
  readonly allowRealHosts: boolean;
  readonly hostWildcards: boolean;
}

/** What Keycloak understands of `response_type`; the sandbox's clients use `code`. */
const RESPONSE_TYPES = new Set(['code', 'token', 'id_token', 'none']);

/** RFC 7636 §4.2. */
const CHALLENGE = /^[A-Za-z0-9\-._~]{43,128}$/;

/**
 * Keycloak's checks of an authorization request, in its order: client, redirect URI (both answered on a page), then
 * response type, scopes and PKCE (answered at the client).
 */
export function checkAuthorization(
  parameters: URLSearchParams,
  rules: AuthorizationRules,
): AcceptedAuthorization | RefusedOnPage | RefusedAtClient {
  const clientId = parameters.get('client_id') ?? '';
  if (clientId === '') return { outcome: 'page', message: 'Missing parameters: client_id' };
  const client = rules.clients.find(clientId);
  if (client?.realm !== rules.realm)
    return { outcome: 'page', message: 'Client not found.', ...otherRealmHint(client) };
  if (!client.enabled) return { outcome: 'page', message: 'Client disabled.' };

  const redirectUri = redirectUriOf(parameters, client, rules.hostWildcards);
  if (redirectUri === undefined) return { outcome: 'page', message: 'Invalid parameter: redirect_uri' };
  if (!rules.allowRealHosts && leavesThisComputer(redirectUri)) {
    return {
      outcome: 'page',
      message: 'This sandbox sends nobody to another computer.',
      hint: 'The redirect URI is registered, but its host is not this computer. Start the sandbox with --allow-real-hosts (or allowRealHosts: true) if you mean it.',
    };
  }

  const state = parameters.get('state') ?? undefined;
  const refuse = (error: string, description?: string): RefusedAtClient => ({
    outcome: 'redirect',
    redirectUri,
    ...(state === undefined ? {} : { state }),
    error,
    ...(description === undefined ? {} : { description }),
  });

  const duplicate = [...new Set(parameters.keys())].some((name) => parameters.getAll(name).length > 1);
  if (duplicate) return refuse('invalid_request', 'duplicated parameter');
  const responseTypeError = checkResponseType(parameters.get('response_type'), client);
  if (responseTypeError !== undefined) return refuse(...responseTypeError);
  const scope = parameters.get('scope') ?? '';
  const scopes = [...new Set(scope.split(' ').filter((name) => name !== ''))];
  if (!scopes.every((name) => SCOPES.has(name))) return refuse('invalid_scope', `Invalid scopes: ${scope}`);
  const challenge = checkPkce(parameters, client);
  if (typeof challenge === 'string') return refuse('invalid_request', challenge);

  const nonce = parameters.get('nonce') ?? undefined;
  return {
    outcome: 'accepted',
    client,
    redirectUri,
    scopes,
    ...(state === undefined ? {} : { state }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(challenge === undefined ? {} : { challenge }),
  };
}

function otherRealmHint(client: SandboxClient | undefined): { hint?: string } {
  if (client === undefined) return {};
  return { hint: `This client lives in the realm ${client.realm}: use the authorization endpoint of that realm.` };
}

function redirectUriOf(parameters: URLSearchParams, client: SandboxClient, hostWildcards: boolean): string | undefined {
  const requested = parameters.get('redirect_uri');
  if (requested === null) {
    const openid = (parameters.get('scope') ?? '').split(' ').includes('openid');
    return openid ? undefined : soleRedirectUri(client.redirectUris);
  }
  return matchRedirectUri(requested, client.redirectUris, { hostWildcards }) === undefined ? undefined : requested;
}

function checkResponseType(responseType: string | null, client: SandboxClient): [string, string?] | undefined {
  if (responseType === null) return ['invalid_request', 'Missing parameter: response_type'];
  const types = responseType.split(' ');
  if (!types.every((type) => RESPONSE_TYPES.has(type))) return ['unsupported_response_type'];
  const offFlow = (flow: string): [string, string] => [
    'unauthorized_client',
    `Client is not allowed to initiate browser login with given response_type. ${flow} flow is disabled for the client.`,
  ];
  if (types.includes('code') && !client.standardFlow) return offFlow('Standard');
  if (types.includes('token') || types.includes('id_token')) return offFlow('Implicit');
  return undefined;
}

/** The challenge, `undefined` where there is none, or the description of what is wrong with it. */
function checkPkce(
  parameters: URLSearchParams,
  client: SandboxClient,
): { value: string; method: 'S256' | 'plain' } | string | undefined {
  const value = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  const required = client.requiredPkceMethod;
  if (required !== undefined) {
    if (method === null) return 'Missing parameter: code_challenge_method';
    if (method !== required) {
      return 'Invalid parameter: code challenge method is not matching the configured one';
    }
    if (value === null) return 'Missing parameter: code_challenge';
  }
  if (value === null) return method === null ? undefined : 'Missing parameter: code_challenge';
  if (method !== null && method !== 'S256' && method !== 'plain') return 'Invalid parameter: code_challenge_method';
  if (!CHALLENGE.test(value)) return 'Invalid parameter: code_challenge';
  return { value, method: method ?? 'plain' };
}
