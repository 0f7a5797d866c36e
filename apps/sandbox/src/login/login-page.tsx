import { Page, pageResponse } from '../pages/page.tsx';

export interface LoginPageContent {
  readonly action: string;
  readonly clientName: string;
  readonly username: string;
  /** Keycloak's sentence after a failed attempt. */
  readonly error?: string;
  readonly formTargets: readonly string[];
}

/** The sign-in form: fields `username` and `password`, as Keycloak's. */
export function loginPage({ action, clientName, username, error, formTargets }: LoginPageContent): Promise<Response> {
  const problem = error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': 'input-error' };
  return pageResponse(
    <Page title="Sign in to sipgate (sandbox)">
      <h1 id="kc-page-title">Sign in to your account</h1>
      <p class="quiet">to continue to {clientName}</p>
      {error === undefined ? null : (
        <p class="error" role="alert">
          <span id="input-error">{error}</span>
        </p>
      )}
      <form id="kc-form-login" method="post" action={action}>
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          autocomplete="username"
          value={username}
          required
          {...problem}
          autofocus={username === ''}
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          {...problem}
          autofocus={username !== ''}
        />
        <button class="full" type="submit">
          Sign In
        </button>
      </form>
      <p class="quiet note">
        People of this sandbox: <code>alice</code> and <code>bob</code>, password <code>sandbox</code>.
      </p>
    </Page>,
    { formTargets },
  );
}
