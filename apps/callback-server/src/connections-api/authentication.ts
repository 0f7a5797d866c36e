import { type Clock, SipgateKitError } from '@sipgate-kit/core';
import type { Context, MiddlewareHandler } from 'hono';
import type { Logger } from '../log.ts';
import type { Env } from '../request-log.ts';
import { type ApiKey, type ApiScope, findApiKey } from './api-keys.ts';
import type { RateLimit } from './rate-limit.ts';

/** What {@link requireApiKey} leaves for the handlers. */
export interface ApiEnv {
  readonly Variables: Env['Variables'] & { readonly apiKey: ApiKey };
}

interface Dependencies {
  readonly keys: readonly ApiKey[];
  readonly rateLimit: RateLimit;
  /** How many wrong keys are answered; a flood of them does not count against anybody's own limit. */
  readonly strangers: RateLimit;
  readonly now: Clock;
  readonly log: Logger;
}

/** Lets a request pass that carries one of our keys with this scope, as long as the key has not asked too often. */
export function requireApiKey(dependencies: Dependencies) {
  const { rateLimit, strangers, log } = dependencies;
  return (scope: ApiScope): MiddlewareHandler<ApiEnv> =>
    async function requireApiKey(c, next) {
      let key: ApiKey;
      try {
        key = authenticate(dependencies, c.req.header('authorization'));
      } catch (error) {
        if (!(error instanceof SipgateKitError)) throw error;
        enforce(strangers, 'strangers', c);
        log.warn(
          { audit: 'api-refused', requestId: c.var.requestId, code: error.code, reason: error.message },
          'refused',
        );
        c.header('WWW-Authenticate', 'Bearer realm="connections"');
        throw error;
      }
      enforce(rateLimit, key.name, c);
      if (!key.scopes.includes(scope)) {
        c.header('WWW-Authenticate', `Bearer realm="connections", error="insufficient_scope", scope="${scope}"`);
        log.warn(
          { audit: 'api-refused', requestId: c.var.requestId, apiKey: key.name, code: 'insufficient_scope' },
          'refused',
        );
        throw new SipgateKitError('insufficient_scope', `The API key "${key.name}" does not have the scope ${scope}.`, {
          hint: `Use a key that has it, or add ${scope.split(':')[1]} to this one in SIPGATE_KIT_API_KEYS.`,
        });
      }
      c.set('apiKey', key);
      await next();
    };
}

/**
 * The key behind an `Authorization` header.
 *
 * @throws SipgateKitError `unauthorized`
 */
function authenticate({ keys, now }: Pick<Dependencies, 'keys' | 'now'>, header = ''): ApiKey {
  const presented = /^Bearer +([^\s]+)$/i.exec(header)?.[1];
  if (presented === undefined) throw unauthorized('The request carries no API key.');
  return liveApiKey(keys, presented, now());
}

/**
 * The key somebody presents.
 *
 * @throws SipgateKitError `unauthorized` when it is none of ours, or has expired.
 */
export function liveApiKey(keys: readonly ApiKey[], presented: string, now: number): ApiKey {
  const key = findApiKey(keys, presented);
  if (key === undefined) throw unauthorized('The API key is not known here.');
  if (key.expiresAt !== undefined && key.expiresAt < now) {
    throw unauthorized(`The API key "${key.name}" expired on ${new Date(key.expiresAt).toISOString().slice(0, 10)}.`);
  }
  return key;
}

/** Throws `rate_limited`, with Retry-After, when a name has asked too often. */
function enforce(limit: RateLimit, name: string, c: Context): void {
  const waitMs = limit.take(name);
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1_000);
  c.header('Retry-After', String(seconds));
  throw new SipgateKitError('rate_limited', 'Too many requests with this API key.', {
    hint: `Wait ${seconds === 1 ? 'a second' : `${seconds} seconds`}, as Retry-After says, and spread the calls out.`,
    retryable: true,
  });
}

function unauthorized(message: string): SipgateKitError {
  return new SipgateKitError('unauthorized', message, {
    hint: 'Send Authorization: Bearer <key> with a key of SIPGATE_KIT_API_KEYS that has not expired.',
  });
}
