import {
  assertOAuthClientInput,
  type ClientPatternReport,
  clientWarnings,
  type InputIssue,
  InvalidInputError,
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

const field = (name: string, label: string, hint: string, more: Partial<Field> = {}): Field => ({
  name,
  label,
  hint,
  required: true,
  ...more,
});

const NAME = field('name', 'Name', 'People see it when they are asked for consent.');
const DESCRIPTION = field('description', 'Description', 'People see it, too.');
const REDIRECT_URIS = field(
  'redirectUris',
  'Redirect URIs',
  'Where sipgate may send people back to; one a line, letter by letter as your program sends it.',
  { kind: 'lines' },
);
const WEB_ORIGINS = field(
  'webOrigins',
  'Web origins',
  'Pages whose scripts may ask for tokens; one a line. None for a program on a server.',
  { kind: 'lines', required: false },
);
const LEGAL = [
  field('privacyUrl', 'Link to the privacy policy', 'The consent page shows it.', { required: false }),
  field('termsUrl', 'Link to the terms of service', 'The consent page shows it.', { required: false }),
];
const ORIGIN = field('origin', 'Where the app is served', 'Its origin, such as https://app.example.com');
const EMBEDDED_IN = field(
  'embeddedIn',
  'Pages the phone is embedded in',
  'Their origins, such as https://crm.example.com; one a line.',
  { kind: 'lines' },
);
const PORT = field('port', 'Port', 'The one your program listens on.', { kind: 'number' });

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

/** What a form describes, checked by the kit. @throws InvalidInputError */
export function checkedInput(form: ClientForm, values: Values): OAuthClientInput {
  const input = form.input(values);
  assertOAuthClientInput(input);
  if (text(values[form.source]) !== '') return input;
  throw new InvalidInputError('OAuth client', [{ path: form.source, message: 'Fill this in.' }]);
}

/** What the kit knows about the redirect URIs and web origins; of what is still empty there is nothing to say. */
export function reportsOn(form: ClientForm, values: Values): readonly ClientPatternReport[] {
  return text(values[form.source]) === '' ? [] : lintOAuthClient(form.input(values));
}

/** The warnings about an input as one text, to tell whether somebody has seen exactly these; empty without any. */
export function warningsOf(input: OAuthClientInput): string {
  const warnings = clientWarnings(input);
  return warnings.length === 0 ? '' : JSON.stringify(warnings);
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
