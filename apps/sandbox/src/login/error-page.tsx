import { Page, pageResponse } from '../pages/page.tsx';

export interface ErrorPageContent {
  /** Keycloak's sentence, or one of ours where it has none. */
  readonly message: string;
  /** What to do about it; the sandbox's addition. */
  readonly hint?: string;
  /** Default 400. */
  readonly status?: number;
}

/** "We are sorry...": the page for everything that must not be sent to a redirect URI. */
export function errorPage({ message, hint, status = 400 }: ErrorPageContent): Promise<Response> {
  return pageResponse(
    <Page title="We are sorry...">
      <h1 id="kc-page-title">We are sorry...</h1>
      <div class="error" id="kc-error-message">
        <p>{message}</p>
      </div>
      {hint === undefined ? null : <p class="quiet">{hint}</p>}
    </Page>,
    { status },
  );
}
