import type { CallOptions } from '../api/call-options.ts';
import type { SipgateClient } from '../api/client.ts';
import { SipgateKitError } from '../errors.ts';
import { CreatedClientError } from './created-client-error.ts';
import { type LegalLinks, legalLinksOf, type OAuthClient, oauthClientOf, oauthClientsOf } from './oauth-client.ts';
import type { OAuthClientInput, OAuthClientPatch } from './oauth-client-input.ts';

/**
 * The OAuth clients of an account. Reading needs the scope `authorization:oauth2:clients:read`, changing
 * `authorization:oauth2:clients:write`, or `all`; {@link OAuthClients.privacy} needs none.
 *
 * Every method throws {@link ApiError} when the API refuses or fails.
 */
export interface OAuthClients {
  list(options?: CallOptions): Promise<readonly OAuthClient[]>;

  get(clientId: string, options?: CallOptions): Promise<OAuthClient>;

  /**
   * Creates a client and returns it with its secret, which takes a second request when the API's first answer lacks it.
   *
   * Not to be repeated blindly: every call creates another client.
   *
   * @throws InvalidInputError before anything is sent.
   * @throws CreatedClientError when the client was created but its secret could not be read.
   */
  create(input: OAuthClientInput, options?: CallOptions): Promise<OAuthClient>;

  /**
   * Changes the given fields and keeps the others. The API can only replace a client as a whole, so this reads it,
   * merges and writes; what somebody else changes between the two requests is lost.
   *
   * @throws InvalidInputError before anything is sent.
   */
  update(clientId: string, patch: OAuthClientPatch, options?: CallOptions): Promise<OAuthClient>;

  /**
   * Deletes a client, for good: whoever signed in with it has to consent again to its successor. Resolves when sipgate
   * has accepted the request.
   */
  delete(clientId: string, options?: CallOptions): Promise<void>;

  /** The links of the consent page of any client; public. */
  privacy(clientId: string, options?: CallOptions): Promise<LegalLinks>;
}

/**
 * OAuth clients as a resource.
 *
 * @example
 * const clients = createOAuthClients(createSipgateClient({ auth: personalAccessToken({ tokenId, token }) }));
 * const client = await clients.create(presets.local({ name: 'Example CRM on my machine' }));
 * console.log(client.clientId);
 */
export function createOAuthClients(sipgate: SipgateClient): OAuthClients {
  async function read(clientId: string, options?: CallOptions) {
    const path = { clientId };
    return (await sipgate.GET('/authorization/oauth2/clients/{clientId}', { ...options, params: { path } })).data;
  }

  return {
    async list(options) {
      const { data } = await sipgate.GET('/authorization/oauth2/clients', options);
      return oauthClientsOf(data);
    },

    async get(clientId, options) {
      return oauthClientOf(await read(clientId, options));
    },

    async create(input, options) {
      const { checkedBody } = await inputChecks();
      const body = checkedBody(input);
      const { data: created } = await sipgate.POST('/authorization/oauth2/clients', { ...options, body });
      const { clientId } = created;
      if (!clientId) {
        throw new SipgateKitError(
          'malformed_response',
          'An OAuth client was created, but the answer does not name it.',
          {
            hint: 'Look for it in the list before you create another one.',
          },
        );
      }
      if (created.clientSecret) return oauthClientOf({ ...body, ...created });
      try {
        return oauthClientOf(await read(clientId, options));
      } catch (error) {
        throw new CreatedClientError(clientId, error);
      }
    },

    async update(clientId, patch, options) {
      const { checkedPatch } = await inputChecks();
      const changes = checkedPatch(patch);
      const current = await read(clientId, options);
      const { name, description, redirectUris, webOrigins, privacyUrl = '', termsUrl = '' } = current;
      const body = { name, description, redirectUris, webOrigins, privacyUrl, termsUrl, ...changes };
      const { data: updated } = await sipgate.PUT('/authorization/oauth2/clients/{clientId}', {
        ...options,
        params: { path: { clientId } },
        body,
      });
      return oauthClientOf({ ...current, ...updated });
    },

    async delete(clientId, options) {
      const path = { clientId };
      await sipgate.DELETE('/authorization/oauth2/clients/{clientId}', { ...options, params: { path } });
    },

    async privacy(clientId, options) {
      const path = { clientId };
      const { data } = await sipgate.GET('/authorization/oauth2/clients/{clientId}/gdpr', {
        ...options,
        params: { path },
      });
      return legalLinksOf(data);
    },
  };
}

/** Who only reads needs none of this, and does not load it where bundles come in parts. */
const inputChecks = () => import('./oauth-client-input.ts');
