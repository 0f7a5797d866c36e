import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxClock } from '../clock.ts';
import type { Fault, Faults } from '../door/faults.ts';
import type { RequestLog } from '../door/request-log.ts';
import type { SessionTrace } from '../login/lineage.ts';
import { SandboxSignInError, type SignInRequest } from '../sign-in.ts';
import { bodyOf, ControlProblem } from './problem.ts';
import { type Snapshot, snapshotSchema } from './snapshot.ts';

/** Where the control API is. */
export const CONTROL_PATH = '/__sandbox';

export interface ControlParts {
  /** The sandbox's own origin; pages of any other are refused. */
  readonly origin: string;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly tokens: () => readonly SessionTrace[];
  readonly snapshot: () => Snapshot;
  readonly restore: (snapshot: Snapshot) => void;
  readonly signIn: (request: SignInRequest) => Promise<URL>;
}

const instant = z.union([z.number().int(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);

const clockChange = z
  .strictObject({ advanceMs: z.number().int().optional(), setTo: instant.optional() })
  .refine(({ advanceMs, setTo }) => (advanceMs === undefined) !== (setTo === undefined), {
    message: 'give either advanceMs or setTo',
  });

/** The longest delay: an hour. Longer ones are typing errors. */
const LONGEST_DELAY_MS = 3_600_000;

const fault = z
  .strictObject({
    path: z.string().min(1),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).optional(),
    next: z.number().int().min(1).optional(),
    status: z.number().int().min(200).max(599).optional(),
    body: z.unknown().optional(),
    retryAfter: z.union([z.number().int().min(0), z.string().min(1)]).optional(),
    delayMs: z.number().int().min(0).max(LONGEST_DELAY_MS).optional(),
    drop: z.enum(['before', 'after']).optional(),
  })
  .refine(({ status, delayMs, drop }) => status !== undefined || delayMs !== undefined || drop !== undefined, {
    message: 'give a status, a delayMs or a drop',
    path: ['status'],
  });

const signIn = z.strictObject({
  authorizationUrl: z.url(),
  username: z.string().min(1),
  password: z.string().default('sandbox'),
  consent: z.enum(['yes', 'no']).default('yes'),
});

/**
 * `/__sandbox/…`: time, faults, tokens, requests and state from outside of the process. On this computer only, and not
 * for pages of other origins: what it takes is `application/json`, which they would need a preflight for.
 */
export function controlRoutes(parts: ControlParts) {
  const { clock, faults, log } = parts;
  const showClock = () => ({ now: clock.now(), iso: new Date(clock.now()).toISOString() });
  const showFaults = () => ({ faults: faults.list() });
  return new Hono()
    .basePath(CONTROL_PATH)
    .use(async (c, next) => {
      const origin = c.req.header('origin');
      if (origin !== undefined && origin !== parts.origin)
        throw new ControlProblem(403, 'Not for pages of other origins.');
      await next();
    })
    .get('/clock', (c) => c.json(showClock()))
    .post('/clock', async (c) => {
      const { advanceMs, setTo } = await bodyOf(c.req.raw, clockChange);
      if (advanceMs !== undefined) clock.advance(advanceMs);
      if (setTo !== undefined) clock.set(setTo);
      return c.json(showClock());
    })
    .get('/faults', (c) => c.json(showFaults()))
    .post('/faults', async (c) => c.json(faults.add((await bodyOf(c.req.raw, fault)) as Fault), 201))
    .delete('/faults', (c) => {
      faults.clear();
      return c.json(showFaults());
    })
    .get('/tokens', (c) => c.json({ sessions: parts.tokens() }))
    .get('/requests', (c) => c.json({ requests: log.list() }))
    .delete('/requests', (c) => {
      log.clear();
      return c.json({ requests: [] });
    })
    .get('/state', (c) => c.json(parts.snapshot()))
    .put('/state', async (c) => {
      const snapshot = await bodyOf(c.req.raw, snapshotSchema);
      try {
        parts.restore(snapshot);
      } catch {
        throw new ControlProblem(400, 'keys.privateJwk: not an RSA key', 'keys.privateJwk');
      }
      return c.json({ restored: true });
    })
    .post('/sign-in', async (c) => {
      const request = await bodyOf(c.req.raw, signIn);
      if (new URL(request.authorizationUrl).origin !== parts.origin) {
        throw new ControlProblem(400, 'authorizationUrl: not of this sandbox', 'authorizationUrl');
      }
      try {
        return c.json({ callbackUrl: (await parts.signIn(request)).href });
      } catch (error) {
        if (!(error instanceof SandboxSignInError)) throw error;
        throw new ControlProblem(
          400,
          `The sign-in ended on a page (${error.problem}): ${error.message}`,
          'authorizationUrl',
        );
      }
    })
    .all('/*', () =>
      new ControlProblem(404, 'There is clock, faults, tokens, requests, state and sign-in.').toResponse(),
    )
    .onError((error) => {
      if (error instanceof ControlProblem) return error.toResponse();
      throw error;
    });
}
