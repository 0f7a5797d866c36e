import { OpenAPIHono } from '@hono/zod-openapi';
import { type Connection, fingerprint, SipgateKitError } from '@sipgate-kit/core';
import { answerWithProblem, problemAnswer } from '../problem.ts';
import type { ServerContext } from '../server-context.ts';
import { endConnection } from '../sign-out.ts';
import { smallBody } from '../small-body.ts';
import { webhookDescription } from '../webhook/webhook-description.ts';
import { detailsOf, inIso, summaryOf } from './answers.ts';
import type { ApiKey } from './api-keys.ts';
import { type ApiEnv, requireApiKey } from './authentication.ts';
import { DescriptionPage } from './description-page.tsx';
import { operationsBelow } from './operations.ts';
import { createRateLimit } from './rate-limit.ts';

/** What is handed out lives this long at least. Duration in milliseconds. */
const MIN_VALIDITY_MS = 30_000;

/** No request has a body worth mentioning. */
const LARGEST_BODY_BYTES = 1024;

/** Wrong keys per second. */
const STRANGERS_PER_SECOND = 10;

/**
 * The connections API for back ends: list, look, get an access token, remove. Every request carries an API key. Described
 * by OpenAPI at `/connections/openapi.json`, for people at `/connections/docs`.
 */
export function connectionsApi(server: ServerContext, keys: readonly ApiKey[]) {
  const { configuration, origin, paths, vault, manager, clock, log } = server;
  const now = () => clock.local();
  const signInUrl = new URL(paths.login, origin).href;
  const require = requireApiKey({
    keys,
    rateLimit: createRateLimit(configuration.apiRatePerSecond ?? 50, now),
    strangers: createRateLimit(STRANGERS_PER_SECOND, now),
    now,
    log,
  });
  const operations = operationsBelow(paths.connections, require);
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook(result) {
      if (!result.success) throw notUnderstood(result.error.issues[0]);
    },
  });

  async function existing(id: string): Promise<Connection> {
    const connection = await vault.connections.read(id);
    if (connection !== undefined) return connection;
    throw new SipgateKitError('connection_not_found', 'There is no connection with this id.', {
      hint: 'It may have been signed out: let the person sign in again, and use the id of the connection that brings.',
    });
  }

  app.use(`${paths.connections}/*`, smallBody(LARGEST_BODY_BYTES));
  app.onError(problemAnswer(log));

  app.get(`${paths.connections}/openapi.json`, (c) => c.json(description()));
  app.get(`${paths.connections}/docs`, (c) =>
    c.html(`<!doctype html>${<DescriptionPage description={description()} paths={paths} />}`),
  );

  app.openapi(operations.list, async (c) => {
    const { since, status, subject, after, limit } = c.req.valid('query');
    const page = await vault.connections.list({
      limit,
      ...(status !== undefined && { status }),
      ...(subject !== undefined && { subject }),
      ...(after !== undefined && { after }),
    });
    const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
    const asOf = page.connections[0]?.observedAt;
    return c.json(
      {
        connections: page.connections
          .filter(({ updatedAt }) => updatedAt >= from)
          .map((state) => summaryOf(state, signInUrl)),
        ...(page.next !== undefined && { next: page.next }),
        ...(asOf !== undefined && { asOf: inIso(asOf) }),
      },
      200,
    );
  });

  app.openapi(operations.read, async (c) => c.json(detailsOf(await existing(c.req.valid('param').id), signInUrl), 200));

  app.openapi(operations.token, async (c) => {
    const { id } = await existing(c.req.valid('param').id);
    const signal = c.req.raw.signal;
    await manager.forConnection(id).getAccessToken({ minValidityMs: MIN_VALIDITY_MS, signal });
    const { tokenSet, generation } = await existing(id);
    const { accessToken, accessTokenExpiresAt: expiresAt, scopes } = tokenSet;
    log.info(
      {
        audit: 'token-handed-out',
        requestId: c.var.requestId,
        apiKey: c.var.apiKey.name,
        connectionId: id,
        generation,
        fingerprint: await fingerprint(accessToken),
      },
      'access token handed out',
    );
    return c.json(
      {
        accessToken,
        tokenType: 'Bearer' as const,
        ...(expiresAt !== undefined && {
          expiresAt: inIso(expiresAt),
          expiresIn: Math.max(0, Math.floor((expiresAt - clock.now()) / 1_000)),
        }),
        scopes: [...scopes],
      },
      200,
    );
  });

  app.openapi(operations.remove, async (c) => {
    const { id } = await existing(c.req.valid('param').id);
    const { revoked, error } = await endConnection(server, id, {
      requestId: c.var.requestId,
      apiKey: c.var.apiKey.name,
    });
    return c.json(
      { removed: true as const, revoked, ...(error !== undefined && { code: error.code, reason: error.message }) },
      200,
    );
  });

  app.all(paths.connections, (c) => answerWithProblem(c, nothingThere()));
  app.all(`${paths.connections}/*`, (c) => answerWithProblem(c, nothingThere()));
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' });
  if (configuration.webhook !== undefined) app.openAPIRegistry.registerWebhook(webhookDescription);

  function description() {
    return app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Connections',
        version: '1',
        description:
          'Whom this server keeps connected with sipgate, and fresh access tokens for them. For back ends only.',
      },
    });
  }

  return app;
}

function notUnderstood(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined) {
  const name = String(issue?.path[0] ?? 'the request');
  return new SipgateKitError('invalid_input', `${name}: ${issue?.message ?? 'not understood'}.`, {
    hint: 'Compare the request with the description at /connections/docs.',
  });
}

function nothingThere(): SipgateKitError {
  return new SipgateKitError('not_found', 'The connections API has no such operation.', {
    hint: 'Compare method and path with the description at /connections/docs.',
  });
}
