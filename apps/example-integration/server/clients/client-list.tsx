import type { OAuthClient } from '@sipgate-kit/core/clients';

/** All clients of the account. `deleted`: the name of one that is just gone. */
export function ClientList({ clients, deleted }: { clients: readonly OAuthClient[]; deleted: string | undefined }) {
  return (
    <>
      <div class="head">
        <h1>OAuth clients</h1>
        <a class="button" href="/clients/new">
          New client
        </a>
      </div>
      {deleted !== undefined && (
        <p class="notice good" role="status">
          {deleted} is deleted.
        </p>
      )}
      {clients.length === 0 && <p class="lead">There are none yet. Software that signs people in needs one.</p>}
      <ul class="cards">
        {clients.map(({ clientId, name, description, redirectUris }) => (
          <li class="card">
            <h2>
              <a href={`/clients/${encodeURIComponent(clientId)}`}>{name}</a>
            </h2>
            <p>{description}</p>
            <p class="quiet">
              {redirectUris.slice(0, 2).map((uri) => (
                <code>{uri} </code>
              ))}
              {redirectUris.length > 2 && `and ${redirectUris.length - 2} more`}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
