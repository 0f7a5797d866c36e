import type { Child } from 'hono/jsx';
import type { Directory } from '../../accounts.ts';
import type { SandboxClient } from '../../clients.ts';
import type { PendingFault } from '../../door/faults.ts';
import type { LoggedRequest } from '../../door/request-log.ts';
import type { Neighbour } from '../neighbour.ts';
import { CONSOLE_PATH, REQUESTS_PATH } from '../paths.ts';
import { RequestRow } from '../requests/requests-page.tsx';
import { Addresses, type SandboxFacts } from './addresses.tsx';
import { ClientCards } from './client-cards.tsx';
import { PendingFaults } from './pending-faults.tsx';
import { People } from './people.tsx';
import { Played, type PlayedScenario, Scenarios } from './scenarios.tsx';

const MOST_REQUESTS = 6;

export interface OverviewContent {
  readonly facts: SandboxFacts;
  readonly neighbours: readonly Neighbour[];
  readonly directory: Directory;
  readonly clients: readonly SandboxClient[];
  readonly faults: readonly PendingFault[];
  readonly requests: readonly LoggedRequest[];
  readonly notice?: string | undefined;
  /** The scenario that was played just before. */
  readonly played?: PlayedScenario | undefined;
  readonly dialog?: Child;
  readonly now: number;
}

/** `/`: what is running, who can sign in, what can be made to go wrong, what happened last. */
export function OverviewPage(content: OverviewContent) {
  const { facts, neighbours, directory, clients, faults, requests, notice, played, dialog, now } = content;
  return (
    <>
      {dialog}
      <div class="head">
        <div>
          <h1>Overview</h1>
          <p class="lead">A local sipgate to develop against: sign-in and REST API, with no account.</p>
        </div>
        <a class="button second" href={`${CONSOLE_PATH}/reset`}>
          Reset
        </a>
      </div>
      {notice !== undefined && (
        <p class="notice good" role="status">
          {notice}
        </p>
      )}
      {played !== undefined && <Played played={played} />}
      <PendingFaults faults={faults} now={now} />
      <div class="columns">
        <Addresses facts={facts} neighbours={neighbours} />
        <section class="card" aria-labelledby="latest">
          <div class="head">
            <h2 id="latest">Latest requests</h2>
            <a href={REQUESTS_PATH}>All requests</a>
          </div>
          {requests.length === 0 ? (
            <p class="quiet">Nothing yet. Requests appear here as they come.</p>
          ) : (
            <ol class="requests latest" reversed start={requests.length}>
              {requests
                .slice(-MOST_REQUESTS)
                .reverse()
                .map((request) => (
                  <RequestRow request={request} />
                ))}
            </ol>
          )}
        </section>
      </div>
      <People directory={directory} />
      <ClientCards clients={clients} />
      <Scenarios people={directory.users} />
    </>
  );
}
