import { Page, pageResponse } from '../pages/page.tsx';

export interface ConsentPageContent {
  readonly action: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  /** "" = the client has none. */
  readonly termsUrl: string;
  readonly privacyUrl: string;
  readonly formTargets: readonly string[];
}

/** "Grant Access to …": which scopes the client asks for, buttons `accept` and `cancel`, as Keycloak's. */
export function consentPage(content: ConsentPageContent): Promise<Response> {
  const { action, clientName, scopes, termsUrl, privacyUrl, formTargets } = content;
  const links = [
    { text: 'terms of service.', href: termsUrl },
    { text: 'privacy policy.', href: privacyUrl },
  ].filter(({ href }) => /^https?:\/\//.test(href));
  return pageResponse(
    <Page title={`Grant Access to ${clientName}`}>
      <h1 id="kc-page-title">Grant Access to {clientName}</h1>
      <p>Do you grant these access privileges?</p>
      <div id="kc-oauth">
        <ul class="scopes">
          {(scopes.length === 0 ? ['Your identity'] : scopes).map((scope) => (
            <li>
              <span>{scope}</span>
            </li>
          ))}
        </ul>
      </div>
      {links.length === 0 ? null : (
        <p class="quiet">
          You can review its{' '}
          {links.map(({ text, href }) => (
            <>
              <a href={href} rel="noreferrer">
                {text}
              </a>{' '}
            </>
          ))}
        </p>
      )}
      <form method="post" action={action}>
        <div class="row">
          <button type="submit" name="accept" value="Yes">
            Yes
          </button>
          <button class="second" type="submit" name="cancel" value="No">
            No
          </button>
        </div>
      </form>
    </Page>,
    { formTargets },
  );
}
