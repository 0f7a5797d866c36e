import type { SandboxAccount } from '../../accounts.ts';
import { Dialog, DialogButtons, Field } from '../dialog.tsx';
import type { ClientForm, ClientFormProblems } from './client-form.ts';

export interface ClientFormDialogContent {
  readonly title: string;
  readonly act: string;
  readonly action: string;
  readonly back: string;
  readonly form: ClientForm;
  readonly problems: ClientFormProblems;
  /** The companies to choose from; absent when the client has one already. */
  readonly owners?: { readonly accounts: readonly SandboxAccount[]; readonly chosen: string };
}

/** New client, Edit client. */
export function ClientFormDialog({ title, act, action, back, form, problems, owners }: ClientFormDialogContent) {
  const first = (Object.keys(problems) as (keyof ClientForm)[])[0] ?? 'name';
  return (
    <Dialog title={title} back={back}>
      <form method="post" action={action}>
        <Field name="name" label="Name" value={form.name} problem={problems.name} autofocus={first === 'name'} />
        <Field
          name="description"
          label="Description"
          value={form.description}
          problem={problems.description}
          autofocus={first === 'description'}
          hint="People see name and description when they are asked for consent."
        />
        <Field
          name="privacyUrl"
          label="Privacy policy URL"
          type="url"
          value={form.privacyUrl}
          problem={problems.privacyUrl}
          autofocus={first === 'privacyUrl'}
        />
        <Field
          name="termsUrl"
          label="Terms of use URL"
          type="url"
          value={form.termsUrl}
          problem={problems.termsUrl}
          autofocus={first === 'termsUrl'}
          hint="The consent page links both. While you develop, any valid URL will do."
        />
        {owners !== undefined && (
          <div class="field">
            <label for="owner">Account</label>
            <select id="owner" name="owner">
              {owners.accounts.map(({ masterSipId, company }) => (
                <option value={masterSipId} selected={masterSipId === owners.chosen}>
                  {company}
                </option>
              ))}
            </select>
            <p class="hint">Whose client it is. At sipgate that is whoever is signed in to the console.</p>
          </div>
        )}
        <DialogButtons act={act} back={back} />
      </form>
    </Dialog>
  );
}
