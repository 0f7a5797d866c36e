import type { SandboxClient } from '../../clients.ts';
import { CopyButton } from '../copy-button.tsx';
import { CLIENTS_PATH, clientPath } from '../paths.ts';

const MOST_CLIENTS = 6;

/** The OAuth clients in short; the tab Clients has them in full. */
export function ClientCards({ clients }: { clients: readonly SandboxClient[] }) {
  const shown = clients.slice(0, MOST_CLIENTS);
  return (
    <section class="card row-of-cards" aria-labelledby="oauth-clients">
      <div class="head">
        <h2 id="oauth-clients">OAuth clients</h2>
        <a href={CLIENTS_PATH}>
          {clients.length > shown.length ? `All ${clients.length} clients` : 'Secrets, addresses, new ones'}
        </a>
      </div>
      <ul class="tiles">
        {shown.map(({ clientId, name, clientSecret, uuid }) => (
          <li>
            <p class="named">
              <a href={clientPath(clientId)}>{name}</a>
              <span class="badge">{clientSecret === undefined ? 'public' : 'confidential'}</span>
            </p>
            <p>
              <code id={`client-${uuid}`}>{clientId}</code> <CopyButton of={`client-${uuid}`} what={`id of ${name}`} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
