import { clientCredentials, DEFAULT_API_URL, keycloakProvider, sipgateProvider } from '@sipgate-kit/core';
import { scopesFor } from '@sipgate-kit/core/operations';

/** Set at build time; `vite.config.ts` says which, and what stands in during development. */
const { VITE_SIPGATE_CLIENT_ID: clientId, VITE_SIPGATE_ISSUER: issuer, VITE_SIPGATE_API_URL } = import.meta.env;

/** A public OAuth client: it has no secret, since a page can keep none. PKCE takes its place. */
export const client = clientCredentials(clientId);

export const provider = issuer ? keycloakProvider(issuer) : sipgateProvider({ clientId });

export const apiUrl = VITE_SIPGATE_API_URL || DEFAULT_API_URL;

/** Where sipgate sends people back to: this page. Register it at the OAuth client, and its origin as a web origin. */
export const redirectUri = new URL(import.meta.env.BASE_URL, location.origin).href;

/** The least that the two calls of `account.ts` need. */
export const scopes = scopesFor(['getAccount', 'getNumbers']);
