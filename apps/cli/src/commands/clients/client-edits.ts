import { SipgateKitError } from '@sipgate-kit/core';
import type { OAuthClient, OAuthClientPatch } from '@sipgate-kit/core/clients';
import type { Arguments } from '../../command.ts';
import { nearest } from '../../suggestion.ts';
import { describedFields } from './client-draft.ts';
import type { options } from './update.ts';

/**
 * The fields that options want to be otherwise, from a client as it is.
 *
 * @throws SipgateKitError `invalid_input` when something is to be removed that is not there.
 */
export function editedFields(args: Arguments<typeof options>, client: OAuthClient): OAuthClientPatch {
  const fields = describedFields(args);
  return {
    ...fields,
    ...listField('redirectUris', fields.redirectUris ?? client.redirectUris, {
      add: args.addRedirectUri,
      remove: args.removeRedirectUri,
      option: '--remove-redirect-uri',
    }),
    ...listField('webOrigins', fields.webOrigins ?? client.webOrigins, {
      add: args.addWebOrigin,
      remove: args.removeWebOrigin,
      option: '--remove-web-origin',
    }),
  };
}

function listField(
  field: 'redirectUris' | 'webOrigins',
  values: readonly string[],
  {
    add,
    remove,
    option,
  }: { readonly add: readonly string[]; readonly remove: readonly string[]; readonly option: string },
): OAuthClientPatch {
  if (add.length + remove.length === 0) return {};
  const missing = remove.find((value) => !values.includes(value));
  if (missing !== undefined) throw notThere(missing, values, option);
  return { [field]: [...new Set([...values.filter((value) => !remove.includes(value)), ...add])] };
}

function notThere(value: string, values: readonly string[], option: string): SipgateKitError {
  const near = nearest(value, values);
  const present = values.length === 0 ? 'It has none.' : `It has ${values.join(', ')}.`;
  return new SipgateKitError('invalid_input', `${option}: the client does not have ${value}.`, {
    hint: near === undefined ? `${present} Nothing was changed.` : `Did you mean ${near}? Nothing was changed.`,
  });
}
