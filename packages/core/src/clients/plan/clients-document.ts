import { array, optional, strictObject, string } from 'zod';
import { type InputIssue, InvalidInputError } from '../../invalid-input-error.ts';
import type { OAuthClient } from '../oauth-client.ts';
import type { OAuthClientInput } from '../oauth-client-input.ts';

/** A client as it is to be. Fields that are left out are to be empty. */
export interface DesiredClient extends OAuthClientInput {
  /** Which client is meant; without it, the one of this name, or a new one. */
  readonly clientId?: string;
}

/** All clients that are looked after together; what a file holds. Never a secret. */
export interface ClientsDocument {
  readonly clients: readonly DesiredClient[];
}

const missing = (what: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'It is needed.' : what),
});
const text = string(missing('Write it as text.'));
const texts = array(string('Write it as text.'), missing('Write a list.'));

const client = strictObject(
  {
    clientId: optional(text),
    name: text,
    description: text,
    redirectUris: texts,
    webOrigins: optional(texts),
    privacyUrl: optional(text),
    termsUrl: optional(text),
  },
  'Write the fields of an OAuth client.',
);

const document = strictObject(
  { clients: array(client, missing('Write a list of OAuth clients.')) },
  'Write `clients:` and a list of OAuth clients.',
);

const FIELDS = {
  '': Object.keys(document.shape),
  clients: Object.keys(client.shape),
} as const;

/**
 * The document in a parsed file. Only its shape is checked here; whether a client can be so is decided by
 * {@link planClients}, for what it changes.
 *
 * @throws InvalidInputError listing all that is wrong, with paths such as `clients[0].name`.
 * @example
 * const { clients } = parseClientsDocument(JSON.parse(text));
 */
export function parseClientsDocument(value: unknown): ClientsDocument {
  const result = document.safeParse(value);
  if (result.success) return result.data as ClientsDocument;
  const issues = result.error.issues.flatMap((issue): readonly InputIssue[] => {
    const path = writtenPath(issue.path);
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      message: unknownField(key, path === '' ? FIELDS[''] : FIELDS.clients),
    }));
  });
  throw new InvalidInputError('document of OAuth clients', issues);
}

/**
 * The document that describes clients as they are: {@link planClients} finds nothing to do for it.
 *
 * @example
 * const text = JSON.stringify(clientsDocument(await clients.list()), undefined, 2);
 */
export function clientsDocument(clients: readonly OAuthClient[]): ClientsDocument {
  return {
    clients: clients.map(
      ({ clientId, name, description, redirectUris, webOrigins, privacyUrl = '', termsUrl = '' }) => ({
        clientId,
        name,
        description,
        redirectUris,
        webOrigins,
        privacyUrl,
        termsUrl,
      }),
    ),
  };
}

function unknownField(key: string, known: readonly string[]): string {
  return key === 'clientSecret'
    ? 'sipgate makes the secret, and it does not belong into a file; leave it out.'
    : `There is no such field; there are ${known.join(', ')}.`;
}

/** `['clients', 0, 'name']` as people write it: `clients[0].name`. */
function writtenPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('');
}
