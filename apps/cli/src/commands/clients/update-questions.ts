import { SipgateKitError } from '@sipgate-kit/core';
import {
  assertOAuthClientPatch,
  CLIENT_FIELDS,
  type OAuthClient,
  type OAuthClientPatch,
} from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import { assertFields } from './field-problems.ts';

type Field = (typeof CLIENT_FIELDS)[number];

/** What a field is called in the list, and when it is asked for. */
const LABELS: Readonly<Record<Field, readonly [choice: string, question: string]>> = {
  name: ['Name', 'Name:'],
  description: ['Description', 'Description:'],
  redirectUris: ['Redirect URIs', 'Redirect URIs, separated by spaces:'],
  webOrigins: ['Web origins', 'Web origins, separated by spaces (- for none):'],
  privacyUrl: ['Privacy policy', 'URL of the privacy policy (- for none):'],
  termsUrl: ['Terms of service', 'URL of the terms of service (- for none):'],
};

const INSTEAD = '--name, --description, --redirect-uri or another option of `sipgate clients update`';

/** Asks which fields to change, and to what, until there are no more. */
export async function askForChanges({ prompts }: Cli, client: OAuthClient): Promise<OAuthClientPatch> {
  let patch: OAuthClientPatch = {};
  for (;;) {
    const field = await prompts.choose<Field | 'done'>({
      message: 'What to change?',
      instead: INSTEAD,
      choices: [
        ...CLIENT_FIELDS.map((value) => ({ value, name: LABELS[value][0] })),
        { value: 'done', name: 'Nothing more' },
      ],
    });
    if (field === 'done') return patch;
    const current = patch[field] ?? client[field] ?? '';
    const typed = await prompts.text({
      message: LABELS[field][1],
      instead: INSTEAD,
      default: typeof current === 'string' ? current : current.join(' '),
      check: (text) => complaint(read(field, text)),
    });
    patch = { ...patch, ...read(field, typed) };
  }
}

function read(field: Field, text: string): OAuthClientPatch {
  const list = field === 'redirectUris' || field === 'webOrigins';
  // Enter alone takes what is there, so nothing needs a sign of its own.
  const value = text.trim() === '-' ? '' : text;
  return { [field]: list ? value.split(/[\s,]+/).filter(Boolean) : value };
}

function complaint(patch: OAuthClientPatch): string | undefined {
  try {
    assertFields(patch, undefined, () => assertOAuthClientPatch(patch));
    return undefined;
  } catch (error) {
    if (!(error instanceof SipgateKitError)) throw error;
    return error.message.split('\n').slice(1).join('\n').trim();
  }
}
