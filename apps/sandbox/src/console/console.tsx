import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { Directory } from '../accounts.ts';
import type { ClientStore } from '../clients.ts';
import type { SandboxClock } from '../clock.ts';
import type { Faults } from '../door/faults.ts';
import type { RequestLog } from '../door/request-log.ts';
import type { SessionTrace } from '../login/lineage.ts';
import type { RandomSource } from '../random.ts';
import { SCENARIO_NAMES, type ScenarioName } from '../scenarios/scenarios.ts';
import { answerPage } from './answer.tsx';
import { assetRoutes } from './assets.ts';
import { clientsRoutes } from './clients/clients.tsx';
import { changeClock, readClock } from './clock-change.ts';
import type { Neighbour } from './neighbour.ts';
import type { SandboxFacts } from './overview/addresses.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import { ResetDialog } from './overview/reset-dialog.tsx';
import type { PlayedScenario } from './overview/scenarios.tsx';
import { CONSOLE_PATH, pathBack, REQUESTS_PATH, TOKENS_PATH } from './paths.ts';
import { RequestsPage } from './requests/requests-page.tsx';
import { sameOriginOnly } from './same-origin.ts';
import { TokensPage } from './tokens/tokens-page.tsx';

/** What the console shows and moves. */
export interface ConsoleParts {
  readonly facts: SandboxFacts;
  /** Asked for each page: what runs on a sandbox may start later. */
  readonly neighbours: () => readonly Neighbour[];
  readonly clients: ClientStore;
  readonly directory: Directory;
  readonly clock: SandboxClock;
  readonly random: RandomSource;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly tokens: () => readonly SessionTrace[];
  /** Ends every session with a client that is gone. */
  readonly endSessions: (clientId: string) => void;
  /** Plays a scenario and says what it did. */
  readonly play: (name: ScenarioName, options: { readonly username?: string }) => readonly string[];
  readonly reset: () => void;
}

/** Sends a page in the console's frame. */
export type Show = (c: Context, page: { title: string; content: Child; status?: number }) => Promise<Response>;

/** The pages at `/` and below `/console`: server-rendered, every change a form of the same origin. */
export function createConsole(parts: ConsoleParts): (request: Request) => Response | Promise<Response> {
  const { facts, clients, directory, clock, faults, log, tokens } = parts;
  let played: PlayedScenario | undefined;

  const show: Show = (c, { title, content, status }) => {
    const { pathname, search, origin } = new URL(c.req.url);
    // A dialog that was sent and came back has the address of its form, which cannot be opened.
    const path = c.req.method === 'GET' ? `${pathname}${search}` : '/';
    const frame = { title, path, clock: readClock(clock), lastRequest: log.last, children: content };
    return answerPage(frame, origin, status);
  };

  const overview = (c: Context, dialog?: Child) => {
    const content = (
      <OverviewPage
        facts={facts}
        neighbours={parts.neighbours()}
        directory={directory}
        clients={clients.list()}
        faults={faults.list()}
        requests={log.list()}
        notice={c.req.query('done') === 'reset' ? 'The sandbox is as it was at the start.' : undefined}
        played={c.req.query('played') === undefined ? undefined : played}
        dialog={dialog}
        now={clock.now()}
      />
    );
    return show(c, { title: 'Overview', content });
  };

  const liveSessions = (clientId: string) =>
    tokens().filter((session) => session.alive && session.clientId === clientId).length;

  const app = new Hono()
    .use('/', sameOriginOnly)
    .use(`${CONSOLE_PATH}/*`, sameOriginOnly)
    .route('/', assetRoutes())
    .get('/', (c) => overview(c))
    .get(CONSOLE_PATH, (c) => c.redirect('/', 303))
    .route('/', clientsRoutes({ ...parts, issuers: facts.issuers, apiUrl: facts.apiUrl, liveSessions }, show))
    .get(REQUESTS_PATH, (c) => {
      const content = (
        <RequestsPage requests={log.list()} origin={new URL(c.req.url).origin} filter={c.req.query('show') ?? 'all'} />
      );
      return show(c, { title: 'Requests', content });
    })
    .get(TOKENS_PATH, (c) => {
      const content = <TokensPage sessions={tokens()} now={clock.now()} clientOf={clients.find} />;
      return show(c, { title: 'Tokens', content });
    })
    .post(`${CONSOLE_PATH}/clock`, async (c) => {
      const body = await c.req.parseBody();
      changeClock(clock, body);
      return c.redirect(pathBack(body.back), 303);
    })
    .post(`${CONSOLE_PATH}/requests/clear`, (c) => {
      log.clear();
      return c.redirect(REQUESTS_PATH, 303);
    })
    .post(`${CONSOLE_PATH}/faults/clear`, (c) => {
      faults.clear();
      return c.redirect('/', 303);
    })
    .post(`${CONSOLE_PATH}/scenarios`, async (c) => {
      const { name, username } = await c.req.parseBody();
      const known = SCENARIO_NAMES.find((candidate) => candidate === name);
      if (known === undefined) return c.redirect('/', 303);
      const user = typeof username === 'string' ? directory.userByName(username) : undefined;
      played = { name: known, did: parts.play(known, user === undefined ? {} : { username: user.username }) };
      return c.redirect('/?played', 303);
    })
    .get(`${CONSOLE_PATH}/reset`, (c) => overview(c, <ResetDialog />))
    .post(`${CONSOLE_PATH}/reset`, (c) => {
      parts.reset();
      return c.redirect('/?done=reset', 303);
    })
    .all(`${CONSOLE_PATH}/*`, (c) => {
      const content = (
        <>
          <h1>Nothing here</h1>
          <p class="lead">
            This address leads nowhere. <a href="/">To the overview</a>
          </p>
        </>
      );
      return show(c, { title: 'Nothing here', content, status: 404 });
    });
  return (request) => app.fetch(request);
}
