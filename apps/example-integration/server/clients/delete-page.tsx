import type { OAuthClient } from '@sipgate-kit/core/clients';

/** The last question before a client is gone. `confirmation`: what was typed, if it was not the name. */
export function DeletePage(props: { client: OAuthClient; own: boolean; confirmation?: string }) {
  const { client, own, confirmation } = props;
  const { clientId, name } = client;
  const address = `/clients/${encodeURIComponent(clientId)}`;
  return (
    <>
      <h1>Delete {name}?</h1>
      <div class="notice warn">
        <p>
          This cannot be undone. Nobody can sign in with this client any more; a new one gets another id and another
          secret, and everybody has to sign in and consent again.
        </p>
        {own && (
          <p>
            <strong>This console itself signs people in with it</strong>, you as well: it stops working.
          </p>
        )}
      </div>
      <form class="card" method="post" action={`${address}/delete`}>
        <div class="field">
          <label for="confirmation">
            Type the name <code>{name}</code> to confirm
          </label>
          {confirmation !== undefined && (
            <p class="wrong" id="confirmation-wrong" role="alert">
              That is not the name. Nothing was deleted.
            </p>
          )}
          <input
            id="confirmation"
            name="confirmation"
            type="text"
            value={confirmation ?? ''}
            autocomplete="off"
            required
            autofocus={confirmation !== undefined}
            aria-invalid={confirmation === undefined ? undefined : 'true'}
            aria-describedby={confirmation === undefined ? undefined : 'confirmation-wrong'}
          />
        </div>
        <p class="actions">
          <button class="button danger" type="submit">
            Delete for good
          </button>
          <a class="button second" href={address}>
            Keep it
          </a>
        </p>
      </form>
    </>
  );
}
