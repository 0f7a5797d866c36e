import type { ConnectionStatus } from '@sipgate-kit/core';
import { Instant } from '../pages/instant.tsx';
import { Page } from '../pages/page.tsx';
import type { Paths } from '../paths.ts';
import type { ConnectionRow, ConnectionRows } from './connection-rows.ts';

interface Filter {
  readonly status?: ConnectionStatus;
  readonly subjectPrefix?: string;
  readonly after?: string;
}

const STATUS = { active: 'Active', needs_login: 'Needs sign-in', paused: 'Paused' } as const;

/** The connections, a page at a time. `now` is the provider's clock, milliseconds since the epoch. */
export function AdminPage(props: {
  paths: Paths;
  visitor: { readonly name: string; readonly formToken?: string };
  filter: Filter;
  page: ConnectionRows;
  /** Why the whole vault is paused, if it is. */
  pause: string | undefined;
  now: number;
  signInUrl: string;
}) {
  const { paths, visitor, filter, page, pause, now, signInUrl } = props;
  const { formToken } = visitor;
  return (
    <Page title="Connections" paths={paths}>
      <h1>Connections</h1>
      {pause !== undefined && (
        <div class="notice warn">
          <p>The vault is paused: {pause}. Nothing is refreshed for connections from before the pause.</p>
        </div>
      )}
      <FilterForm paths={paths} filter={filter} />
      {page.rows.length === 0 && <p class="lead">No connection fits.</p>}
      {page.rows.map((row) => (
        <RowSection row={row} now={now} signInUrl={signInUrl} />
      ))}
      <nav class="actions" aria-label="Pages">
        {filter.after !== undefined && (
          <a class="button second" href={pageUrl(paths, { ...filter, after: '' })}>
            First page
          </a>
        )}
        {page.next !== undefined && (
          <a class="button" href={pageUrl(paths, { ...filter, after: page.next })}>
            Next page
          </a>
        )}
      </nav>
      {formToken !== undefined && (
        <form class="actions" method="post" action={`${paths.admin}/logout`}>
          <input type="hidden" name="token" value={formToken} />
          <button class="button second" type="submit">
            Leave ({visitor.name})
          </button>
        </form>
      )}
    </Page>
  );
}

function FilterForm({ paths, filter }: { paths: Paths; filter: Filter }) {
  return (
    <form class="card" method="get" action={paths.admin}>
      <p>
        <label for="status">Status</label>
      </p>
      <select id="status" name="status">
        <option value="">All</option>
        {Object.entries(STATUS).map(([status, words]) => (
          <option value={status} selected={filter.status === status}>
            {words}
          </option>
        ))}
      </select>
      <p>
        <label for="subject">Person (what the subject begins with)</label>
      </p>
      <input id="subject" name="subject" type="search" value={filter.subjectPrefix ?? ''} />
      <div class="actions">
        <button class="button" type="submit">
          Filter
        </button>
      </div>
    </form>
  );
}

function RowSection({ row, now, signInUrl }: { row: ConnectionRow; now: number; signInUrl: string }) {
  const { state, refreshedAt, accessTokenExpiresAt, refreshTokenExpiresAt, trouble } = row;
  return (
    <section class="card">
      <div class="head">
        <h2>
          <code>{state.key.subject}</code>
        </h2>
        <span class={state.status === 'active' ? 'pill good' : 'pill warn'}>{STATUS[state.status]}</span>
      </div>
      {state.status !== 'active' && state.reason !== undefined && <p>{state.reason}</p>}
      {trouble !== undefined && (
        <div class="notice bad">
          <p>{trouble}</p>
        </div>
      )}
      <dl>
        <dt>Connection</dt>
        <dd>
          <code>{state.id}</code>
        </dd>
        <dt>Provider</dt>
        <dd>
          <code>{state.key.issuer}</code>
        </dd>
        <Moment name="Last refresh" at={refreshedAt} now={now} />
        <Moment name="Access token ends" at={accessTokenExpiresAt} now={now} />
        <Moment name="Refresh token ends" at={refreshTokenExpiresAt} now={now} />
        {state.status === 'needs_login' && (
          <>
            <dt>To sign in again</dt>
            <dd>
              Send the person this link: <a href={signInUrl}>{signInUrl}</a>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Moment({ name, at, now }: { name: string; at: number | undefined; now: number }) {
  if (at === undefined) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Instant at={at} now={now} />
      </dd>
    </>
  );
}

function pageUrl({ admin }: Paths, { status, subjectPrefix, after }: Filter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ status, subject: subjectPrefix, after }))
    if (value) query.set(name, value);
  return `${admin}?${query}`;
}
