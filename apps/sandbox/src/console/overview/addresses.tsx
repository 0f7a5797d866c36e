import type { Realm } from '../../clients.ts';
import { packageVersion } from '../../version.ts';
import { CopyButton } from '../copy-button.tsx';
import type { Neighbour } from '../neighbour.ts';

/** What is running where, and how. */
export interface SandboxFacts {
  readonly url: string;
  readonly apiUrl: string;
  readonly issuers: Readonly<Record<Realm, string>>;
  /** How redirect URIs are compared. */
  readonly matching: 'keycloak' | 'wildcard';
}

const MATCHING = {
  keycloak: 'as a stock Keycloak does; a star in a host name is taken literally',
  wildcard: 'a star stands for labels of a host, too',
} as const;

/** Addresses, version, matching mode, and what runs on it. */
export function Addresses({ facts, neighbours }: { facts: SandboxFacts; neighbours: readonly Neighbour[] }) {
  const { url, apiUrl, issuers, matching } = facts;
  return (
    <section class="card" aria-labelledby="running">
      <h2 id="running">What is running</h2>
      <dl>
        {Object.values(issuers).map((issuer, at) => (
          <>
            <dt>Issuer</dt>
            <dd>
              <code id={`issuer-${at}`}>{issuer}</code> <CopyButton of={`issuer-${at}`} what="issuer" />{' '}
              <a href={`${issuer}/.well-known/openid-configuration`}>discovery</a>
            </dd>
          </>
        ))}
        <dt>REST API</dt>
        <dd>
          <code id="api-url">{apiUrl}</code> <CopyButton of="api-url" what="address of the REST API" />
        </dd>
        <dt>Control API</dt>
        <dd>
          <code>{`${url}/__sandbox/`}</code> <a href="/__sandbox/requests">requests</a>,{' '}
          <a href="/__sandbox/tokens">tokens</a>, <a href="/__sandbox/clock">clock</a>,{' '}
          <a href="/__sandbox/faults">faults</a>
        </dd>
        <dt>Redirect URIs</dt>
        <dd>
          Matching <strong>{matching}</strong>: {MATCHING[matching]}
        </dd>
        <dt>Version</dt>
        <dd>{packageVersion()}; everything is in memory and forgotten when it stops</dd>
        {neighbours.length > 0 && (
          <>
            <dt>What runs on it</dt>
            {neighbours.map(({ name, url: address }) => (
              <dd>
                <a href={address}>{name}</a>
              </dd>
            ))}
          </>
        )}
      </dl>
    </section>
  );
}
