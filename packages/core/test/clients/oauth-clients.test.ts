import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/api/api-error.ts';
import { createSipgateClient } from '../../src/api/client.ts';
import { CreatedClientError, createOAuthClients, InvalidInputError, presets } from '../../src/clients/index.ts';
import { CLIENT_ID, STORED, startLittleConsole, steps } from './little-console.ts';

const PATH = '/clients/1234567-0-3f0a2c4e-5b6d-11ee-8c99-0242ac120002%3Athird-party';
const input = presets.local({ name: 'Example CRM' });

describe('reading', () => {
  test('lists the clients, with empty links left out', async () => {
    const { clients, arrived } = await startLittleConsole({ GET: { body: { data: [STORED] } } });
    const [client, ...others] = await clients.list();
    expect(others).toEqual([]);
    expect(client).toMatchObject({
      clientId: CLIENT_ID,
      name: 'Example CRM',
      redirectUris: ['https://crm.example.com/oauth'],
      privacyUrl: 'https://crm.example.com/privacy',
    });
    expect(client).not.toHaveProperty('termsUrl');
    expect(client?.clientSecret?.reveal()).toBe('s3cret');
    expect(steps(arrived)).toEqual(['GET /clients']);
  });

  test('reads one by its id, percent-encoded', async () => {
    const { clients, arrived } = await startLittleConsole();
    expect((await clients.get(CLIENT_ID)).name).toBe('Example CRM');
    expect(steps(arrived)).toEqual([`GET ${PATH}`]);
  });

  test('reads the links of the consent page', async () => {
    const { clients, arrived } = await startLittleConsole({
      GET: { body: { privacyUrl: '', termsUrl: 'https://crm.example.com/terms' } },
    });
    expect(await clients.privacy(CLIENT_ID)).toEqual({ termsUrl: 'https://crm.example.com/terms' });
    expect(steps(arrived)).toEqual([`GET ${PATH}/gdpr`]);
  });

  test('a client without a secret has none', async () => {
    const { clients } = await startLittleConsole({ GET: { body: { data: [{ ...STORED, clientSecret: '' }] } } });
    expect((await clients.list())[0]).not.toHaveProperty('clientSecret');
  });

  test('[S22] the secret is never printed', async () => {
    const { clients } = await startLittleConsole();
    const client = await clients.get(CLIENT_ID);
    expect(`${inspect(client, { showHidden: true })}${JSON.stringify(client)}`).not.toContain('s3cret');
  });
});

describe('creating', () => {
  test('sends all six fields, the links empty when there are none', async () => {
    const { clients, arrived } = await startLittleConsole();
    await clients.create(input);
    expect(JSON.parse(arrived[0]?.body ?? '')).toEqual({
      name: 'Example CRM',
      description: 'Development on one machine',
      redirectUris: ['http://localhost:8080/oauth'],
      webOrigins: [],
      privacyUrl: '',
      termsUrl: '',
    });
  });

  test('takes the secret from the answer when it is there', async () => {
    const { clients, arrived } = await startLittleConsole();
    expect((await clients.create(input)).clientSecret?.reveal()).toBe('s3cret');
    expect(steps(arrived)).toEqual(['POST /clients']);
  });

  test('reads it when the answer lacks it', async () => {
    const { clients, arrived } = await startLittleConsole({ POST: { body: { clientId: CLIENT_ID } } });
    const client = await clients.create(input);
    expect(client.clientSecret?.reveal()).toBe('s3cret');
    expect(steps(arrived)).toEqual(['POST /clients', `GET ${PATH}`]);
  });

  test('a client whose secret cannot be read is reported, not lost', async () => {
    const { clients } = await startLittleConsole({ POST: { body: { clientId: CLIENT_ID } }, GET: { status: 403 } });
    const error = await clients.create(input).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CreatedClientError);
    expect(error).toMatchObject({
      code: 'insufficient_scope',
      clientId: CLIENT_ID,
      retryable: false,
      message: expect.stringContaining(CLIENT_ID),
      hint: expect.stringMatching(/^Do not create it again.*authorization:oauth2:clients:read/),
      cause: expect.any(ApiError),
    });
  });

  test('an unavailable API after the creation does not make it repeatable', async () => {
    const { clients } = await startLittleConsole({ POST: { body: { clientId: CLIENT_ID } }, GET: { status: 503 } });
    await expect(clients.create(input)).rejects.toMatchObject({ code: 'api_unavailable', retryable: false });
  });

  test('an answer that does not name the client says so', async () => {
    const { clients } = await startLittleConsole({ POST: { body: {} } });
    await expect(clients.create(input)).rejects.toMatchObject({
      code: 'malformed_response',
      hint: expect.stringContaining('before you create another'),
    });
  });

  test('nothing is sent when the input is wrong', async () => {
    const { clients, arrived } = await startLittleConsole();
    await expect(clients.create({ ...input, name: '' })).rejects.toBeInstanceOf(InvalidInputError);
    expect(arrived).toEqual([]);
  });
});

describe('changing', () => {
  test('reads, merges and writes the whole', async () => {
    const { clients, arrived } = await startLittleConsole();
    await clients.update(CLIENT_ID, { name: 'New name' });
    expect(steps(arrived)).toEqual([`GET ${PATH}`, `PUT ${PATH}`]);
    expect(JSON.parse(arrived[1]?.body ?? '')).toEqual({
      name: 'New name',
      description: 'Customers and calls',
      redirectUris: ['https://crm.example.com/oauth'],
      webOrigins: ['https://crm.example.com'],
      privacyUrl: 'https://crm.example.com/privacy',
      termsUrl: '',
    });
  });

  test('removes a link with an empty one, and leaves undefined alone', async () => {
    const { clients, arrived } = await startLittleConsole();
    await clients.update(CLIENT_ID, { privacyUrl: '', name: undefined } as never);
    expect(JSON.parse(arrived[1]?.body ?? '')).toMatchObject({ privacyUrl: '', name: 'Example CRM' });
  });

  test('keeps what it would not accept as new input', async () => {
    const odd = { ...STORED, webOrigins: ['http://localhost:8080/auth-code'] };
    const { clients, arrived } = await startLittleConsole({ GET: { body: odd } });
    await clients.update(CLIENT_ID, { name: 'New name' });
    expect(JSON.parse(arrived[1]?.body ?? '').webOrigins).toEqual(odd.webOrigins);
  });

  test('knows the secret even when the answer to the change lacks it', async () => {
    const { clientSecret: _, ...answer } = STORED;
    const { clients } = await startLittleConsole({ PUT: { body: { ...answer, name: 'New name' } } });
    const client = await clients.update(CLIENT_ID, { name: 'New name' });
    expect(client.name).toBe('New name');
    expect(client.clientSecret?.reveal()).toBe('s3cret');
  });

  test.each([{}, { name: undefined }])('without anything to change is refused (%j)', async (patch) => {
    const { clients, arrived } = await startLittleConsole();
    await expect(clients.update(CLIENT_ID, patch as never)).rejects.toMatchObject({
      issues: [{ path: '', message: 'Name at least one field to change.' }],
    });
    expect(arrived).toEqual([]);
  });

  test('a client that is not there is not_found, and nothing is written', async () => {
    const { clients, arrived } = await startLittleConsole({ GET: { status: 404 } });
    await expect(clients.update(CLIENT_ID, { name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    expect(arrived).toHaveLength(1);
  });
});

test('deleting resolves when it is accepted', async () => {
  const { clients, arrived } = await startLittleConsole({ DELETE: { status: 202 } });
  await expect(clients.delete(CLIENT_ID)).resolves.toBeUndefined();
  expect(steps(arrived)).toEqual([`DELETE ${PATH}`]);
});

test('an empty client id is refused before anything is sent', async () => {
  const { clients, arrived } = await startLittleConsole();
  await expect(clients.delete('')).rejects.toMatchObject({ code: 'invalid_input' });
  expect(arrived).toEqual([]);
});

test('the options of a call reach every request', async () => {
  const auth = { fetch: () => Promise.reject(new Error('nothing should be sent')) };
  const clients = createOAuthClients(createSipgateClient({ auth }));
  const options = { signal: AbortSignal.abort() };
  const calls = [
    clients.list(options),
    clients.get(CLIENT_ID, options),
    clients.create(input, options),
    clients.update(CLIENT_ID, { name: 'x' }, options),
    clients.delete(CLIENT_ID, options),
    clients.privacy(CLIENT_ID, options),
  ];
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'request_aborted' });
});
