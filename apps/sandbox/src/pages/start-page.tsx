import type { Child } from 'hono/jsx';
import type { Directory } from '../accounts.ts';
import type { SandboxClient } from '../clients.ts';
import { Page, pageResponse } from './page.tsx';

/** Something that runs on this sandbox, to be linked on its start page. */
export interface Neighbour {
  /** What it is, in a few words: `Client console, a product built on the kit`. */
  readonly name: string;
  readonly url: string;
}

export interface StartPageContent {
  readonly neighbours: readonly Neighbour[];
  readonly apiUrl: string;
  readonly issuers: readonly string[];
  readonly directory: Directory;
  readonly clients: readonly SandboxClient[];
}

/** `/`: who can sign in, which clients there are, where things are. None of it is secret: it is the same in every sandbox. */
export function startPage({ neighbours, apiUrl, issuers, directory, clients }: StartPageContent): Promise<Response> {
  return pageResponse(
    <Page title="sipgate sandbox" wide>
      <h1>sipgate sandbox</h1>
      <p>A local sipgate to develop against: sign-in and REST API, with no account. Everything is in memory.</p>
      {neighbours.length > 0 && (
        <>
          <h2>What runs on it</h2>
          <ul>
            {neighbours.map(({ name, url }) => (
              <li>
                <a href={url}>{name}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>Endpoints</h2>
      <ul>
        {issuers.map((issuer) => (
          <li>
            Issuer <code>{issuer}</code> (<a href={`${issuer}/.well-known/openid-configuration`}>discovery</a>)
          </li>
        ))}
        <li>
          REST API <code>{apiUrl}</code>
        </li>
        <li>
          Control: <a href="/__sandbox/requests">requests</a>, <a href="/__sandbox/tokens">tokens</a>,{' '}
          <a href="/__sandbox/clock">clock</a>, <a href="/__sandbox/faults">faults</a>
        </li>
      </ul>
      <h2>People</h2>
      <Table
        name="People"
        head={['Username', 'Password', 'Company', 'Personal access token']}
        rows={directory.users.map((user) => [
          <code>{user.username}</code>,
          <code>{user.password}</code>,
          directory.accountOf(user).company,
          <code>
            {user.personalAccessToken.tokenId}:{user.personalAccessToken.token}
          </code>,
        ])}
      />
      <h2>OAuth clients</h2>
      <Table
        name="OAuth clients"
        head={['Name', 'Client ID', 'Client secret', 'Redirect URIs']}
        rows={clients.map(({ name, clientId, clientSecret, redirectUris }) => [
          name,
          <code>{clientId}</code>,
          clientSecret === undefined ? 'none, it is public' : <code>{clientSecret}</code>,
          redirectUris.map((uri) => (
            <>
              <code>{uri}</code>{' '}
            </>
          )),
        ])}
      />
    </Page>,
  );
}

function Table({ name, head, rows }: { name: string; head: readonly string[]; rows: readonly (readonly Child[])[] }) {
  return (
    // Scrolls sideways on a phone, so it has to take the keyboard's focus.
    <section class="table" tabindex={0} aria-label={name}>
      <table>
        <thead>
          <tr>
            {head.map((cell) => (
              <th scope="col">{cell}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
