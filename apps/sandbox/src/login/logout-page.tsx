import { Page, pageResponse } from '../pages/page.tsx';

export interface ConfirmLogoutContent {
  readonly action: string;
  /** Carried through the form; `null` ones are left out. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly formTargets: readonly string[];
}

/** "Do you want to log out?": shown when nothing proves who asked for the logout. */
export function confirmLogoutPage({ action, fields, formTargets }: ConfirmLogoutContent): Promise<Response> {
  return pageResponse(
    <Page title="Logging out">
      <h1 id="kc-page-title">Logging out</h1>
      <p>Do you want to log out?</p>
      <form method="post" action={action}>
        {Object.entries(fields).map(([name, value]) =>
          value === null ? null : <input type="hidden" name={name} value={value} />,
        )}
        <button class="full" type="submit" name="confirm" value="Logout">
          Logout
        </button>
      </form>
    </Page>,
    { formTargets },
  );
}

export function loggedOutPage(): Promise<Response> {
  return pageResponse(
    <Page title="You are logged out">
      <h1 id="kc-page-title">You are logged out</h1>
      <p class="quiet">You can close this page.</p>
    </Page>,
  );
}
