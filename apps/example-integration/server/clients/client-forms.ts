import {
  type ClientPatternReport,
  clientWarnings,
  type InputIssue,
  lintOAuthClient,
  type OAuthClient,
  type OAuthClientInput,
  presets,
} from '@sipgate-kit/core/clients';

/** What was typed, by field. */
export type Values = Readonly<Record<string, string>>;

/** One field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** `lines`: one value a line. Default `text`. */
  readonly kind?: 'text' | 'lines' | 'number';
  readonly required?: boolean;
}

/** A form for an OAuth client: its fields, and what they mean. */
export interface ClientForm {
  readonly title: string;
  readonly about: string;
  readonly fields: readonly Field[];
  /** The field that redirect URIs and web origins come from where they have none of their own. */
  readonly source: string;
  input(values: Values): OAuthClientInput;
}

const NAME: Field = {
  name: 'name',
  label: 'Name',
  hint: 'People see it when they are asked for consent.',
  required: true,
};
const DESCRIPTION: Field = { name: 'description', label: 'Description', hint: 'People see it, too.', required: true };
const LEGAL: readonly Field[] = [
  { name: 'privacyUrl', label: 'Link to the privacy policy', hint: 'May stay empty.' },
  { name: 'termsUrl', label: 'Link to the terms of service', hint: 'May stay empty.' },
];
const REDIRECT_URIS: Field = {
  name: 'redirectUris',
  label: 'Redirect URIs',
  hint: 'Where sipgate may send people back to; one a line, letter by letter as your program sends it.',
  kind: 'lines',
  required: true,
};
const WEB_ORIGINS: Field = {
  name: 'webOrigins',
  label: 'Web origins',
  hint: 'Pages whose scripts may ask for tokens; one a line. None for a program on a server.',
  kind: 'lines',
};
const ORIGIN: Field = {
  name: 'origin',
  label: 'Where the app is served',
  hint: 'Such as https://app.example.com',
  required: true,
};
const EMBEDDED_IN: Field = {
  name: 'embeddedIn',
  label: 'Pages the phone is embedded in',
  hint: 'Their origins, such as https://crm.example.com; one a line.',
  kind: 'lines',
  required: true,
};
const PORT: Field = {
  name: 'port',
  label: 'Port',
  hint: 'The one your program listens on.',
  kind: 'number',
  required: true,
};

/** What a new client may be for: the kit's presets. */
export const NEW_CLIENT_FORMS: Readonly<Record<string, ClientForm>> = {
  server: {
    title: 'Server',
    about: 'A product that signs people in on its server.',
    fields: [NAME, DESCRIPTION, REDIRECT_URIS, ...LEGAL],
    source: 'redirectUris',
    input: (values) => presets.server({ ...described(values), redirectUris: lines(values['redirectUris']) }),
  },
  browser: {
    title: 'Browser',
    about: 'An app that runs in the browser alone.',
    fields: [NAME, DESCRIPTION, ORIGIN, ...LEGAL],
    source: 'origin',
    input: (values) => presets.browser({ ...described(values), origin: text(values['origin']) }),
  },
  webphone: {
    title: 'Webphone',
    about: "sipgate's web phone inside pages of yours.",
    fields: [NAME, DESCRIPTION, EMBEDDED_IN, ...LEGAL],
    source: 'embeddedIn',
    input: (values) => presets.webphone({ ...described(values), embeddedIn: lines(values['embeddedIn']) }),
  },
  local: {
    title: 'Local',
    about: 'Development on your own machine.',
    fields: [NAME, { ...DESCRIPTION, required: false }, PORT],
    source: 'port',
    input: ({ name, description, port }) =>
      presets.local({
        name: text(name),
        port: Number(port),
        ...(text(description) !== '' && { description: text(description) }),
      }),
  },
};

/** Everything that can be changed about a client. */
export const EDIT_FORM: ClientForm = {
  title: 'Edit',
  about: '',
  fields: [NAME, DESCRIPTION, REDIRECT_URIS, WEB_ORIGINS, ...LEGAL],
  source: 'redirectUris',
  input: (values) => ({
    ...described(values),
    redirectUris: lines(values['redirectUris']),
    webOrigins: lines(values['webOrigins']),
  }),
};

/** A client as the edit form shows it. */
export function valuesOf(client: OAuthClient): Values {
  const { name, description, redirectUris, webOrigins, privacyUrl = '', termsUrl = '' } = client;
  return {
    name,
    description,
    redirectUris: redirectUris.join('\n'),
    webOrigins: webOrigins.join('\n'),
    privacyUrl,
    termsUrl,
  };
}

/** What the kit knows about the redirect URIs and web origins; of what is still empty there is nothing to say. */
export function reportsOn(form: ClientForm, values: Values): readonly ClientPatternReport[] {
  return text(values[form.source]) === '' ? [] : lintOAuthClient(form.input(values));
}

/** The warnings about an input as one text, to tell whether somebody has seen exactly these. */
export function warningsOf(input: OAuthClientInput): string {
  return clientWarnings(input)
    .map(({ path, message }) => `${path} ${message}`)
    .join('\n');
}

/** The kit's issues by the field of the form they belong to; those of no field stand under the empty name. */
export function issuesByField({ fields, source }: ClientForm, issues: readonly InputIssue[]) {
  const byField: Record<string, string[]> = {};
  for (const { path, message } of issues) {
    const [, root = '', index] = /^(\w*)(?:\[(\d+)\])?/.exec(path) ?? [];
    const own = fields.find(({ name }) => name === root);
    const field = own?.name ?? (['redirectUris', 'webOrigins'].includes(root) ? source : '');
    const line = own?.kind === 'lines' && index !== undefined ? `Line ${Number(index) + 1}: ` : '';
    byField[field] = [...(byField[field] ?? []), `${line}${message}`];
  }
  return byField;
}

function described(values: Values) {
  const { name, description, privacyUrl, termsUrl } = values;
  return { name: text(name), description: text(description), privacyUrl: text(privacyUrl), termsUrl: text(termsUrl) };
}

const text = (value = '') => value.trim();

const lines = (value = '') =>
  value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
