import type { CallbackServer, Logger, ServerConfiguration } from '@sipgate-kit/callback-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import { assetRoutes } from './assets/assets.ts';
import { callRoutes } from './calls/calls.tsx';
import { clientRoutes } from './clients/clients.tsx';
import { failurePage } from './failure.tsx';
import { NothingHere, page } from './page.tsx';
import { type Env, findVisitor, signedOut } from './visitor.ts';
import { Welcome } from './welcome.tsx';

/** What {@link createConsole} is made of. */
export interface ConsoleOptions {
  readonly configuration: ServerConfiguration;
  readonly signIn: CallbackServer;
  readonly logger: Logger;
}

const LARGEST_FORM_BYTES = 64 * 1024;

/** The product: the kit's routes for signing in and out, and our own pages around them. */
export function createConsole({ configuration, signIn, logger }: ConsoleOptions) {
  const app = new Hono<Env>();
  // The kit's own start page is a fine one; here ours takes its place.
  app.get('/sipgate', (c) => c.redirect('/', 303));
  app.route('/', signIn.app);

  app.use(csrf({ origin: new URL(configuration.redirectUri).origin }));
  app.use(bodyLimit({ maxSize: LARGEST_FORM_BYTES }));
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: 'same-origin',
      strictTransportSecurity: configuration.redirectUri.startsWith('https:') ? 'max-age=15552000' : false,
      xFrameOptions: 'DENY',
    }),
  );
  app.route('/assets', assetRoutes());
  app.use(async (c, next) => {
    c.header('cache-control', 'no-store');
    await next();
  });
  app.use(findVisitor(signIn, configuration));
  app.get('/', (c) =>
    c.var.visitor === undefined
      ? page(c, { title: 'Welcome', content: <Welcome scopes={configuration.scopes} /> })
      : c.redirect('/clients', 303),
  );
  app.get('*', async (c, next) => {
    if (c.var.visitor === undefined && /^\/(clients|calls)\b/.test(c.req.path)) throw signedOut();
    await next();
  });
  app.route('/clients', clientRoutes(configuration.client.clientId));
  app.route('/calls', callRoutes());
  app.notFound((c) => page(c, { title: 'Nothing here', status: 404, content: <NothingHere /> }));
  app.onError(failurePage(logger));
  return app;
}
