import type { Schemas } from '@sipgate-kit/core/operations';
import { clientDescription } from '../client-description.ts';
import { type ClientDescription, type ClientStore, newClient, type SandboxClient } from '../clients.ts';
import type { RandomSource } from '../random.ts';
import type { AnswersTo, Call } from './call.ts';
import { invalidParameter, RestError } from './rest-error.ts';

export interface OAuthClientDependencies {
  readonly clients: ClientStore;
  /** Creating a client answers with its secret, too. */
  readonly createAnswersSecret: boolean;
  /** Ends every session with a client that is gone. */
  readonly endSessions: (clientId: string) => void;
  readonly random: RandomSource;
}

/** Operations on the OAuth clients of the caller's company; those of others are 404. */
export function oauthClientAnswers({
  clients,
  createAnswersSecret,
  endSessions,
  random,
}: OAuthClientDependencies): AnswersTo<'getClients' | 'getClient' | 'createClient' | 'updateClient' | 'deleteClient'> {
  return {
    getClients: ({ caller }) => ({ data: clients.ownedBy(caller.account.masterSipId).map(shown) }),
    getClient: (call) => shown(owned(clients, call)),

    // The new client can sign people in at once.
    createClient: ({ caller, body, now }) => {
      const client = newClient(caller.account.masterSipId, described(body), { now, random });
      clients.put(client);
      const { clientSecret, ...rest } = shown(client);
      return createAnswersSecret ? { ...rest, clientSecret } : rest;
    },
    // Replaces all six fields, keeps id and secret.
    updateClient: (call) => {
      const replaced: SandboxClient = { ...owned(clients, call), ...described(call.body) };
      clients.put(replaced);
      return shown(replaced);
    },
    // Nobody can sign in with it any more.
    deleteClient: (call) => {
      const { clientId } = owned(clients, call);
      clients.remove(clientId);
      endSessions(clientId);
    },
  };
}

/** `GET /authorization/oauth2/clients/{clientId}/gdpr`: for everybody; links the client does not have are left out. */
export function legalLinks(clients: ClientStore, clientId: string | undefined) {
  const client = clientId === undefined ? undefined : clients.find(clientId);
  if (client === undefined) throw new RestError(404);
  const { privacyUrl, termsUrl } = client;
  return { ...(privacyUrl === '' ? {} : { privacyUrl }), ...(termsUrl === '' ? {} : { termsUrl }) };
}

function owned(clients: ClientStore, { caller, path: { clientId = '' } }: Call): SandboxClient {
  const client = clients.find(clientId);
  if (client?.owner !== caller.account.masterSipId) throw new RestError(404);
  return client;
}

function shown(client: SandboxClient): Schemas['OAuthClient'] {
  const { clientId, clientSecret = '', name, description, privacyUrl, termsUrl } = client;
  const [redirectUris, webOrigins] = [[...client.redirectUris], [...client.webOrigins]];
  return { clientId, clientSecret, name, description, redirectUris, webOrigins, privacyUrl, termsUrl };
}

function described(body: unknown): ClientDescription {
  const parsed = clientDescription.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidParameter(`${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}
