import { timingSafeEqual } from 'node:crypto';
import type { SandboxClient } from '../clients.ts';
import { ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';

const INVALID_CLIENT = 'Invalid client or Invalid client credentials';

/**
 * The client that asks: by `client_id` and `client_secret` in the form, or by HTTP Basic, both parts form-encoded (RFC 6749
 * §2.3.1). What stands in the form wins. A public client only names itself.
 *
 * @throws ProtocolError 401 `invalid_client` without a client id and for an unknown or disabled client, 401
 * `unauthorized_client` for a wrong or missing secret.
 */
export function authenticateClient(realm: RealmContext, request: Request, form: URLSearchParams): SandboxClient {
  const basic = basicCredentials(request.headers.get('authorization'));
  const clientId = form.get('client_id') ?? basic?.clientId ?? '';
  const client = realm.clients.find(clientId);
  if (client?.realm !== realm.realm || !client.enabled) throw new ProtocolError(401, 'invalid_client', INVALID_CLIENT);
  if (client.clientSecret === undefined) return client;
  const secret = form.get('client_secret') ?? basic?.secret ?? '';
  if (!equalSecrets(secret, client.clientSecret)) throw new ProtocolError(401, 'unauthorized_client', INVALID_CLIENT);
  return client;
}

function basicCredentials(header: string | null): { clientId: string; secret: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString();
  const colon = decoded.indexOf(':');
  if (colon < 0) return { clientId: formDecode(decoded), secret: '' };
  return { clientId: formDecode(decoded.slice(0, colon)), secret: formDecode(decoded.slice(colon + 1)) };
}

function formDecode(text: string): string {
  return new URLSearchParams(`_=${text.replaceAll('&', '%26')}`).get('_') ?? '';
}

function equalSecrets(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
