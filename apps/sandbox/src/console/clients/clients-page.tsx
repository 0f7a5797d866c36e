import type { Child } from 'hono/jsx';
import type { Directory } from '../../accounts.ts';
import type { SandboxClient } from '../../clients.ts';
import { CLIENTS_PATH, clientPath } from '../paths.ts';

export interface ClientsPageContent {
  readonly clients: readonly SandboxClient[];
  readonly directory: Directory;
  readonly selected?: string;
  /** What happened just before. */
  readonly notice?: string | undefined;
  /** The selected client. */
  readonly children?: Child;
  readonly dialog?: Child;
}

/** The tab Clients: the list, and beside it the one that is selected. */
export function ClientsPage({ clients, directory, selected, notice, children, dialog }: ClientsPageContent) {
  return (
    <>
      {dialog}
      <div class="head">
        <h1>Clients</h1>
        <a class="button" href={`${CLIENTS_PATH}/new`}>
          New client
        </a>
      </div>
      {notice !== undefined && (
        <p class="notice good" role="status">
          {notice}
        </p>
      )}
      <div class={selected === undefined ? 'master' : 'master chosen'}>
        <nav aria-label="Clients">
          <ul class="clients">
            {clients.map((client) => (
              <li>
                <a href={clientPath(client.clientId)} aria-current={client.clientId === selected ? 'true' : undefined}>
                  <strong>{client.name}</strong>
                  <span class="sub">
                    {ownerOf(client, directory)}
                    {client.realm === 'sipgate-apps' && ', sipgate-apps'}
                  </span>
                </a>
              </li>
            ))}
          </ul>
          {clients.length === 0 && <p class="empty">There are no clients. Make one to sign people in.</p>}
        </nav>
        {children ?? (
          <div class="empty">
            <p class="quiet">Select a client to see its id, its secret and its addresses.</p>
          </div>
        )}
      </div>
    </>
  );
}

/** The company's name. */
export function ownerOf({ owner }: SandboxClient, { accounts }: Directory): string {
  return accounts.find(({ masterSipId }) => masterSipId === owner)?.company ?? owner;
}
