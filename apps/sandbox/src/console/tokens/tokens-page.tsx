import type { SandboxClient } from '../../clients.ts';
import type { SessionTrace, TokenTrace } from '../../login/lineage.ts';
import { clientPath } from '../paths.ts';
import { count, dayOf, timeOfDay } from '../words.ts';
import { LineagePicture } from './lineage-picture.tsx';
import { type TokenSetTrace, tokenSetsOf } from './token-sets.ts';
import { statusWords } from './token-words.ts';

/** A page shows so many sessions, the newest ones. */
const MOST_SESSIONS = 30;

export interface TokensPageContent {
  readonly sessions: readonly SessionTrace[];
  readonly now: number;
  readonly clientOf: (clientId: string) => SandboxClient | undefined;
}

/** Which refresh brought which tokens, and what became of them; a picture and a table for each session. */
export function TokensPage({ sessions, now, clientOf }: TokensPageContent) {
  const newest = [...sessions].sort((a, b) => b.startedAt - a.startedAt).slice(0, MOST_SESSIONS);
  const alive = sessions.filter(({ alive }) => alive).length;
  return (
    <>
      <h1>Tokens</h1>
      <p class="lead">
        Which refresh brought which tokens, and what became of them. Tokens are named by their fingerprint: the first 8
        hex digits of their SHA-256, as <code>fingerprint()</code> of the kit makes them.
      </p>
      {sessions.length === 0 ? (
        <p class="empty">Nobody has signed in yet. Sign in with one of the clients, and the story begins here.</p>
      ) : (
        <p class="quiet">
          {count(sessions.length, 'session')}, {alive} alive
          {sessions.length > MOST_SESSIONS && `; the newest ${MOST_SESSIONS} are shown`}.
        </p>
      )}
      <div class="sessions">
        {newest.map((session) => (
          <SessionCard session={session} now={now} client={clientOf(session.clientId)} />
        ))}
      </div>
    </>
  );
}

function SessionCard({
  session,
  now,
  client,
}: {
  session: SessionTrace;
  now: number;
  client: SandboxClient | undefined;
}) {
  const { username, clientId, realm, sessionId, startedAt, alive } = session;
  const sets = tokenSetsOf(session);
  const id = `session-${realm}-${sessionId}-${client?.uuid ?? clientId}`;
  const clientName = client?.name ?? 'a deleted client';
  return (
    <article class="card session" id={id} aria-labelledby={`${id}-name`}>
      <div class="head">
        <h2 id={`${id}-name`}>
          {username} <span class="quiet">at</span>{' '}
          {client === undefined ? clientName : <a href={clientPath(clientId)}>{clientName}</a>}
        </h2>
        <span class={`badge ${alive ? 'good' : 'bad'}`}>{alive ? 'alive' : 'over'}</span>
      </div>
      <p class="sub">
        {dayOf(startedAt)} {timeOfDay(startedAt)}, {realm}
      </p>
      <LineagePicture session={session} sets={sets} now={now} id={`${id}-picture`} />
      <details>
        <summary>As a table</summary>
        {/* Scrolls sideways on a phone, so it has to take the keyboard's focus. */}
        <section class="table" tabindex={0} aria-label={`Tokens of ${username} at ${clientName}`}>
          <TokenTable sets={sets} now={now} />
        </section>
      </details>
    </article>
  );
}

function TokenTable({ sets, now }: { sets: readonly TokenSetTrace[]; now: number }) {
  return (
    <table>
      <thead>
        <tr>
          {['Token', 'Fingerprint', 'Came from', 'Now', 'Issued', 'Expires'].map((name) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sets.flatMap(({ tokens, parent }) =>
          tokens.map((token) => (
            <tr>
              <td>{token.kind}</td>
              <td>
                <code>{token.fingerprint}</code>
              </td>
              <td>{parent === undefined ? 'the sign-in' : <code>{parent}</code>}</td>
              <td>{statusWords(token, now)}</td>
              <td>{timeOfDay(token.issuedAt)}</td>
              <td>{expiryOf(token)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

/** The time where it is near the issue, else the day. */
function expiryOf({ issuedAt, expiresAt }: TokenTrace): string {
  if (expiresAt === undefined) return 'never';
  return expiresAt - issuedAt < 86_400_000 ? timeOfDay(expiresAt) : dayOf(expiresAt);
}
