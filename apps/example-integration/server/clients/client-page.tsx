import type { OAuthClient } from '@sipgate-kit/core/clients';

/** One client. Its secret is not in the page unless somebody has asked for it: then `secret` has it. */
export function ClientPage(props: { client: OAuthClient; created?: boolean; secret?: string | undefined }) {
  const { client, created = false, secret } = props;
  const { clientId, clientSecret, name, description, redirectUris, webOrigins, privacyUrl, termsUrl } = client;
  const address = `/clients/${encodeURIComponent(clientId)}`;
  return (
    <>
      <h1>{name}</h1>
      <p class="lead">{description}</p>
      {created && (
        <p class="notice good" role="status">
          The client is created. Your program needs its id and its secret.
        </p>
      )}
      <section class="card" aria-labelledby="credentials">
        <h2 id="credentials">Credentials</h2>
        <dl>
          <dt>Client id</dt>
          <dd>
            <code id="client-id">{clientId}</code> <CopyButton of="client-id" what="client id" />
          </dd>
          <dt>Client secret</dt>
          <dd>
            {secret !== undefined ? (
              <>
                <code id="client-secret">{secret}</code> <CopyButton of="client-secret" what="client secret" />{' '}
                <a href={address}>Hide</a>
              </>
            ) : clientSecret === undefined ? (
              'sipgate shows none for this client.'
            ) : (
              <form method="post" action={`${address}/secret`}>
                <span aria-hidden="true">••••••••</span>{' '}
                <button class="plain" type="submit">
                  Show the secret
                </button>
              </form>
            )}
          </dd>
        </dl>
        <p class="quiet" id="copied" role="status" />
      </section>
      <section class="card" aria-labelledby="addresses">
        <h2 id="addresses">Addresses</h2>
        <dl>
          <dt>Redirect URIs</dt>
          <Values of={redirectUris} />
          <dt>Web origins</dt>
          <Values of={webOrigins} />
          <dt>Privacy policy</dt>
          <Values of={privacyUrl === undefined ? [] : [privacyUrl]} />
          <dt>Terms of service</dt>
          <Values of={termsUrl === undefined ? [] : [termsUrl]} />
        </dl>
      </section>
      <p class="actions">
        <a class="button" href={`${address}/edit`}>
          Edit
        </a>
        <a class="button second" href={`${address}/delete`}>
          Delete
        </a>
        <a href="/clients">All clients</a>
      </p>
    </>
  );
}

function Values({ of: values }: { of: readonly string[] }) {
  return <dd>{values.length === 0 ? 'None' : values.map((value) => <code class="line">{value}</code>)}</dd>;
}

/** Of use only with the script, which shows it. */
function CopyButton({ of, what }: { of: string; what: string }) {
  return (
    <button class="plain" type="button" data-copy={of} aria-label={`Copy the ${what}`} hidden>
      Copy
    </button>
  );
}
