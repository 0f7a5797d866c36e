import { z } from 'zod';
import { type ClientDescription, type ClientStore, newClient, type SandboxClient } from '../clients.ts';
import { invalidParameter, RestError } from './rest-error.ts';

const link = z.string().refine((text) => text === '' || isWebUrl(text), 'must be empty or an http(s) URL');

/** All six fields have to be there; `privacyUrl` and `termsUrl` may be empty. */
const clientDescription = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(255, 'must not be longer than 255 characters'),
  description: z.string(),
  redirectUris: z.array(
    z.string().refine(isWebPattern, 'must be an http(s) URI without a fragment, which may end in a *'),
  ),
  webOrigins: z.array(z.string()),
  privacyUrl: link,
  termsUrl: link,
});

/** `GET /authorization/oauth2/clients`: those of the caller's company. */
export function listClients(clients: ClientStore, owner: string) {
  return { data: clients.ownedBy(owner).map(shown) };
}

/** `GET /authorization/oauth2/clients/{clientId}`; throws 404, for another company's too. */
export function readClient(clients: ClientStore, owner: string, clientId: string | undefined) {
  return shown(owned(clients, owner, clientId));
}

/** `POST /authorization/oauth2/clients`; the new client can sign people in at once. */
export async function createClient(
  clients: ClientStore,
  owner: string,
  request: Request,
  { now, answersSecret }: { now: number; answersSecret: boolean },
) {
  const client = newClient(owner, await describedIn(request), now);
  clients.put(client);
  const { clientSecret, ...rest } = shown(client);
  return answersSecret ? { ...rest, clientSecret } : rest;
}

/** `PUT /authorization/oauth2/clients/{clientId}`: replaces all six fields, keeps id and secret. */
export async function replaceClient(
  clients: ClientStore,
  owner: string,
  clientId: string | undefined,
  request: Request,
) {
  const client = owned(clients, owner, clientId);
  const replaced: SandboxClient = { ...client, ...(await describedIn(request)) };
  clients.put(replaced);
  return shown(replaced);
}

/** `DELETE /authorization/oauth2/clients/{clientId}`: nobody can sign in with it any more; returns what is gone. */
export function deleteClient(clients: ClientStore, owner: string, clientId: string | undefined): SandboxClient {
  const client = owned(clients, owner, clientId);
  clients.remove(client.clientId);
  return client;
}

/** `GET /authorization/oauth2/clients/{clientId}/gdpr`: for everybody; links the client does not have are left out. */
export function legalLinks(clients: ClientStore, clientId: string | undefined) {
  const client = clientId === undefined ? undefined : clients.find(clientId);
  if (client === undefined) throw new RestError(404);
  const { privacyUrl, termsUrl } = client;
  return { ...(privacyUrl === '' ? {} : { privacyUrl }), ...(termsUrl === '' ? {} : { termsUrl }) };
}

function owned(clients: ClientStore, owner: string, clientId: string | undefined): SandboxClient {
  const client = clientId === undefined ? undefined : clients.find(clientId);
  if (client?.owner !== owner) throw new RestError(404);
  return client;
}

function shown(client: SandboxClient) {
  const { clientId, clientSecret = '', name, description, redirectUris, webOrigins, privacyUrl, termsUrl } = client;
  return { clientId, clientSecret, name, description, redirectUris, webOrigins, privacyUrl, termsUrl };
}

async function describedIn(request: Request): Promise<ClientDescription> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) throw new RestError(415);
  const parsed = clientDescription.safeParse(parseJson(await request.text()));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidParameter(`${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RestError(400, { name: 'INVALID_JSON', message: 'The body is not JSON.' });
  }
}

function isWebUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function isWebPattern(pattern: string): boolean {
  return pattern === '*' || (isWebUrl(pattern) && !pattern.includes('#'));
}
