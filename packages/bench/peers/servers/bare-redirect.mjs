/** Nothing but a redirect: what Hono itself can do on this machine. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { endpoint, port } from './settings.mjs';

const target = `${endpoint('auth')}?response_type=code&client_id=bench&state=constant`;
const app = new Hono().get('/login', (c) => c.redirect(target));

serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
