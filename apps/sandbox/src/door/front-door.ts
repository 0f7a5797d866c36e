import type { SandboxClock } from '../clock.ts';
import { runWithClock } from '../clock.ts';
import { isConsolePath } from '../console/paths.ts';
import { CONTROL_PATH } from '../control/control-path.ts';
import { forgeCallback, isCallback } from './callback-forgery.ts';
import { type Connection, ConnectionDropped, playFault } from './fault-player.ts';
import type { FaultQueue } from './faults.ts';
import { errorIn, shownOf } from './log-entry.ts';
import type { Remarks } from './remarks.ts';
import type { RequestLog } from './request-log.ts';
import type { Violations } from './violations.ts';

export interface FrontDoor {
  /** The sandbox's own origin. */
  readonly origin: string;
  /** Whether other computers may reach it, by the name in its origin. */
  readonly allowNetwork: boolean;
  readonly clock: SandboxClock;
  readonly faults: FaultQueue;
  readonly log: RequestLog;
  readonly violations: Violations;
  readonly remarks: Remarks;
  readonly handle: (request: Request) => Response | Promise<Response>;
}

/** Handles a request, or throws `ConnectionDropped`. */
export type Handler = (request: Request, connection?: Connection) => Promise<Response>;

/** Names under which this computer may call itself; any other `Host` is a page that had its name rebound to us. */
const OWN_NAMES = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * What every request goes through, on a port or in process: the host check, the sandbox's clock, the log and the faults.
 * The control API and the console are neither logged nor hit by faults.
 */
export function createFrontDoor({
  origin,
  allowNetwork,
  clock,
  faults,
  log,
  violations,
  remarks,
  handle,
}: FrontDoor): Handler {
  const ownHost = allowNetwork ? new URL(origin).host : undefined;
  return async (request, connection) => {
    const response = await runWithClock(clock, () => admit(request, connection));
    // Whoever corrects their clock by ours gets the time tokens go by.
    response.headers.set('date', new Date(clock.now()).toUTCString());
    return response;
  };

  async function admit(request: Request, connection: Connection | undefined): Promise<Response> {
    const url = new URL(request.url);
    if (!OWN_NAMES.test(url.host) && url.host !== ownHost)
      return new Response('This sandbox only answers to names of this computer.\n', { status: 421 });
    if (url.pathname === CONTROL_PATH || url.pathname.startsWith(`${CONTROL_PATH}/`)) return handle(request);
    if (isConsolePath(url.pathname)) return handle(request);

    const startedAt = performance.now();
    const shown = { at: clock.now(), ...(await shownOf(request, url)) };
    const target = {
      method: request.method,
      path: url.pathname,
      ...(shown.grantType === undefined ? {} : { grantType: shown.grantType }),
    };
    const fault = faults.take(target);
    let forged = false;
    const note = (outcome: { readonly status?: number; readonly error?: string }) => {
      const found = violations.of(request);
      const said = remarks.of(request);
      log.add({
        ...shown,
        ...outcome,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        ...(found.length === 0 ? {} : { violations: found }),
        ...(said.length === 0 ? {} : { remarks: said }),
        ...(fault === undefined && !forged ? {} : { fault: true }),
      });
    };
    try {
      const work = async () => {
        const answer = await handle(request);
        const forgery = isCallback(answer, origin) ? faults.takeForgery(target) : undefined;
        forged = forgery !== undefined;
        return forgery === undefined ? answer : forgeCallback(answer, forgery);
      };
      const response = await (fault === undefined ? work() : playFault(fault, work, connection));
      const error = fault === undefined ? await errorIn(url.pathname, response) : undefined;
      note({ status: response.status, ...(error === undefined ? {} : { error }) });
      return response;
    } catch (error) {
      note(error instanceof ConnectionDropped ? {} : { status: 500 });
      throw error;
    }
  }
}
