import type { SipgateKitError } from '@sipgate-kit/core';
import { type ClientPatternReport, InvalidInputError, refusedFields } from '@sipgate-kit/core/clients';
import { Failure } from '../failure.tsx';
import { type ClientForm, type Field, issuesByField, reportsOn, type Values, warningsOf } from './client-forms.ts';

/** What a form page shows. */
export interface FormPage {
  readonly title: string;
  readonly form: ClientForm;
  readonly values: Values;
  /** Where the form is sent to and where it is found again; drafts are kept under this address. */
  readonly path: string;
  /** Name under which the lint is asked for this form. */
  readonly lint: string;
  readonly submit: string;
  /** Where to go without sending it. */
  readonly back: string;
  /** Why it was not taken. */
  readonly error?: SipgateKitError | undefined;
  /** It is not taken yet because of warnings that nobody has seen before. */
  readonly warned?: boolean;
  /** A new page, as opposed to an answer to what was sent: here a draft may come back. */
  readonly fresh?: boolean;
}

/** A form for an OAuth client, with everything that is known to be wrong at its place. */
export function ClientFormPage(props: FormPage) {
  const { title, form, values, path, lint, submit, back, error, warned = false, fresh = false } = props;
  const { '': general = [], ...wrong } = issuesByField(form, issuesIn(error));
  const listed = form.fields.filter(({ name }) => wrong[name] !== undefined);
  return (
    <>
      <h1>{title}</h1>
      {form.about !== '' && <p class="lead">{form.about}</p>}
      {error !== undefined && (listed.length === 0 || !isAboutInput(error)) && (
        <Failure error={error} returnTo={path} />
      )}
      {(listed.length > 0 || general.length > 0) && (
        <div class="notice bad" role="alert" tabindex={-1} autofocus>
          <p>Nothing was created or changed yet. Please look at:</p>
          <ul>
            {listed.map(({ name, label }) => (
              <li>
                <a href={`#${name}`}>{label}</a>
              </li>
            ))}
            {general.map((message) => (
              <li>{message}</li>
            ))}
          </ul>
        </div>
      )}
      {warned && (
        <div class="notice warn" role="alert" tabindex={-1} autofocus>
          <p>
            Nothing was sent yet: there are warnings about{' '}
            <a href={`#${form.source}`}>{form.fields.find(({ name }) => name === form.source)?.label}</a>. Press{' '}
            {submit} once more to take it as it is.
          </p>
        </div>
      )}
      <p class="notice" id="restored" role="status" hidden>
        What you had typed is back.{' '}
        <button class="plain" type="button" data-discard>
          Discard it
        </button>
      </p>
      <form
        class="card"
        method="post"
        action={path}
        data-draft={path}
        data-lint={`/clients/lint/${lint}`}
        data-fresh={fresh}
        novalidate
      >
        {form.fields.map((field) => (
          <FormField field={field} value={values[field.name] ?? ''} wrong={wrong[field.name]}>
            {field.name === form.source && <Lint form={form} values={values} />}
          </FormField>
        ))}
        <p class="actions">
          <button class="button" type="submit">
            {submit}
          </button>
          <a class="button second" href={back}>
            Cancel
          </a>
        </p>
      </form>
    </>
  );
}

function FormField(props: { field: Field; value: string; wrong?: readonly string[] | undefined; children?: unknown }) {
  const { field, value, wrong, children } = props;
  const { name, label, hint, kind = 'text', required = false } = field;
  const about = [hint !== undefined && `${name}-hint`, wrong && `${name}-wrong`].filter(Boolean).join(' ');
  const common = {
    id: name,
    name,
    required,
    autocomplete: 'off',
    'aria-describedby': about === '' ? undefined : about,
    'aria-invalid': wrong === undefined ? undefined : ('true' as const),
  };
  return (
    <div class="field">
      <label for={name}>
        {label}
        {!required && <span class="quiet"> (optional)</span>}
      </label>
      {hint !== undefined && (
        <p class="quiet" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {wrong !== undefined && (
        <p class="wrong" id={`${name}-wrong`}>
          {wrong.join(' ')}
        </p>
      )}
      {kind === 'lines' ? (
        <textarea {...common} rows={3} spellcheck={false}>
          {value}
        </textarea>
      ) : (
        <input {...common} type="text" inputmode={kind === 'number' ? 'numeric' : undefined} value={value} />
      )}
      {children}
    </div>
  );
}

/** The lint's place in a form: filled on every submit, and by the script while somebody types. */
function Lint({ form, values }: { form: ClientForm; values: Values }) {
  return (
    <div id="lint" aria-live="polite">
      <LintReports form={form} values={values} />
    </div>
  );
}

/** What will be registered, what that lets through, and what is to be said about it. */
export function LintReports({ form, values }: { form: ClientForm; values: Values }) {
  const reports = reportsOn(form, values);
  if (reports.length === 0) return null;
  return (
    <>
      <ul class="lint">
        {reports.map((report) => (
          <Report report={report} />
        ))}
      </ul>
      <input type="hidden" name="seen" value={warningsOf(form.input(values))} />
    </>
  );
}

function Report({ report: { path, pattern, meaning, findings, instead } }: { report: ClientPatternReport }) {
  return (
    <li>
      <p>
        {path.startsWith('webOrigins') ? 'Web origin' : 'Redirect URI'} <code>{pattern}</code>: {meaning}
      </p>
      {findings.map(({ severity, message }) => (
        <p class={severity}>
          <strong>{{ error: 'Wrong', warning: 'Warning', note: 'Note' }[severity]}:</strong> {message}
        </p>
      ))}
      {instead !== undefined && (
        <p>
          Rather write <code>{instead}</code>
        </p>
      )}
    </li>
  );
}

const isAboutInput = (error: SipgateKitError) => error.code === 'invalid_input' || error.code === 'invalid_request';

/** What is wrong with the input, by the kit's own check, or by sipgate's. */
function issuesIn(error: SipgateKitError | undefined) {
  if (error instanceof InvalidInputError) return error.issues;
  return refusedFields(error).map(({ path, message }) => ({ path, message: `sipgate says: ${message}` }));
}
