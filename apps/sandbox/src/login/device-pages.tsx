import { Page, pageResponse } from '../pages/page.tsx';

/** Where the person types in what their device shows: field `device_user_code`, as Keycloak's. */
export function deviceCodePage({ action, error }: { action: string; error?: string }): Promise<Response> {
  const problem = error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': 'input-error' };
  return pageResponse(
    <Page title="Device Login">
      <h1 id="kc-page-title">Device Login</h1>
      {error === undefined ? null : (
        <p class="error" role="alert">
          <span id="input-error">{error}</span>
        </p>
      )}
      <form id="kc-user-verify-device-user-code-form" method="post" action={action}>
        <label for="device-user-code">Enter the code provided by your device and click Submit</label>
        <input
          id="device-user-code"
          name="device_user_code"
          autocomplete="off"
          autocapitalize="characters"
          required
          autofocus
          {...problem}
        />
        <button class="full" type="submit">
          Submit
        </button>
      </form>
    </Page>,
  );
}

/** How it ended, for the person at the browser; the device learns it by asking. */
export function deviceStatusPage({ title, message, failed }: { title: string; message: string; failed: boolean }) {
  return pageResponse(
    <Page title={title}>
      <h1 id="kc-page-title">{title}</h1>
      {failed ? (
        <div class="error" id="kc-error-message">
          <p>{message}</p>
        </div>
      ) : (
        <p id="kc-info-message">{message}</p>
      )}
    </Page>,
  );
}
