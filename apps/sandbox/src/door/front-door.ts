import type { SandboxClock } from '../clock.ts';
import { runWithClock } from '../clock.ts';
import { forgeCallback, isCallback } from './callback-forgery.ts';
import { type Connection, ConnectionDropped, playFault } from './fault-player.ts';
import type { FaultQueue } from './faults.ts';
import { loggableGrantType, type RequestLog, redactedPath } from './request-log.ts';

export interface FrontDoor {
  /** The sandbox's own origin. */
  readonly origin: string;
  readonly clock: SandboxClock;
  readonly faults: FaultQueue;
  readonly log: RequestLog;
  readonly handle: (request: Request) => Response | Promise<Response>;
}

/** Handles a request, or throws `ConnectionDropped`. */
export type Handler = (request: Request, connection?: Connection) => Promise<Response>;

/** Names under which this computer may call itself; any other `Host` is a page that had its name rebound to us. */
const OWN_NAMES = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * What every request goes through, on a port or in process: the host check, the sandbox's clock, the log and the faults.
 * The control API is neither logged nor hit by faults.
 */
export function createFrontDoor({ origin, clock, faults, log, handle }: FrontDoor): Handler {
  return async (request, connection) => {
    const response = await runWithClock(clock, () => admit(request, connection));
    // Whoever corrects their clock by ours gets the time tokens go by.
    response.headers.set('date', new Date(clock.now()).toUTCString());
    return response;
  };

  async function admit(request: Request, connection: Connection | undefined): Promise<Response> {
    const url = new URL(request.url);
    if (!OWN_NAMES.test(url.host))
      return new Response('This sandbox only answers to names of this computer.\n', { status: 421 });
    if (url.pathname.startsWith('/__sandbox')) return handle(request);

    const startedAt = performance.now();
    const at = clock.now();
    const grantType = await grantTypeOf(request, url);
    const target = {
      method: request.method,
      path: url.pathname,
      ...(grantType === undefined ? {} : { grantType }),
    };
    const fault = faults.take(target);
    let forged = false;
    const note = (status?: number) =>
      log.add({
        method: request.method,
        path: redactedPath(url.pathname),
        ...(status === undefined ? {} : { status }),
        at,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        ...(grantType === undefined ? {} : { grantType }),
        ...(fault === undefined && !forged ? {} : { fault: true }),
      });
    try {
      const work = async () => {
        const answer = await handle(request);
        const forgery = isCallback(answer, origin) ? faults.takeForgery(target) : undefined;
        forged = forgery !== undefined;
        return forgery === undefined ? answer : forgeCallback(answer, forgery);
      };
      const response = await (fault === undefined ? work() : playFault(fault, work, connection));
      note(response.status);
      return response;
    } catch (error) {
      note(error instanceof ConnectionDropped ? undefined : 500);
      throw error;
    }
  }
}

async function grantTypeOf(request: Request, url: URL): Promise<string | undefined> {
  if (request.method !== 'POST' || !url.pathname.endsWith('/token')) return undefined;
  return loggableGrantType(await request.clone().text());
}
