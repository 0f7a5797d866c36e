import { isLoopbackHost, Secret, SipgateKitError } from '@sipgate-kit/core';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { z } from 'zod';
import { parseProxyAllowance } from './api-proxy/allowance.ts';
import { parseApiKeys } from './connections-api/api-keys.ts';
import { parseWebhookSecrets } from './webhook/webhook-signature.ts';

/** How one variable is read, and what a right one looks like. */
export interface Variable<Value> {
  readonly schema: z.ZodType<Value, unknown>;
  readonly example: string;
}

const variable = <Value>(schema: z.ZodType<Value, unknown>, example: string): Variable<Value> => ({ schema, example });

/** The values of sipgate's sample that only say where the real ones belong. */
export const PLACEHOLDERS: ReadonlySet<string> = new Set(['YOUR_CLIENT_ID', 'YOUR_CLIENT_SECRET']);

const required = z.string('is missing');

/** A scope as RFC 6749 §3.3 writes it. Commas would be legal there, but no sipgate scope has one. */
const SCOPE = /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/;

const scopes = z
  .string()
  .transform((text) => text.split(' ').filter(Boolean))
  .refine((list) => list.length > 0 && list.every((scope) => SCOPE.test(scope)), {
    error: 'is no list of scopes separated by spaces',
  });

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is no port number')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, { error: 'is not between 1 and 65535' });

/** https, or plain http to this machine: nothing else may carry a code or a token. */
const secureUrl = z.string().superRefine((text, context) => {
  if (!URL.canParse(text)) return context.addIssue('is no URL');
  const { protocol, hostname, username, hash, host } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopbackHost(hostname))) {
    return context.addIssue(`begins with ${protocol}//${host}: only https is safe there, http is for localhost`);
  }
  if (username !== '' || hash !== '' || text.includes('#')) context.addIssue('must have no user name and no #');
});

const redirectUri = secureUrl.refine((uri) => !uri.includes('*'), {
  error: 'contains a *, which only the list of registered redirect URIs may do',
});

/** Host and path, as in sipgate's sample, or a whole URL. */
const baseUrl = z
  .string()
  .transform((text) => (/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`).replace(/\/+$/, ''))
  .pipe(secureUrl);

const origins = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(secureUrl))
  .refine((list) => list.every((url) => URL.canParse(url) && /^\/?$/.test(new URL(url).pathname)), {
    error: 'must list origins only, without a path',
  })
  .transform((list) => list.map((url) => new URL(url).origin));

/** Reads a variable by a parser of ours, whose message completes the sentence after `prefix`. */
const parsed = <Value>(parse: (text: string) => Value, prefix = '') =>
  z.string().transform((text, context) => {
    try {
      return parse(text);
    } catch (error) {
      const why = error instanceof SipgateKitError ? error.message : 'cannot be read';
      context.addIssue(`${prefix}${why.replace(/\.$/, '')}`);
      return z.NEVER;
    }
  });

const keyRing = parsed((text) => KeyRing.parse(text), 'is no key ring. ');

const host = z.string().regex(/^[\w.:[\]-]+$/, 'is no host name and no address');

/** What is wrong is said without repeating the address: it holds a password. */
const databaseUrl = z
  .string()
  .regex(/^postgres(?:ql)?:\/\/[^/\s]/, 'is no address of a PostgreSQL database')
  .transform((text) => new Secret(text));

/** Every variable the server reads. The names without prefix are those of sipgate's own OAuth sample. */
export const VARIABLES = {
  BASE_URL: variable(baseUrl.optional(), 'BASE_URL=login.sipgate.com/auth/realms/third-party/protocol/openid-connect'),
  AUTH_ENDPOINT: variable(z.string().default('auth'), 'AUTH_ENDPOINT=auth'),
  TOKEN_ENDPOINT: variable(z.string().default('token'), 'TOKEN_ENDPOINT=token'),
  CLIENT_ID: variable(required, 'CLIENT_ID=1234567-0-0f1e2d3c-4b5a-11ef-8c9d-0242ac120002:third-party'),
  CLIENT_SECRET: variable(
    required.transform((text) => new Secret(text)),
    'CLIENT_SECRET=0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9',
  ),
  OAUTH_SCOPE: variable(scopes.prefault('account:read'), 'OAUTH_SCOPE="account:read balance:read"'),
  REDIRECT_URI: variable(
    redirectUri.default('http://localhost:8080/oauth'),
    'REDIRECT_URI=http://localhost:8080/oauth',
  ),
  PORT: variable(port.optional(), 'PORT=8080'),
  SIPGATE_KIT_API_URL: variable(
    secureUrl.prefault('https://api.sipgate.com/v2'),
    'SIPGATE_KIT_API_URL=https://api.sipgate.com/v2',
  ),
  SIPGATE_KIT_DATA_DIR: variable(z.string().default('.sipgate-kit'), 'SIPGATE_KIT_DATA_DIR=./.sipgate-kit'),
  SIPGATE_KIT_SEALING_KEYS: variable(
    keyRing.optional(),
    'SIPGATE_KIT_SEALING_KEYS=2026-01:<32 random bytes in base64>',
  ),
  DATABASE_URL: variable(
    databaseUrl.optional(),
    'DATABASE_URL=postgres://user:password@db.example.com:5432/sipgate_kit',
  ),
  SIPGATE_KIT_HOST: variable(host.default('localhost'), 'SIPGATE_KIT_HOST=0.0.0.0'),
  SIPGATE_KIT_ISSUER: variable(secureUrl.optional(), 'SIPGATE_KIT_ISSUER=https://login.example.com/realms/staging'),
  SIPGATE_KIT_RETURN_ORIGINS: variable(origins.prefault(''), 'SIPGATE_KIT_RETURN_ORIGINS=https://app.example.com'),
  SIPGATE_KIT_API_KEYS: variable(
    parsed(parseApiKeys).optional(),
    'SIPGATE_KIT_API_KEYS=crm:read+token:<32 or more characters>',
  ),
  SIPGATE_KIT_API_RATE: variable(
    z
      .string()
      .regex(/^[1-9]\d{0,4}$/, 'is no number of requests per second')
      .transform(Number)
      .prefault('50'),
    'SIPGATE_KIT_API_RATE=50',
  ),
  SIPGATE_KIT_API_PORT: variable(port.optional(), 'SIPGATE_KIT_API_PORT=9090'),
  SIPGATE_KIT_API_HOST: variable(host.default('localhost'), 'SIPGATE_KIT_API_HOST=localhost'),
  SIPGATE_KIT_WEBHOOK_URL: variable(
    secureUrl.optional(),
    'SIPGATE_KIT_WEBHOOK_URL=https://crm.example.com/hooks/sipgate',
  ),
  SIPGATE_KIT_WEBHOOK_SECRET: variable(
    parsed(parseWebhookSecrets).optional(),
    'SIPGATE_KIT_WEBHOOK_SECRET=whsec_<32 random bytes in base64>',
  ),
  SIPGATE_KIT_API_PROXY: variable(
    parsed(parseProxyAllowance).optional(),
    'SIPGATE_KIT_API_PROXY="balance:read getAccount"',
  ),
  SIPGATE_KIT_ADMIN: variable(
    z.enum(['off', 'key', 'local'], 'is none of off, key, local').default('off'),
    'SIPGATE_KIT_ADMIN=key',
  ),
  SIPGATE_KIT_METRICS_PORT: variable(port.optional(), 'SIPGATE_KIT_METRICS_PORT=9464'),
  SIPGATE_KIT_METRICS_HOST: variable(host.default('localhost'), 'SIPGATE_KIT_METRICS_HOST=localhost'),
  SIPGATE_KIT_LOG_LEVEL: variable(
    z.enum(['silent', 'error', 'warn', 'info', 'debug'], 'is none of silent, error, warn, info, debug').default('info'),
    'SIPGATE_KIT_LOG_LEVEL=info',
  ),
} as const;

export type VariableName = keyof typeof VARIABLES;

/** The values of all variables, read. */
export type VariableValues = {
  readonly [Name in VariableName]: (typeof VARIABLES)[Name] extends Variable<infer Value> ? Value : never;
};
