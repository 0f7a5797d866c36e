import { staticToken } from '../../src/api/authorizers.ts';
import { createSipgateClient } from '../../src/api/client.ts';
import { createOAuthClients } from '../../src/clients/index.ts';
import type { Schemas } from '../../src/operations.ts';
import { type Arrived, json, startLittleApi } from '../little-api.ts';

export const CLIENT_ID = '1234567-0-3f0a2c4e-5b6d-11ee-8c99-0242ac120002:third-party';

export const STORED: Schemas['OAuthClient'] = {
  clientId: CLIENT_ID,
  clientSecret: 's3cret',
  name: 'Example CRM',
  description: 'Customers and calls',
  redirectUris: ['https://crm.example.com/oauth'],
  webOrigins: ['https://crm.example.com'],
  privacyUrl: 'https://crm.example.com/privacy',
  termsUrl: '',
};

/** OAuth clients on a real server that keeps one client and answers as `answers` say, by method. */
export async function startLittleConsole(
  answers: Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', { status?: number; body?: unknown }>> = {},
) {
  const { origin, arrived } = await startLittleApi((request, response) => {
    const { status = 200, body } = answers[request.method as 'GET'] ?? {};
    json(response, status, body ?? (status === 200 ? STORED : undefined));
  });
  const auth = staticToken('t0ken', { apiOrigins: [origin] });
  const clients = createOAuthClients(createSipgateClient({ auth, baseUrl: `${origin}/v2` }));
  return { clients, arrived };
}

/** What arrived, in short. */
export function steps(arrived: readonly Arrived[]): readonly string[] {
  return arrived.map(({ method, url }) => `${method} ${url.replace('/v2/authorization/oauth2', '')}`);
}
