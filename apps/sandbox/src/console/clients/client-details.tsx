import type { Directory } from '../../accounts.ts';
import type { SandboxClient } from '../../clients.ts';
import { CopyButton } from '../copy-button.tsx';
import { CLIENTS_PATH, clientPath } from '../paths.ts';
import { ADDRESS_LISTS, type AddressList } from './address-lists.ts';
import { ownerOf } from './clients-page.tsx';
import { LintReport } from './lint-report.tsx';

export interface ClientDetailsContent {
  readonly client: SandboxClient;
  readonly directory: Directory;
  readonly issuer: string;
  /** Somebody has asked for it. Otherwise the secret is not in the page. */
  readonly showSecret: boolean;
}

/** The selected client: Id and Secret, addresses, links. */
export function ClientDetails({ client, directory, issuer, showSecret }: ClientDetailsContent) {
  const { clientId, name, description, privacyUrl, termsUrl } = client;
  return (
    <article class="selected" aria-labelledby="client-name">
      <p class="way-back">
        <a href={CLIENTS_PATH}>All clients</a>
      </p>
      <section class="card">
        <h2 id="client-name">{name}</h2>
        <p class="sub">{description}</p>
        <dl>
          <dt>Id</dt>
          <dd>
            <code id="client-id">{clientId}</code> <CopyButton of="client-id" what="id" />
          </dd>
          <dt>Secret</dt>
          <dd>
            <Secret client={client} shown={showSecret} />
          </dd>
          <dt>Issuer</dt>
          <dd>
            <code id="client-issuer">{issuer}</code> <CopyButton of="client-issuer" what="issuer" />
          </dd>
          <dt>Account</dt>
          <dd>{ownerOf(client, directory)}</dd>
          <dt>Privacy policy</dt>
          <dd>{privacyUrl === '' ? 'None' : <a href={privacyUrl}>{privacyUrl}</a>}</dd>
          <dt>Terms of use</dt>
          <dd>{termsUrl === '' ? 'None' : <a href={termsUrl}>{termsUrl}</a>}</dd>
        </dl>
        <div class="actions">
          <button class="second script-only" type="button" data-copy-from={clientPath(clientId, 'env')}>
            Copy as .env
          </button>
          <a class="button second" href={clientPath(clientId, 'edit')}>
            Edit
          </a>
          <a class="button second bad" href={clientPath(clientId, 'delete')}>
            Delete
          </a>
        </div>
      </section>
      {ADDRESS_LISTS.map((list) => (
        <Addresses client={client} list={list} />
      ))}
    </article>
  );
}

function Secret({
  client: { clientId, clientSecret, requiredPkceMethod },
  shown,
}: {
  client: SandboxClient;
  shown: boolean;
}) {
  if (clientSecret === undefined) {
    return <>None: a public client, which has to use PKCE{requiredPkceMethod && ` (${requiredPkceMethod})`}</>;
  }
  const copy = <CopyButton from={clientPath(clientId, 'secret')} what="secret" />;
  if (!shown) {
    return (
      <>
        <span aria-hidden="true">••••••••••••</span>
        <span class="unseen">Hidden.</span>{' '}
        <a class="small-button" href={`${clientPath(clientId)}?secret=shown`}>
          Show<span class="unseen"> the secret</span>
        </a>{' '}
        {copy}
      </>
    );
  }
  return (
    <>
      <code id="client-secret">{clientSecret}</code>{' '}
      <a class="small-button" href={clientPath(clientId)}>
        Hide<span class="unseen"> the secret</span>
      </a>{' '}
      {copy}
    </>
  );
}

function Addresses({ client, list }: { client: SandboxClient; list: AddressList }) {
  const values = client[list.field];
  return (
    <section class="card" aria-labelledby={list.path}>
      <div class="head">
        <h3 id={list.path}>{list.title}</h3>
        <a class="button second small" href={`${clientPath(client.clientId, list.path)}/new`}>
          {list.add}
        </a>
      </div>
      {values.length === 0 ? (
        <p class="quiet">{list.empty}</p>
      ) : (
        <ul class="addresses">
          {values.map((value) => (
            <Address client={client} list={list} value={value} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Address({ client, list, value }: { client: SandboxClient; list: AddressList; value: string }) {
  const report = list.lint(value, client);
  const gravest = report.findings[0]?.severity;
  return (
    <li>
      <details>
        <summary>
          <code>{value}</code>
          {gravest !== undefined && gravest !== 'note' && (
            <span class={`badge ${gravest === 'error' ? 'bad' : 'warn'}`}>{gravest}</span>
          )}
        </summary>
        <LintReport report={report} />
      </details>
      <form method="post" action={`${clientPath(client.clientId, list.path)}/remove`}>
        <input type="hidden" name="value" value={value} />
        <button class="small-button" type="submit" aria-label={`Remove ${value}`}>
          Remove
        </button>
      </form>
    </li>
  );
}
