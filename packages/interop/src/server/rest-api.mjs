/**
 * sipgate's REST API in front of a real Keycloak: the sandbox answers, but for people who signed in at Keycloak.
 *
 * Every call's access token is shown to Keycloak's userinfo first; who passes is let in as the sandbox's person of the
 * same `sub`. So a token that Keycloak no longer takes is a 401 here as well.
 * @module
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createSandbox } from '@sipgate-kit/sandbox';
import { claims, endpoints } from '../protocol.mjs';

/** @param {{ issuers: readonly string[] }} options */
export async function startRestApi({ issuers }) {
  const sandbox = await createSandbox();
  const users = Object.values(sandbox.users);

  /**
   * @param {string} authorization
   * @returns {Promise<typeof users[number] | undefined>}
   */
  async function personBehind(authorization) {
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
    const issuer = token && issuers.find((known) => known === issuerOf(token));
    if (!issuer) return undefined;
    const answer = await fetch(endpoints(issuer).userinfo, { headers: { authorization } });
    if (!answer.ok) return undefined;
    const { sub } = /** @type {{ sub: string }} */ (await answer.json());
    return users.find((user) => user.sub === sub);
  }

  const server = createServer(async (request, response) => {
    const user = await personBehind(request.headers.authorization ?? '').catch(() => undefined);
    if (!user) return void response.writeHead(401).end();
    const { tokenId, token } = user.personalAccessToken;
    const sent = await buffer(request);
    const contentType = request.headers['content-type'];
    const answer = await sandbox.fetch(`${sandbox.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers: {
        authorization: `Basic ${Buffer.from(`${tokenId}:${token}`).toString('base64')}`,
        ...(contentType !== undefined && { 'content-type': contentType }),
      },
      ...(sent.length > 0 && { body: new Uint8Array(sent) }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/v2`,
    async close() {
      server.closeAllConnections();
      server.close();
      await sandbox.close();
    },
  };
}

/** @param {string} token */
function issuerOf(token) {
  try {
    return claims(token)['iss'];
  } catch {
    return undefined;
  }
}
