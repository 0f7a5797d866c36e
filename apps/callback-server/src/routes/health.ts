import { SipgateKitError } from '@sipgate-kit/core';
import { Hono } from 'hono';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the vault answers, too. The provider is not asked: when it is
 * down, an instance that is taken away helps nobody.
 */
export function healthRoutes({ paths, vault }: ServerContext) {
  return new Hono<Env>()
    .get(paths.healthz, (c) => c.json({ status: 'ok' }))
    .get(paths.readyz, async (c) => {
      try {
        await vault.ping();
        return c.json({ status: 'ok', vault: 'ok' });
      } catch (error) {
        const code = error instanceof SipgateKitError ? error.code : 'internal_error';
        return c.json({ status: 'unavailable', vault: code }, 503);
      }
    });
}
