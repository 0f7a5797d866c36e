import { readFile } from 'node:fs/promises';
import { createSipgateClient } from '@sipgate-kit/core';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { VARIABLES } from '../src/configuration-variables.ts';
import { loadConfiguration, parseEnvFile } from '../src/index.ts';
import { createStage } from './stage.ts';

const fileBeside = (name: string) => readFile(new URL(`../${name}`, import.meta.url), 'utf8');

/** The product of the README, on a stage. */
async function createProduct() {
  const stage = await createStage({ basePath: '/sipgate' });
  const { server, configuration } = stage;
  const app = new Hono();
  app.route('/', server.app);
  app.get('/', (c) => c.text('our own start page'));
  app.get('/company', async (c) => {
    const connection = await server.currentConnection(c.req.raw);
    if (connection === undefined) return c.redirect('/sipgate/login?return_to=/company');
    const auth = server.manager.forConnection(connection.id);
    const { data } = await createSipgateClient({ auth, baseUrl: configuration.apiUrl }).GET('/account');
    return c.text(data.company);
  });
  return { stage, app, browser: stage.browser(app) };
}

describe('in a product', () => {
  test('a page sends strangers to the sign-in and gets them back', async () => {
    const { browser } = await createProduct();
    const sent = await browser.open('/company');
    const done = await browser.signIn('alice', sent.headers.get('location') ?? '');
    expect(done.headers.get('location')).toBe('http://localhost:8080/company');
    expect(await (await browser.open('/company')).text()).toBe('Adler Optik GmbH');
  });

  test('our pages live below the base path and link to each other', async () => {
    const { browser } = await createProduct();
    await browser.signIn('alice', '/sipgate/login');
    const page = await (await browser.open('/sipgate')).text();
    for (const link of ['href="/sipgate"', 'action="/sipgate/logout"', 'src="/sipgate/sign-in.svg"']) {
      expect(page).toContain(link);
    }
    expect((await browser.open('/sipgate/sign-in.svg')).headers.get('content-type')).toBe('image/svg+xml');
    expect((await browser.open('/sipgate/me')).status).toBe(200);
  });

  test("the product's other pages keep their own headers, errors and start page", async () => {
    const { browser } = await createProduct();
    const start = await browser.open('/');
    expect(await start.text()).toBe('our own start page');
    expect(start.headers.get('content-security-policy')).toBeNull();
    const nowhere = await browser.open('/nowhere');
    expect(nowhere.status).toBe(404);
    expect(nowhere.headers.get('content-security-policy')).toBeNull();
    expect((await browser.open('/sipgate/login?return_to=//x')).status).toBe(400);
    expect((await browser.open('/sipgate/login', { method: 'DELETE' })).status).toBe(405);
  });

  test('a callback that would shadow a page is refused', async () => {
    await expect(createStage({ redirectUri: 'http://localhost:8080/me' })).rejects.toMatchObject({
      code: 'invalid_configuration',
    });
    await expect(createStage({ basePath: 'sipgate/' })).rejects.toMatchObject({ code: 'invalid_configuration' });
  });
});

describe('the documentation', () => {
  test('shows the example that is compiled', async () => {
    expect(await fileBeside('README.md')).toContain(`\`\`\`ts\n${await fileBeside('examples/embedding.ts')}\`\`\``);
  });

  test('explains every variable in .env.example, whose defaults are the real ones', async () => {
    const text = await fileBeside('.env.example');
    for (const name of Object.keys(VARIABLES)) expect(text).toMatch(new RegExp(`^(# )?${name}=`, 'm'));
    const client = { CLIENT_ID: '1-0-a:third-party', CLIENT_SECRET: 'b' };
    const asIs = { ...parseEnvFile(text, '.env.example'), ...client };
    expect(loadConfiguration(asIs)).toEqual(loadConfiguration(client));
    // Those that have no default are examples only.
    const uncommented = text.replaceAll(
      /^# (?!\w+=.*(?:<key>|example|9090|9464|balance:read|127\.0\.0\.1))(?=[A-Z_]+=)/gm,
      '',
    );
    expect(loadConfiguration({ ...parseEnvFile(uncommented, '.env.example'), ...client })).toEqual(
      loadConfiguration(client),
    );
  });
});
