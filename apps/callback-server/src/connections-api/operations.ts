import { createRoute, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { accessToken, connectionDetails, connectionPage, problem, removal } from './answers.ts';
import type { ApiScope } from './api-keys.ts';
import type { ApiEnv } from './authentication.ts';

const CAUSES = {
  400: 'The request is not understood.',
  401: 'The API key is missing, unknown, or has expired.',
  403: 'The API key lacks the scope.',
  404: 'There is no such connection.',
  409: 'Only the person can help: send them to `signInUrl`.',
  429: 'Too many requests with this key; Retry-After says how long to wait.',
  502: 'sipgate could not be reached, or refuses the OAuth client. Nothing is lost.',
  503: 'sipgate or the vault does not answer just now. Nothing is lost; try again.',
} as const;

type Cause = keyof typeof CAUSES;

const problems = (...statuses: readonly Cause[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: CAUSES[status], content: { 'application/problem+json': { schema: problem } } },
    ]),
  );

const answer = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

const params = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .openapi({ param: { name: 'id', in: 'path' }, description: 'Id of the connection.' }),
});

const query = z.object({
  status: z.enum(['active', 'needs_login', 'paused']).optional(),
  subject: z.string().max(255).optional().openapi({ description: 'The connections of one person.' }),
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .openapi({
      description:
        'Only what has changed since then. To learn who has to sign in again, ask for `status=needs_login`, with the ' +
        '`asOf` of your last poll; a change may be told twice. Pages may be shorter than the limit then.',
    }),
  after: z.string().max(100).optional().openapi({ description: 'The `next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** The operations of the connections API below `path`; `require` guards each by its scope. */
export function operationsBelow(path: string, require: (scope: ApiScope) => MiddlewareHandler<ApiEnv>) {
  const needs = (scope: ApiScope) => ({
    middleware: require(scope),
    security: [{ apiKey: [] }],
    description: `Scope: \`${scope}\`.`,
  });
  return {
    list: createRoute({
      method: 'get',
      path,
      operationId: 'listConnections',
      summary: 'List connections',
      ...needs('connections:read'),
      request: { query },
      responses: { 200: answer(connectionPage, 'A page, in the order of ids.'), ...problems(400, 401, 403, 429, 503) },
    }),
    read: createRoute({
      method: 'get',
      path: `${path}/{id}`,
      operationId: 'getConnection',
      summary: 'Look at a connection',
      ...needs('connections:read'),
      request: { params },
      responses: { 200: answer(connectionDetails, 'The connection.'), ...problems(401, 403, 404, 429, 503) },
    }),
    token: createRoute({
      method: 'post',
      path: `${path}/{id}/token`,
      operationId: 'getAccessToken',
      summary: 'Get a valid access token',
      ...needs('connections:token'),
      request: { params },
      responses: {
        200: answer(accessToken, 'An access token that is valid for 30 seconds at least. Never the refresh token.'),
        ...problems(401, 403, 404, 409, 429, 502, 503),
      },
    }),
    remove: createRoute({
      method: 'delete',
      path: `${path}/{id}`,
      operationId: 'removeConnection',
      summary: 'Revoke and remove a connection',
      ...needs('connections:write'),
      request: { params },
      responses: {
        200: answer(removal, 'It is removed here, and its browsers are signed out; `revoked` says what sipgate did.'),
        ...problems(401, 403, 404, 429, 503),
      },
    }),
  };
}
