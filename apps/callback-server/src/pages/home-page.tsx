import type { Connection } from '@sipgate-kit/core';
import type { Child } from 'hono/jsx';
import type { AccountAnswer, Overview, Person } from '../account.ts';
import type { Paths } from '../paths.ts';
import { stepUpPath } from '../step-up.ts';
import { Instant } from './instant.tsx';
import { Page } from './page.tsx';

/** The start page for somebody who is not signed in. `ended`: who was, until a moment ago. */
export function SignedOutPage(props: { paths: Paths; scopes: readonly string[]; ended: boolean }) {
  const { paths, scopes, ended } = props;
  return (
    <Page title={ended ? 'Please sign in again' : 'Welcome'} paths={paths}>
      <h1>{ended ? 'Please sign in again' : 'Sign in with sipgate'}</h1>
      {ended ? (
        <p class="lead">
          Your sign-in has ended: it expired, was ended elsewhere, or sipgate asks for a new one. If your browser is
          still signed in at sipgate, this is often one click without a password.
        </p>
      ) : (
        <p class="lead">
          You are not signed in yet. sipgate will ask who you are and what this application may do, and send you back
          here.
        </p>
      )}
      <div class="actions">
        <a class="button" href={paths.login}>
          {ended ? 'Sign in again' : 'Sign in with sipgate'}
        </a>
      </div>
      <section class="card">
        <h2>What it asks for</h2>
        <Scopes of={scopes} />
      </section>
    </Page>
  );
}

/** The start page for somebody who is signed in. `now` is the provider's clock, milliseconds since the epoch. */
export function SignedInPage(props: { paths: Paths; connection: Connection; overview: Overview; now: number }) {
  const { paths, connection, overview, now } = props;
  const { answer, person } = overview;
  const company = 'account' in answer ? answer.account.company : '';
  return (
    <Page title="Signed in" paths={paths}>
      <h1>{company || 'You are signed in'}</h1>
      <p class="lead">{company ? 'You are signed in with sipgate.' : 'Your sipgate account is connected.'}</p>
      <section class="card">
        <h2>Account</h2>
        <AccountPanel answer={answer} paths={paths} />
        {person !== undefined && <PersonFacts person={person} />}
      </section>
      <ConnectionPanel connection={connection} now={now} />
      <section class="card">
        <h2>Permissions</h2>
        <p class="quiet">What you allowed this application to do.</p>
        <Scopes of={connection.tokenSet.scopes} />
      </section>
      <form class="actions" method="post" action={paths.logout}>
        <button class="button second" type="submit">
          Sign out
        </button>
      </form>
    </Page>
  );
}

function Scopes({ of: scopes }: { of: readonly string[] }) {
  return (
    <ul class="chips">
      {scopes.map((scope) => (
        <li>{scope}</li>
      ))}
    </ul>
  );
}

function AccountPanel({ answer, paths }: { answer: AccountAnswer; paths: Paths }) {
  if ('missingScope' in answer) {
    return (
      <div class="notice warn">
        <p>
          This sign-in does not include the permission <code>{answer.missingScope}</code>, so the account cannot be
          shown. Everything else works.
        </p>
        <p>
          <a href={stepUpPath(paths, answer.missingScope, paths.home)}>Allow it at sipgate</a>
        </p>
      </div>
    );
  }
  if ('error' in answer) {
    return (
      <div class="notice bad">
        <p>
          The account could not be read just now: {answer.error.message} {answer.error.hint}
        </p>
        <p>
          You stay signed in. Error <code>{answer.error.code}</code>
        </p>
      </div>
    );
  }
  const { company, product, verified } = answer.account;
  return (
    <dl>
      <Fact name="Company">{company || 'No name given'}</Fact>
      <Fact name="Product">{product}</Fact>
      <Fact name="Verified">{verified ? 'Yes' : 'Not yet'}</Fact>
    </dl>
  );
}

function PersonFacts({ person }: { person: Person }) {
  return (
    <dl>
      <Fact name="Account number">{person.masterSipId}</Fact>
      <Fact name="User">{person.userId}</Fact>
    </dl>
  );
}

function ConnectionPanel({ connection, now }: { connection: Connection; now: number }) {
  const { tokenSet, key, status } = connection;
  return (
    <section class="card">
      <div class="head">
        <h2>Connection</h2>
        <span class={status === 'active' ? 'pill good' : 'pill warn'}>{STATUS[status]}</span>
      </div>
      {status === 'paused' && (
        <div class="notice warn">
          <p>The operator of this application has to act before it can speak to sipgate again. Your sign-in is kept.</p>
        </div>
      )}
      <dl>
        <Fact name="Person">
          <code>{key.subject}</code>
        </Fact>
        <Fact name="Provider">
          <code>{key.issuer}</code>
        </Fact>
        <Fact name="Access token ends">
          {tokenSet.accessTokenExpiresAt === undefined ? (
            'Unknown'
          ) : (
            <Instant at={tokenSet.accessTokenExpiresAt} now={now} />
          )}
        </Fact>
        <Fact name="Last refresh">
          <Instant at={tokenSet.issuedAt} now={now} />
        </Fact>
        {tokenSet.refreshTokenExpiresAt !== undefined && (
          <Fact name="Refresh token ends">
            <Instant at={tokenSet.refreshTokenExpiresAt} now={now} />
          </Fact>
        )}
      </dl>
      <p class="quiet">Access tokens are renewed on their own when they are needed; you need not do anything.</p>
    </section>
  );
}

const STATUS = { active: 'Active', needs_login: 'Sign in again', paused: 'Paused' } as const;

function Fact({ name, children }: { name: string; children: Child }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
