import { serve } from '@hono/node-server';
import { createCallbackServer, loadConfiguration, openServerVault } from '@sipgate-kit/callback-server';
import { createSipgateClient } from '@sipgate-kit/core';
import { Hono } from 'hono';

const configuration = loadConfiguration(process.env);
const vault = await openServerVault(configuration);
const sipgate = createCallbackServer({ configuration, vault, basePath: '/sipgate' });

const app = new Hono();
app.route('/', sipgate.app);
app.get('/balance', async (c) => {
  const connection = await sipgate.currentConnection(c.req.raw);
  if (connection === undefined) return c.redirect('/sipgate/login?return_to=/balance');
  const auth = sipgate.manager.forConnection(connection.id);
  const { data } = await createSipgateClient({ auth, baseUrl: configuration.apiUrl }).GET('/balance');
  return c.json(data);
});

serve({ fetch: app.fetch, port: configuration.port, overrideGlobalObjects: false });
