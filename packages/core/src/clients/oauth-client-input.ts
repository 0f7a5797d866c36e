import { array, optional, strictObject, string, type ZodType } from 'zod';
import { InvalidInputError } from '../invalid-input-error.ts';
import type { Schemas } from '../operations.ts';
import { firstError } from './lint/finding.ts';
import { redirectUriFindings } from './lint/redirect-uri-rules.ts';
import { webOriginFindings } from './lint/web-origin-lint.ts';

/** What can be chosen about an OAuth client. */
export interface OAuthClientInput {
  /** People see it when they are asked for consent. */
  readonly name: string;
  /** People see it when they are asked for consent. */
  readonly description: string;
  /** At least one. https, or http on localhost; a `*` only at the very end. */
  readonly redirectUris: readonly string[];
  /** Bare origins, without a path. Only code in browsers needs them. Default none. */
  readonly webOrigins?: readonly string[];
  /** Link to the privacy policy. sipgate wants the field, and takes it empty: that is what it gets when this is absent. */
  readonly privacyUrl?: string;
  /** Link to the terms of service; as {@link OAuthClientInput.privacyUrl}. */
  readonly termsUrl?: string;
}

/** The fields to change; the others stay. An empty `privacyUrl` or `termsUrl` removes the link. */
export type OAuthClientPatch = Partial<OAuthClientInput>;

const text = (missing: string) => string({ error: missing }).refine((value) => value.trim() !== '', { error: missing });

const checked = (problem: (value: string) => string | undefined) =>
  string({ error: 'Write it as text.' }).superRefine((value, context) => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const legalLink = optional(
  checked((value) =>
    value === '' || /^https?:\/\/[^/]/i.test(value)
      ? undefined
      : 'Write a whole URL, as in https://app.example.com/privacy.',
  ),
);

const NO_REDIRECT_URI =
  'Name at least one redirect URI, as in https://app.example.com/oauth; without one nobody can sign in.';

const input = strictObject({
  name: text('Give the client a name; people see it when they are asked for consent.'),
  description: text('Describe the client in a few words; people see it when they are asked for consent.'),
  redirectUris: array(
    checked((uri) => firstError(redirectUriFindings(uri))),
    { error: NO_REDIRECT_URI },
  ).min(1, { error: NO_REDIRECT_URI }),
  webOrigins: optional(
    array(
      checked((origin) => firstError(webOriginFindings(origin))),
      { error: 'Write a list of origins, as in ["https://app.example.com"].' },
    ),
  ),
  privacyUrl: legalLink,
  termsUrl: legalLink,
});

const patch = input.partial().refine((value) => Object.values(value).some((field) => field !== undefined), {
  error: 'Name at least one field to change.',
});

/**
 * Checks a client's description without sending it. All that is wrong is listed at once.
 *
 * @throws InvalidInputError
 * @example
 * assertOAuthClientInput(JSON.parse(text));
 */
export function assertOAuthClientInput(value: unknown): asserts value is OAuthClientInput {
  check(input, value);
}

/** Checks the fields to change without sending them; there has to be one. @throws InvalidInputError */
export function assertOAuthClientPatch(value: unknown): asserts value is OAuthClientPatch {
  check(patch, value);
}

/** The whole body for the API. @throws InvalidInputError */
export function checkedBody(value: OAuthClientInput): Schemas['OAuthClientInput'] {
  const { webOrigins = [], privacyUrl = '', termsUrl = '', ...rest } = check(input, value);
  return { ...rest, webOrigins, privacyUrl, termsUrl };
}

/** The part of the API's body that is to change. @throws InvalidInputError */
export function checkedPatch(value: OAuthClientPatch): Partial<Schemas['OAuthClientInput']> {
  const given = Object.entries(check(patch, value)).filter(([, field]) => field !== undefined);
  return Object.fromEntries(given);
}

function check<Output>(schema: ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInputError(
    'OAuth client',
    result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            path: key,
            message: `There is no such field; there are ${Object.keys(input.shape).join(', ')}.`,
          }))
        : [{ path: writtenPath(issue.path), message: issue.message }],
    ),
  );
}

/** `['redirectUris', 0]` as people write it: `redirectUris[0]`. */
function writtenPath(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : String(step))).join('');
}
