import { clientDescription } from '../../client-description.ts';
import type { ClientDescription } from '../../clients.ts';

/** What the dialogs New client and Edit client ask for. */
export interface ClientForm {
  readonly name: string;
  readonly description: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
}

export type ClientFormField = keyof ClientForm;

/** What is wrong with a form, by field; in words for the person in front of it. */
export type ClientFormProblems = Partial<Record<ClientFormField, string>>;

export const EMPTY_CLIENT_FORM: ClientForm = { name: '', description: '', privacyUrl: '', termsUrl: '' };

const LABELS = {
  name: 'a name',
  description: 'a description',
  privacyUrl: 'the privacy policy URL',
  termsUrl: 'the terms of use URL',
} as const;

/** The fields of a form that was sent; those that are missing are empty. */
export function clientFormOf(body: Record<string, unknown>): ClientForm {
  const text = (name: ClientFormField) => (typeof body[name] === 'string' ? body[name].trim() : '');
  return {
    name: text('name'),
    description: text('description'),
    privacyUrl: text('privacyUrl'),
    termsUrl: text('termsUrl'),
  };
}

/**
 * The form as a client's description, or what is wrong with it. Stricter than the API, as sipgate's console is: all four
 * fields have to be filled in.
 */
export function checkClientForm(
  form: ClientForm,
  addresses: Pick<ClientDescription, 'redirectUris' | 'webOrigins'>,
): { readonly description: ClientDescription } | { readonly problems: ClientFormProblems } {
  const problems: ClientFormProblems = {};
  for (const field of Object.keys(LABELS) as ClientFormField[]) {
    if (form[field] === '') problems[field] = `Enter ${LABELS[field]}.`;
  }
  const parsed = clientDescription.safeParse({ ...form, ...addresses });
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = path[0] as ClientFormField;
    if (field in LABELS) problems[field] ??= inWords(field, message);
  }
  return parsed.success && Object.keys(problems).length === 0 ? { description: parsed.data } : { problems };
}

function inWords(field: ClientFormField, message: string): string {
  if (field === 'name') return `The name ${message}.`;
  return 'Enter a whole URL, as in https://app.example.com/privacy. While you develop, any one will do.';
}
