import { HTTPException } from 'hono/http-exception';
import type { SandboxClock } from '../clock.ts';
import type { Faults } from '../door/faults.ts';
import type { RequestLog } from '../door/request-log.ts';
import type { Violations } from '../door/violations.ts';
import type { SessionTrace } from '../login/lineage.ts';
import type { SignInRequest } from '../sign-in.ts';
import { clockControl } from './clock-control.ts';
import { descriptionHead } from './control-description.ts';
import { CONTROL_PATH } from './control-path.ts';
import { faultControl } from './fault-control.ts';
import { ControlProblem } from './problem.ts';
import { requestControl } from './request-control.ts';
import { controlRoom } from './room.ts';
import { type PlayScenario, scenarioControl } from './scenario-control.ts';
import { signInControl } from './sign-in-control.ts';
import { type StateParts, stateControl } from './state-control.ts';
import { tokenControl } from './token-control.ts';

export interface ControlParts extends StateParts {
  /** The sandbox's own origin; pages of any other are refused. */
  readonly origin: string;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly violations: Violations;
  readonly tokens: () => readonly SessionTrace[];
  readonly play: PlayScenario;
  readonly signIn: (request: SignInRequest) => Promise<URL>;
  /** Whether secrets may be sent to other computers. */
  readonly allowRealHosts: boolean;
}

/**
 * `/__sandbox/…`: the sandbox's insides from outside of the process. Not for pages of other origins: what it takes is
 * `application/json`, which they would need a preflight for. Described at `/__sandbox/openapi.json` by the schemas that
 * check what comes in.
 */
export function createControlApi(parts: ControlParts): (request: Request) => Response | Promise<Response> {
  const rooms = [
    clockControl(parts.clock),
    faultControl(parts.faults, parts.allowRealHosts),
    requestControl(parts.log, parts.violations),
    scenarioControl(parts.play),
    signInControl(parts.origin, parts.signIn),
    stateControl(parts),
    tokenControl(parts.tokens),
  ];
  const app = controlRoom();
  app.use(async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && origin !== parts.origin)
      throw new ControlProblem(403, 'Not for pages of other origins.');
    if ((await c.req.text()) === '') c.req.raw.headers.delete('content-type');
    else if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
      throw new ControlProblem(
        400,
        "Send a body of content-type application/json: curl -H 'content-type: application/json'.",
        'content-type',
      );
    }
    await next();
    c.header('cache-control', 'no-store');
  });
  for (const room of rooms) app.route('/', room);
  app.get(`${CONTROL_PATH}/openapi.json`, (c) => c.json(description()));
  app.all('/*', (c) => {
    const paths = Object.keys(description().paths ?? {});
    if (paths.includes(c.req.path)) throw new ControlProblem(405, `${c.req.path} does not take ${c.req.method}.`);
    throw new ControlProblem(404, `There is ${[...paths, `${CONTROL_PATH}/openapi.json`].join(', ')}.`);
  });
  app.onError((error) => {
    if (error instanceof ControlProblem) return error.toResponse();
    if (error instanceof HTTPException && error.status === 400) {
      return new ControlProblem(400, 'The body is not JSON.', 'body').toResponse();
    }
    throw error;
  });

  function description() {
    return app.getOpenAPI31Document(descriptionHead(parts.origin));
  }

  return (request) => app.fetch(request);
}
