import type { ClientChange, ClientFieldValue, OAuthClient } from '@sipgate-kit/core/clients';
import { LintReports } from './client-form-page.tsx';
import { EDIT_FORM, type Values } from './client-forms.ts';

/** What {@link ChangePage} shows. */
export interface ChangePageProps {
  readonly client: OAuthClient;
  readonly changes: readonly ClientChange[];
  /** What was typed, to be sent again. */
  readonly values: Values;
  /** The client as it is now, to notice whether it still is when the change is saved. */
  readonly before: string;
  readonly path: string;
  readonly back: string;
  readonly changedMeanwhile: boolean;
}

/** What saving would change: what goes, what comes. Signs and words say what the colours say. */
export function ChangePage({ client, changes, values, before, path, back, changedMeanwhile }: ChangePageProps) {
  return (
    <>
      <h1>Review the changes</h1>
      <p class="lead">{client.name}</p>
      {changedMeanwhile && (
        <p class="notice warn" role="alert">
          Somebody has changed this client meanwhile, perhaps you in another tab. Nothing was saved; this is what saving
          would change now.
        </p>
      )}
      <section class="card" aria-label="Changes">
        {changes.length === 0 && <p>Nothing would change.</p>}
        {changes.map(({ field, before: old, after }) => (
          <Change
            label={EDIT_FORM.fields.find(({ name }) => name === field)?.label ?? field}
            old={old}
            wanted={after}
          />
        ))}
        {changes.some(({ field }) => field === 'redirectUris' || field === 'webOrigins') && (
          <LintReports form={EDIT_FORM} values={values} />
        )}
      </section>
      <form method="post" action={path} data-draft={path}>
        {EDIT_FORM.fields.map(({ name }) => (
          <input type="hidden" name={name} value={values[name] ?? ''} />
        ))}
        <input type="hidden" name="before" value={before} />
        <p class="actions">
          {changes.length > 0 && (
            <button class="button" type="submit" name="step" value="save">
              Save
            </button>
          )}
          <button class="button second" type="submit" name="step" value="change">
            Change more
          </button>
          <a class="button second" href={back}>
            Cancel
          </a>
        </p>
      </form>
    </>
  );
}

function Change({ label, old, wanted }: { label: string; old: ClientFieldValue; wanted: ClientFieldValue }) {
  const [gone, come] = [valuesOf(old), valuesOf(wanted)];
  return (
    <>
      <h2>{label}</h2>
      <ul class="diff">
        {gone.map((value) =>
          come.includes(value) ? (
            <li>
              <code>{value}</code>
            </li>
          ) : (
            <li>
              <del>
                <span aria-hidden="true">− </span>
                <span class="unseen">Removed: </span>
                <code>{value}</code>
              </del>
            </li>
          ),
        )}
        {come
          .filter((value) => !gone.includes(value))
          .map((value) => (
            <li>
              <ins>
                <span aria-hidden="true">+ </span>
                <span class="unseen">Added: </span>
                <code>{value}</code>
              </ins>
            </li>
          ))}
      </ul>
    </>
  );
}

function valuesOf(value: ClientFieldValue): readonly string[] {
  return (typeof value === 'string' ? [value] : (value ?? [])).filter((text) => text !== '');
}
