import { SipgateKitError } from '@sipgate-kit/core';
import { Hono } from 'hono';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the vault answers, too.
 *
 * How the provider did when it was last needed is told, but decides nothing, and it is not asked for this: when it is
 * down it is down for all instances, and taking them away would only end the pages that still work.
 */
export function healthRoutes({ paths, vault, providerHealth }: ServerContext) {
  return new Hono<Env>()
    .get(paths.healthz, (c) => c.json({ status: 'ok' }))
    .get(paths.readyz, async (c) => {
      try {
        await vault.ping();
        return c.json({ status: 'ok', vault: 'ok', provider: providerHealth() });
      } catch (error) {
        const code = error instanceof SipgateKitError ? error.code : 'internal_error';
        return c.json({ status: 'unavailable', vault: code, provider: providerHealth() }, 503);
      }
    });
}
